"""The engine's table of contents: declared + facts → sums → completion → progress."""

from typing import Any

import narwhals as nw

from indicators.measures import with_completion, with_progress
from indicators.regions import Frame, with_sums

# A frame of any kind narwhals knows. The engine asks nothing of it but the columns named below.
NativeFrame = Any


def assess(declared: NativeFrame, facts: NativeFrame, ancestors: NativeFrame) -> NativeFrame:
    """Assess every (indicator, region) a plan declares against the facts of one period.

    `declared`, `facts` and `ancestors` are frames of one kind (pandas, lazy Polars, …) with the columns of
    indicators/frames.py. Returns a frame of the same kind: `declared` with value and value_gap, own_value,
    own_baseline, expected, reported, and over / under / gap of completion and progress.
    """
    rows = _with_facts(nw.from_native(declared).lazy(), nw.from_native(facts).lazy())
    rows = with_sums(rows, nw.from_native(ancestors).lazy())
    rows = with_completion(rows)
    rows = with_progress(rows)
    return rows.to_native()


def _with_facts(declared: Frame, facts: Frame) -> Frame:
    return declared.join(facts.rename({"gap": "value_gap"}), on=["indicator", "region"], how="left")
