"""What pages, documents and commands all read: the assessment of a plan for a period, as of a moment.

One source, so that they cannot disagree.
"""

from collections.abc import Sequence
from copy import copy
from datetime import date, datetime
from fractions import Fraction

import polars as pl
from sqlalchemy.orm import Session

from common.moments import day_of
from common.nearest import nearest_periods
from common.periods import Period
from common.problems import Problem, Refusal
from common.viewer import Viewer, require
from data.engines import POLARS, Engine
from data.judged import Course, Judged
from data.judged_once import judged_before, judged_once
from data.judging_apart import BeingJudged
from data.knowledge import Knowledge, know
from data.plan_store import StoredPlan, load_plan
from data.provenance import Provenance
from data.queries import first_moments, periods_with_facts
from data.results import Assessment, Judgement, PlanAssessment, Source, Step


def assess_plan(
    session: Session,
    viewer: Viewer,
    slug: str | None,
    period: Period | None,
    as_of: datetime | None = None,
    engine: Engine = POLARS,
) -> PlanAssessment:
    """Assess a plan from its approved figures; without a period, for the last that is settled.

    Everything is taken as it stood at `as_of`: figures, plan with thresholds and rule set, confirmations, what is
    overdue. Sources are read in the same session, when they are asked for.
    While a large plan is being judged anew, it is given as it was known when it was judged last, and `as_of` is that
    moment. Raises Refusal for an unknown plan, and for a period without approved figures; BeingJudged where a large
    plan was not judged before.
    """
    require(viewer, "see_approved")
    stored = load_plan(session, slug, as_of)
    known = know(session, stored, as_of, engine)
    try:
        judged = judged_once(session, known)
    except BeingJudged:
        earlier = judged_before(session, known) if as_of is None else None
        if earlier is None:
            raise
        as_of, known, judged = earlier.as_of, earlier, judged_once(session, earlier)
        stored = load_plan(session, stored.plan.slug, as_of)
    period = _one_of_the_known(judged.periods, period) if period else _last_settled(known, judged)
    return PlanAssessment(
        stored,
        known.of_plan.confirmations,
        period,
        judged.periods,
        as_of,
        judged.problems,
        _Found(session, known, judged, period),
    )


def known_periods(session: Session, stored: StoredPlan, as_of: datetime | None) -> tuple[Period, ...]:
    """The periods that have approved figures, in order."""
    return tuple(map(Period.read, session.scalars(periods_with_facts(stored.plan_id, as_of))))


def first_known_day(session: Session, slug: str) -> date | None:
    """The first day as of which a plan can be shown: it was stored, and a figure of it approved; none without one."""
    stored_at, approved_at = session.execute(first_moments(slug)).one()
    return None if approved_at is None else day_of(max(stored_at, approved_at))


def _last_settled(known: Knowledge, judged: Judged) -> Period:
    """The last period that every region has reported for or that is overdue; without any, the last that has figures.

    So the first return of a new quarter does not leave everybody's page empty.
    """
    expected = len(judged.plan.reporting_regions)
    settled = (one for one in reversed(judged.periods) if one in known.overdue or len(judged.reported(one)) == expected)
    return next(settled, judged.periods[-1])


def _one_of_the_known(known: tuple[Period, ...], period: Period) -> Period:
    if period not in known:
        offered = ", ".join(map(str, nearest_periods(str(period), known)))
        raise Refusal(Problem("no_figures", value=str(period), params={"period": str(period), "known": offered}))
    return period


class _Found:
    """What was judged, for one period, with the session in which its sources are read."""

    def __init__(self, session: Session, known: Knowledge, judged: Judged, period: Period) -> None:
        self.known = known
        self._session = session
        self._judged = judged
        self._plan = judged.plan
        self._period = period

    def rows(self) -> tuple[Assessment, ...]:
        return self._of(self._plan.cells)

    def of_region(self, region: str) -> tuple[Assessment, ...]:
        return self._of(self._plan.cells_of_region.get(region, ()))

    def of_indicator(self, indicator: str) -> tuple[Assessment, ...]:
        return self._of(self._plan.cells_of_indicator.get(indicator, ()))

    def cell(self, indicator: str, region: str) -> Assessment | None:
        number = self._plan.cell_of.get((indicator, region))
        return None if number is None else self._of([number])[0]

    def of_cells(self, cells: Sequence[int]) -> tuple[Assessment, ...]:
        return self._of(cells)

    def columns(self, *names: str) -> pl.DataFrame:
        return self._judged.places.hstack(self._judged.of_period(self._period, "cell", *names))

    def regions_reported(self) -> frozenset[str]:
        return self._judged.reported(self._period)

    def restated(self) -> pl.DataFrame:
        restated = self._judged.restated
        return restated.filter(pl.col("period") == self._period.ordinal)

    def is_simulated(self) -> bool:
        found = self._judged.of_period(self._period, "own_simulated", "made_simulated")
        return bool(found["own_simulated"].any() or found["made_simulated"].any())

    def peers(self, region: str, *columns: str) -> pl.DataFrame:
        return self._judged.peers(self._period, region, *columns)

    def at(self, period: Period) -> "_Found":
        return _Found(self._session, self.known, self._judged, period)

    def _of(self, cells: Sequence[int]) -> tuple[Assessment, ...]:
        """The assessments of some cells; what is kept of them is shared, what lies behind is this request's."""
        kept = self._judged.assessments(self._period, cells)
        provenance = Provenance(self._session, self.known, self._period, kept)
        behind = _Behind(self._judged, self._period, cells, provenance)
        return tuple(_given_out(one, behind) for one in kept)


# Of so many assessments asked for together all courses are read at once; of more each by itself: few are looked at.
_MOST_TOGETHER = 100


class _Behind:
    """What lies behind the assessments that were asked for together."""

    def __init__(self, judged: Judged, period: Period, cells: Sequence[int], provenance: Provenance) -> None:
        self._judged = judged
        self._period = period
        self._cells = cells
        self._provenance = provenance
        self._courses: dict[int, Course] = {}

    def history(self, row: Assessment) -> tuple[Judgement, ...]:
        return self._course(row).history(self._period)

    def schedule_ahead(self, row: Assessment) -> tuple[tuple[Period, Fraction | None], ...]:
        return self._course(row).schedule_after(self._period)

    def steps(self, row: Assessment) -> tuple[Step, ...]:
        return self._course(row).steps(self._period)

    def sources(self, row: Assessment) -> tuple[Source, ...]:
        return self._provenance.sources(row)

    def own_sources(self, row: Assessment) -> tuple[Source, ...]:
        return self._provenance.own_sources(row)

    def _course(self, row: Assessment) -> Course:
        cell = self._judged.plan.cell_of[(row.indicator.code, row.region.code)]
        if cell not in self._courses:
            together = self._cells if len(self._cells) <= _MOST_TOGETHER else [cell]
            self._courses |= self._judged.courses_of(together)
        return self._courses[cell]


def _given_out(kept: Assessment, behind: _Behind) -> Assessment:
    row = copy(kept)
    object.__setattr__(row, "behind", behind)
    return row
