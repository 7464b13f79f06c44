"""Numbers as people write them, and as they are printed."""

from decimal import Decimal
from fractions import Fraction

import pytest

from common.numbers import LARGEST, Number, print_fraction, print_percent, print_scaled, read_number, to_scaled


@pytest.mark.parametrize(
    ("text", "value", "percent", "decimals"),
    [
        ("6", "6", False, 0),
        ("5.0", "5.0", False, 1),
        ("-3", "-3", False, 0),
        ("－3", "-3", False, 0),
        ("１．５", "1.5", False, 1),
        ("1,200", "1200", False, 0),
        ("１，２００", "1200", False, 0),
        ("90.6%", "0.906", True, 1),
        ("12％", "0.12", True, 0),
        (" 7 ", "7", False, 0),
    ],
)
def test_a_number_is_read_exactly(text: str, value: str, percent: bool, decimals: int) -> None:
    assert read_number(text) == Number(Decimal(value), percent, decimals, signed=value.startswith("-"))


@pytest.mark.parametrize(
    "text",
    ["", "-", "——", "约1000", "6万", "34①", "5²", "12,34", "1,2345", "1.2.3", "0x10", "1e5", "NaN", "inf", "%", "٣"],
)
def test_what_is_not_plainly_a_number_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("value", "scale", "scaled"),
    [("5.0", 4, 50000), ("0.906", 4, 9060), ("247", 0, 247), ("0.00001", 4, None), ("0.5", 0, None)],
)
def test_a_value_finer_than_its_scale_is_refused(value: str, scale: int, scaled: int | None) -> None:
    assert to_scaled(Decimal(value), scale) == scaled


def test_a_value_too_large_to_store_is_refused() -> None:
    assert to_scaled(Decimal(LARGEST), 0) == LARGEST
    assert to_scaled(Decimal(LARGEST) + 1, 0) is None
    assert to_scaled(Decimal(LARGEST), 1) is None


@pytest.mark.parametrize(
    ("value", "scale", "places", "printed"),
    [
        (50000, 4, 1, "5.0"),
        (60000, 4, 0, "6"),
        (9375, 1, 0, "938"),
        (-25, 1, 0, "-3"),
        (-4, 1, 0, "0"),
        (7, 0, 2, "7.00"),
    ],
)
def test_printing_rounds_half_away_from_zero(value: int, scale: int, places: int, printed: str) -> None:
    assert print_scaled(value, scale, places) == printed


@pytest.mark.parametrize(
    ("fraction", "printed"),
    [
        ("5/6", "83.3%"),
        ("247/260", "95.0%"),
        ("453/500", "90.6%"),
        ("21/8", "262.5%"),
        ("7/19", "36.8%"),
        ("-1/3", "-33.3%"),
        ("1/2000", "0.1%"),
    ],
)
def test_a_percentage_has_one_decimal(fraction: str, printed: str) -> None:
    assert print_percent(Fraction(fraction)) == printed


def test_a_sum_of_printed_tenths_is_exact() -> None:
    """The thirteen county targets of 就业岗位, which as floats add up to 5.999999999999999 or 6.000000000000001."""
    tenths = ["0.6", "0.4", "0.3", "0.4", "0.2", "0.7", "0.9", "0.5", "0.2", "0.5", "0.4", "0.6", "0.3"]
    total = sum(to_scaled(Decimal(text), 4) or 0 for text in tenths)
    assert total == 60000
    assert print_fraction(Fraction(total, 10**4), 1) == "6.0"
