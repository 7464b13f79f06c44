"""What is other in a period than in the one before: better, worse, newly reported, and restated since.

Found out from the kept columns, whatever their number; of each kind only those that are to be named become objects.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

import polars as pl

from common.periods import Period
from data.results import Assessment, PlanAssessment
from indicators.codes import GAP_NAMES, code_of, name_of
from indicators.lights import LIGHT_NAMES

One = TypeVar("One")

# From worst to best, as a light says it; a grey one says nothing.
_RANKS = {code_of(LIGHT_NAMES, light): rank for rank, light in enumerate(("red", "yellow", "green"))}


@dataclass(frozen=True)
class Restated:
    """A figure of the period that was approved again as another: what it was, and what it is (None: a gap, named)."""

    indicator: str
    region: str
    part: str
    was: int | None
    now: int | None
    was_gap: str | None = None
    now_gap: str | None = None


@dataclass(frozen=True)
class Some(Generic[One]):
    """The first of some things, in the plan's order, and how many there are."""

    first: tuple[One, ...]
    count: int


@dataclass(frozen=True)
class Changes:
    """The assessments whose light is worse or better than a period before, those reported for the first time, and what
    was said otherwise after it was approved."""

    worse: Some[Assessment]
    better: Some[Assessment]
    newly_reported: Some[Assessment]
    restated: Some[Restated]

    @property
    def is_empty(self) -> bool:
        return not any(some.count for some in (self.worse, self.better, self.newly_reported, self.restated))


def changes_of(assessment: PlanAssessment, most: int | None = None) -> Changes:
    """What changed in a plan since the period before; of each kind no more than `most` are named."""
    found = assessment.columns("first_reported").with_columns(step=_steps(assessment))

    def named(which: pl.Expr) -> Some[Assessment]:
        cells = found.filter(which).sort("order")["cell"].to_list()
        return Some(assessment.of_cells(cells[:most]), len(cells))

    return Changes(
        worse=named(pl.col("step") < 0),
        better=named(pl.col("step") > 0),
        newly_reported=named(_is_newly_reported(assessment)),
        restated=_restated(assessment, most),
    )


def _steps(assessment: PlanAssessment) -> pl.Series:
    """How far each light went up or down since the period before; null where one of the two says nothing."""
    before = max(assessment.period.ordinal - 1, assessment.plan.baseline_period.ordinal)
    return _ranks(assessment) - _ranks(assessment.at(Period.at(before)))


def _ranks(assessment: PlanAssessment) -> pl.Series:
    return assessment.columns("light")["light"].replace_strict(_RANKS, default=None, return_dtype=pl.Int8)


def _is_newly_reported(assessment: PlanAssessment) -> pl.Expr:
    """Whether it has a figure now, and had none in any period after the baseline's."""
    since_baseline = assessment.period.ordinal - assessment.plan.baseline_period.ordinal
    return (pl.col("first_reported") == assessment.period.ordinal) & pl.lit(since_baseline > 1)


def _restated(assessment: PlanAssessment, most: int | None) -> Some[Restated]:
    """The figures of the period that were approved more than once, where the last says otherwise than the first."""
    found = _restated_figures(assessment)
    return Some(_named(found if most is None else found.head(most)), found.height)


def restated_of(assessment: PlanAssessment, region: str) -> tuple[Restated, ...]:
    """What one region said otherwise of the period after it was approved."""
    return _named(_restated_figures(assessment).filter(pl.col("region") == region))


def _restated_figures(assessment: PlanAssessment) -> pl.DataFrame:
    places = assessment.columns().select("cell", "indicator", "region", "order")
    return assessment.found.restated().join(places, on="cell").sort("order", maintain_order=True)


def _named(figures: pl.DataFrame) -> tuple[Restated, ...]:
    return tuple(
        Restated(indicator, region, part, was, now, name_of(GAP_NAMES, was_gap), name_of(GAP_NAMES, now_gap))
        for indicator, region, part, was, now, was_gap, now_gap in figures.select(_OF_A_FIGURE).iter_rows()
    )


_OF_A_FIGURE = ("indicator", "region", "part", "was", "now", "was_gap", "now_gap")
