"""位次: where a region stands among those of its level in each of its indicators, and by how much.

From the kept columns, so that a county of a nation is set beside 2,843 others without an object made of any. Shares are
compared as the integers they are made of, never as decimals.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Literal

import polars as pl

from data.results import PlanAssessment
from indicators.codes import GAP_NAMES, code_of

# An over and an under, above zero.
_Share = tuple[int, int]
PlacedBy = Literal["progress", "completion"]


@dataclass(frozen=True)
class Place:
    """The place of a region in one indicator, by progress, or where it has none by completion.

    Of `of` regions with that measure `rank` is 1 for the largest `share`; those with the same share have the same rank
    and are `tied` (others than itself). `first` is the largest share there is, `next` the one just before this place,
    or behind the first; None where no share is another.
    """

    by: PlacedBy
    share: Fraction
    rank: int
    of: int
    tied: int
    first: Fraction
    next: Fraction | None

    @property
    def to_first(self) -> Fraction:
        """How much less it is than the first's; zero for the first."""
        return self.first - self.share


def places_of(assessment: PlanAssessment, region: str) -> dict[str, Place]:
    """The place of a region in each indicator in which it and another of its level can be compared.

    None for the plan's own region, which has nobody beside it, and none where nothing is judged yet. A target worse
    than its baseline is no way to go: who has one is not compared.
    """
    plan = assessment.plan
    if region == plan.root.code or assessment.period <= plan.baseline_period:
        return {}
    columns = ("progress_gap", *(f"{by}_{part}" for by in ("progress", "completion") for part in ("over", "under")))
    peers = assessment.peers(region, *columns)
    worse = code_of(GAP_NAMES, "target_below_baseline")
    compared = peers.filter((pl.col("progress_gap") != worse).fill_null(value=True))
    parts = compared.partition_by("indicator", as_dict=True)
    places = {str(indicator): _place(part, region) for (indicator, *_), part in parts.items()}
    return {indicator: place for indicator, place in places.items() if place is not None}


def _place(part: pl.DataFrame, region: str) -> Place | None:
    """The place in one indicator; None without a measure of its own, or without anybody else's."""
    for by in _MEASURES:
        shares = dict(_shares(part, by))
        if region in shares:
            others = [share for code, share in shares.items() if code != region]
            return _among(by, shares[region], others) if others else None
    return None


_MEASURES: tuple[PlacedBy, ...] = ("progress", "completion")


def _shares(part: pl.DataFrame, by: PlacedBy) -> Iterator[tuple[str, _Share]]:
    measured = part.select("region", f"{by}_over", f"{by}_under").drop_nulls()
    for region, over, under in measured.iter_rows():
        yield region, (over, under)


def _among(by: PlacedBy, own: _Share, others: list[_Share]) -> Place:
    over, under = own
    better = [one for one in others if one[0] * under > over * one[1]]
    worse = [one for one in others if one[0] * under < over * one[1]]
    following = _least(better) if better else _largest(worse) if worse else None
    return Place(
        by=by,
        share=Fraction(*own),
        rank=len(better) + 1,
        of=len(others) + 1,
        tied=len(others) - len(better) - len(worse),
        first=Fraction(*_largest(better)) if better else Fraction(*own),
        next=Fraction(*following) if following else None,
    )


def _largest(shares: Iterable[_Share]) -> _Share:
    return reduce(lambda one, other: other if other[0] * one[1] > one[0] * other[1] else one, shares)


def _least(shares: Iterable[_Share]) -> _Share:
    return reduce(lambda one, other: other if other[0] * one[1] < one[0] * other[1] else one, shares)
