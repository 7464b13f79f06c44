"""The relations 钩稽关系 a plan declares between its figures, asked of the figures of a return, in exact integers."""

import operator
from collections import defaultdict
from collections.abc import Mapping, Sequence

from common.periods import Period
from common.problems import Problem
from data.printing import print_figure
from etl.parse import ReportedValue
from etl.plausible import NOTHING_KNOWN, Known
from indicators.formulas import read_formula
from indicators.plan import Check, Plan

_HOLDS = {"=": operator.eq, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}
_SIGNS = {"<=": "≤", ">=": "≥"}
_CODES = {"hard": "relation_broken", "soft": "relation_doubtful"}


def check_relations(values: Sequence[ReportedValue], plan: Plan, known: Known = NOTHING_KNOWN) -> list[Problem]:
    """Ask the plan's checks of each region and period, where there is a figure of every indicator a check names.

    A figure the return does not give is the one that is approved, if there is one: a correction of one side is held
    against the other. What does not hold is said at the first figure the return gives.
    """
    returns: dict[tuple[str, Period], dict[str, ReportedValue]] = defaultdict(dict)
    for value in values:
        if value.part == "value" and value.value is not None:
            returns[(value.region.code, value.period)][value.indicator.code] = value
    found = (_ask(check, plan, reported, known) for reported in returns.values() for check in plan.checks)
    return [problem for problem in found if problem is not None]


def _ask(check: Check, plan: Plan, reported: Mapping[str, ReportedValue], known: Known) -> Problem | None:
    left, right = read_formula(check.left), read_formula(check.right)
    named = (*left.indicators, *right.indicators)
    place = next((reported[code] for code in named if code in reported), None)
    if place is None:
        return None
    approved = {code: known.figures.get((code, place.region.code, "value", place.period)) for code in named}
    own = {code: reported[code].value if code in reported else approved[code] for code in named}
    given = {code: figure for code, figure in own.items() if figure is not None}
    if len(given) < len(own):
        return None
    indicators = {code: plan.indicator_by_code[code] for code in named}
    finest = max(indicators.values(), key=lambda indicator: indicator.scale)
    figures = {code: figure * int(10 ** (finest.scale - indicators[code].scale)) for code, figure in given.items()}
    left_worth, right_worth = (side.worth(figures, 10**finest.scale) for side in (left, right))
    if _HOLDS[check.comparator](left_worth, right_worth):
        return None
    names = {code: indicator.name for code, indicator in indicators.items()}
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
