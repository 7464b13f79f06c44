"""What came of an assessment, as objects: what pages, documents and commands show."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Protocol

import polars as pl

from common.periods import Period
from common.problems import Problem
from data.plan_store import StoredPlan
from indicators.plan import Indicator, Plan, Region, Target
from indicators.readings import Confirmations


@dataclass(frozen=True)
class Source:
    """Where one approved figure comes from."""

    region: str
    part: str
    value: int | None
    gap: str | None
    text: str
    file: str
    sheet: str
    cell: str
    explanation: str
    return_id: int
    revision: int
    sent_at: datetime
    sent_by: str
    reason: str
    approved_at: datetime
    approved_by: str
    origin: str


@dataclass(frozen=True)
class Measure:
    """An exact fraction, or the name of why there is none."""

    value: Fraction | None
    gap: str | None


@dataclass(frozen=True)
class Attainment:
    """How the regions of a whole stand to their own targets; `capped` is null where it is not defined."""

    regions: int
    met: int
    met_below_baseline: int
    capped: Fraction | None


@dataclass(frozen=True)
class Judgement:
    """What a value came to in one period: its status and light (none in the baseline's period).

    `recovered`: it was yellow or red, and has been made up since. `met_late`: a target missed at its date is met now.
    `is_simulated`: a figure that the value is made of is. `is_partial`: it is a sum that lacks a region. `scheduled` is
    the value the schedule asks for by then.
    """

    period: Period
    value: Fraction | None
    status: str
    light: str | None
    recovered: bool
    met_late: bool
    is_warning: bool
    is_simulated: bool = False
    is_partial: bool = False
    scheduled: Fraction | None = None


@dataclass(frozen=True)
class Step:
    """One period of an indicator's way: how far it had come, and how far it should have."""

    period: Period
    completion: Measure
    schedule: Measure
    lead: Measure
    is_simulated: bool


class Behind(Protocol):
    """What lies behind assessments and is looked up only where somebody asks for it."""

    def steps(self, row: "Assessment") -> tuple[Step, ...]: ...
    def history(self, row: "Assessment") -> tuple[Judgement, ...]: ...
    def schedule_ahead(self, row: "Assessment") -> tuple[tuple[Period, Fraction | None], ...]: ...
    def sources(self, row: "Assessment") -> tuple[Source, ...]: ...
    def own_sources(self, row: "Assessment") -> tuple[Source, ...]: ...


@dataclass(frozen=True)
class Assessment:
    """One indicator in one region: figures as exact counts of the indicator's scale, measures as exact fractions.

    `value` of a summed indicator is the sum of the regions below (`sources` then has one entry for each that reported);
    `own_value` is what the region itself published, `own_sources` where that stands, a rate's parts included.
    Remaining, needed and forecast are in the same unit as the value.
    `history` holds the judgement, `steps` the way of every period from the baseline's to this one, `schedule_ahead` the
    scheduled value of every one after it up to the plan's target date. They, `sources` and `own_sources` are read from
    `behind`; the sources in the session that assessed, with one query for all rows that were asked for with this one.
    `is_simulated` and `is_own_simulated`: a figure that the value is made of, or that the region itself published, is.
    """

    indicator: Indicator
    region: Region
    target: Target
    period: Period
    value: Fraction | None
    value_gap: str | None
    own_value: int | None
    baseline: int | None
    own_baseline: int | None
    target_value: Fraction | None
    upper_value: Fraction | None
    completion: Measure
    progress: Measure
    schedule: Measure
    lead: Measure
    forecast: Measure
    remaining: Measure
    needed: Measure
    judgement: Judgement
    expected: int | None
    reported: int | None
    attainment: Attainment | None
    has_figures: bool
    has_own_figures: bool
    is_simulated: bool
    is_own_simulated: bool
    behind: Behind = field(compare=False, repr=False)

    @property
    def history(self) -> tuple[Judgement, ...]:
        return self.behind.history(self)

    @property
    def schedule_ahead(self) -> tuple[tuple[Period, Fraction | None], ...]:
        return self.behind.schedule_ahead(self)

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.behind.steps(self)

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.behind.sources(self)

    @property
    def own_sources(self) -> tuple[Source, ...]:
        return self.behind.own_sources(self)

    @property
    def status(self) -> str:
        return self.judgement.status

    @property
    def light(self) -> str | None:
        return self.judgement.light

    @property
    def warning(self) -> str | None:
        """The status, where it is a warning."""
        return self.judgement.status if self.judgement.is_warning else None

    @property
    def comparison_gap(self) -> str | None:
        """Why the value cannot be set against its target in any way; None where one measure is defined."""
        gaps = [measure.gap for measure in (self.completion, self.progress, self.lead)]
        return None if None in gaps else gaps[0]

    @property
    def is_sum(self) -> bool:
        return self.expected is not None

    @property
    def disagrees(self) -> bool:
        """Whether the region itself published another figure than its regions add up to."""
        return self.is_sum and None not in (self.value, self.own_value) and self.value != self.own_value

    @property
    def origin(self) -> str | None:
        """What its figures are: simulated as soon as one of them is; None where none was reported."""
        if not (self.has_figures or self.has_own_figures):
            return None
        return "simulated" if self.is_simulated or self.is_own_simulated else "official"


class Found(Protocol):
    """What an assessment of a plan found, given out as rows for the cells that are asked for."""

    @property
    def known(self) -> Hashable: ...
    def rows(self) -> tuple[Assessment, ...]: ...
    def of_region(self, region: str) -> tuple[Assessment, ...]: ...
    def of_indicator(self, indicator: str) -> tuple[Assessment, ...]: ...
    def cell(self, indicator: str, region: str) -> Assessment | None: ...
    def of_cells(self, cells: Sequence[int]) -> tuple[Assessment, ...]: ...
    def columns(self, *names: str) -> pl.DataFrame: ...
    def regions_reported(self) -> frozenset[str]: ...
    def restated(self) -> pl.DataFrame: ...
    def is_simulated(self) -> bool: ...
    def peers(self, region: str, *columns: str) -> pl.DataFrame: ...
    def at(self, period: Period) -> "Found": ...


@dataclass(frozen=True)
class PlanAssessment:
    """Every assessment of a plan for a period as of a moment (None: now), in the plan's own order.

    `known_periods` are all those with approved figures at that moment; `problems` names the facts that have no place in
    the plan as it stood then. A nation has sixty thousand rows: ask for those of a region, an indicator or a cell, or
    find out from the columns which ones are to be shown.
    """

    stored: StoredPlan
    confirmations: Confirmations
    period: Period
    known_periods: tuple[Period, ...]
    as_of: datetime | None
    problems: tuple[Problem, ...]
    found: Found = field(compare=False, repr=False)

    @property
    def plan(self) -> Plan:
        return self.stored.plan

    @property
    def known(self) -> Hashable:
        """What all of it rests on: two assessments that know the same found the same, for one period."""
        return self.found.known

    @property
    def rows(self) -> tuple[Assessment, ...]:
        """All of them, region by region."""
        return self.found.rows()

    @cached_property
    def regions_reported(self) -> frozenset[str]:
        """The codes of the regions below the plan's own that have an approved figure in this period."""
        return self.found.regions_reported()

    @cached_property
    def is_simulated(self) -> bool:
        """Whether any figure in it is simulated."""
        return self.found.is_simulated()

    def of_region(self, region: str) -> tuple[Assessment, ...]:
        return self.found.of_region(region)

    def of_indicator(self, indicator: str) -> tuple[Assessment, ...]:
        return self.found.of_indicator(indicator)

    def cell(self, indicator: str, region: str) -> Assessment | None:
        """The assessment of one indicator in one region; None where the plan does not speak of it."""
        return self.found.cell(indicator, region)

    def of_cells(self, cells: Sequence[int]) -> tuple[Assessment, ...]:
        """The assessments of some cells, by their numbers in the columns, in the order of these."""
        return self.found.of_cells(cells)

    def columns(self, *names: str) -> pl.DataFrame:
        """Some columns of what the engine found (indicators/assess.py) for every cell, without an object made of any.

        Beside them `indicator` and `region`, `cell`, the number of each, and `order`, which it is in the plan's order;
        codes stand for names (indicators/codes.py).
        """
        return self.found.columns(*names)

    def peers(self, region: str, *columns: str) -> pl.DataFrame:
        """Some of the columns kept of every region of the same level in a region's own indicators, without objects."""
        return self.found.peers(region, *columns)

    def at(self, period: Period) -> "PlanAssessment":
        """The same knowledge of another of the plan's periods; nothing is asked or judged anew."""
        return replace(self, period=period, found=self.found.at(period))
