"""How a plan's targets are read, and what its owner has confirmed or corrected about them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from indicators.plan import Direction, Indicator, Plan, Target
from indicators.target import TargetNotRead, TargetReading, read_target

Subject = Literal["reading", "direction", "target_below_baseline"]


@dataclass(frozen=True)
class Confirmation:
    """What the plan's owner said about one target, and when.

    `text` is the target as it was written then, of a direction the direction declared then; when the plan says
    something else, the confirmation no longer holds.
    `confirmed` is, by `subject`: the text the target is to be read as (the same, or a correction such as ≤30), the
    direction of the indicator in all regions (`region` is empty), or nothing where a target worse than its baseline is
    acknowledged.
    """

    indicator: str
    region: str
    subject: Subject
    text: str
    confirmed: str
    note: str
    confirmed_at: datetime
    confirmed_by: str


# Said in place of a confirmation, it takes back what was said before on that subject.
WITHDRAWN = "withdrawn"


class Confirmations:
    """The confirmations that hold: of each subject the newest."""

    def __init__(self, confirmations: Iterable[Confirmation] = ()) -> None:
        in_order = sorted(confirmations, key=lambda one: one.confirmed_at)
        newest = {(one.indicator, one.region, one.subject): one for one in in_order}
        self._newest = {key: one for key, one in newest.items() if one.confirmed != WITHDRAWN}
        self.moments = tuple(one.confirmed_at for one in in_order)

    def with_one(self, one: Confirmation) -> "Confirmations":
        """These and one more."""
        return Confirmations([*self._newest.values(), one])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Confirmations) and self._newest == other._newest

    def __hash__(self) -> int:
        return hash(frozenset(self._newest.values()))

    def direction(self, indicator: Indicator) -> Confirmation | None:
        """Who said which way is better, if anybody did."""
        found = self._newest.get((indicator.code, "", "direction"))
        return found if found and found.text == indicator.direction else None

    def reading(self, target: Target) -> Confirmation | None:
        """Who confirmed or corrected how this target is read, as it is written now."""
        return self._of(target, "reading")

    def acknowledgement(self, target: Target) -> Confirmation | None:
        """Who acknowledged that this target, as it is written now, is worse than its baseline."""
        return self._of(target, "target_below_baseline")

    def _of(self, target: Target, subject: Subject) -> Confirmation | None:
        found = self._newest.get((target.indicator, target.region, subject))
        return found if found and found.text == target.target else None


def direction_of(indicator: Indicator, confirmations: Confirmations) -> Direction:
    """The direction the plan declares, unless its owner has said another."""
    confirmed = confirmations.direction(indicator)
    return confirmed.confirmed if confirmed else indicator.direction  # type: ignore[return-value]


def reading_of(plan: Plan, target: Target, confirmations: Confirmations) -> TargetReading | TargetNotRead:
    """How a target is read now: as it is written, or as its owner corrected it. What was confirmed needs no more."""
    indicator = plan.indicator_by_code[target.indicator]
    confirmed = confirmations.reading(target)
    text = confirmed.confirmed if confirmed else target.target
    reading = read_target(text, indicator.unit or None, direction_of(indicator, confirmations), name=indicator.name)
    return without_confirmation(reading) if confirmed and isinstance(reading, TargetReading) else reading


def without_confirmation(reading: TargetReading) -> TargetReading:
    """The reading as one that a person stands for."""
    return replace(reading, needs=tuple(need for need in reading.needs if need != "confirmation"))
