"""What a target text means: 超过90% is "more than 0.9". What is not understood says so and never becomes a number.

Read now: plain numbers with units, percentages, the comparator words below, 应建尽建 and 应列尽列 (every one of them),
3A以上100% (every one of a subset), and the three ways to say nothing. Examples: tests/spec/test_target_texts.py.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from common.numbers import half_width, read_number, to_scaled
from indicators.plan import Direction, Indicator

Comparator = Literal[">=", ">", "<=", "<", "range", "all", "done"]
Scope = Literal["plan_end", "year", "cumulative"]
Need = Literal["denominator", "baseline", "confirmation"]
NotRead = Literal["blank", "no_value", "not_applicable", "not_understood"]

NO_VALUE = frozenset({"-", "—"})
NOT_APPLICABLE = frozenset({"——", "--"})

_COMPARATOR_WORDS: dict[str, Comparator] = {
    "达到": ">=", "不少于": ">=", "不低于": ">=", "≥": ">=", ">=": ">=",
    "超过": ">", "突破": ">", "大于": ">", ">": ">", "＞": ">",
    "不高于": "<=", "不超过": "<=", "≤": "<=", "<=": "<=",
    "低于": "<", "小于": "<", "<": "<", "＜": "<",
}  # fmt: skip
_WORDS = "|".join(sorted(map(re.escape, _COMPARATOR_WORDS), key=len, reverse=True))
_UNIT = r"[万亿]?(?:人次|[家个人场次元项张件户名所处支])?"
_QUANTITY = re.compile(
    rf"(?P<words>{_WORDS})?\s*(?P<number>[+-]?[0-9,]+(?:\.[0-9]+)?%?)\s*(?P<unit>{_UNIT})(?P<yearly>/年)?(?P<above>及?以上)?"
)
_EVERY_ONE = re.compile(r"应(?P<verb>\w)尽(?P=verb)")
_EVERY_ONE_OF_A_SUBSET = re.compile(r"[1-5]A及?以上\s*100%")
_MYRIADS = {"万": 10**4, "亿": 10**8}


@dataclass(frozen=True)
class TargetReading:
    """A target understood. `value` and `upper` are exact; a percentage's value is a fraction and its unit "%"."""

    text: str
    comparator: Comparator
    value: Decimal | None
    unit: str | None
    scope: Scope = "plan_end"
    upper: Decimal | None = None
    relative_to: str | None = None
    approximate: bool = False
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class TargetNotRead:
    """A text that gives no target: it is blank, says there is none, or is not understood (its `parts` are shown)."""

    text: str
    problem: NotRead
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def read_target(
    text: str, unit: str | None = None, direction: Direction | None = None
) -> TargetReading | TargetNotRead:
    """Read a target as a plan writes it, given the indicator's own unit and direction where they are known."""
    plain = half_width(text)
    if silence := read_silence(plain):
        return TargetNotRead(text, silence)
    if _EVERY_ONE.fullmatch(plain) or _EVERY_ONE_OF_A_SUBSET.fullmatch(plain):
        return TargetReading(text, "all", None, unit, _scope(unit), needs=("denominator",))
    match = _QUANTITY.fullmatch(plain)
    return _read_quantity(text, match, unit, direction) if match else _not_understood(text, plain)


def read_silence(text: str) -> NotRead | None:
    """Which of the three ways of giving no figure a text is, if it is one: blank, `-` or `——`."""
    plain = half_width(text)
    if not plain:
        return "blank"
    if plain in NOT_APPLICABLE:
        return "not_applicable"
    return "no_value" if plain in NO_VALUE else None


def target_as_json(reading: TargetReading | TargetNotRead) -> dict[str, object]:
    """The reading as `target --json` prints it."""
    if isinstance(reading, TargetNotRead):
        return {"text": reading.text, "problem": reading.problem, "parts": list(reading.parts)}
    return {
        "text": reading.text,
        "comparator": reading.comparator,
        "value": _json_number(reading.value),
        "upper": _json_number(reading.upper),
        "unit": reading.unit,
        "scope": reading.scope,
        "relative_to": reading.relative_to,
        "approximate": reading.approximate,
        "needs": list(reading.needs),
    }


def scaled_target(reading: TargetReading, indicator: Indicator) -> int | None:
    """The target as an integer at the indicator's scale; None where it has no number or one of another unit."""
    fits = reading.unit == "%" if indicator.is_rate else reading.unit in (None, indicator.unit.removesuffix("/年"))
    return to_scaled(reading.value, indicator.scale) if reading.value is not None and fits else None


def _read_quantity(
    text: str, match: re.Match[str], unit: str | None, direction: Direction | None
) -> TargetReading | TargetNotRead:
    number = read_number(match["number"])
    if number is None or (match["words"] and match["above"]) or (number.percent and match["unit"]) or number.signed:
        return _not_understood(text, match.string)
    own_unit = unit.removesuffix("/年") if unit else None
    if own_unit == "%" and not number.percent:
        # 90 or 0.9? A factor of a hundred is not for us to choose.
        return _not_understood(text, match.string)
    value, read_unit = (number.value, "%") if number.percent else _in_unit(number.value, match["unit"], own_unit)
    comparator, needs = _comparator(match, value, direction)
    scope: Scope = "year" if match["yearly"] else _scope(unit)
    return TargetReading(text, comparator, value, read_unit, scope, needs=needs)


def _in_unit(value: Decimal, written: str, own_unit: str | None) -> tuple[Decimal, str | None]:
    """Multiply 万 and 亿 out, unless the indicator itself is counted in them; without a unit take the indicator's."""
    if not written:
        return value, own_unit
    if written[0] not in _MYRIADS:
        return value, written
    if own_unit and own_unit.startswith(written):
        return value, own_unit
    return value * _MYRIADS[written[0]], written[1:] or (own_unit.lstrip("万亿") if own_unit else None)


def _comparator(
    match: re.Match[str], value: Decimal, direction: Direction | None
) -> tuple[Comparator, tuple[Need, ...]]:
    """The comparator written, else the one the direction implies; a bare zero or unknown direction needs a person."""
    if match["words"]:
        return _COMPARATOR_WORDS[match["words"]], ()
    if match["above"]:
        return ">=", ()
    is_certain = direction not in (None, "unconfirmed") and value != 0
    return "<=" if direction == "decrease" else ">=", () if is_certain else ("confirmation",)


def _scope(unit: str | None) -> Scope:
    return "year" if unit and unit.endswith("/年") else "plan_end"


def _json_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _not_understood(text: str, plain: str) -> TargetNotRead:
    return TargetNotRead(text, "not_understood", tuple(part for part in re.split(r"[，,；;、\s]+", plain) if part))
