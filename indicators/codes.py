"""Names as small integers inside the engine: a nation's worth of rows holds no text, which every frame library is slow
at.

A gap, a status and a light are positions in a tuple of names; `name_of` turns them back where they are shown.
"""

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from common.gaps import GAPS

Frame = nw.LazyFrame[Any]

GAP_NAMES = tuple(GAPS)


def code_of(names: Sequence[str], name: str) -> int:
    """The integer that stands for a name; raises ValueError for one that is not among them."""
    return names.index(name)


def name_of(names: Sequence[str], code: int | None) -> str | None:
    """The name an integer stands for; None for none."""
    return None if code is None else names[int(code)]


def constant(number: int) -> nw.Expr:
    """A column of one integer, in the rows' own nullable type.

    Never nw.lit(): on pandas that is a plain NumPy column, and the first missing value beside it makes it floats.
    `zero` is added once, by indicators/cells.py.
    """
    return nw.col("zero") + number if number else nw.col("zero")


def slot(cell: str = "cell", period: str = "period") -> nw.Expr:
    """One integer for a cell in a period: frames are joined and grouped by one key several times faster than by two."""
    return nw.col(cell) * _PERIODS + nw.col(period)


# More quarters than there are up to the year 9999.
_PERIODS = 2**16


def first_gap(*gaps: tuple[nw.Expr, str | nw.Expr]) -> nw.Expr:
    """The code of the gap beside the first condition that holds; null where none does.

    Beside a condition may stand another column of gaps.
    """
    return first_that_holds(
        *((when, constant(code_of(GAP_NAMES, gap)) if isinstance(gap, str) else gap) for when, gap in gaps)
    )


def first_that_holds(*cases: tuple[nw.Expr, nw.Expr]) -> nw.Expr:
    """What stands beside the first condition that holds; null where none does, and where it cannot be told."""
    return nw.coalesce(*(nw.when(when).then(then) for when, then in cases))
