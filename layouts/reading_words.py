"""How a target is read, in words: comparator, value, unit, scope, what it is relative to, what it still needs."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from common.language import _, mark
from common.numbers import print_fraction
from indicators.target import TargetNotRead, TargetReading

_COMPARATORS: Mapping[str, str] = {
    ">=": mark("at least {value}"),
    ">": mark("more than {value}"),
    "<=": mark("at most {value}"),
    "<": mark("less than {value}"),
    "range": mark("from {value} to {upper}"),
    "all": mark("every one of them"),
    "done": mark("done"),
}
_SCOPES: Mapping[str, str] = {
    "plan_end": mark("at the end of the plan"),
    "year": mark("within the year"),
    "cumulative": mark("over the plan"),
}
_NEEDS: Mapping[str, str] = {
    "denominator": mark("its denominator"),
    "baseline": mark("a baseline"),
    "confirmation": mark("a person's confirmation"),
}
_NOT_READ: Mapping[str, str] = {
    "blank": mark("left empty: no target"),
    "no_value": mark("says that there is no target"),
    "not_applicable": mark("says that it does not apply here"),
    "not_understood": mark("not understood"),
}
_PARTS_OF_ONE: Mapping[str | None, int] = {"%": 100, "‰": 1000}
_MOST_PLACES = 4


def reading_words(reading: TargetReading | TargetNotRead) -> str:
    """A reading as a sentence: 不低于 50 家，规划期末."""
    if isinstance(reading, TargetNotRead):
        parts = _(": {parts}", parts=_(", ").join(reading.parts)) if reading.parts else ""
        return _(_NOT_READ[reading.problem]) + parts
    words = _(_COMPARATORS[reading.comparator], value=_amount(reading, reading.value), upper=_upper(reading))
    said = [words, _(_SCOPES[reading.scope])]
    if reading.relative_to:
        said.append(_relative(reading.relative_to))
    if reading.approximate:
        said.append(_("approximate"))
    if reading.due:
        said.append(_("due {period}", period=reading.due.words()))
    return _("; ").join(said)


def needs_words(reading: TargetReading | TargetNotRead) -> str:
    """What is still needed before a value can be held against the target; empty where nothing is."""
    needs = reading.needs if isinstance(reading, TargetReading) else ()
    return _(", ").join(_(_NEEDS[need]) for need in needs)


def _relative(base: str) -> str:
    if base == "baseline":
        return _("change from the baseline")
    if base == "previous_year":
        return _("change from the year before")
    return _("change from {year}", year=base)


def _upper(reading: TargetReading) -> str:
    return _amount(reading, reading.upper)


def _amount(reading: TargetReading, value: Decimal | None) -> str:
    """The number with its unit, with as many decimals as it has."""
    if value is None:
        return ""
    exact = Fraction(value) * _PARTS_OF_ONE.get(reading.unit, 1)
    places = next((n for n in range(_MOST_PLACES) if (exact * 10**n).denominator == 1), _MOST_PLACES)
    space = "" if reading.unit in _PARTS_OF_ONE else " "
    return f"{print_fraction(exact, places)}{space}{reading.unit or ''}".strip()
