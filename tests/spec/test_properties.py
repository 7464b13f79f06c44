"""What holds for whatever figures there are. Many random cells are assessed in one run."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from common.periods import Period
from indicators.rules import STATUS_NAMES
from tests.spec.engine import ENGINES, Row, declared_row, fact_row, run

LAST = "2026Q2"
PERIODS = [str(Period.at(n)) for n in range(Period(2023, 4).ordinal, Period.read(LAST).ordinal + 1)]
LOWER = ("<=", "<")
# Few and small, so that values often lie on targets, baselines, lines and thresholds.
FIGURES = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 30, 40, 100])
Test = Callable[..., None]


def on_random(strategy: st.SearchStrategy[Any]) -> Callable[[Test], Test]:
    """Run a property on both engines, the same examples each time; none is made smaller, which would take minutes."""

    def mark(test: Test) -> Test:
        limited = settings(
            max_examples=4,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        marked: Test = pytest.mark.parametrize("engine", ENGINES)(limited(given(drawn=strategy)(test)))
        return marked

    return mark


@st.composite
def cells(draw: st.DrawFn) -> Row:
    """A cell of any comparator, counted in any way, with its facts in a column of its own."""
    comparator = draw(st.sampled_from([">=", ">=", ">", "<=", "<", "range", "all"]))
    target = draw(FIGURES)
    return {
        "comparator": comparator,
        "direction": draw(st.sampled_from(["decrease" if comparator in LOWER else "increase", "hold"])),
        "counted": draw(st.sampled_from(["at_period_end", "at_period_end", "by_year", "over_the_plan"])),
        "target": None if comparator == "all" else target * draw(st.sampled_from([1, 3])),
        "target_under": 1 if comparator == "all" else draw(st.sampled_from([1, 1, 3])),
        "upper": (target + draw(FIGURES)) * 3 if comparator == "range" else None,
        "baseline": draw(st.sampled_from([None, 0, 0, 1, 2, 5, 8, 13, 20, 40, 100])),
        "step": draw(st.sampled_from([0, 1, 2])),
        "nature": "binding",
    }


@st.composite
def declarations(draw: st.DrawFn, aggregation: str = "own", regions: str = "r") -> list[Row]:
    """Forty indicators, each in some regions: the first, and the others below it."""
    return [
        declared_row(
            indicator=f"{n}", region=region, parent=None if region == regions[0] else regions[0],
            **{**shared, "aggregation": aggregation, "baseline": shared["baseline"] and draw(FIGURES)},
        )
        for n, shared in enumerate(draw(st.lists(cells(), min_size=40, max_size=40)))
        for region in regions
    ]  # fmt: skip


@st.composite
def facts_of(draw: st.DrawFn, declared: list[Row]) -> list[Row]:
    periods = draw(st.lists(st.sampled_from(PERIODS), min_size=4, max_size=4, unique=True))
    odd = st.sampled_from([None, None, -2, 10**15 + 1])
    return [
        fact_row(
            indicator=row["indicator"],
            region=row["region"],
            period=period,
            value=draw(odd if draw(st.integers(0, 9)) == 0 else FIGURES),
            denominator=draw(FIGURES) if row["comparator"] == "all" else None,
        )
        for row in declared
        for period in periods
    ]


@st.composite
def plans(draw: st.DrawFn, aggregation: str = "own", regions: str = "r") -> tuple[list[Row], list[Row]]:
    declared = draw(declarations(aggregation, regions))
    return declared, draw(facts_of(declared))


@on_random(plans("sum", "wab"))
def test_every_cell_has_exactly_one_status_in_every_period(engine: str, drawn: tuple[list[Row], list[Row]]) -> None:
    declared, facts = drawn
    found = run(engine, declared, facts, last=LAST)
    keys = {(row["indicator"], row["region"], row["period"]) for row in found}
    assert len(found) == len(keys) == len(declared) * len(PERIODS)
    assert {row["status"] for row in found} <= set(STATUS_NAMES)


@on_random(st.tuples(plans("sum", "wabc"), st.randoms(use_true_random=False)))
def test_the_order_of_regions_and_figures_changes_nothing(engine: str, drawn: Any) -> None:
    (declared, facts), random = drawn
    shuffled = random.sample(declared, len(declared)), random.sample(facts, len(facts))
    assert _by_key(run(engine, declared, facts, last=LAST)) == _by_key(run(engine, *shuffled, last=LAST))


@on_random(plans())
def test_a_finer_scale_changes_no_status(engine: str, drawn: tuple[list[Row], list[Row]]) -> None:
    """5.0 at scale 1 is 5.00 at scale 2: ten times all figures, the step too, and the same judgement."""
    declared, facts = drawn
    facts = [fact for fact in facts if fact["value"] is None or fact["value"] < 10**15]
    names = ("baseline", "target", "upper", "step")
    finer = [{**row, **{name: row[name] and row[name] * 10 for name in names}} for row in declared]
    reported = [
        {**fact, **{name: fact[name] and fact[name] * 10 for name in ("value", "denominator")}} for fact in facts
    ]
    judged, again = (run(engine, rows, told, last=LAST) for rows, told in ((declared, facts), (finer, reported)))
    assert [(row["cell"], row["period"], row["status"]) for row in judged] == [
        (row["cell"], row["period"], row["status"]) for row in again
    ]


@on_random(st.lists(st.tuples(cells(), st.integers(1, 8)), min_size=25, max_size=25))
def test_a_better_value_never_gets_a_worse_light(engine: str, drawn: list[tuple[Row, int]]) -> None:
    """Of one cell in one period. Red is worse than yellow and grey, and those are worse than green.

    Grey has no place beside yellow: a cell that may be yellow has a target, a baseline and a line, and is never grey.
    Where grey occurs, a worse value may be red (regressed, missed) and a better one green (achieved). Better is more,
    less, or nearer to the range. A range within the year is left out: too much cannot be undone, too little can.
    """
    values = range(111)
    kept = [(shared, PERIODS[place]) for shared, place in drawn if not _is_range_within_the_year(shared, place)]
    declared = [
        declared_row(indicator=f"{n} {value}", **shared) for n, (shared, _period) in enumerate(kept) for value in values
    ]
    facts = [
        fact_row(indicator=f"{n} {value}", period=period, value=value, denominator=20)
        for n, (_shared, period) in enumerate(kept)
        for value in values
    ]
    found = {(row["indicator"], row["period"]): row["light"] for row in run(engine, declared, facts, last="2025Q4")}
    for n, (shared, period) in enumerate(kept):
        from_worst = sorted(values, key=lambda value: _goodness(shared, value))
        lights = [found[(f"{n} {value}", period)] for value in from_worst]
        ranks = [{"red": 0, "yellow": 1, "grey": 1, "green": 2}[light] for light in lights]
        assert ranks == sorted(ranks), (shared, period, dict(zip(from_worst, lights, strict=True)))
        assert not {"yellow", "grey"} <= set(lights), (shared, period)


def _goodness(shared: Row, value: int) -> int:
    if shared["comparator"] == "range":
        scaled = value * int(shared["target_under"])
        return -max(int(shared["target"]) - scaled, scaled - int(shared["upper"]), 0)
    return -value if shared["comparator"] in LOWER else value


def _is_range_within_the_year(shared: Row, place: int) -> bool:
    return shared["comparator"] == "range" and shared["counted"] == "by_year" and place % 4 != 0


def _by_key(rows: list[Row]) -> dict[tuple[str, str, str], Row]:
    return {
        (row["indicator"], row["region"], row["period"]): {name: row[name] for name in row if name != "cell"}
        for row in rows
    }
