"""Schedule 时序进度 and the lead over it 进度差 (docs/method.md, measures 3 to 5)."""

import narwhals as nw

from indicators.codes import Frame, first_gap, slot
from indicators.measures import with_measure
from indicators.terms import oriented

_VALUE, _BASELINE, _TARGET = nw.col("value_term"), nw.col("baseline_term"), nw.col("target_term")
_IN_YEAR, _IS_FINAL = nw.col("in_year"), nw.col("is_final")
_LARGEST = 9 * 10**18


def milestones_in_terms(milestones: Frame, cells: Frame) -> Frame:
    """The plan's own schedule by slot, its figures turned like the terms of their cells; few rows, found once.

    `line_size` is the larger of the two, without its sign.
    """
    bounds = cells.select("cell", "target", "upper", "target_under", "sign")
    rows = milestones.join(bounds, on="cell", how="inner").rename({"target": "goal_term", "upper": "upper_term"})
    rows = rows.select(
        "part",
        "steps",
        slot=slot(),
        line_from=oriented(nw.col("line_from") * nw.col("target_under")),
        line_to=oriented(nw.col("line_to") * nw.col("target_under")),
    )
    sizes = (nw.col(name).abs() for name in ("line_from", "line_to"))
    return rows.with_columns(line_size=nw.max_horizontal(*sizes))


def with_own_schedule(rows: Frame, milestones: Frame) -> Frame:
    """Add the plan's own schedule (milestones_in_terms): from one figure to the next, `part` of `steps` of the way."""
    return rows.join(milestones, on="slot", how="left")


def with_schedule(rows: Frame) -> Frame:
    """Add how far a value should have come: the line it is held against, and `schedule_over` / `schedule_under`.

    The line is the plan's own where it has a schedule, else straight from baseline to target in whole quarters, for
    what is counted by year in whole years. In the first three quarters of a year it is those quarters' share of the
    year's own milestone; `milestone_over` / `milestone_under` is that milestone. `line_over` / `line_under` is in
    terms.
    """
    rows = _with_elapsed(rows)
    rows = _with_line(rows)
    rows = _with_year_milestone(rows)
    in_year_over = nw.col("milestone_over") * nw.col("quarter") * nw.col("sign")
    rows = rows.with_columns(
        line_over=nw.when(_IN_YEAR).then(in_year_over).otherwise(nw.col("line_over")),
        line_under=nw.when(_IN_YEAR).then(nw.col("milestone_under") * 4).otherwise(nw.col("line_under")),
    )
    return _with_share(rows).drop("line_from", "line_to", "line_size", "part", "steps", "has_milestone")


def with_lead(rows: Frame) -> Frame:
    """Add lead or lag P = G − s, as a fraction; in the first three quarters of a year the pace of that year.

    The pace is YTD ÷ milestone − elapsed share of the year, turned round where less is better. A milestone of nothing
    is kept by nothing and missed wholly by anything more.
    """
    milestone = nw.col("milestone_over")
    gap = first_gap(
        nw.col("row_gap"),
        (_IN_YEAR & milestone.is_null(), "no_milestone"),
        nw.when(_IS_FINAL).then(nw.col("progress_gap")),
    )
    rows = rows.with_columns(
        ahead=_VALUE * nw.col("line_under") - nw.col("line_over"), is_nothing=_IN_YEAR & (milestone == 0)
    )
    ahead, is_nothing = nw.col("ahead"), nw.col("is_nothing")
    over = nw.when(is_nothing).then(ahead.clip(-1, 0)).otherwise(ahead)
    whole_way = nw.when(_IS_FINAL).then(nw.col("line_under") * (_TARGET - _BASELINE)).otherwise(milestone * 4)
    under = nw.when(~is_nothing).then(whole_way).otherwise(nw.lit(1))
    return with_measure(rows, "lead", gap, over=over, under=under).drop("ahead", "is_nothing")


