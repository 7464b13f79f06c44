"""The relations 钩稽关系 a plan declares between its figures, asked of the figures of a return, in exact integers."""

import operator
from collections import defaultdict
from collections.abc import Mapping, Sequence

from common.periods import Period
from common.problems import Problem
from data.printing import print_figure
from etl.parse import ReportedValue
from indicators.formulas import read_formula
from indicators.plan import Check, Plan

_HOLDS = {"=": operator.eq, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}
_SIGNS = {"<=": "≤", ">=": "≥"}
_CODES = {"hard": "relation_broken", "soft": "relation_doubtful"}


def check_relations(values: Sequence[ReportedValue], plan: Plan) -> list[Problem]:
    """Ask the plan's checks of each region and period, where every indicator a check names is reported.

    What does not hold is said at the first figure of its left side.
    """
    returns: dict[tuple[str, Period], dict[str, ReportedValue]] = defaultdict(dict)
    for value in values:
        if value.part == "value" and value.value is not None:
            returns[(value.region.code, value.period)][value.indicator.code] = value
    found = (_ask(check, reported) for reported in returns.values() for check in plan.checks)
    return [problem for problem in found if problem is not None]


def _ask(check: Check, reported: Mapping[str, ReportedValue]) -> Problem | None:
    left, right = read_formula(check.left), read_formula(check.right)
    named = (*left.indicators, *right.indicators)
    if not reported.keys() >= set(named):
        return None
    finest = max((reported[code].indicator for code in named), key=lambda indicator: indicator.scale)
    figures = {code: _at_scale(finest.scale, reported[code]) for code in named}
    left_worth, right_worth = (side.worth(figures, 10**finest.scale) for side in (left, right))
    if _HOLDS[check.comparator](left_worth, right_worth):
        return None
    names = {code: reported[code].indicator.name for code in named}
    place = reported[left.indicators[0]]
    params = {
        "region": place.region.name,
        "period": place.period.words(),
        "left": left.words(names),
        "left_figure": print_figure(finest, left_worth),
        "comparator": _SIGNS.get(check.comparator, check.comparator),
        "right": right.words(names),
        "right_figure": print_figure(finest, right_worth),
        "words": check.words,
    }
    return Problem(_CODES[check.severity], place.sheet, place.cell, place.indicator.code, place.text, params)


def _at_scale(scale: int, value: ReportedValue) -> int:
    """A figure as a count of 10**-scale, which is no coarser than its own."""
    return (value.value or 0) * int(10 ** (scale - value.indicator.scale))
