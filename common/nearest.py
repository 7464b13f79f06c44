"""What somebody may have meant: the names nearest to what they wrote. No more are named than one reads at a glance."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher
from heapq import nsmallest
from typing import TypeVar

from common.numbers import half_width
from common.periods import Period

MOST = 5
# Names are alike from here on: 鹿成区 and 鹿城区, 330399 and 330302.
_ALIKE = 0.5
# No name is longer, and what is written by mistake may be.
_LONGEST = 60
_PERIOD = re.compile("([0-9]{4})(?:[^0-9一二三四]{0,3}([0-9一二三四]))?")
_QUARTERS: dict[str | None, int] = {None: 4, "一": 1, "二": 2, "三": 3, "四": 4}
_DAY = re.compile(r"(2[0-9]{3})\D{0,2}([0-9]{2}|(?<=\D)[0-9])(?:\D{0,2}([0-9]{1,2}))?")

Thing = TypeVar("Thing")
Names = Callable[[Thing], Iterable[str]]


def matching(written: str, known: Iterable[Thing], names: Names[Thing]) -> list[Thing]:
    """Those with a name that is, begins with or holds what was written, in this order, else in their own."""
    return [one for _rank, one in _ranked(fold(written), known, names)]


def nearest(written: str, known: Sequence[Thing], names: Names[Thing], most: int = MOST) -> list[Thing]:
    """At most so many that may be meant: those of that very name; else those that match, or whose name it holds; and
    then those alike.
    """
    wanted = fold(written)
    ranked = _ranked(wanted, known, names)
    if ranked and ranked[0][0] == _SAME:
        return [one for rank, one in ranked if rank == _SAME][:most]
    found = [one for _rank, one in ranked] or [one for one in known if _is_held(wanted, names(one))]
    alike = _alike(wanted, known, names, most) if len(found) < most else []
    return [*found, *(one for one in alike if one not in found)][:most]


def nearest_of(written: str, known: Sequence[str]) -> str:
    """The nearest of some names, and where none is near the first of all: as an example of how they are written."""
    return ", ".join(nearest(written, known, lambda name: (name,)) or known[:MOST])


def nearest_periods(written: str, known: Sequence[Period]) -> list[Period]:
    """The known periods nearest to the one that was written, the later of two first; without a year, the latest."""
    found = _PERIOD.search(half_width(written[:_LONGEST]))
    last = max((period.ordinal for period in known), default=0)
    wanted = Period(int(found[1]), _quarter(found[2])).ordinal if found else last
    return sorted(known, key=lambda one: (abs(one.ordinal - wanted), -one.ordinal))[:MOST]


def nearest_day(written: str) -> date | None:
    """The day that was written in another way than 2025-06-30, or that comes nearest to one there is not; or none."""
    found = _DAY.search(half_width(written[:_LONGEST]))
    if found is None:
        return None
    year, month = int(found[1]), min(max(int(found[2]), 1), 12)
    last = monthrange(year, month)[1]
    return date(year, month, min(max(int(found[3] or last), 1), last))


def fold(text: str) -> str:
    """A name without what people write in several ways: letters large or small, wide or narrow, spaces."""
    return "".join(half_width(text[:_LONGEST]).casefold().split())


def _quarter(written: str | None) -> int:
    """The quarter a sign stands for; the nearest one where it stands for none, the last where there is no sign."""
    return _QUARTERS[written] if written in _QUARTERS else min(max(int(written or 4), 1), 4)


_SAME, _BEGINS, _HOLDS, _NOT = range(4)


def _ranked(wanted: str, known: Iterable[Thing], names: Names[Thing]) -> list[tuple[int, Thing]]:
    """Those that match, the best first."""
    ranked = ((min((_rank(wanted, fold(name)) for name in names(one)), default=_NOT), one) for one in known)
    return sorted((pair for pair in ranked if pair[0] < _NOT), key=lambda pair: pair[0])


def _rank(wanted: str, name: str) -> int:
    if wanted not in name:
        return _NOT
    return _SAME if name == wanted else _BEGINS if name.startswith(wanted) else _HOLDS


def _is_held(wanted: str, names: Iterable[str]) -> bool:
    """Whether what was written holds a name: 鹿城区政府, 3303022. A single sign is no name."""
    return any(len(name) > 1 and fold(name) in wanted for name in names)


def _alike(wanted: str, known: Sequence[Thing], names: Names[Thing], most: int) -> list[Thing]:
    compared = SequenceMatcher(b=wanted)
    unlike = [(_unlikeness(compared, names(one)), place) for place, one in enumerate(known)]
    return [known[place] for far, place in nsmallest(most, unlike) if far <= 1 - _ALIKE]


def _unlikeness(compared: "SequenceMatcher[str]", names: Iterable[str]) -> float:
    """How far the likest name is from the one compared with, from 0 to 1."""
    likest = 0.0
    for name in names:
        compared.set_seq1(fold(name))
        # The cheaper two are never below the third.
        if compared.real_quick_ratio() >= _ALIKE and compared.quick_ratio() > likest:
            likest = max(likest, compared.ratio())
    return 1 - likest
