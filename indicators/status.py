"""Which status a value has: the first rule of indicators/rules.py that holds."""

import narwhals as nw

from indicators.codes import GAP_NAMES, Frame, code_of, first_that_holds
from indicators.rules import STATUS_NAMES, Thresholds, rules

_VALUE, _BASELINE, _TARGET = nw.col("value_term"), nw.col("baseline_term"), nw.col("target_term")
_UNREPORTED = [code_of(GAP_NAMES, name) for name in ("not_reported", "no_value", "not_applicable")]


def with_conditions(rows: Frame) -> Frame:
    """Add what the rules ask, each a column of yes or no; some are null where it cannot be told, and are never negated.

    `met` and `baseline_met`: the comparator is true of the exact value, of the baseline; what can be exceeded is not
    met before the year is over. `is_exceeded`: there is more of it already than the target allows. `is_unsound` is
    asked once nothing lacks and all is reported.
    `within_a_step`: the value is less than one step short of the line, so that nothing countable lies between.
    """
    value, under = nw.col("value_over") * nw.col("target_under"), nw.col("line_under")
    goal = _TARGET + nw.col("least_more")
    is_met = goal <= _VALUE
    too_early = nw.col("in_year") & nw.col("can_be_exceeded")
    return rows.with_columns(
        is_unreported=nw.col("value_gap").is_in(_UNREPORTED),
        is_unsound=~nw.col("row_gap").is_null(),
        is_worse=_TARGET < _BASELINE,
        met=(is_met & ~too_early).fill_null(value=False),
        baseline_met=goal <= _BASELINE,
        lacks_baseline=_BASELINE.is_null() | ((_TARGET == _BASELINE) & (_VALUE >= _BASELINE)),
        has_lead=~nw.col("lead_over").is_null(),
        within_a_step=nw.col("line_over") - _VALUE * under < nw.col("step") * nw.col("unit") * under,
        # Only a range has an upper bound.
        is_exceeded=(nw.col("is_lower") & ~is_met) | (value > nw.col("upper_term")),
    )


def with_status(rows: Frame, thresholds: Thresholds) -> Frame:
    """Add `status`, the code of one of STATUS_NAMES. After the target date it stays what it was at the target date.

    `met_late` tells that a target missed at its date, or not reported then, has been met since.
    """
    cases = ((rule.when, code_of(STATUS_NAMES, rule.status)) for rule in rules(thresholds))
    rows = rows.with_columns(status_then=first_that_holds(*cases))
    at_due = nw.when(nw.col("at_due")).then(nw.col("status_then")).max().over("cell")
    rows = rows.with_columns(
        status=nw.when(nw.col("after_due") & nw.col("applicable")).then(at_due).otherwise(nw.col("status_then"))
    )
    failed = nw.col("status").is_in([code_of(STATUS_NAMES, name) for name in ("missed", "not_reported")])
    return rows.with_columns(met_late=(nw.col("after_due") & failed & nw.col("met")).fill_null(value=False)).drop(
        "status_then"
    )
