"""The approved figures of a plan as columns for the engine: a nation's are a million, and none of them is an object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from common.periods import Period
from common.problems import Problem
from data.queries import fact_columns, simulated_returns
from indicators.codes import GAP_NAMES
from indicators.plan import Plan

# So many rows of the answer are held as Python's at a time.
_AT_ONCE = 50_000
_READ = dict.fromkeys(("indicator", "region", "period", "part", "gap"), pl.String) | {"value": pl.Int64}
_PARTS = ("value", "numerator", "denominator")


@dataclass(frozen=True)
class Facts:
    """What is approved: `placed` has the columns of FACT_COLUMNS, one row for each cell and period, and `is_simulated`.

    `periods` are those of the plan that have figures, in order; `problems` names the figures that have no place in it.
    """

    placed: pl.DataFrame
    periods: tuple[Period, ...]
    problems: tuple[Problem, ...]


def read_facts(session: Session, plan: Plan, plan_id: int, newest: int, as_of: datetime | None) -> Facts:
    """The facts up to the one with the number `newest` as they stood at `as_of` (now, if None), in one query."""
    places, periods = _places(plan), _periods(plan)
    answer = session.execute(fact_columns(plan_id, newest, as_of), execution_options={"yield_per": _AT_ONCE})
    read = [_with_place(_columns(rows), places, periods) for rows in answer.partitions()]
    # They come in the order of their approval, and of each figure the one approved last holds.
    facts = pl.concat(read) if read else _with_place(_columns([]), places, periods)
    last = facts.unique(_FIGURE, keep="last", maintain_order=True)
    is_placed = pl.col("cell").is_not_null() & pl.col("ordinal").is_not_null()
    placed = _beside_each_other(last.filter(is_placed)).join(_simulated(session, plan, plan_id), _PLACE, how="left")
    return Facts(
        placed.with_columns(pl.col("is_simulated").fill_null(value=False)),
        tuple(map(Period.at, last["ordinal"].drop_nulls().unique().sort())),
        tuple(_no_place(row) for row in last.filter(~is_placed).unique(_NAMES, maintain_order=True).rows(named=True)),
    )


_PLACE = ["cell", "period"]
_NAMES = ["indicator", "region", "period"]
_FIGURE = [*_NAMES, "part"]


def _places(plan: Plan) -> pl.DataFrame:
    """The number of each cell, by its indicator and region."""
    cells = [(target.indicator, target.region, cell) for cell, target in enumerate(plan.targets)]
    schema = {"indicator": pl.String, "region": pl.String, "cell": pl.Int32}
    return pl.DataFrame(cells, schema=schema, orient="row")


def _periods(plan: Plan) -> dict[str, int]:
    """The ordinal of each period the plan speaks of."""
    ordinals = range(plan.baseline_period.ordinal, plan.last_period.ordinal + 1)
    return {str(Period.at(ordinal)): ordinal for ordinal in ordinals}


def _columns(rows: Sequence[Any]) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(_READ)
    return pl.DataFrame(dict(zip(_READ, columns, strict=True)), schema=_READ)


def _with_place(facts: pl.DataFrame, places: pl.DataFrame, periods: Mapping[str, int]) -> pl.DataFrame:
    """The cell and the period's ordinal beside each; null where the plan has no such place. Texts become categories."""
    gaps = {name: code for code, name in enumerate(GAP_NAMES)}
    return facts.join(places, on=["indicator", "region"], how="left").with_columns(
        pl.col(*_NAMES, "part").cast(pl.Categorical),
        ordinal=_coded("period", periods, pl.Int32),
        gap=_coded("gap", gaps, pl.Int16),
    )


def _coded(name: str, codes: Mapping[str, int], dtype: type[pl.DataType]) -> pl.Expr:
    return pl.col(name).replace_strict(codes, default=None, return_dtype=dtype)


def _beside_each_other(facts: pl.DataFrame) -> pl.DataFrame:
    """One row for each cell and period: a value beside its numerator and denominator.

    Of a rate asked for its counts a dash stands there; it is as much an answer as one beside the rate.
    """
    parts = {part: pl.when(pl.col("part") == part).then(pl.col("value")) for part in _PARTS}
    columns = facts.select("cell", pl.col("ordinal").alias("period"), "gap", **parts)
    return columns.group_by(_PLACE).agg(pl.col(*_PARTS, "gap").max())


def _simulated(session: Session, plan: Plan, plan_id: int) -> pl.DataFrame:
    """The cells and periods of the returns that are simulated."""
    ordinals = _periods(plan)
    returns = [(region, ordinals.get(period)) for region, period in session.execute(simulated_returns(plan_id))]
    schema = {"region": pl.String, "period": pl.Int32}
    made_up = pl.DataFrame(returns, schema=schema, orient="row").drop_nulls()
    cells = _places(plan).select("region", "cell")
    return cells.join(made_up, on="region").select("cell", "period", is_simulated=pl.lit(value=True))


def _no_place(row: Mapping[str, Any]) -> Problem:
    params = {name: row[name] for name in _NAMES}
    return Problem("fact_without_place", field=row["indicator"], params=params)
