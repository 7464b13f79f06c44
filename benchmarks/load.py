"""Twenty people, each clicking once a second on a server with two workers: how long answers take, what workers hold."""

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.served import Person, Site, add_people, served
from data.database import Database
from data.plan_store import load_plan
from indicators.plan import Plan

PEOPLE = 20
_WARM_UP, _SECONDS = 8, 30
_BEING_JUDGED = "being-judged"


@dataclass(frozen=True)
class Load:
    """What came of it, in seconds and GB: the 95th percentiles and medians of what one person alone, and all together,
    waited for a callback and what the workers spent on it; what a worker held; and how long until the first page.
    """

    alone: float
    server: float
    server_median: float
    waited: float
    clicks: int
    memory: dict[str, float]
    first_page: float


def under_load(url: str) -> Load:
    """Serve a database and have people click."""
    add_people(url, PEOPLE + 1)
    plan = _plan(url)
    with TemporaryDirectory() as folder, served(url, Path(folder)) as site:
        visitor = Person(site, f"leader{PEOPLE}")
        first_page = _until_it_is_there(visitor)
        _click(site, [visitor], plan, _WARM_UP)
        alone, _waited = _click(site, [visitor], plan, _WARM_UP)
        people = [Person(site, f"leader{number}") for number in range(PEOPLE)]
        _click(site, people, plan, _WARM_UP)
        server, waited = _click(site, people, plan, _SECONDS)
        return Load(
            alone=_p95(alone),
            server=_p95(server),
            server_median=float(np.median(server)),
            waited=_p95(waited),
            clicks=len(waited),
            memory=site.memory(),
            first_page=first_page,
        )


def _plan(url: str) -> Plan:
    database = Database(url)
    with database.reading() as session:
        plan = load_plan(session).plan
    database.close()
    return plan


def _until_it_is_there(person: Person) -> float:
    """The seconds until the first overview, asked for again and again as its page does it."""
    start = time.perf_counter()
    while _BEING_JUDGED in person.click("/"):
        time.sleep(1)
    return time.perf_counter() - start


def _click(site: Site, people: Sequence[Person], plan: Plan, seconds: int) -> tuple[list[float], list[float]]:
    """Everybody clicks once a second, each at a time of their own.

    Gives the seconds that the workers spent on each callback, and those that people waited for what they clicked on.
    """
    before = len(site.server_times())
    waited: list[float] = []
    start = time.perf_counter()
    threads = [
        threading.Thread(target=_clicks, args=(person, plan, start + place / len(people), seconds, waited, place))
        for place, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(waited) != len(people) * seconds:
        raise RuntimeError(f"{len(people) * seconds - len(waited)} clicks had no answer")
    return site.server_times()[before:], waited


def _clicks(person: Person, plan: Plan, start: float, seconds: int, waited: list[float], seed: int) -> None:
    chance = random.Random(seed)
    for second in range(seconds):
        time.sleep(max(start + second - time.perf_counter(), 0))
        address = _somewhere(plan, chance)
        begin = time.perf_counter()
        answer = person.click(address)
        waited.append(time.perf_counter() - begin)
        if '"failure"' in answer or _BEING_JUDGED in answer:
            raise RuntimeError(f"{address}: {answer[:200]}")


def _somewhere(plan: Plan, chance: random.Random) -> str:
    """Where somebody clicks: the overview and what filters it, a region, an indicator, where a figure is from."""
    indicator, region = chance.choice(plan.decomposed_indicators).code, chance.choice(plan.reporting_regions).code
    return chance.choice(
        (
            "/",
            "/?status=behind",
            f"/?from={chance.choice((1, 101, 201))}",
            f"/?period={plan.baseline_period.year + 1}Q{chance.choice((2, 4))}",
            f"/district/{region}",
            f"/district/{region}",
            f"/indicator/{indicator}",
            "/method",
            f"#source=value:{indicator}:{region}",
            f"#source=completion:{indicator}:{plan.root.code}",
        )
    )


def _p95(seconds: Sequence[float]) -> float:
    return float(np.percentile(seconds, 95))
