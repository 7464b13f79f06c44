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
_TEXTS = dict.fromkeys(("indicator", "region", "period", "part", "gap"), pl.String)
_READ = {"id": pl.Int64, **_TEXTS, "value": pl.Int64}
_NONE = pl.DataFrame(schema=_READ)
_PARTS = ("value", "numerator", "denominator")


@dataclass(frozen=True)
class Facts:
    """What is approved, as integers, in the order of its approval; `simulated` are the cells and periods that are.

    `periods` are those of the plan that have figures, in order; `problems` names the figures that have no place in it.
    """

    placed: pl.DataFrame
    simulated: pl.DataFrame
    periods: tuple[Period, ...]
    problems: tuple[Problem, ...]

    def of(self, cells: Sequence[int]) -> pl.DataFrame:
        """The figures of some cells: the columns of FACT_COLUMNS and `is_simulated`, one row for each period."""
        figures = _beside_each_other(self.placed.filter(pl.col("cell").is_in(cells)))
        joined = figures.join(self.simulated, _PLACE, how="left")
        return joined.with_columns(pl.col("is_simulated").fill_null(value=False))

    def restated(self) -> pl.DataFrame:
        """The figures approved more than once whose last fact says otherwise than the first: what it was, what it is.

        One row for each, with its cell, period and part; `was` and `now` are values, `was_gap` and `now_gap` the codes
        of what was said instead of one.
        """
        figure = ["cell", "ordinal", "part_code"]
        again = self.placed.filter(_figure().is_duplicated())
        said = again.group_by(figure, maintain_order=True).agg(
            was=pl.col("value").first(),
            now=pl.col("value").last(),
            was_gap=pl.col("gap_code").first(),
            now_gap=pl.col("gap_code").last(),
            is_other=pl.struct("value", "gap_code").first() != pl.struct("value", "gap_code").last(),
        )
        parts = dict(enumerate(_PARTS))
        return said.filter("is_other").select(
            "cell",
            pl.col("part_code").replace_strict(parts, return_dtype=pl.String).alias("part"),
            *("was", "now", "was_gap", "now_gap"),
            period="ordinal",
        )


def read_facts(session: Session, plan: Plan, plan_id: int, newest: int, as_of: datetime | None) -> Facts:
    """The facts up to the one with the number `newest` as they stood at `as_of` (now, if None), in one query."""
    places, ordinals = _places(plan), _ordinals(plan)
    # Asked on the connection: a session would make much of each of a million rows.
    answer = session.connection().execute(fact_columns(plan_id, as_of), execution_options={"yield_per": _AT_ONCE})
    placed, unplaced = [_coded(_NONE, places, ordinals).drop(*_TEXTS)], [_NONE]
    for rows in answer.partitions():
        # Which are known is asked of each row here: the database would sort them all instead of following its index.
        read = _coded(_columns(rows).filter(pl.col("id") <= newest), places, ordinals)
        has_place = pl.col("cell").is_not_null() & pl.col("ordinal").is_not_null()
        # Without their texts a million are small.
        placed.append(read.filter(has_place).drop(*_TEXTS))
        unplaced.append(read.filter(~has_place).select(*_READ))
    figures = pl.concat(placed)
    without = pl.concat(unplaced).unique(_NAMES, maintain_order=True)
    periods = {*figures["ordinal"].unique(), *(ordinals[one] for one in without["period"] if one in ordinals)}
    return Facts(
        figures,
        _simulated(session, plan, plan_id),
        tuple(map(Period.at, sorted(periods))),
        tuple(map(_no_place, without.rows(named=True))),
    )


_PLACE = ["cell", "period"]
_NAMES = ["indicator", "region", "period"]


def _places(plan: Plan) -> pl.DataFrame:
    """The number of each cell, by its indicator and region."""
    cells = [(target.indicator, target.region, cell) for cell, target in enumerate(plan.targets)]
    schema = {"indicator": pl.String, "region": pl.String, "cell": pl.Int32}
    return pl.DataFrame(cells, schema=schema, orient="row")


def _ordinals(plan: Plan) -> dict[str, int]:
    """The ordinal of each period the plan speaks of."""
    ordinals = range(plan.baseline_period.ordinal, plan.last_period.ordinal + 1)
    return {str(Period.at(ordinal)): ordinal for ordinal in ordinals}


def _columns(rows: Sequence[Any]) -> pl.DataFrame:
    return pl.DataFrame(dict(zip(_READ, zip(*rows, strict=True), strict=True)), schema=_READ)


def _coded(facts: pl.DataFrame, places: pl.DataFrame, ordinals: Mapping[str, int]) -> pl.DataFrame:
    """The cell and the period's ordinal beside each, null where the plan has none such; part and gap as integers."""
    codes: dict[str, tuple[str, Mapping[str, int]]] = {
        "ordinal": ("period", ordinals),
        "part_code": ("part", {name: code for code, name in enumerate(_PARTS)}),
        "gap_code": ("gap", {name: code for code, name in enumerate(GAP_NAMES)}),
    }
    return facts.join(places, on=["indicator", "region"], how="left", maintain_order="left").with_columns(
        pl.col(name).replace_strict(known, default=None, return_dtype=pl.Int32).alias(coded)
        for coded, (name, known) in codes.items()
    )


def _beside_each_other(facts: pl.DataFrame) -> pl.DataFrame:
    """One row for each cell and period: a value beside its numerator and denominator.

    Of each figure the fact approved last holds.
    Of a rate asked for its counts a dash stands there; it is as much an answer as one beside the rate.
    """
    last = facts.with_columns(figure=_figure()).unique("figure", keep="last")
    parts = {part: pl.when(pl.col("part_code") == code).then(pl.col("value")) for code, part in enumerate(_PARTS)}
    columns = last.select(_place().alias("place"), "cell", period="ordinal", gap="gap_code", **parts)
    return columns.group_by("place").agg(pl.all().max()).drop("place")


def _place() -> pl.Expr:
    """A cell and a period as one integer."""
    return pl.col("cell").cast(pl.Int64) * 2**16 + pl.col("ordinal")


def _figure() -> pl.Expr:
    """A cell, a period and a part as one integer."""
    return _place() * len(_PARTS) + pl.col("part_code")


def _simulated(session: Session, plan: Plan, plan_id: int) -> pl.DataFrame:
    """The cells and periods of the returns that are simulated."""
    ordinals = _ordinals(plan)
    returns = [(region, ordinals.get(period)) for region, period in session.execute(simulated_returns(plan_id))]
    schema = {"region": pl.String, "period": pl.Int32}
    made_up = pl.DataFrame(returns, schema=schema, orient="row").drop_nulls()
    cells = _places(plan).select("region", "cell")
    return cells.join(made_up, on="region").select("cell", "period", is_simulated=pl.lit(value=True))


def _no_place(row: Mapping[str, Any]) -> Problem:
    params = {name: row[name] for name in _NAMES}
    return Problem("fact_without_place", field=row["indicator"], params=params)
