"""How long what a page needs takes, from the database to the objects it shows: for a city, and for a nation.

The nation is made up: provinces, cities, counties, indicators and quarters as in benchmarks/nation.py, its figures
stored row by row as approval stores them, every return of them marked as simulated.
"""

import hashlib
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, insert

from benchmarks.nation import COUNTIES, QUARTERS, START, parents_of
from common.moments import end_of_day
from common.periods import Period
from common.viewer import Viewer
from data.assessments import assess_plan
from data.columns import Base
from data.database import Database
from data.plan_files import SHIPPED_PLANS, read_plan
from data.plan_store import save_plan
from data.results import PlanAssessment
from etl.demo import bring_in_demo
from etl.seed import seed
from indicators.plan import Indicator, Plan, Region, Target

_OPERATOR = Viewer("benchmark", "operator")
_WENZHOU = SHIPPED_PLANS / "wenzhou-2025"
_RATES, _VISITS, _ROWS_AT_ONCE = 4, 60, 50_000
_Rows = dict[str, list[dict[str, Any]]]


def make_city(url: str) -> None:
    """A database with Wenzhou's plan, its published tables and the demonstration's quarters."""
    database = Database(url)
    database.migrate()
    seed(database, _WENZHOU, _OPERATOR)
    bring_in_demo(database, "wenzhou-2025", _OPERATOR)
    database.close()


def make_nation(url: str, counties: int = COUNTIES) -> None:
    """A database with a nation's plan and a figure of every county for every indicator and quarter."""
    database = Database(url)
    database.migrate()
    plan = _plan_of_a_nation(counties)
    with database.writing() as session:
        stored = save_plan(session, plan, _OPERATOR)
        _store(session.connection(), plan, stored.plan_id, stored.version_id)
        session.commit()
    database.close()


def visits(url: str) -> tuple[dict[str, tuple[float, float, float]], float]:
    """For each page the seconds of its first visit, and of later ones the median and the 95th percentile.

    And the most gigabytes the process has held. The pages are visited in turn, as people would; the first of all reads
    the plan and its facts and runs the engine.
    """
    database = Database(url)
    taken: dict[str, list[float]] = {name: [] for name in _PAGES}
    for visit in range(_VISITS + 1):
        for name, page in _PAGES.items():
            start = time.perf_counter()
            with database.reading() as session:
                page(assess_plan(session, _OPERATOR, None, None), visit)
            taken[name].append(time.perf_counter() - start)
    database.close()
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 10**9
    return {name: _summed_up(seconds) for name, seconds in taken.items()}, held


def _summed_up(seconds: list[float]) -> tuple[float, float, float]:
    first, *later = seconds
    return first, float(np.percentile(later, 50)), float(np.percentile(later, 95))


def _overview(assessment: PlanAssessment, _visit: int) -> None:
    """The indicators of the whole with their histories, and those of every region next below it."""
    plan = assessment.plan
    for row in assessment.of_region(plan.root.code):
        _use(row.lead, row.history, row.is_simulated)
    for region in plan.regions:
        if region.parent == plan.root.code:
            _use(*(row.light for row in assessment.of_region(region.code)))
    _use(assessment.regions_reported, assessment.is_simulated)


def _district(assessment: PlanAssessment, visit: int) -> None:
    """One region with its histories and sources; at each visit another."""
    regions = assessment.plan.reporting_regions
    for row in assessment.of_region(regions[-1 - visit % len(regions)].code):
        _use(row.lead, row.history, row.own_sources)


def _indicator(assessment: PlanAssessment, visit: int) -> None:
    """One indicator in every region, and the history of the whole; at each visit another."""
    indicator = assessment.plan.indicators[visit % len(assessment.plan.indicators)]
    rows = assessment.of_indicator(indicator.code)
    _use(rows[0].history, *(row.completion for row in rows))


def _use(*_shown: object) -> None:
    """What a page would show."""


_PAGES: dict[str, Callable[[PlanAssessment, int], None]] = {
    "overview": _overview,
    "a district": _district,
    "an indicator": _indicator,
}


