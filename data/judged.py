"""What the engine made of a plan's figures, kept as columns; rows become objects for the cells that are asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any

import polars as pl

from common.periods import Period
from common.problems import Problem
from data.kept import Kept
from data.results import Assessment, Attainment, Judgement, Measure, Step
from indicators.codes import GAP_NAMES, name_of
from indicators.lights import LIGHT_NAMES
from indicators.plan import Plan
from indicators.rules import STATUS_NAMES

# So many assessments made are kept with a result; a page has a few hundred.
_MOST_MADE = 5_000
# Of so many periods the rows are at hand: those a page speaks of, and the ones before.
_PERIODS_AT_HAND = 4
_MEASURES_OF_A_STEP = ("completion", "schedule", "lead")
# What is kept of every period beside each other, for the way of a cell from its beginning to its end.
COURSE_COLUMNS = (
    "period", "value_over", "value_under", "status", "light", "recovered", "met_late", "warning", "made_simulated",
    "expected", "reported", "scheduled_over", "scheduled_under",
    *(f"{measure}_{part}" for measure in _MEASURES_OF_A_STEP for part in ("over", "under", "gap")),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Judged:
    """The engine's result, one row for each cell and period from the baseline's up to `last`.

    `rows` and `courses` stand for them, wherever they are: in memory, or in files of which only what is asked for is
    read. `rows` has the cells of one period after another, by their numbers; `courses` some columns of the periods of
    one cell after another, in the plan's order, so that those of a region lie together.
    `restated` has the figures that were approved more than once and not as the same: cell, period and part, with the
    first value and gap (`was`, `was_gap`) and the last (`now`, `now_gap`).
    `periods` are those of the plan that have figures, `problems` the figures without a place in it.
    """

    plan: Plan
    rows: pl.LazyFrame
    courses: pl.LazyFrame
    restated: pl.DataFrame
    last: Period
    periods: tuple[Period, ...]
    problems: tuple[Problem, ...]
    _made: dict[tuple[int, int], Assessment] = field(default_factory=dict)
    _at_hand: Kept[pl.DataFrame] = field(default_factory=lambda: Kept(_PERIODS_AT_HAND))
    _reported: Kept[frozenset[str]] = field(default_factory=lambda: Kept(_PERIODS_AT_HAND))

    @cached_property
    def places(self) -> pl.DataFrame:
        """The indicator and the region of each cell, and which it is in the plan's order; as the cells are numbered."""
        places = [(target.indicator, target.region) for target in self.plan.targets]
        frame = pl.DataFrame(places, schema={"indicator": pl.String, "region": pl.String}, orient="row")
        return frame.with_columns(self._order)

    def peers(self, period: Period, region: str, *columns: str) -> pl.DataFrame:
        """Some columns of the cells of every region of one region's level in its indicators, with `region` and
        `indicator`."""
        plan = self.plan
        level = plan.region_by_code[region].level
        regions = [one.code for one in plan.regions if one.level == level]
        indicators = [plan.targets[cell].indicator for cell in plan.cells_of_region.get(region, ())]
        found = self.places.hstack(self.of_period(period, "cell", *columns))
        return found.filter(pl.col("indicator").is_in(indicators) & pl.col("region").is_in(regions)).drop("order")

    def assessments(self, period: Period, cells: Sequence[int]) -> list[Assessment]:
        """What came of some cells in a period, in their order; without what lies behind."""
        lacking = [cell for cell in cells if (period.ordinal, cell) not in self._made]
        made = dict(self._make(period, lacking))
        if len(self._made) + len(made) > _MOST_MADE:
            made |= {key: self._made[key] for cell in cells if (key := (period.ordinal, cell)) in self._made}
            self._made.clear()
        if len(made) <= _MOST_MADE:
            self._made.update(made)
        return [made.get(key) or self._made[key] for key in ((period.ordinal, cell) for cell in cells)]

    def courses_of(self, cells: Sequence[int]) -> dict[int, "Course"]:
        """The courses of some cells; what lies together is read at once."""
        found: dict[int, Course] = {}
        for run in _runs(sorted(cells, key=self._order.__getitem__), self._order):
            rows = self.courses.slice(self._order[run[0]] * self._periods, len(run) * self._periods).collect()
            each = rows.rows(named=True)
            for place, cell in enumerate(run):
                found[cell] = Course(self.plan, each[place * self._periods : (place + 1) * self._periods])
        return found

    def of_period(self, period: Period, *columns: str) -> pl.DataFrame:
        """Every cell in a period, in the order of their numbers: all columns of it, or some."""
        rows = self._at_hand.get(period, lambda: self._read(period))
        return rows.select(columns) if columns else rows

    def reported(self, period: Period) -> frozenset[str]:
        """The codes of the regions below the plan's own that have an approved figure in a period."""
        return self._reported.get(period, lambda: self._with_figures(period))

    @property
    def size(self) -> int:
        """How many rows it has."""
        return self._cells * self._periods

    @cached_property
    def _order(self) -> pl.Series:
        """Which each cell is in the plan's order."""
        in_order = pl.DataFrame({"cell": self.plan.cells}, schema={"cell": pl.Int32}).with_row_index("order")
        return in_order.sort("cell")["order"].cast(pl.Int32)

    @property
    def _periods(self) -> int:
        return self.last.ordinal - self._first + 1

    @property
    def _cells(self) -> int:
        return len(self.plan.targets)

    @property
    def _first(self) -> int:
        return self.plan.baseline_period.ordinal

    def _read(self, period: Period) -> pl.DataFrame:
        """One period; its rows are there whether or not it is one of those that have figures."""
        return self.rows.slice((period.ordinal - self._first) * self._cells, self._cells).collect()

    def _with_figures(self, period: Period) -> frozenset[str]:
        regions = self.places["region"].filter(self.of_period(period, "has_own")["has_own"])
        return frozenset(regions.unique()) - {self.plan.root.code}

    def _make(self, period: Period, cells: Sequence[int]) -> Iterable[tuple[tuple[int, int], Assessment]]:
        if cells:
            for row in self.of_period(period)[cells].iter_rows(named=True):
                yield (period.ordinal, row["cell"]), _assessment(self.plan, period, row)


