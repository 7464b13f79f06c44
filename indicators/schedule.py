"""Schedule 时序进度 and the lead over it 进度差 (docs/method.md, measures 3 to 5)."""

import narwhals as nw

from indicators.codes import Frame, constant, first_gap
from indicators.measures import no_value, with_measure
from indicators.terms import oriented

_VALUE, _BASELINE, _TARGET = nw.col("value_term"), nw.col("baseline_term"), nw.col("target_term")
_IN_YEAR = nw.col("in_year")


def with_schedule(rows: Frame, milestones: Frame) -> Frame:
    """Add how far a value should have come: the line it is held against, and `schedule_over` / `schedule_under`.

    The line is the plan's own where `milestones` has a row for the cell and period (columns of MILESTONE_COLUMNS: from
    one figure to the next, `part` of `steps` of the way), else straight from baseline to target in whole quarters, for
    what is counted by year in whole years. In the first three quarters of a year it is those quarters' share of the
    year's own milestone; `milestone_over` / `milestone_under` is that milestone. `line_over` / `line_under` is in
    terms.
    """
    rows = _with_elapsed(rows.join(milestones, on=["cell", "period"], how="left"))
    rows = _with_line(rows)
    rows = _with_year_milestone(rows)
    quarter = nw.col("quarter")
    rows = rows.with_columns(
        line_over=nw.when(_IN_YEAR)
        .then(nw.col("milestone_over") * quarter * nw.col("sign"))
        .otherwise(nw.col("line_over")),
        line_under=nw.when(_IN_YEAR).then(nw.col("milestone_under") * 4).otherwise(nw.col("line_under")),
    )
    return _with_share(rows).drop("line_from", "line_to", "part", "steps", "has_milestone")


def with_lead(rows: Frame) -> Frame:
    """Add lead or lag P = G − s, as a fraction; in the first three quarters of a year the pace of that year.

    The pace is YTD ÷ milestone − elapsed share of the year, turned round where less is better. A milestone of nothing
    is kept by nothing and missed wholly by anything more.
    """
    milestone = nw.col("milestone_over")
    gap = first_gap(
        no_value(),
        (_IN_YEAR & milestone.is_null(), "no_milestone"),
        (~_IN_YEAR & ~nw.col("progress_gap").is_null(), nw.col("progress_gap")),
    )
    ahead = _VALUE * nw.col("line_under") - nw.col("line_over")
    is_nothing = _IN_YEAR & (milestone == 0)
    whole = nw.when(_VALUE >= 0).then(constant(0)).otherwise(nw.lit(-1))
    over = nw.when(is_nothing.fill_null(value=False)).then(whole).otherwise(ahead)
    reach = nw.when(_IN_YEAR).then(milestone * 4).otherwise(nw.col("line_under") * (_TARGET - _BASELINE))
    under = nw.when(is_nothing.fill_null(value=False)).then(constant(1)).otherwise(reach)
    return with_measure(rows, "lead", gap, over=over, under=under)


def _with_elapsed(rows: Frame) -> Frame:
    """`elapsed` of `whole_way` quarters or years, never less than none nor more than all."""
    by_year = nw.col("is_by_year")
    now = nw.when(by_year).then(nw.col("year")).otherwise(nw.col("period"))
    start = nw.when(by_year).then(nw.col("start_year")).otherwise(nw.col("start"))
    due = nw.when(by_year).then(nw.col("due_year")).otherwise(nw.col("due"))
    rows = rows.with_columns(elapsed=now - start, whole_way=due - start)
    elapsed, whole = nw.col("elapsed"), nw.col("whole_way")
    within = nw.when(elapsed > whole).then(whole).otherwise(nw.when(elapsed < 0).then(constant(0)).otherwise(elapsed))
    return rows.with_columns(elapsed=within, has_milestone=~nw.col("steps").is_null())


def _with_line(rows: Frame) -> Frame:
    """The line in terms, as a fraction; a segment of the plan's own that has no beginning begins at the baseline."""
    unit, planned = nw.col("unit"), nw.col("has_milestone")
    begin = nw.when(nw.col("line_from").is_null()).then(_BASELINE).otherwise(oriented(nw.col("line_from") * unit))
    end = nw.when(nw.col("line_to").is_null()).then(_TARGET).otherwise(oriented(nw.col("line_to") * unit))
    part = nw.when(planned).then(nw.col("part")).otherwise(nw.col("elapsed"))
    steps = nw.when(planned).then(nw.col("steps")).otherwise(nw.col("whole_way"))
    return rows.with_columns(line_over=begin * steps + (end - begin) * part, line_under=steps)


def _with_year_milestone(rows: Frame) -> Frame:
    """The year's milestone of what is counted by year, not turned round; the target in the target year.

    A range has none before its date, and a milestone below nothing is none.
    """
    planned, in_target_year = nw.col("has_milestone"), nw.col("in_target_year")
    sign, way = nw.col("sign"), nw.col("whole_way")
    over = (
        nw.when(planned)
        .then(nw.col("line_to") * nw.col("unit"))
        .otherwise(nw.when(in_target_year).then(_TARGET * sign).otherwise(nw.col("line_over") * sign))
    )
    under = nw.when(planned | in_target_year).then(constant(1)).otherwise(way)
    exists = _IN_YEAR & ~nw.col("is_range") & ~nw.col("after_due") & (over >= 0)
    return rows.with_columns(
        milestone_over=nw.when(exists.fill_null(False)).then(over),
        milestone_under=nw.when(exists.fill_null(False)).then(under),
    )


def _with_share(rows: Frame) -> Frame:
    """The schedule as a share of the way: of the year in its first three quarters, of the plan's own line, of time."""
    is_own = nw.col("has_milestone") & (_TARGET > _BASELINE)
    gap = first_gap(
        (~nw.col("applicable"), "not_applicable"),
        (~_IN_YEAR & nw.col("has_milestone") & ~is_own.fill_null(False), "no_share"),
    )
    own_over = nw.col("line_over") - _BASELINE * nw.col("line_under")
    own_under = nw.col("line_under") * (_TARGET - _BASELINE)
    over = nw.when(is_own).then(own_over).otherwise(nw.col("elapsed"))
    under = nw.when(is_own).then(own_under).otherwise(nw.col("whole_way"))
    return with_measure(
        rows,
        "schedule",
        gap,
        over=nw.when(_IN_YEAR).then(nw.col("quarter")).otherwise(over),
        under=nw.when(_IN_YEAR).then(constant(4)).otherwise(under),
    )
