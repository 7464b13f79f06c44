"""Units of counting: what a figure in one unit is multiplied by to be in another."""

import re
from decimal import Decimal

from indicators.plan import Indicator

_MYRIADS = {"": 0, "万": 4, "亿": 8}
_PARTS = re.compile(r"(万|亿)?(.*)")


def conversion(written: str | None, indicator: Indicator) -> Decimal | None:
    """The factor from the unit written (None: none was) to the plan's; None where they do not count the same thing.

    The unit people are asked in counts the same thing: 人 and 万个 of 就业岗位 are a factor of ten thousand apart.
    """
    if written is None or not indicator.unit:
        return Decimal(1)
    power, base = _split(written)
    own_power, own_base = _split(indicator.unit)
    _asked_power, asked_base = _split(indicator.unit_asked)
    return Decimal(1).scaleb(power - own_power) if base in (own_base, asked_base) else None


def _split(unit: str) -> tuple[int, str]:
    match = _PARTS.fullmatch(unit.strip().removesuffix("/年"))
    if match is None:
        return 0, unit
    return _MYRIADS[match[1] or ""], match[2]


def known_units(indicator: Indicator) -> tuple[str, ...]:
    """The units a figure of an indicator can be counted in: its own, the one people are asked in, and ten thousands."""
    bases = dict.fromkeys(_split(unit)[1] for unit in (indicator.unit, indicator.unit_asked) if unit)
    return tuple(dict.fromkeys((indicator.unit, *(f"{power}{base}" for base in bases for power in ("", "万", "亿")))))
