"""The quantities of a target text: a number with its mark and unit, read strictly."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from common.numbers import LARGEST, read_number
from indicators.wording.numerals import MULTIPLIERS, chinese_number
from indicators.wording.tokens import Token

Kind = Literal["amount", "share", "points", "times", "ratio"]

# The letters of one quantity: a ratio, a marked number (90%), or a number with a unit (8张/千人, 1000万元).
QUANTITY = re.compile(r"n[io]n|n(?:p|m?u?/?)")
_LEADING_ZERO = re.compile(r"0[0-9]")
# 2025 and 20251231 could be a date that slipped into the column; 2025.12 is one.
_LIKE_A_DATE = re.compile(r"20[2-4][0-9](?:(?:0[1-9]|1[0-2])(?:[0-3][0-9])?)?")
_YEAR_AND_MONTH = re.compile(r"20[2-4][0-9]\.(?:0?[1-9]|1[0-2])")
# 502025年 is a figure run into a year.
_ENDS_IN_A_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_HALVES = frozenset({"一半", "半数", "半"})
_SHARES = {"%": 100, "‰": 1000, "成": 10}


@dataclass(frozen=True)
class Quantity:
    """A number as written. A share (90%, 三分之一) is a fraction; an amount is without its multiplier (万) yet."""

    value: Fraction
    kind: Kind
    unit: str = ""
    multiplier: str = ""
    mark: str = ""
    looks_like_a_date: bool = False

    @property
    def multiplied(self) -> Fraction:
        return self.value * MULTIPLIERS[self.multiplier] if self.multiplier else self.value

    @property
    def is_too_large(self) -> bool:
        return abs(self.multiplied) > LARGEST


def read_quantity(tokens: tuple[Token, ...]) -> Quantity | None:
    """The quantity that tokens of one QUANTITY stand for; None where the number is not a proper one."""
    if len(tokens) == 3 and tokens[1].kind in "io":
        return _ratio(tokens[0].text, tokens[2].text, is_share=tokens[1].kind == "o")
    written, *rest = tokens
    if share := _share_in_words(written.text):
        return Quantity(share[0], "share", share[1]) if not rest else None
    value = _number(written.text)
    if value is None:
        return None
    if rest and rest[0].kind == "p":
        return _marked(value, rest[0].text)
    if not rest and _YEAR_AND_MONTH.fullmatch(written.text):
        return None
    multiplier = "".join(token.text for token in rest if token.kind == "m")
    unit = "".join(token.text for token in rest if token.kind in "u/")
    if unit == "年" and _ENDS_IN_A_YEAR.search(written.text):
        return None
    is_bare = not rest and _LIKE_A_DATE.fullmatch(written.text) is not None
    return Quantity(value, "amount", unit, multiplier, looks_like_a_date=is_bare)


def in_unit(quantity: Quantity, own_unit: str | None) -> tuple[Fraction, str | None]:
    """Multiply 万 and 亿 out, unless the indicator itself is counted in them; without a unit take the indicator's."""
    own, written = own_unit or "", quantity.multiplier + quantity.unit
    if not written:
        return quantity.value, own_unit
    if quantity.multiplier and own.startswith(written) or own.partition("/")[0] == written:
        return quantity.value, own_unit
    return quantity.multiplied, quantity.unit or own.lstrip("万亿") or None


def same_measure(lower: Quantity, upper: Quantity) -> tuple[Quantity, Quantity] | None:
    """Both ends of a range in the unit of the second, where the first has none (35~40%); None where they differ."""
    if lower.kind == "amount" and not lower.unit and not lower.multiplier:
        if upper.kind == "share" and not upper.mark:
            return None
        value = lower.value / _SHARES.get(upper.mark, 1)
        lower = replace(lower, value=value, kind=upper.kind, unit=upper.unit, multiplier=upper.multiplier)
    elif lower.kind == "amount" and not lower.unit:
        lower = replace(lower, unit=upper.unit)
    if lower.kind != upper.kind or lower.unit != upper.unit or lower.multiplied >= upper.multiplied:
        return None
    return lower, upper


def _ratio(first: str, second: str, *, is_share: bool) -> Quantity | None:
    """1:1.2, or 1/3 of the whole."""
    above, below = _number(first), _number(second)
    if not above or not below or (is_share and above >= below):
        return None
    if is_share:
        return Quantity(above / below, "share", "%", looks_like_a_date=True)
    # 8:30 may be a time; a ratio that names its one does not look like one.
    return Quantity(above / below, "ratio", "比", looks_like_a_date=1 not in (above, below))


def _marked(value: Fraction, mark: str) -> Quantity | None:
    if mark.startswith("成") and len(mark) > 1:
        value, mark = value + (chinese_number(mark[1:]) or Fraction(0)) / 10, "成"
    if mark in _SHARES:
        is_possible = mark != "成" or 0 < value <= 10
        unit = "‰" if mark == "‰" else "%"
        return Quantity(value / _SHARES[mark], "share", unit, mark=mark) if is_possible else None
    return Quantity(value, "times", "倍") if mark == "倍" else Quantity(value, "points", "百分点")


def _share_in_words(text: str) -> tuple[Fraction, str] | None:
    """百分之九十, 千分之五, 三分之二 or 一半, with the unit it is read in."""
    if text in _HALVES:
        return Fraction(1, 2), "%"
    below, found, above = text.partition("分之")
    if not found:
        return None
    whole, part = (chinese_number("一" + number if number in ("百", "千") else number) for number in (below, above))
    return (part / whole, "‰" if below == "千" else "%") if whole and part is not None else None


def _number(text: str) -> Fraction | None:
    if not text.isascii():
        return chinese_number(text)
    number = read_number(text)
    if number is None or _LEADING_ZERO.match(text) or len(text) > 24:
        return None
    return Fraction(number.value)
