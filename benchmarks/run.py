"""`make bench`: measures the engine and a plain Python loop in one run, prints a table and writes var/bench.json.

The loop is the naive calculation of tests/spec/naive.py, one row at a time: what the same rules cost when written
plainly. On the nation it is run on a part and its time taken in proportion; the table says so.
"""

import json
import multiprocessing
import resource
import time
from collections.abc import Callable
from typing import Any

import pandas as pd

from benchmarks.nation import COUNTIES, Frames, nation
from common.periods import Period
from common.settings import PROJECT_FOLDER
from data.plan_files import SHIPPED_PLANS, read_plan
from indicators.assess import assess
from indicators.frames import (
    Fact,
    ancestors_frame,
    declared_frame,
    facts_frame,
    milestones_frame,
    periods_frame,
)
from indicators.plan import Plan
from indicators.readings import Confirmations
from indicators.rules import Thresholds
from tests.spec.naive import Judge

_PART = 30
_TIMES = 3


def main() -> None:
    """Measure, print and write."""
    found = [*in_a_process(measure_nation), *in_a_process(measure_city)]
    for row in found:
        peer = f"{row['peer_value']:.3g} {row['unit']} ({row['peer']})" if row["peer"] else "-"
        ratio = f"{row['ratio']:.1f}×" if row["ratio"] else "-"
        print(f"{row['name']:50} {row['value']:8.3g} {row['unit']:4} {ratio:>8}  {peer}")  # noqa: T201
    file = PROJECT_FOLDER / "var" / "bench.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(found, ensure_ascii=False, indent=2), "utf-8")


def in_a_process(measure: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Measure in a process of its own, so that no case finds the memory of another."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure)


def measure_nation() -> list[dict[str, Any]]:
    """A nation's twenty quarters, assessed and rolled up; the most memory the process has held."""
    frames = nation()
    seconds = fastest(lambda: assess(*frames.all(), thresholds=Thresholds()))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 10**9
    part = nation(COUNTIES // _PART)
    plain = fastest(plain_loop(part), times=1) * len(frames.facts) / len(part.facts)
    size = f"{len(frames.facts) / 10**6:.2f} million values"
    return [
        row(f"a nation, {size}, pandas", seconds, "s", f"plain loop on 1/{_PART}, in proportion", plain),
        row(f"a nation, {size}, memory", held, "GB"),
    ]


def measure_city() -> list[dict[str, Any]]:
    """Wenzhou's plan in the second quarter of 2024, the frames made ready, as a page asks for it."""
    plan = read_plan(SHIPPED_PLANS / "wenzhou-2025")
    frames = city(plan, Period(2024, 2))
    seconds = fastest(lambda: assess(*frames.all(), thresholds=plan.thresholds), times=10)
    plain = fastest(plain_loop(frames), times=10)
    return [row("a city's quarter, pandas", seconds * 1000, "ms", "plain loop", plain * 1000)]


def city(plan: Plan, period: Period) -> Frames:
    """The frames of a shipped plan up to a period, with made-up figures for every cell in every quarter."""
    quarters = [Period.at(number) for number in range(plan.baseline_period.ordinal + 1, period.ordinal + 1)]
    made_up = [
        Fact(target.indicator, target.region, quarter, value=40 + place)
        for place, target in enumerate(plan.targets)
        for quarter in quarters
    ]
    facts, _unplaced = facts_frame(plan, made_up)
    return Frames(
        declared_frame(plan, Confirmations()),
        ancestors_frame(plan),
        milestones_frame(plan, Confirmations()),
        periods_frame(plan, period, []),
        facts,
    )


def plain_loop(frames: Frames) -> Callable[[], object]:
    """The naive calculation over the same rows; making them plain rows is not measured."""
    declared = plain_rows(frames.declared)
    place = {one["cell"]: (one["indicator"], one["region"]) for one in declared}
    facts = [
        {**fact, "indicator": place[fact["cell"]][0], "region": place[fact["cell"]][1], "gap": None}
        | {"period": str(Period.at(fact["period"]))}
        for fact in plain_rows(frames.facts)
    ]
    last = str(Period.at(int(frames.periods.period.max())))
    first = str(Period.at(int(frames.declared.start.min())))
    return lambda: Judge(declared, facts, last, (), [], first=first).results()


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def fastest(work: Callable[[], object], times: int = _TIMES) -> float:
    """The seconds of the fastest of several runs, after one that is not counted if there are several."""
    if times > 1:
        work()
    measured = []
    for _time in range(times):
        start = time.perf_counter()
        work()
        measured.append(time.perf_counter() - start)
    return min(measured)


def row(name: str, value: float, unit: str, peer: str = "", peer_value: float | None = None) -> dict[str, Any]:
    """One line of the table; the ratio is how many times faster than the peer."""
    ratio = peer_value / value if peer_value else None
    return {"name": name, "value": value, "unit": unit, "peer": peer, "peer_value": peer_value, "ratio": ratio}


if __name__ == "__main__":
    main()
