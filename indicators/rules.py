"""The status rules, as data: the engine applies them, the methodology page and docs/method.md print them.

The first rule that holds gives the status. They are total (the last always holds) and ordered; changing them means a
new RULE_SET, so that what was judged by the old ones can still be told.
"""

from dataclasses import asdict, dataclass
from typing import Literal

import narwhals as nw

from common.language import mark

RULE_SET = "1"

Light = Literal["green", "yellow", "red", "grey", "none"]


@dataclass(frozen=True)
class Thresholds:
    """From which lead on, in percentage points, a value is ahead, on schedule, roughly on schedule, and behind."""

    ahead: int = 10
    on_schedule: int = 0
    roughly_on_schedule: int = -10
    behind: int = -30


@dataclass(frozen=True)
class Status:
    """A status, its light, and whether it is a warning where the indicator is binding."""

    name: str
    light: Light
    warns: bool
    words: str


STATUSES = (
    Status("not_applicable", "grey", False, mark("not applicable")),
    Status("baseline_period", "none", False, mark("baseline period")),
    Status("not_due", "grey", False, mark("not due")),
    Status("not_reported", "grey", True, mark("not reported")),
    Status("partly_reported", "grey", False, mark("partly reported")),
    Status("not_assessable", "grey", True, mark("not assessable")),
    Status("target_below_baseline", "grey", True, mark("target below baseline")),
    Status("no_baseline", "grey", True, mark("without baseline")),
    Status("achieved_at_baseline", "green", False, mark("achieved at baseline")),
    Status("achieved_early", "green", False, mark("achieved early")),
    Status("achieved", "green", False, mark("achieved")),
    Status("ahead", "green", False, mark("ahead")),
    Status("on_schedule", "green", False, mark("on schedule")),
    Status("roughly_on_schedule", "green", False, mark("roughly on schedule")),
    Status("behind", "yellow", True, mark("behind")),
    Status("far_behind", "red", True, mark("far behind")),
    Status("regressed", "red", True, mark("regressed")),
    Status("missed", "red", True, mark("missed")),
)
STATUS_NAMES = tuple(status.name for status in STATUSES)
STATUS_BY_NAME = {status.name: status for status in STATUSES}


@dataclass(frozen=True)
class Rule:
    """One rule: its clause in docs/method.md, the status it gives, when, and the same in words.

    The words may name a threshold in braces. `when` is over the columns of indicators/status.py.
    """

    clause: str
    status: str
    when: nw.Expr
    words: str


_VALUE, _BASELINE, _TARGET = nw.col("value_term"), nw.col("baseline_term"), nw.col("target_term")
_MET, _AT_DUE = nw.col("met"), nw.col("at_due")
_IN_YEAR, _IS_FINAL, _IN_TARGET_YEAR = nw.col("in_year"), nw.col("is_final"), nw.col("in_target_year")


def rules(thresholds: Thresholds) -> tuple[Rule, ...]:
    """The rules in their order, with a plan's thresholds."""
    return (*_BEFORE_JUDGEMENT, *_TARGET_WORSE, *_WITHIN_THE_YEAR, *_AGAINST_THE_TARGET, *_against_schedule(thresholds))


def rule_values(thresholds: Thresholds) -> dict[str, int]:
    """What stands for the names in braces in a rule's words: percentage points without their sign."""
    return {name: abs(points) for name, points in asdict(thresholds).items()}


_BEFORE_JUDGEMENT = (
    Rule("1", "not_applicable", ~nw.col("applicable"), mark("The plan says that it does not apply to this region.")),
    Rule("2", "baseline_period", nw.col("in_baseline"), mark("The period is the baseline's, or an earlier one.")),
    Rule(
        "3",
        "not_due",
        ~nw.col("is_asked") & nw.col("is_unreported"),
        mark("Nothing is asked for this period, and nothing was reported."),
    ),
    Rule("3", "not_reported", nw.col("is_unreported"), mark("No figure was reported.")),
    Rule(
        "3",
        "partly_reported",
        nw.col("is_partial"),
        mark(
            "It is a sum, and a region that belongs to it has not reported: value and coverage are shown, and no more."
        ),
    ),
    Rule(
        "4",
        "not_assessable",
        nw.col("is_unsound"),
        mark("Direction, target or denominator is not confirmed or not known, or the figure cannot be right."),
    ),
)

_TARGET_WORSE = (
    Rule(
        "5",
        "missed",
        nw.col("is_worse") & _AT_DUE & ~_MET,
        mark("The target is worse than the baseline, and even that is not met at the target date."),
    ),
    Rule(
        "5",
        "target_below_baseline",
        nw.col("is_worse"),
        mark("The target is worse than the baseline: a person must acknowledge it, and it never counts as achieved."),
    ),
)

_WITHIN_THE_YEAR = (
    Rule(
        "6",
        "achieved_early",
        _IN_YEAR & _IN_TARGET_YEAR & ~nw.col("can_be_exceeded") & _MET,
        mark("Counted by year, before the target year's end: the year so far already meets the target."),
    ),
    Rule(
        "6",
        "missed",
        _IN_YEAR & _IN_TARGET_YEAR & nw.col("is_exceeded"),
        mark("Counted by year, before the target year's end: the year so far is already more than the target allows."),
    ),
    Rule(
        "6",
        "no_baseline",
        _IN_YEAR & ~nw.col("has_lead"),
        mark("Counted by year, before the year's end, and the year has no milestone."),
    ),
)

_AGAINST_THE_TARGET = (
    Rule(
        "7",
        "achieved_at_baseline",
        _IS_FINAL & _MET & nw.col("baseline_met"),
        mark("The value meets the target, and so did the baseline."),
    ),
    Rule("7", "achieved", _IS_FINAL & _MET & _AT_DUE, mark("The value meets the target at the target date.")),
    Rule("7", "achieved_early", _IS_FINAL & _MET, mark("The value meets the target before the target date.")),
    Rule("8", "missed", _IS_FINAL & _AT_DUE, mark("The target date has come, and the value does not meet the target.")),
    Rule("8", "not_due", nw.col("is_milestone"), mark("A milestone before its date.")),
    Rule(
        "9",
        "no_baseline",
        _IS_FINAL & nw.col("lacks_baseline"),
        mark(
            "There is no baseline, or the target is the baseline and asks for more than it: only the distance is shown."
        ),
    ),
    Rule(
        "10",
        "regressed",
        _IS_FINAL & (_VALUE < _BASELINE),
        mark("The value is worse than the baseline."),
    ),
)


def _against_schedule(thresholds: Thresholds) -> tuple[Rule, ...]:
    def leads_by(points: int) -> nw.Expr:
        return nw.col("lead_over") * 100 >= nw.col("lead_under") * points

    return (
        Rule("11", "ahead", leads_by(thresholds.ahead), mark("The lead over the schedule is {ahead} points or more.")),
        Rule("11", "on_schedule", leads_by(thresholds.on_schedule), mark("The lead is {on_schedule} points or more.")),
        Rule(
            "11",
            "roughly_on_schedule",
            leads_by(thresholds.roughly_on_schedule) | nw.col("within_a_step"),
            mark(
                "The lag is at most {roughly_on_schedule} points, or the value is less than one step short of the line."
            ),
        ),
        Rule("11", "behind", leads_by(thresholds.behind), mark("The lag is at most {behind} points.")),
        Rule("11", "far_behind", nw.col("has_lead"), mark("The lag is more than {behind} points.")),
    )
