"""The relations 钩稽关系 a plan declares between its figures, asked of the figures of a return, in exact integers."""

import operator
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

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

    A figure the return does not speak of is the one known before, if there is one: a correction of one side is held
    against the other. What does not hold is said at the first figure the return gives.
    """
    returns: dict[tuple[str, Period], list[ReportedValue]] = defaultdict(list)
    for value in values:
        returns[(value.region.code, value.period)].append(value)
    found = (_ask(check, _Figures(plan, reported, known)) for reported in returns.values() for check in plan.checks)
    return [problem for problem in found if problem is not None]


class _Figures:
    """The figures of one region and period: those its return gives, and for the others those known before."""

    def __init__(self, plan: Plan, reported: Sequence[ReportedValue], known: Known) -> None:
        self.indicators = plan.indicator_by_code
        self.given: dict[str, dict[str, ReportedValue]] = defaultdict(dict)
        for value in reported:
            self.given[value.indicator.code][value.part] = value
        self.known = known
        self.region, self.period = reported[0].region.code, reported[0].period

    def of(self, code: str) -> Fraction | None:
        """An indicator's figure at its scale; a rate is what its counts come to. None where there is none."""
        parts = self._parts(code)
        value, over, under = (parts.get(part) for part in ("value", "numerator", "denominator"))
        if value is None and over is not None and under:
            return Fraction(over * 10 ** self.indicators[code].scale, under)
        return None if value is None else Fraction(value)

    def place_of(self, codes: Iterable[str]) -> ReportedValue | None:
        """Where the return gives the first of these figures, if it gives any."""
        return next((next(iter(self.given[code].values())) for code in codes if code in self.given), None)

    def _parts(self, code: str) -> dict[str, int | None]:
        if code in self.given:
            return {part: value.value for part, value in self.given[code].items()}
        parts = ("value", "numerator", "denominator")
        return {part: self.known.figures.get((code, self.region, part, self.period)) for part in parts}


def _ask(check: Check, figures: _Figures) -> Problem | None:
    left, right = read_formula(check.left), read_formula(check.right)
    named = (*left.indicators, *right.indicators)
    place = figures.place_of(named)
    found = {code: figure for code in named if (figure := figures.of(code)) is not None}
    if place is None or found.keys() < set(named):
        return None
    indicators = {code: figures.indicators[code] for code in named}
    finest = max(indicators.values(), key=lambda indicator: indicator.scale)
    at_one_scale = {code: figure * 10 ** (finest.scale - indicators[code].scale) for code, figure in found.items()}
    left_worth, right_worth = (side.worth(at_one_scale, 10**finest.scale) for side in (left, right))
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
