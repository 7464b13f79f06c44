"""A nation's worth of made-up figures, as the engine's frames: provinces, cities, counties, indicators, quarters."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from common.periods import Period
from data.engines import PANDAS
from indicators.assess import assess, made_ready
from indicators.frames import (
    ANCESTOR_COLUMNS,
    DECLARED_COLUMNS,
    FACT_COLUMNS,
    MILESTONE_COLUMNS,
    PERIOD_COLUMNS,
    Columns,
    ancestor_rows,
    period_rows,
)
from indicators.rules import Thresholds

PROVINCES, CITIES, COUNTIES, INDICATORS, QUARTERS = 31, 333, 2844, 22, 20
START, DUE = Period(2020, 4), Period(2025, 4)
# Of the indicators: so many are rates made of parts, so many are counted by year.
_RATES, _BY_YEAR = 4, 4


@dataclass(frozen=True)
class Frames:
    """The engine's frames of one library."""

    declared: Any
    ancestors: Any
    milestones: Any
    periods: Any
    facts: Any

    def assess(self, thresholds: Thresholds) -> Any:
        """Make the plan ready, and assess it."""
        plan = made_ready(self.declared, self.ancestors, self.milestones)
        return assess(plan, self.periods, self.facts, thresholds=thresholds)

    def in_polars(self) -> "Frames":
        """The same as frames of Polars; they were made with pandas."""
        return Frames(*map(_as_polars, (self.declared, self.ancestors, self.milestones, self.periods, self.facts)))


def _as_polars(frame: pd.DataFrame) -> pl.DataFrame:
    kinds = {"Int64": pl.Int64, "boolean": pl.Boolean, "string": pl.String}
    columns = {str(name): column.astype(object).where(column.notna(), None).tolist() for name, column in frame.items()}
    return pl.DataFrame(columns, schema={str(name): kinds[str(kind)] for name, kind in frame.dtypes.items()})


def nation(counties: int = COUNTIES) -> Frames:
    """The frames of a nation, or of a part of one with fewer counties; the same figures in every run."""
    chance = np.random.default_rng(2025)
    parents = parents_of(counties)
    declared = _declared(parents, chance)
    first, last = Period.at(START.ordinal + 1), Period.at(START.ordinal + QUARTERS)
    return Frames(
        declared,
        PANDAS.frame(ancestor_rows(parents), ANCESTOR_COLUMNS),
        PANDAS.frame([], MILESTONE_COLUMNS),
        PANDAS.frame(period_rows(first, last, []), PERIOD_COLUMNS),
        _facts(declared, chance),
    )


def parents_of(counties: int) -> dict[str, str | None]:
    """Each region with the one above it. A part of the nation keeps its shape: fewer of each."""
    share = counties / COUNTIES
    provinces = [f"p{number}" for number in range(max(1, round(PROVINCES * share)))]
    cities = [f"c{number}" for number in range(max(1, round(CITIES * share)))]
    parents: dict[str, str | None] = {"nation": None, **dict.fromkeys(provinces, "nation")}
    parents |= {city: provinces[number % len(provinces)] for number, city in enumerate(cities)}
    return parents | {f"k{number}": cities[number % len(cities)] for number in range(counties)}


def _declared(parents: dict[str, str | None], chance: np.random.Generator) -> pd.DataFrame:
    size = len(parents) * INDICATORS
    baseline = chance.integers(1000, 2000, size)
    indicator = np.repeat(np.arange(INDICATORS), len(parents))
    is_rate = indicator < _RATES
    columns: dict[str, object] = {
        "cell": np.arange(size),
        "indicator": [f"i{number}" for number in indicator],
        "region": list(parents) * INDICATORS,
        "parent": list(parents.values()) * INDICATORS,
        "kind": np.where(is_rate, "rate", "amount"),
        "counted": np.where(indicator >= INDICATORS - _BY_YEAR, "by_year", "at_period_end"),
        "nature": "binding",
        "direction": "increase",
        "aggregation": np.where(is_rate, "ratio_of_sums", "sum"),
        "is_asked": True,
        "every": 1,
        "valid_from": None,
        "valid_to": None,
        "applicable": True,
        "acknowledged": False,
        "start": START.ordinal,
        "due": DUE.ordinal,
        "whole": 10_000,
        "step": np.where(is_rate, 0, 1),
        "baseline": baseline,
        "comparator": ">=",
        "target": baseline + chance.integers(1, 1000, size),
        "target_under": 1,
        "upper": None,
        "target_gap": None,
    }
    return _typed(columns, DECLARED_COLUMNS)


def _facts(declared: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    """One figure for every county, indicator and quarter; of a rate its numerator and denominator."""
    counties = declared[declared.region.str.startswith("k")]
    size = len(counties) * QUARTERS
    value = np.repeat(counties.baseline.to_numpy(dtype="int64"), QUARTERS) + chance.integers(-50, 800, size)
    is_rate = np.repeat((counties.kind == "rate").to_numpy(dtype=bool), QUARTERS)
    columns: dict[str, object] = {
        "cell": np.repeat(counties.cell.to_numpy(dtype="int64"), QUARTERS),
        "period": np.tile(np.arange(START.ordinal + 1, START.ordinal + QUARTERS + 1), len(counties)),
        "value": pd.arrays.IntegerArray(value, is_rate.copy()),
        "numerator": pd.arrays.IntegerArray(value.copy(), ~is_rate),
        "denominator": pd.arrays.IntegerArray(value * 9, ~is_rate),
        "gap": None,
    }
    return _typed(columns, FACT_COLUMNS)


def _typed(columns: dict[str, object], kinds: Columns) -> pd.DataFrame:
    frame = pd.DataFrame(columns)[list(kinds)]
    return frame.astype(PANDAS.frame([], kinds).dtypes.to_dict())
