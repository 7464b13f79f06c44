"""A return beside what was said before: in its last revision, and for the period before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from common.periods import Period
from data.plan_store import StoredPlan
from data.queries import known_figures
from data.return_models import ReturnRow
from data.return_states import FigureKey, approved_of
from indicators.asking import asked_of
from indicators.plan import Indicator, Plan, Region

PARTS = ("value", "numerator", "denominator")


class Reported(Protocol):
    """A figure as it was reported, stored or just read; its value an integer at the indicator's scale."""

    @property
    def value(self) -> int | None: ...
    @property
    def gap(self) -> str | None: ...
    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...
    @property
    def explanation(self) -> str: ...


@dataclass(frozen=True)
class Compared:
    """One figure of a return now, in its last revision, and when last approved for an earlier period.

    Without `now` the return does not name it: it stays as approved (`is_approved`), or is not reported.
    """

    indicator: Indicator
    part: str
    now: Reported | None
    last: Reported | None
    before: int | None
    before_period: Period | None
    is_approved: bool

    @property
    def differs_from_last(self) -> bool:
        """Whether it was said otherwise in the last revision."""
        if self.now is None or self.last is None:
            return False
        return (self.now.value, self.now.gap) != (self.last.value, self.last.gap)

    @property
    def change(self) -> int | None:
        """How much more it is than for the period before, at the indicator's scale."""
        if self.now is None or self.now.value is None or self.before is None:
            return None
        return self.now.value - self.before


@dataclass(frozen=True)
class Comparison:
    """The figures of a return beside those before, and whether some of those of earlier periods are made up."""

    rows: list[Compared]
    is_before_simulated: bool


def compare_return(
    session: Session,
    stored: StoredPlan,
    region: Region,
    period: Period,
    now: Mapping[FigureKey, Reported],
    *,
    row: ReturnRow | None,
    last: Mapping[FigureKey, Reported],
) -> Comparison:
    """The figures of a return, and those asked for that it does not name, in the plan's order.

    `row` is the return as stored, if it is; `last` are the figures of its revisions before this one that the reader may
    see.
    """
    approved = approved_of(session, row) if row is not None else {}
    before = _last_approved(session, stored, region, period)
    rows = []
    for indicator, part in _asked_or_named(stored.plan, region, period, {*now, *last}):
        key = (indicator.code, part)
        figure, when = before.get(key, (None, None))
        rows.append(Compared(indicator, part, now.get(key), last.get(key), figure, when, key in approved))
    return Comparison(rows, _has_simulated(session, stored, region, period))


def _asked_or_named(
    plan: Plan, region: Region, period: Period, named: Iterable[FigureKey]
) -> list[tuple[Indicator, str]]:
    """The figures to list: of an indicator what is named of it, or its value where that is asked for and nothing is."""
    parts = {code: [part for part in PARTS if (code, part) in named] for code, _part in named}
    asked = {indicator.code for indicator in asked_of(plan, region, period)}
    return [
        (indicator, part)
        for indicator in plan.indicators
        for part in parts.get(indicator.code, ["value"] if indicator.code in asked else [])
    ]


def _last_approved(
    session: Session, stored: StoredPlan, region: Region, period: Period
) -> dict[FigureKey, tuple[int, Period]]:
    """Each figure as it was last approved for an earlier period."""
    known = session.execute(known_figures(stored.plan_id, {region.code}))
    earlier = [(Period.read(one.period), one) for one in known if one.period < str(period)]
    earlier.sort(key=lambda dated: dated[0])
    return {(one.indicator, one.part): (one.value, when) for when, one in earlier}


def _has_simulated(session: Session, stored: StoredPlan, region: Region, period: Period) -> bool:
    """Whether a return of the region for an earlier period is made up."""
    of_region = (ReturnRow.plan_id == stored.plan_id) & (ReturnRow.region == region.code)
    made_up = select(ReturnRow.id).where(of_region, ReturnRow.origin == "simulated", ReturnRow.period < str(period))
    return session.scalar(made_up.limit(1)) is not None