def _plan_of_a_nation(counties: int) -> Plan:
    """Wenzhou's indicators, passed down from a nation to its counties."""
    city = read_plan(_WENZHOU)
    parents = parents_of(counties)
    regions = tuple(
        Region(code, code, code, (), "county" if above else "nation", above, "", "") for code, above in parents.items()
    )
    indicators = tuple(_passed_down(one, is_rate=place < _RATES) for place, one in enumerate(city.indicators))
    chance = np.random.default_rng(2025)
    targets = tuple(_target(one, region, chance) for region in regions for one in indicators)
    return replace(
        city, slug="nation", baseline_period=START, target_period=Period.at(START.ordinal + QUARTERS),
        regions=regions, indicators=indicators, targets=targets, milestones=(), checks=(),
    )  # fmt: skip


def _passed_down(indicator: Indicator, *, is_rate: bool) -> Indicator:
    passed = replace(
        indicator, counted="at_period_end", direction="increase", reported_by="both", frequency="quarterly", step=0
    )
    if is_rate:
        return replace(
            passed, kind="rate", aggregation="ratio_of_sums", numerator="所占数", denominator="总数",
            unit="", unit_asked="%", scale=4, places=2,
        )  # fmt: skip
    return replace(
        passed, kind="amount", aggregation="sum", numerator="", denominator="",
        unit="个", unit_asked="个", scale=0, places=0,
    )  # fmt: skip


def _target(indicator: Indicator, region: Region, chance: np.random.Generator) -> Target:
    baseline, more = (int(one) for one in chance.integers((10, 1), (50, 40)))
    sign = "%" if indicator.is_rate else ""
    return Target(
        indicator.code, region.code, f"{baseline}{sign}", f"≥{baseline + more}{sign}", indicator.table, 1, "B1", "C1"
    )


def _store(connection: Connection, plan: Plan, plan_id: int, version_id: int) -> None:
    """The returns of all counties as they stand when they are approved, many rows at a time."""
    content = b"made up"
    sha256 = hashlib.sha256(content).hexdigest()
    connection.execute(insert(_table("files")), {"sha256": sha256, "content": content, "stored_at": end_of_day(_DAY)})
    waiting: _Rows = {name: [] for name in ("returns", "revisions", "approvals", "reported_values", "facts")}
    for number, (region, period) in enumerate(_returns(plan), start=1):
        _add_return(waiting, plan, number, region, period, plan_id=plan_id, version_id=version_id, sha256=sha256)
        if len(waiting["facts"]) > _ROWS_AT_ONCE:
            _flush(connection, waiting)
    _flush(connection, waiting)


_DAY = START.last_day


def _returns(plan: Plan) -> Iterator[tuple[str, Period]]:
    """Every county's, quarter by quarter."""
    below = set(plan.parents.values())
    counties = [region.code for region in plan.regions if region.code not in below]
    periods = [Period.at(START.ordinal + quarter) for quarter in range(1, QUARTERS + 1)]
    return ((county, period) for period in periods for county in counties)


def _add_return(waiting: _Rows, plan: Plan, number: int, region: str, period: Period, **ids: Any) -> None:
    moment = end_of_day(period.last_day)
    at = {"plan_id": ids["plan_id"], "region": region, "period": str(period)}
    waiting["returns"].append({"id": number, **at, "origin": "simulated"})
    waiting["revisions"].append(
        {
            "id": number, "return_id": number, "number": 1, "plan_version_id": ids["version_id"],
            "file_sha256": ids["sha256"], "file_name": f"{region}.xlsx", "problems": [], "sent_at": moment,
            "sent_by": "simulated",
        }
    )  # fmt: skip
    waiting["approvals"].append({"revision_id": number, "approved_at": moment, "approved_by": "simulated"})
    for place, figure in enumerate(_figures(plan, number)):
        figure_id = number * _MOST_FIGURES + place
        cell = {"text": str(figure["value"]), "sheet": "填报", "cell": "H5"}
        waiting["reported_values"].append({"id": figure_id, "revision_id": number, **figure, **cell})
        waiting["facts"].append({**at, **figure, "approved_at": moment, "reported_value_id": figure_id})


_MOST_FIGURES = 100


def _figures(plan: Plan, number: int) -> Iterator[dict[str, Any]]:
    """The figures of one return: a value for each indicator, of a rate its numerator and denominator."""
    for indicator in plan.indicators:
        value = 20 + (number * 7 + indicator.number * 13) % 60
        parts = {"numerator": value, "denominator": 100} if indicator.is_rate else {"value": value}
        yield from ({"indicator": indicator.code, "part": part, "value": figure} for part, figure in parts.items())


def _flush(connection: Connection, waiting: _Rows) -> None:
    for name, rows in waiting.items():
        if rows:
            connection.execute(insert(_table(name)), rows)
            rows.clear()


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
