"""Chinese numerals in a target text: 十五, 一百二十, 三点五, 八成. Anything irregular is no number."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

MULTIPLIERS = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9,
    "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip

_DIGITS = "零一二三四五六七八九"
_PLACES = (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10))
_DECIMAL = re.compile(rf"(?P<whole>[^点]+)点(?P<decimals>[{_DIGITS}]+)")
_NUMERAL = re.compile(rf"[{_DIGITS}十百千万亿]{{1,20}}")
_PRECISION = 28


def chinese_number(text: str) -> Fraction | None:
    """The number a regular Chinese numeral stands for; None for any other text.

    Only the regular spelling counts: 一百二 (120?), 一百十五 and 三五家 (three to five) leave room for doubt.
    """
    plain = text.replace("两", "二").replace("〇", "零")
    if decimal := _DECIMAL.fullmatch(plain):
        whole, decimals = chinese_number(decimal["whole"]), decimal["decimals"]
        digits = "".join(str(_DIGITS.index(digit)) for digit in decimals)
        return None if whole is None else whole + Fraction(int(digits), 10 ** len(digits))
    if not _NUMERAL.fullmatch(plain):
        return None
    number = _loosely(plain)
    return Fraction(number) if number is not None and _spelled(number) == plain else None


def as_decimal(value: Fraction, *, round_up: bool) -> Decimal:
    """The decimal a fraction is; where there is none (三分之二), one of 28 digits, on the side asked for.

    A value of exactly 2/3 meets ≥ 三分之二 and not 超过三分之二, so the side depends on the comparator.
    """
    context = Context(prec=_PRECISION, rounding=ROUND_CEILING if round_up else ROUND_FLOOR)
    if _is_a_decimal(value):
        context.prec = 60
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def _is_a_decimal(value: Fraction) -> bool:
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest == 1


def _loosely(text: str) -> int | None:
    """The number meant if the spelling is regular, which the caller checks."""
    for name, place in _PLACES:
        high, found, low = text.rpartition(name)
        if found:
            above = 1 if not high and name == "十" else _loosely(high)
            below = _loosely(low.removeprefix("零")) if low else 0
            return None if above is None or below is None else above * place + below
    return _DIGITS.index(text) if len(text) == 1 else None


def _spelled(number: int) -> str:
    """The one regular spelling: 10 is 十, 110 is 一百一十, 1005 is 一千零五."""
    return _digit_by_digit(number).removeprefix("一") if 10 <= _first_two(number) < 20 else _digit_by_digit(number)


def _first_two(number: int) -> int:
    """The number that stands before the first 万 or 亿: only there may 一十 be said as 十."""
    while number >= 10**4:
        number //= 10**8 if number >= 10**8 else 10**4
    return number


def _digit_by_digit(number: int) -> str:
    for name, place in _PLACES:
        if number >= place:
            high, low = divmod(number, place)
            gap = "零" if 0 < low < place // 10 else ""
            return _digit_by_digit(high) + name + (gap + _digit_by_digit(low) if low else "")
    return _DIGITS[number]
