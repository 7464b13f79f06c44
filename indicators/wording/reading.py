"""What reading a target text gives: a target understood, or the reason why there is none."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from common.periods import Period

Comparator = Literal[">=", ">", "<=", "<", "range", "all", "done"]
Scope = Literal["plan_end", "year", "cumulative"]
Need = Literal["denominator", "baseline", "confirmation"]
NotRead = Literal["blank", "no_value", "not_applicable", "not_understood"]


@dataclass(frozen=True)
class TargetReading:
    """A target understood.

    `value` and `upper` are exact, except for a fraction like 三分之一, which no decimal is (see wording.numerals). A
    percentage's value is a fraction and its unit "%"; that of ‰ too, with "‰"; 百分点 keep their number. With
    `relative_to` ("baseline", "previous_year" or a year, "2023") it is a signed change: 下降15% is −0.15. `due` is the
    quarter a date in the text names.
    """

    text: str
    comparator: Comparator
    value: Decimal | None
    unit: str | None
    scope: Scope = "plan_end"
    upper: Decimal | None = None
    relative_to: str | None = None
    approximate: bool = False
    needs: tuple[Need, ...] = ()
    due: Period | None = None


@dataclass(frozen=True)
class TargetNotRead:
    """A text that gives no target: it is blank, says there is none, or is not understood (its `parts` are shown)."""

    text: str
    problem: NotRead
    parts: tuple[str, ...] = ()
