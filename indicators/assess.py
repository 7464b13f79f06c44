"""The engine's table of contents: declared + facts → sums → completion → progress."""

import narwhals as nw
from narwhals.typing import IntoFrameT

from indicators.measures import Frame, with_completion, with_progress
from indicators.regions import with_sums


def assess(declared: IntoFrameT, facts: IntoFrameT) -> IntoFrameT:
    """Assess every (indicator, region) a plan declares against the facts of one period.

    `declared` and `facts` are frames of one kind (pandas, Polars eager or lazy, …) with the columns of
    indicators/frames.py. Returns a frame of the same kind: `declared` with value and value_gap, own_value,
    own_baseline, expected, reported, and over / under / gap of completion and progress.
    """
    rows = _with_facts(nw.from_native(declared), nw.from_native(facts))
    rows = with_sums(rows)
    rows = with_completion(rows)
    rows = with_progress(rows)
    return rows.to_native()


def _with_facts(declared: Frame, facts: Frame) -> Frame:
    return declared.join(facts.rename({"gap": "value_gap"}), on=["indicator", "region"], how="left")
