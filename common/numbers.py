"""Numbers as people write them, in; exact integers at a scale, inside; printed half-up, out. The one place for each."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# Only the characters that stand for a digit or a sign. NFKC as a whole is unsafe: it turns 34① into 341 and 5² into 52.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％－＋　", "0123456789.,%-+ ") | {
    wide: wide - ord("Ａ") + ord("A") for wide in (*range(ord("Ａ"), ord("Ｚ") + 1), *range(ord("ａ"), ord("ｚ") + 1))
}
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ．，％－＋　]")
_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?(?P<percent>%?)", re.ASCII)

# Far below BIGINT: the sum of a nation's counties must fit as well, and what the engine multiplies it by
# (indicators/terms.py). The nation's output counted in yuan still does.
LARGEST = 10**15
# No number anybody means has more characters.
_LONGEST = 200


@dataclass(frozen=True)
class Number:
    """A number read from text: 90.6% is Decimal("0.906") with `percent` set. `decimals` is how many were written.

    `signed` tells whether a plus or minus stood before it.
    """

    value: Decimal
    percent: bool
    decimals: int
    signed: bool = False


def half_width(text: str) -> str:
    """The text with full-width digits, letters, signs and spaces made plain, and nothing else changed."""
    return (text.translate(_FULL_WIDTH) if has_wide(text) else text).strip()


def has_wide(text: str) -> bool:
    """Whether one of those characters is in a text; to know takes a tenth of putting them in their places."""
    return not text.isascii() and _WIDE.search(text) is not None


def read_number(text: str) -> Number | None:
    """Read a plain number or percentage; None when the text is anything else. Never a guess."""
    if len(text) > _LONGEST:
        return None
    match = _NUMBER.fullmatch(half_width(text))
    if match is None:
        return None
    decimals = match["decimals"] or ""
    value = Decimal(match["sign"] + match["digits"].replace(",", "") + decimals)
    percent = match["percent"] == "%"
    return Number(value / 100 if percent else value, percent, max(len(decimals) - 1, 0), bool(match["sign"]))


def to_scaled(value: Decimal, scale: int) -> int | None:
    """The value as an integer count of 10**-scale; None when it is finer than the scale or too large to store."""
    scaled = value.scaleb(scale)
    if scaled != scaled.to_integral_value() or abs(scaled) > LARGEST:
        return None
    return int(scaled)


def print_scaled(value: int | Fraction, scale: int, places: int) -> str:
    """A count of 10**-scale, printed with `places` decimals: 50000 at scale 4 with 1 place is 5.0."""
    return print_fraction(Fraction(value, 10**scale), places)


def print_percent(fraction: Fraction, places: int = 1) -> str:
    """A fraction printed as a percentage: 5/6 is 83.3%."""
    return print_fraction(fraction * 100, places) + "%"


def print_fraction(fraction: Fraction, places: int) -> str:
    """An exact fraction printed with `places` decimals, halves rounded away from zero."""
    shifted = abs(fraction) * 10**places
    rounded = (2 * shifted.numerator + shifted.denominator) // (2 * shifted.denominator)
    digits = str(rounded).rjust(places + 1, "0")
    sign = "-" if fraction < 0 and rounded else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
