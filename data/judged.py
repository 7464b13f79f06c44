"""What the engine made of a plan's figures, kept as columns; rows become objects for the cells that are asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from common.periods import Period
from common.problems import Problem
from data.results import Assessment, Attainment, Judgement, Measure, Step
from indicators.codes import GAP_NAMES, name_of
from indicators.lights import LIGHT_NAMES
from indicators.plan import Plan
from indicators.rules import STATUS_NAMES

# So many assessments made are kept with a result; a page of a nation's counties has some 3,000.
_MOST_MADE = 20_000
_OF_A_JUDGEMENT = (
    "period", "value_over", "value_under", "status", "light", "recovered", "met_late", "warning", "made_simulated",
    "expected", "reported", "scheduled_over", "scheduled_under",
)  # fmt: skip
_WAYS = ("completion", "schedule", "lead")
_OF_A_STEP = ("period", "made_simulated", *(f"{way}_{part}" for way in _WAYS for part in ("over", "under", "gap")))


@dataclass(frozen=True, eq=False)
class Judged:
    """The engine's result, one row for each cell and period, in parts of whole indicators, each sorted by both.

    The parts are not put together: for that a nation's would be copied twice.
    They go on to the plan's target date, for the schedule. `periods` are those of the plan that have figures,
    `problems` the figures without a place in it.
    """

    plan: Plan
    parts: tuple[pl.DataFrame, ...]
    periods: tuple[Period, ...]
    problems: tuple[Problem, ...]
    _made: dict[tuple[int, int], Assessment] = field(default_factory=dict)

    @cached_property
    def cells(self) -> list[int]:
        """All cells in the plan's order: region by region, each by the indicators' numbers."""
        regions = {region.code: place for place, region in enumerate(self.plan.regions)}
        indicators = {indicator.code: indicator.number for indicator in self.plan.indicators}
        place = [(regions[target.region], indicators[target.indicator]) for target in self.plan.targets]
        return sorted(range(len(place)), key=place.__getitem__)

    @cached_property
    def cells_of_region(self) -> dict[str, list[int]]:
        return _grouped(self.cells, [target.region for target in self.plan.targets])

    @cached_property
    def cells_of_indicator(self) -> dict[str, list[int]]:
        return _grouped(self.cells, [target.indicator for target in self.plan.targets])

    @cached_property
    def cell_of(self) -> dict[tuple[str, str], int]:
        """The number of the cell of an indicator and a region."""
        return {(target.indicator, target.region): cell for cell, target in enumerate(self.plan.targets)}

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

    def history(self, cell: int, last: Period) -> tuple[Judgement, ...]:
        """The judgement of a cell in every period from the baseline's to the last."""
        return tuple(map(_judgement, self._until(cell, last, _OF_A_JUDGEMENT).iter_rows(named=True)))

    def steps(self, cell: int, last: Period) -> tuple[Step, ...]:
        """The way of a cell in every period from the baseline's to the last."""
        return tuple(map(_step, self._until(cell, last, _OF_A_STEP).iter_rows(named=True)))

    def _until(self, cell: int, last: Period, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns of a cell in every period from the baseline's to the last."""
        part, row = self._place_of[cell]
        return self.parts[part].slice(row, last.ordinal - self._first + 1).select(columns)

    def schedule_after(self, cell: int, period: Period) -> tuple[tuple[Period, Fraction | None], ...]:
        """The scheduled value of a cell in every period after one, up to the plan's target date."""
        part, row = self._place_of[cell]
        first, last = period.ordinal + 1 - self._first, self.plan.target_period.ordinal - self._first
        rows = self.parts[part].slice(row + first, max(last - first + 1, 0)).select(_OF_A_JUDGEMENT)
        return tuple((Period.at(one["period"]), _fraction(one, "scheduled")) for one in rows.iter_rows(named=True))

    def of_period(self, period: Period, *columns: str) -> pl.DataFrame:
        """Some columns of every cell in a period."""
        after = period.ordinal - self._first
        of_parts = [part.select(columns).gather_every(self._periods, after) for part in self.parts]
        return pl.concat(of_parts, how="vertical_relaxed")

    def peers(self, period: Period, region: str, *columns: str) -> pl.DataFrame:
        """Some columns of the cells of every region of one region's level in its indicators, with `region` and
        `indicator`."""
        level = self.plan.region_by_code[region].level
        own = [self.plan.targets[cell].indicator for cell in self.cells_of_region.get(region, ())]
        cells = self._places.filter((pl.col("level") == level) & pl.col("indicator").is_in(own))
        found = self.of_period(period, "cell", *columns).with_columns(pl.col("cell").cast(pl.Int32))
        return found.join(cells.drop("level"), on="cell")

    @cached_property
    def _places(self) -> pl.DataFrame:
        """What and where each cell is: its indicator, its region and this one's level."""
        regions, targets = self.plan.region_by_code, self.plan.targets
        rows = [(cell, one.indicator, one.region, regions[one.region].level) for cell, one in enumerate(targets)]
        schema = {"cell": pl.Int32, "indicator": pl.String, "region": pl.String, "level": pl.String}
        return pl.DataFrame(rows, schema=schema, orient="row")

    @property
    def size(self) -> int:
        """How many rows it has."""
        return sum(part.height for part in self.parts)

    @property
    def _first(self) -> int:
        return self.plan.baseline_period.ordinal

    @cached_property
    def _periods(self) -> int:
        """How many rows each cell has."""
        return self.size // len(self.plan.targets)

    @cached_property
    def _place_of(self) -> dict[int, tuple[int, int]]:
        """The part in which each cell is, and the first of its rows there."""
        return {
            cell: (number, place * self._periods)
            for number, part in enumerate(self.parts)
            for place, cell in enumerate(part["cell"].gather_every(self._periods))
        }

    def _make(self, period: Period, cells: Sequence[int]) -> Iterable[tuple[tuple[int, int], Assessment]]:
        by_part: dict[int, list[int]] = {}
        for cell in cells:
            part, first = self._place_of[cell]
            by_part.setdefault(part, []).append(first + period.ordinal - self._first)
        for part, rows in by_part.items():
            for row in self.parts[part][rows].iter_rows(named=True):
                yield (period.ordinal, row["cell"]), _assessment(self.plan, period, row)


def _grouped(cells: Iterable[int], names: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for cell in cells:
        found.setdefault(names[cell], []).append(cell)
    return found


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
        is_partial=row["expected"] is not None and row["reported"] < row["expected"],
        scheduled=_fraction(row, "scheduled"),
    )


def _step(row: Mapping[str, Any]) -> Step:
    ways = {name: _measure(row, name) for name in _WAYS}
    return Step(Period.at(int(row["period"])), is_simulated=row["made_simulated"], **ways)


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
