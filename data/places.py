"""位次: where a region stands among those of its level in each of its indicators, and by how much.

From the kept columns, so that a county of a nation is set beside 2,843 others without an object made of any. Shares are
compared as the integers they are made of, never as decimals.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import polars as pl

from data.results import PlanAssessment
from indicators.codes import GAP_NAMES, code_of

PlacedBy = Literal["progress", "completion"]
# By what regions are compared: the first that is defined for the one whose place is asked.
_MEASURES: tuple[PlacedBy, ...] = ("progress", "completion")
_COLUMNS = ("progress_gap", *(f"{by}_{part}" for by in _MEASURES for part in ("over", "under")))


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
    worse = code_of(GAP_NAMES, "target_below_baseline")
    is_compared = (pl.col("progress_gap") != worse).fill_null(value=True)
    compared = assessment.peers(region, *_COLUMNS).filter(is_compared)
    places: dict[str, Place] = {}
    for by in _MEASURES:
        places = dict(_places(compared, region, by)) | places
    return places


def _places(compared: pl.DataFrame, region: str, by: PlacedBy) -> Iterator[tuple[str, Place]]:
    """The place of a region by one measure, in each indicator in which it and somebody else has that."""
    parts = {part: pl.col(f"{by}_{part}").cast(pl.Int128) for part in ("over", "under")}
    shares = compared.select("indicator", "region", **parts).drop_nulls()
    own = shares.filter(pl.col("region") == region).drop("region")
    # Above zero where somebody's share is larger than the region's own.
    more = pl.col("over") * pl.col("own_under") - pl.col("own_over") * pl.col("under")
    size = pl.col("over").cast(pl.Float64) / pl.col("under").cast(pl.Float64)
    beside = shares.join(own, on="indicator", suffix="_own").rename({"over_own": "own_over", "under_own": "own_under"})
    counted = (
        beside.with_columns(more=more, size=size)
        .group_by("indicator")
        .agg(
            pl.col("own_over", "own_under").first(),
            of=pl.len(),
            better=(pl.col("more") > 0).sum(),
            same=(pl.col("more") == 0).sum(),
            first=_nearly(pl.Expr.max),
            before=_nearly(pl.Expr.min, pl.col("more") > 0),
            behind=_nearly(pl.Expr.max, pl.col("more") < 0),
        )
        .filter(pl.col("of") > 1)
    )
    for found in counted.iter_rows(named=True):
        yield found["indicator"], _place(by, found)


def _nearly(edge: Callable[[pl.Expr], pl.Expr], where: pl.Expr | None = None) -> pl.Expr:
    """The shares that are nearly the largest, or the smallest, of some: few, and told apart exactly afterwards."""
    where = pl.lit(value=True) if where is None else where
    size = pl.col("size")
    outermost = edge(size.filter(where))
    is_near = (size - outermost).abs() <= outermost.abs() * _ROUNDING
    return pl.struct("over", "under").filter(where & is_near).unique()


# Shares further apart than this are apart for certain: a float has some sixteen digits.
_ROUNDING = 1e-12


def _place(by: PlacedBy, found: Mapping[str, Any]) -> Place:
    before, behind = (tuple(_shares(found[side])) for side in ("before", "behind"))
    return Place(
        by=by,
        share=Fraction(found["own_over"], found["own_under"]),
        rank=found["better"] + 1,
        of=found["of"],
        tied=found["same"] - 1,
        first=max(_shares(found["first"])),
        next=min(before) if before else max(behind, default=None),
    )


def _shares(pairs: Iterable[Mapping[str, int]]) -> Iterator[Fraction]:
    return (Fraction(pair["over"], pair["under"]) for pair in pairs)
