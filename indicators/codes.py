"""Names as small integers inside the engine: a nation's worth of rows holds no text, which every frame library is slow
at.

A gap, a status and a light are positions in a tuple of names; `name_of` turns them back where they are shown.
"""

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from common.gaps import GAPS

# What is computed at once (pandas, Polars) has what the passes use of a lazy frame (Spark, lazy Polars).
Frame = nw.LazyFrame[Any]

GAP_NAMES = tuple(GAPS)


def code_of(names: Sequence[str], name: str) -> int:
    """The integer that stands for a name; raises ValueError for one that is not among them."""
    return names.index(name)


def name_of(names: Sequence[str], code: int | None) -> str | None:
    """The name an integer stands for; None for none."""
    return None if code is None else names[int(code)]


def slot(cell: str = "cell", period: str = "period") -> nw.Expr:
    """One integer for a cell in a period: frames are joined and grouped by one key several times faster than by two."""
    return nw.col(cell) * _PERIODS + nw.col(period)


# More quarters than there are up to the year 9999.
_PERIODS = 2**16


def first_gap(*gaps: tuple[nw.Expr, str] | nw.Expr) -> nw.Expr:
    """The code of the gap beside the first condition that holds; null where none does.

    Instead of a condition may stand a column of gaps: where it has one, that is it.
    """
    return first_that_holds(
        *(gap if isinstance(gap, nw.Expr) else (gap[0], code_of(GAP_NAMES, gap[1])) for gap in gaps)
    )


def first_that_holds(*cases: tuple[nw.Expr, int] | nw.Expr) -> nw.Expr:
    """The code beside the first condition that holds; null where none does. A condition that cannot be told is no.

    Codes only: on pandas a literal that stands first makes plain NumPy integers, which become floats at the first
    missing value. Figures stand before a literal, never after it; codes are made nullable by the column `nothing`.
    """
    found = nw.col("nothing")
    for case in reversed(cases):
        if isinstance(case, nw.Expr):
            found = nw.coalesce(case, found)
        else:
            when, code = case
            found = nw.when(when).then(nw.lit(code)).otherwise(found)
    return nw.coalesce(nw.col("nothing"), found)