def _runs(cells: Sequence[int], order: pl.Series) -> Iterator[list[int]]:
    """Cells in order, parted where they do not follow one another."""
    numbered = enumerate(cells)
    for _start, run in groupby(numbered, key=lambda one: order[one[1]] - one[0]):
        yield [cell for _place, cell in run]


class Course:
    """One cell in every period, from the baseline's on."""

    def __init__(self, plan: Plan, rows: Sequence[Mapping[str, Any]]) -> None:
        self._plan = plan
        self._rows = rows

    def history(self, last: Period) -> tuple[Judgement, ...]:
        """The judgement of every period up to the last."""
        return tuple(map(_judgement, self._rows[: self._count(last)]))

    def steps(self, last: Period) -> tuple[Step, ...]:
        """The way in every period up to the last."""
        return tuple(map(_step, self._rows[: self._count(last)]))

    def schedule_after(self, period: Period) -> tuple[tuple[Period, Fraction | None], ...]:
        """The scheduled value of every period after one, up to the plan's target date."""
        ahead = self._rows[self._count(period) : self._count(self._plan.target_period)]
        return tuple((Period.at(one["period"]), _fraction(one, "scheduled")) for one in ahead)

    def _count(self, last: Period) -> int:
        return last.ordinal - self._plan.baseline_period.ordinal + 1


class _NothingBehind:
    """Stands behind what is kept: who gives it out puts something in its place."""

    def _refuse(self, _row: Assessment) -> Any:
        raise LookupError("an assessment that was not given out has no history and no sources")

    history = steps = schedule_ahead = sources = own_sources = _refuse


_NOTHING_BEHIND = _NothingBehind()


def _assessment(plan: Plan, period: Period, row: Mapping[str, Any]) -> Assessment:
    target = plan.targets[row["cell"]]
    return Assessment(
        indicator=plan.indicator_by_code[target.indicator],
        region=plan.region_by_code[target.region],
        target=target,
        period=period,
        value=_fraction(row, "value"),
        value_gap=_gap(row, "value"),
        own_value=row["own_value"],
        baseline=row["baseline"],
        own_baseline=row["own_baseline"],
        target_value=_ratio(row["target_over"], row["target_under"]),
        upper_value=_ratio(row["upper"], row["target_under"]),
        **{name: _measure(row, name) for name in _MEASURES},
        judgement=_judgement(row),
        expected=row["expected"],
        reported=row["reported"],
        attainment=_attainment(row),
        has_figures=row["has_made"],
        has_own_figures=row["has_own"],
        is_simulated=row["made_simulated"],
        is_own_simulated=row["own_simulated"],
        behind=_NOTHING_BEHIND,
    )


_MEASURES = ("completion", "progress", "schedule", "lead", "forecast", "remaining", "needed")


def _judgement(row: Mapping[str, Any]) -> Judgement:
    status = name_of(STATUS_NAMES, row["status"])
    assert status is not None, "the rules are total"
    return Judgement(
        period=Period.at(int(row["period"])),
        value=_fraction(row, "value"),
        status=status,
        light=name_of(LIGHT_NAMES, row["light"]),
        recovered=bool(row["recovered"]),
        met_late=bool(row["met_late"]),
        is_warning=bool(row["warning"]),
        is_simulated=row["made_simulated"],
        is_partial=row["expected"] is not None and 0 < row["reported"] < row["expected"],
        scheduled=_fraction(row, "scheduled"),
    )


def _step(row: Mapping[str, Any]) -> Step:
    measures = {name: _measure(row, name) for name in _MEASURES_OF_A_STEP}
    return Step(Period.at(int(row["period"])), is_simulated=row["made_simulated"], **measures)


def _attainment(row: Mapping[str, Any]) -> Attainment | None:
    if row["regions"] is None:
        return None
    return Attainment(row["regions"], row["regions_met"], row["regions_met_below_baseline"], _fraction(row, "capped"))


def _measure(row: Mapping[str, Any], measure: str) -> Measure:
    return Measure(_fraction(row, measure), _gap(row, measure))


def _fraction(row: Mapping[str, Any], measure: str) -> Fraction | None:
    return _ratio(row[f"{measure}_over"], row[f"{measure}_under"])


def _ratio(over: int | None, under: int | None) -> Fraction | None:
    return None if over is None or under is None else Fraction(int(over), int(under))


def _gap(row: Mapping[str, Any], measure: str) -> str | None:
    return name_of(GAP_NAMES, row[f"{measure}_gap"])
