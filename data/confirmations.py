"""What a plan's owner said about its targets: kept with name and moment, and read back as it stood at a moment."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from common.explanations import check_length
from common.gaps import gap_words
from common.moments import now
from common.problems import Problem, Refusal
from common.viewer import Viewer, require
from data.audit import record
from data.doubts import gap_of
from data.plan_models import ConfirmationRow
from data.plan_store import StoredPlan
from indicators.plan import Direction, Indicator, Target
from indicators.readings import WITHDRAWN, Confirmation, Confirmations, Subject, direction_of
from indicators.target import TargetNotRead, TargetReading, read_target


@dataclass(frozen=True)
class Said:
    """What a person says of a target: how to read it, which way is better, that it lies below its baseline, or nothing
    any more (`withdraw`).
    """

    read_as: str | None = None
    direction: str | None = None
    acknowledge: bool = False
    withdraw: bool = False
    note: str = ""


def confirmations_as_of(session: Session, plan_id: int, as_of: datetime | None) -> Confirmations:
    """The confirmations that held at `as_of` (now, if None)."""
    query = select(ConfirmationRow).where(ConfirmationRow.plan_id == plan_id).order_by(ConfirmationRow.id)
    if as_of is not None:
        query = query.where(ConfirmationRow.confirmed_at <= as_of)
    names = [field.name for field in fields(Confirmation)]
    return Confirmations(Confirmation(**{name: getattr(row, name) for name in names}) for row in session.scalars(query))


def confirm(
    session: Session, stored: StoredPlan, viewer: Viewer, target: Target, said: Said
) -> tuple[Confirmation, ...]:
    """Keep what the viewer says about a target, and give it back as it was kept. The caller commits.

    Raises Refusal where a correction is not understood, where the target could not be judged by what is said, where the
    plan itself declares the direction, where a target acknowledged as below its baseline is not, and where the
    note is too long.
    """
    require(viewer, "confirm")
    if too_long := check_length(said.note):
        raise Refusal(*too_long)
    before = held = confirmations_as_of(session, stored.plan_id, None)
    moment = now()
    kept: list[Confirmation] = []
    for subject, confirmed in _subjects(stored, target, said, held):
        text = stored.plan.indicator_by_code[target.indicator].direction if subject == "direction" else target.target
        region = "" if subject == "direction" else target.region
        one = Confirmation(target.indicator, region, subject, text, confirmed, said.note, moment, viewer.identity)
        held = held.with_one(one)
        kept.append(one)
    if not said.withdraw:
        _check_judged(stored, target, held)
    session.add_all(ConfirmationRow(plan_id=stored.plan_id, **asdict(one)) for one in kept)
    session.flush()
    record(
        session,
        viewer,
        "confirm",
        f"target:{stored.plan.slug}/{target.indicator}/{target.region}",
        before=_said_of(stored, target, before) or None,
        after={**_said_of(stored, target, held), "note": said.note},
    )
    return tuple(kept)


def _said_of(stored: StoredPlan, target: Target, held: Confirmations) -> dict[str, str]:
    """What holds of a target, by what it is about, as the audit trail keeps it."""
    said = {
        "direction": held.direction(stored.plan.indicator_by_code[target.indicator]),
        "reading": held.reading(target),
        "target_below_baseline": held.acknowledgement(target),
    }
    return {subject: one.confirmed or one.text for subject, one in said.items() if one is not None}


def _subjects(stored: StoredPlan, target: Target, said: Said, held: Confirmations) -> Iterator[tuple[Subject, str]]:
    """What is said, one subject after the other; the direction first, because a reading may follow from it."""
    indicator = stored.plan.indicator_by_code[target.indicator]
    if said.withdraw:
        yield from ((subject, WITHDRAWN) for subject in get_args(Subject))
        return
    direction = direction_of(indicator, held)
    if said.direction is not None:
        direction = _checked_direction(said.direction, indicator)
        yield "direction", direction
    if said.read_as is not None:
        yield "reading", _explicit(said.read_as, indicator, direction)
    if said.acknowledge:
        if gap_of(stored.plan, target, held) != "target_below_baseline":
            raise Refusal(Problem("not_below_baseline", value=target.target))
        yield "target_below_baseline", ""


def _check_judged(stored: StoredPlan, target: Target, held: Confirmations) -> None:
    """What is said must let the target be judged, or leave open only what something else is needed for."""
    gap = gap_of(stored.plan, target, held)
    if gap in _UNFIT:
        raise Refusal(Problem("confirmation_does_not_fit", value=target.target, params={"reason": gap_words(gap)}))


_UNFIT = (
    "unit_does_not_match", "scope_does_not_match", "direction_contradicts", "other_base", "date_does_not_fit",
    "base_not_positive", "too_large",
)  # fmt: skip


def _checked_direction(direction: str, indicator: Indicator) -> Direction:
    known = [word for word in get_args(Direction) if word != "unconfirmed"]
    if direction not in known:
        raise Refusal(Problem("unknown_direction", value=direction, params={"known": ", ".join(known)}))
    if indicator.direction != "unconfirmed":
        raise Refusal(Problem("direction_is_declared", value=direction, params={"declared": indicator.direction}))
    return cast(Direction, direction)


def _explicit(text: str, indicator: Indicator, direction: Direction) -> str:
    """What is confirmed, with its comparator written out where it follows from the direction alone.

    So a bare 30 that was confirmed as ≥30 is not read as ≤30 after somebody settles the direction otherwise.
    """
    reading = read_target(text, indicator.unit or None, direction, name=indicator.name)
    if isinstance(reading, TargetNotRead):
        raise Refusal(Problem("reading_not_understood", value=text, params={"text": text}))
    written = f"{_SIGNS.get(reading.comparator, '')}{text.strip()}"
    again = read_target(written, indicator.unit or None, direction, name=indicator.name)
    is_same = isinstance(again, TargetReading) and replace(again, text=text, needs=()) == replace(reading, needs=())
    return written if is_same else text.strip()


_SIGNS = {">=": "≥", "<=": "≤"}