def with_scheduled(rows: Frame) -> Frame:
    """Add the scheduled value 时序应达值, where the line is in the value's own unit: `scheduled_over` / `_under`.

    Null where there is no line, where the target is worse than the baseline, where a range holds the baseline already,
    for a milestone, which is done or not, and where it is too large to compute with exactly.
    """
    line, under = nw.col("line_over"), nw.col("line_under")
    baseline = nw.col("baseline") * nw.col("unit")
    # Of a range the line is a distance: to its lower bound from below, to its upper bound from above.
    lower, upper = nw.col("goal_term"), nw.col("upper_term")
    from_above = nw.when(baseline > upper).then(upper * under - line)
    of_range = nw.when(baseline < lower).then(lower * under + line).otherwise(from_above)
    over = nw.when(nw.col("is_range")).then(of_range).otherwise(line * nw.col("sign"))
    is_way = nw.col("applicable") & nw.col("cell_gap").is_null() & ~nw.col("is_milestone")
    is_way = is_way & ~(_TARGET < _BASELINE).fill_null(value=False)
    # Floats only to tell how large the product would be.
    fits = under.cast(nw.Float64) * nw.col("unit").cast(nw.Float64) <= _LARGEST
    rows = rows.with_columns(scheduled_over=nw.when(is_way & fits).then(over))
    exists = ~nw.col("scheduled_over").is_null()
    return rows.with_columns(scheduled_under=nw.when(exists).then(under * nw.col("unit")))


def _with_elapsed(rows: Frame) -> Frame:
    """`elapsed` of `whole_way` quarters or years, never less than none nor more than all."""
    now = nw.when(nw.col("is_by_year")).then(nw.col("year")).otherwise(nw.col("period"))
    rows = rows.with_columns(elapsed=now - nw.col("clock_start"), has_milestone=~nw.col("steps").is_null())
    elapsed = nw.col("elapsed")
    return rows.with_columns(elapsed=elapsed.clip(0) - (elapsed - nw.col("whole_way")).clip(0))


def _with_line(rows: Frame) -> Frame:
    """The line in terms, as a fraction; a stretch of the plan's own without a beginning begins at the baseline."""
    under = nw.col("value_under")
    rows = rows.with_columns(
        line_from=nw.coalesce(nw.col("line_from") * under, _BASELINE),
        line_to=nw.coalesce(nw.col("line_to") * under, _TARGET),
        line_under=nw.coalesce(nw.col("steps"), nw.col("whole_way")),
    )
    begin, end = nw.col("line_from"), nw.col("line_to")
    part = nw.coalesce(nw.col("part"), nw.col("elapsed"))
    return rows.with_columns(line_over=begin * nw.col("line_under") + (end - begin) * part)


def _with_year_milestone(rows: Frame) -> Frame:
    """The year's milestone of what is counted by year, not turned round: where the line is at the year's end.

    In the target year it is the target, also where there is no line. A range has none before its date, and a milestone
    below nothing is none.
    """
    line, target = nw.col("line_over"), nw.when(nw.col("in_target_year")).then(_TARGET)
    over = nw.coalesce(line, target) * nw.col("sign")
    exists = _IN_YEAR & ~nw.col("is_range") & ~nw.col("after_due") & (over >= 0)
    under = nw.when(~line.is_null()).then(nw.col("line_under")).otherwise(nw.lit(1))
    return rows.with_columns(milestone_over=nw.when(exists).then(over), milestone_under=nw.when(exists).then(under))


def _with_share(rows: Frame) -> Frame:
    """The schedule as a share of the way: of the year in its first three quarters, of the plan's own line, of time."""
    rows = rows.with_columns(is_own=(nw.col("has_milestone") & (_TARGET > _BASELINE)).fill_null(value=False))
    is_own = nw.col("is_own")
    gap = first_gap(
        (~nw.col("applicable"), "not_applicable"), (_IS_FINAL & nw.col("has_milestone") & ~is_own, "no_share")
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
        under=nw.when(_IS_FINAL).then(under).otherwise(nw.lit(4)),
    ).drop("is_own", "elapsed")
