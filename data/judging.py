"""What the engine makes of what is known of a plan: facts are read and judged once, and the result kept as columns."""

from collections.abc import Iterable, Iterator
from itertools import groupby

import polars as pl
from sqlalchemy.orm import Session

from common.problems import Problem, Refusal
from data.engines import ready_plan
from data.facts import Facts, read_facts
from data.judged import COURSE_COLUMNS, Judged
from data.kept import Kept
from data.knowledge import Knowledge
from indicators.assess import RESULT_COLUMNS, ReadyPlan, assess
from indicators.frames import FACT_COLUMNS, PERIOD_COLUMNS, Rows, period_rows
from indicators.plan import Plan
from indicators.rules import RULE_SET

# Nobody asks for a year's milestone: the scheduled value says it in the value's unit.
_RESULT_KEPT = [name for name in RESULT_COLUMNS if not name.startswith("milestone_")]
# The engine takes whole indicators at a time, about so many rows: a nation at once would need more than a gigabyte.
_ROWS_AT_ONCE = 60_000


def judge(session: Session, known: Knowledge) -> Judged:
    """What the engine makes of it; Refusal where the plan is to be judged by rules this program does not have."""
    plan = known.of_plan.plan
    if plan.rule_set != RULE_SET:
        raise Refusal(Problem("other_rule_set", params={"plan": plan.name, "value": plan.rule_set, "known": RULE_SET}))
    return _judged(known, read_facts(session, plan, known.plan_id, known.newest, known.as_of))


def _judged(known: Knowledge, facts: Facts) -> Judged:
    plan = known.of_plan.plan
    if not facts.periods:
        raise Refusal(Problem("no_figures_yet", params={"plan": plan.name}))
    # A light can tell that it was made up later only from what came later.
    # And pages draw the schedule to its end.
    last = max(facts.periods[-1], plan.target_period)
    periods = period_rows(plan.baseline_period, last, known.overdue)
    restated = facts.restated()
    rows = pl.concat(_parts(known, periods, facts), how="vertical_relaxed").sort("period", "cell")
    return Judged(plan, rows.lazy(), _courses(plan, rows).lazy(), restated, last, facts.periods, facts.problems)


def _courses(plan: Plan, rows: pl.DataFrame) -> pl.DataFrame:
    """The periods of one cell after another, the cells in the plan's order."""
    order = pl.DataFrame({"cell": plan.cells}, schema={"cell": pl.Int32}).with_row_index("order")
    courses = rows.lazy().select("cell", *COURSE_COLUMNS).join(order.lazy(), on="cell").sort("order", "period")
    return courses.select(COURSE_COLUMNS).collect()


# Of so many cells those that were made ready stay so: of cities all, of a nation none but the last.
_MOST_READY = 5_000
_READY: Kept[tuple[ReadyPlan, int]] = Kept(_MOST_READY, lambda ready: ready[1])


def _parts(known: Knowledge, periods: Rows, facts: Facts) -> Iterator[pl.DataFrame]:
    """The result, some indicators at a time: no figure of one is made of another's."""
    plan, engine = known.of_plan.plan, known.engine
    of_periods = engine.frame(periods, PERIOD_COLUMNS)
    for indicators in _indicators_at_once(plan, len(periods)):
        numbers = [cell for indicator in indicators for cell in plan.cells_of_indicator.get(indicator, ())]
        ready = _ready(known, indicators, len(numbers))
        own = facts.of(numbers)
        result = assess(ready, of_periods, engine.taken(own, FACT_COLUMNS), thresholds=plan.thresholds)
        rows = _with_origins(engine.table(result), own, _parts_of_sums(plan, numbers))
        yield _small(_with_first_reported(plan, rows))


def _ready(known: Knowledge, indicators: frozenset[str], cells: int) -> ReadyPlan:
    """Some indicators of the plan made ready to be judged."""

    def make() -> tuple[ReadyPlan, int]:
        return ready_plan(known.engine, known.of_plan.plan, known.of_plan.confirmations, indicators), cells

    return _READY.get((known.of_plan, known.engine, indicators), make)[0]


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


def _parts_of_sums(plan: Plan, cells: Iterable[int]) -> pl.DataFrame:
    """Each of some cells that may be a sum (`whole`) with the cells it is made of."""
    pairs = [
        (cell, plan.cell_of[(target.indicator, part.code)])
        for cell in cells
        for target in (plan.targets[cell],)
        for part in plan.passed_down_to(target.indicator, target.region)
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
        result.select(_RESULT_KEPT)
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


def _with_first_reported(plan: Plan, rows: pl.DataFrame) -> pl.DataFrame:
    """Say of each cell which is the first period after the baseline's for which it has a value: `first_reported`."""
    is_reported = pl.col("value_over").is_not_null() & (pl.col("period") > plan.baseline_period.ordinal)
    return rows.with_columns(first_reported=pl.col("period").filter(is_reported).min().over("cell"))


def _small(rows: pl.DataFrame) -> pl.DataFrame:
    """Every column of integers in the smallest type that holds it: a nation's are kept for long."""
    return rows.with_columns(column.shrink_dtype() for column in rows if column.dtype.is_integer())
