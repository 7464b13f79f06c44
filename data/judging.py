"""What the engine makes of what is known of a plan: facts are read and judged once, and the result kept as columns."""

from collections.abc import Iterator
from itertools import groupby

import polars as pl
from sqlalchemy.orm import Session

from common.problems import Problem, Refusal
from data.engines import ready_plan
from data.facts import Facts, read_facts
from data.judged import Judged
from data.kept import Kept
from data.knowledge import Knowledge
from indicators.assess import RESULT_COLUMNS, ReadyPlan, assess
from indicators.frames import FACT_COLUMNS, PERIOD_COLUMNS, Rows, period_rows
from indicators.plan import Plan
from indicators.rules import RULE_SET

# So many rows, a cell in a period each, are kept of all results together; a small one counts as some part of that.
_MOST_ROWS = 2_000_000
_LEAST_COUNTED = 100_000
# The engine takes whole indicators at a time, about so many rows: a nation at once would need more than a gigabyte.
_ROWS_AT_ONCE = 60_000


def judge(session: Session, known: Knowledge) -> Judged:
    """What the engine makes of it; Refusal where the plan is to be judged by rules this program does not have."""
    return _JUDGED.get(known, lambda: _judge(session, known))


def _counted(judged: Judged) -> int:
    return max(judged.size, _LEAST_COUNTED)


_JUDGED: Kept[Judged] = Kept(_MOST_ROWS, _counted)
_READY: Kept[list[tuple[frozenset[str], ReadyPlan]]] = Kept(4)


def _judge(session: Session, known: Knowledge) -> Judged:
    plan = known.of_plan.plan
    if plan.rule_set != RULE_SET:
        raise Refusal(Problem("other_rule_set", params={"plan": plan.name, "value": plan.rule_set, "known": RULE_SET}))
    facts = read_facts(session, plan, known.plan_id, known.newest, known.as_of)
    if not facts.periods:
        raise Refusal(Problem("no_figures_yet", params={"plan": plan.name}))
    # A light can tell that it was made up later only from what came later.
    periods = period_rows(plan.baseline_period, facts.periods[-1], known.overdue)
    rows = pl.concat(_parts(known, periods, facts), how="vertical_relaxed").sort("period", "cell")
    return Judged(plan, rows.lazy(), facts.restated(), facts.periods, facts.problems)


def _parts(known: Knowledge, periods: Rows, facts: Facts) -> Iterator[pl.DataFrame]:
    """The result, some indicators at a time: no figure of one is made of another's."""
    plan, engine = known.of_plan.plan, known.engine
    ready = _READY.get((known.of_plan, engine, len(periods)), lambda: _ready_parts(known, len(periods)))
    of_periods = engine.frame(periods, PERIOD_COLUMNS)
    for indicators, cells in ready:
        numbers = [cell for cell, target in enumerate(plan.targets) if target.indicator in indicators]
        own = facts.of(numbers)
        result = assess(cells, of_periods, engine.taken(own, FACT_COLUMNS), thresholds=plan.thresholds)
        yield _small(_with_origins(engine.table(result), own, _parts_of_sums(plan, indicators)))


def _ready_parts(known: Knowledge, periods: int) -> list[tuple[frozenset[str], ReadyPlan]]:
    plan = known.of_plan.plan
    return [
        (indicators, ready_plan(known.engine, plan, known.of_plan.confirmations, indicators))
        for indicators in _indicators_at_once(plan, periods)
    ]


def _indicators_at_once(plan: Plan, periods: int) -> Iterator[frozenset[str]]:
    """The plan's indicators in groups that make about as many rows as the engine is to take at once."""
    before, groups = 0, []
    cells = {indicator.code: 0 for indicator in plan.indicators}
    for target in plan.targets:
        cells[target.indicator] += 1
    for indicator, count in cells.items():
        groups.append((before // _ROWS_AT_ONCE, indicator))
        before += count * periods
    for _group, members in groupby(groups, key=lambda one: one[0]):
        yield frozenset(indicator for _number, indicator in members)


def _parts_of_sums(plan: Plan, indicators: frozenset[str]) -> pl.DataFrame:
    """Each cell that may be a sum (`whole`) with the cells it is made of."""
    number = {(target.indicator, target.region): cell for cell, target in enumerate(plan.targets)}
    pairs = [
        (cell, number[(indicator, part.code)])
        for (indicator, region), cell in number.items()
        if indicator in indicators
        for part in plan.passed_down_to(indicator, region)
    ]
    return pl.DataFrame(pairs, schema={"whole": pl.Int32, "cell": pl.Int32}, orient="row")


def _with_origins(result: pl.DataFrame, facts: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """Say of each row whether figures are there and whether one of them is simulated.

    `has_own`, `own_simulated`: of what the region itself published, a dash included. `has_made`, `made_simulated`: of
    what the value is made of; of a sum the figures of its parts.
    """
    place = ["cell", "period"]
    own = facts.select(*place, own_simulated=pl.col("is_simulated"))
    figures = facts.filter(pl.any_horizontal(pl.col("value", "numerator", "denominator").is_not_null()))
    sums = figures.join(parts, on="cell").group_by("whole", "period").agg(sum_simulated=pl.col("is_simulated").any())
    rows = (
        result.select(RESULT_COLUMNS)
        .with_columns(pl.col(place).cast(pl.Int32))
        .join(own, on=place, how="left")
        .join(sums.rename({"whole": "cell"}), on=place, how="left")
    )
    made = pl.when(pl.col("expected").is_not_null()).then(pl.col("sum_simulated")).otherwise(pl.col("own_simulated"))
    return rows.with_columns(
        has_own=pl.col("own_simulated").is_not_null(),
        own_simulated=pl.col("own_simulated").fill_null(value=False),
        has_made=made.is_not_null(),
        made_simulated=made.fill_null(value=False),
    ).drop("sum_simulated")


def _small(rows: pl.DataFrame) -> pl.DataFrame:
    """Every column of integers in the smallest type that holds it: a nation's are kept for long."""
    return rows.with_columns(column.shrink_dtype() for column in rows if column.dtype.is_integer())
