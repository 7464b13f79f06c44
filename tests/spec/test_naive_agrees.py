"""The engine against the naive second calculation (tests/spec/naive.py), on random plans."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from common.periods import Period
from tests.spec.engine import ENGINES, Row, declared_row, fact_row, run
from tests.spec.naive import Judge

LAST = "2027Q4"
PERIODS = [str(Period.at(n)) for n in range(Period(2023, 4).ordinal, Period.read(LAST).ordinal + 1)]
# Few different figures: that makes targets that equal baselines, values on a threshold and values on a line.
FIGURES = st.sampled_from([0, 1, 2, 3, 4, 5, 8, 10, 13, 16, 20, 40, 100])
TREE = {"w": None, "c": "w", "d": "w", "k": "c", "l": "c", "m": "d"}


@st.composite
def cells(draw: st.DrawFn, indicator: str) -> list[Row]:
    """One indicator: alone, or passed down to some regions below."""
    kind = draw(st.sampled_from(["amount", "amount", "rate", "milestone"]))
    comparators = {
        "amount": [">=", ">", "<=", "<", "range", "all"],
        "rate": [">=", ">", "<=", "all"],
        "milestone": ["done"],
    }[kind]
    comparator = draw(st.sampled_from(comparators))
    lower = comparator in ("<", "<=")
    directions = ["decrease" if lower else "increase", "hold", "hold", "unconfirmed" if draw(_rarely()) else "hold"]
    shared = {
        "indicator": indicator,
        "kind": kind,
        "comparator": comparator,
        "direction": draw(st.sampled_from(directions)),
        "counted": "at_period_end" if kind == "milestone" else draw(st.sampled_from(_COUNTED)),
        "nature": draw(st.sampled_from(["binding", "anticipatory"])),
        "every": draw(st.sampled_from([1, 1, 2, 4])),
        "aggregation": draw(st.sampled_from(["own", "ratio_of_sums" if kind == "rate" else "sum"])),
        "whole": 10 if kind == "rate" else 1,
        "step": draw(st.sampled_from([0, 1])) if kind == "amount" else 0,
        "due": draw(st.sampled_from([Period(2025, 4), Period(2024, 4), Period(2026, 4)])).ordinal,
    }
    regions = draw(st.sampled_from([["w"], ["w", "c", "d"], ["w", "k", "l", "m"], ["w", "c", "k", "l", "m"]]))
    return [{**draw(_one_cell(kind, comparator)), **shared, "region": name, "parent": TREE[name]} for name in regions]


_COUNTED = ["at_period_end", "at_period_end", "by_year", "over_the_plan"]


def _rarely() -> st.SearchStrategy[bool]:
    return st.integers(0, 9).map(lambda n: n == 0)


@st.composite
def _one_cell(draw: st.DrawFn, kind: str, comparator: str) -> Row:
    target, wide = draw(FIGURES), draw(FIGURES)
    target_under = 1 if kind == "milestone" else draw(st.sampled_from([1, 1, 5]))
    row = declared_row(
        target=1 if kind == "milestone" else None if comparator == "all" and kind != "rate" else target * target_under,
        target_under=1 if comparator == "all" else target_under,
        upper=(target + wide) * target_under if comparator == "range" else None,
        baseline=0 if kind == "milestone" else draw(st.none() | FIGURES),
        is_asked=not draw(_rarely()),
        applicable=not draw(_rarely()),
        acknowledged=draw(st.booleans()),
        target_gap="not_understood" if draw(_rarely()) else None,
        valid_from=Period(2024, 3).ordinal if draw(_rarely()) else None,
        valid_to=Period(2025, 2).ordinal if draw(_rarely()) else None,
    )
    if kind == "rate" and comparator == "all":
        row["target"] = 10
    if row["target_gap"]:
        row.update(target=None, upper=None)
    return row


@st.composite
def _fact(draw: st.DrawFn, cell: Row, period: str) -> Row:
    named = {"indicator": cell["indicator"], "region": cell["region"], "period": period}
    if draw(_rarely()):
        return fact_row(**named, gap=draw(st.sampled_from(["no_value", "not_applicable"])))
    if cell["kind"] == "milestone":
        return fact_row(**named, value=draw(st.sampled_from([0, 1])))
    if cell["kind"] == "rate" and draw(st.booleans()):
        gap = "no_value" if draw(_rarely()) else None
        return fact_row(**named, numerator=draw(FIGURES), denominator=draw(st.none() | FIGURES), gap=gap)
    value = draw(FIGURES) if not draw(_rarely()) else draw(st.sampled_from([-3, 10**15 + 1]))
    return fact_row(**named, value=value, denominator=draw(st.none() | FIGURES))


@st.composite
def milestones(draw: st.DrawFn, cell: Row) -> list[Row]:
    """The plan's own figure for 2024, for one in some cells."""
    if cell["comparator"] in ("range", "done", "all") or not draw(_rarely()):
        return []
    figure = draw(FIGURES)
    first, fourth = Period(2024, 1).ordinal, Period(2024, 4).ordinal
    named = {"indicator": cell["indicator"], "region": cell["region"]}
    if cell["counted"] == "by_year":
        whole = {"line_from": figure, "line_to": figure, "part": 1, "steps": 1}
        return [{**named, "period": period, **whole} for period in range(first, fourth + 1)]
    stretch = {"line_from": None, "line_to": figure, "steps": 4}
    return [{**named, "period": period, "part": period - first + 1, **stretch} for period in range(first, fourth + 1)]


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Row], list[Row], list[Row]]:
    """Declarations, facts and the plan's own schedule, for four indicators: one run of an engine judges them all."""
    declared = [cell for indicator in "abcd" for cell in draw(cells(indicator))]
    reported = [(cell, period) for cell in declared for period in PERIODS if draw(st.integers(0, 3))]
    facts = [draw(_fact(cell, period)) for cell, period in reported]
    return declared, facts, [stretch for cell in declared for stretch in draw(milestones(cell))]


# Only a failure prints the plan, and it should print its own words then.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("engine", ENGINES)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    # A failure names its cell, facts and both results; making the plan smaller would take minutes and add nothing.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(plan=plans())
def test_the_naive_calculation_agrees(engine: str, plan: tuple[list[Row], list[Row], list[Row]]) -> None:
    declared, facts, schedule = plan
    overdue = ("2024Q2", "2025Q1")
    expected = Judge(declared, facts, LAST, overdue, schedule).results()
    found = run(engine, declared, facts, last=LAST, overdue=overdue, milestones=schedule)
    assert len(found) == len(expected)
    for row in found:
        naive = expected[(row["indicator"], row["region"], row["period"])]
        seen = {name: row[name] for name in ("status", "light", "recovered", "met_late", "warning")}
        seen |= {name: row[name] for name in ("expected", "reported")}
        seen |= {
            name: _measure(row, name) for name in ("value", "completion", "progress", "scheduled", "lead", "forecast")
        }
        cell = next(one for one in declared if (one["indicator"], one["region"]) == (row["indicator"], row["region"]))
        assert seen == {name: naive[name] for name in seen}, (cell, row, naive)


def _measure(row: dict[str, Any], name: str) -> Fraction | None:
    return None if row[f"{name}_over"] is None else Fraction(row[f"{name}_over"], row[f"{name}_under"])
