"""`make bench`: measures the engine and a plain Python loop in one run, prints a table and writes var/bench.json.

The loop is the naive calculation of tests/spec/naive.py, one row at a time: what the same rules cost when written
plainly. On the nation it is run on a part and its time taken in proportion; the table says so.
"""

import json
import multiprocessing
import resource
import time
from collections.abc import Callable
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pandas as pd

from benchmarks.large import ROWS, seconds_for_one_sheet
from benchmarks.nation import COUNTIES, Frames, nation
from benchmarks.pages import make_city, make_nation, visits
from benchmarks.returns import files_per_second
from common.periods import Period
from common.settings import PROJECT_FOLDER
from data.engines import PANDAS, POLARS, Engine, ready_plan
from data.plan_files import SHIPPED_PLANS, read_plan
from indicators.assess import ReadyPlan, assess
from indicators.frames import (
    FACT_COLUMNS,
    PERIOD_COLUMNS,
    Rows,
    declared_rows,
    period_rows,
)
from indicators.plan import Plan
from indicators.readings import Confirmations
from indicators.rules import Thresholds
from tests.spec.naive import Judge

Found = TypeVar("Found")

_PART = 30
_TIMES = 3


def main() -> None:
    """Measure, print and write."""
    found = [
        *in_a_process(measure_nation_on_pandas),
        *in_a_process(measure_nation_on_polars),
        *in_a_process(measure_city),
        *in_a_process(measure_returns),
        *in_a_process(measure_large_sheet),
        *pages_of("a city", make_city),
        *pages_of("a nation", make_nation),
    ]
    for row in found:
        peer = f"{row['peer_value']:.3g} {row['unit']} ({row['peer']})" if row["peer"] else "-"
        ratio = f"{row['ratio']:.1f}×" if row["ratio"] else "-"
        print(f"{row['name']:50} {row['value']:8.3g} {row['unit']:4} {ratio:>8}  {peer}")  # noqa: T201
    file = PROJECT_FOLDER / "var" / "bench.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(found, ensure_ascii=False, indent=2), "utf-8")


def in_a_process(measure: Callable[[], Found]) -> Found:
    """Measure, or prepare, in a process of its own, so that no case finds the memory of another."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure)


def measure_nation_on_pandas() -> list[dict[str, Any]]:
    """A nation's twenty quarters, its plan made ready, assessed and rolled up; the most memory the process has held."""
    return _measure_nation("pandas", nation())


def measure_nation_on_polars() -> list[dict[str, Any]]:
    """The same on Polars."""
    return _measure_nation("Polars", nation().in_polars())


def _measure_nation(library: str, frames: Frames) -> list[dict[str, Any]]:
    seconds = fastest(lambda: frames.assess(Thresholds()))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 10**9
    part = nation(COUNTIES // _PART)
    plain = fastest(plain_loop(*map(plain_rows, (part.declared, part.facts, part.periods))), times=1)
    plain *= len(frames.facts) / len(part.facts)
    size = f"{len(frames.facts) / 10**6:.2f} million values"
    return [
        row(f"a nation, {size}, {library}", seconds, "s", f"plain loop on 1/{_PART}, in proportion", plain),
        row(f"a nation, {size}, {library}, memory", held, "GB"),
    ]


def measure_city() -> list[dict[str, Any]]:
    """Wenzhou's plan in the second quarter of 2024, with made-up figures for every cell in every quarter."""
    plan, period = read_plan(SHIPPED_PLANS / "wenzhou-2025"), Period(2024, 2)
    declared, periods = declared_rows(plan, Confirmations()), period_rows(plan.baseline_period, period, [])
    quarters = [row["period"] for row in periods[1:]]
    nothing: dict[str, None] = dict.fromkeys(FACT_COLUMNS)
    facts: Rows = [
        {**nothing, "cell": cell, "period": quarter, "value": 40 + cell}
        for cell in range(len(plan.targets))
        for quarter in quarters
    ]
    plain = fastest(plain_loop(declared, facts, periods), times=10)
    return [
        one
        for library, engine in (("Polars", POLARS), ("pandas", PANDAS))
        for one in _measure_city(library, engine, plan, periods, facts, plain)
    ]


def measure_returns() -> list[dict[str, Any]]:
    """Simulated quarters as filled templates: read, checked and stored as drafts in SQLite, one after the other."""
    ours, theirs = files_per_second()
    return [row("filled templates, read, checked, stored", ours, "/s", "pandas.read_excel, row checks, to_sql", theirs)]


def measure_large_sheet() -> list[dict[str, Any]]:
    """A foreign table of a hundred thousand towns on one sheet, and the most memory the process held for it."""
    ours, theirs, held = seconds_for_one_sheet()
    name = f"a foreign sheet of {ROWS:,} rows, read, checked"
    return [row(name, ours, "s", "pandas.read_excel, row checks, to_sql", theirs), row(f"{name}, memory", held, "GB")]


def measure_pages(place: str, url: str) -> list[dict[str, Any]]:
    """What pages need, the first time and later, from a database that was made before; and the most memory held."""
    pages, held = visits(url)
    found = [
        row(f"{page} of {place}, {which}", seconds * 1000, "ms")
        for page, taken in pages.items()
        for which, seconds in zip(("first visit", "median", "95th percentile"), taken, strict=True)
    ]
    return [*found, row(f"pages of {place}, memory", held, "GB")]


def pages_of(place: str, make: Callable[[str], None]) -> list[dict[str, Any]]:
    """The pages of a database made for it, in another process than makes it."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/pages.sqlite3"
        in_a_process(partial(make, url))
        return in_a_process(partial(measure_pages, place, url))


def _measure_city(
    library: str, engine: Engine, plan: Plan, periods: Rows, facts: Rows, plain: float
) -> list[dict[str, Any]]:
    def make_ready() -> ReadyPlan:
        return ready_plan(engine, plan, Confirmations())

    ready = make_ready()
    known = engine.frame(periods, PERIOD_COLUMNS), engine.frame(facts, FACT_COLUMNS)
    quarter = fastest(lambda: assess(ready, *known, thresholds=plan.thresholds), times=20)
    return [
        row(f"a city's quarter, {library}", quarter * 1000, "ms", "plain loop", plain * 1000),
        row(f"a city's plan read and made ready, {library}", fastest(make_ready, times=20) * 1000, "ms"),
    ]


def plain_loop(declared: Rows, facts: Rows, periods: Rows) -> Callable[[], object]:
    """The naive calculation over the same rows."""
    place = {one["cell"]: (one["indicator"], one["region"]) for one in declared}
    placed = [
        {**fact, "indicator": place[fact["cell"]][0], "region": place[fact["cell"]][1], "gap": None}
        | {"period": str(Period.at(fact["period"]))}
        for fact in facts
    ]
    last = str(Period.at(max(int(row["period"]) for row in periods)))
    first = str(Period.at(min(int(row["start"]) for row in declared)))
    return lambda: Judge(declared, placed, last, (), [], first=first).results()


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
    ratio = (value / peer_value if unit == "/s" else peer_value / value) if peer_value else None
    return {"name": name, "value": value, "unit": unit, "peer": peer, "peer_value": peer_value, "ratio": ratio}


if __name__ == "__main__":
    main()
