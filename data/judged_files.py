"""What was judged, in files that every worker reads: made once for all of them, and of it only what a page asks for.

A result is a folder of its own, complete as soon as it has its name. Whoever holds the lock of the folder above writes
and removes; nobody else does.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import polars as pl

from common.moments import now
from common.periods import Period
from common.problems import Problem
from common.settings import PROJECT_FOLDER
from data.judged import Judged
from data.knowledge import Knowledge
from indicators.plan import Plan

# What somebody looked at within ten minutes stays, and beside it the last few.
_MOST_LEFT = 4
_SECONDS_LEFT = 600
_ROWS, _COURSES, _RESTATED, _ABOUT = "rows.arrow", "courses.arrow", "restated.arrow", "about.json"
# The courses of so many cells are read at once.
_CELLS_AT_ONCE = 500


@dataclass(frozen=True)
class Kept:
    """What says which knowledge a result is of: the plan, the moment, and the newest fact there was at it."""

    key: str
    database: str
    plan: str
    moment: datetime
    newest: int


def key_of(known: Knowledge) -> str:
    """The name of what this program makes of this knowledge; of another version of the program it is another."""
    plan = known.of_plan
    what = (plan.database, plan.version, plan.loaded_at, plan.confirmed, known.newest, known.approved_at, known.overdue)
    return sha256(f"{what}{_program()}".encode()).hexdigest()[:32]


@cache
def _program() -> str:
    """A hash of all that has a say in what comes out."""
    folders = (PROJECT_FOLDER / name for name in ("common", "indicators", "data"))
    files = sorted(file for folder in folders for file in folder.rglob("*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def is_kept(folder: Path, key: str) -> bool:
    """Whether this result is there. Who asks is going to read it, so that it stays for a while."""
    try:
        os.utime(folder / key)
    except FileNotFoundError:
        return False
    return True


def read(folder: Path, key: str, plan: Plan) -> Judged:
    """The result of this name; its rows stay in their file until they are asked for."""
    result = folder / key
    about = json.loads((result / _ABOUT).read_text("utf-8"))
    return Judged(
        plan,
        pl.scan_ipc(result / _ROWS),
        pl.scan_ipc(result / _COURSES),
        pl.read_ipc(result / _RESTATED),
        Period.read(about["last"]),
        tuple(map(Period.read, about["periods"])),
        tuple(Problem(**problem) for problem in about["problems"]),
    )


def write(folder: Path, known: Knowledge, judged: Judged) -> None:
    """Keep a result, under its name once it is whole, and remove what nobody reads any more. Takes the lock."""
    _remove_unfinished(folder)
    key = key_of(known)
    unfinished = folder / f".{key}"
    unfinished.mkdir()
    # A page asks for a period: each is a batch of its own, which is read without the others.
    judged.rows.collect().write_ipc(unfinished / _ROWS, record_batch_size=len(judged.plan.targets))
    courses = judged.courses.collect()
    periods = courses.height // len(judged.plan.targets)
    courses.write_ipc(unfinished / _COURSES, record_batch_size=_CELLS_AT_ONCE * periods)
    judged.restated.write_ipc(unfinished / _RESTATED)
    (unfinished / _ABOUT).write_text(json.dumps(_about(known, judged), ensure_ascii=False), "utf-8")
    for file in unfinished.iterdir():
        _flush(file)
    unfinished.rename(folder / key)
    _remove_old(folder)


def _about(known: Knowledge, judged: Judged) -> dict[str, object]:
    return {
        "database": known.of_plan.database,
        "plan": judged.plan.slug,
        "moment": (known.as_of or now()).isoformat(),
        "newest": known.newest,
        "last": str(judged.last),
        "periods": list(map(str, judged.periods)),
        "problems": [asdict(problem) for problem in judged.problems],
    }


def all_kept(folder: Path) -> Iterator[Kept]:
    """Every result there is."""
    for result in _results(folder):
        try:
            about = json.loads((result / _ABOUT).read_text("utf-8"))
        except FileNotFoundError:
            # It was removed meanwhile.
            continue
        moment = datetime.fromisoformat(about["moment"])
        yield Kept(result.name, about["database"], about["plan"], moment, about["newest"])


def _results(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.is_dir() and not one.name.startswith(".")]


def _flush(file: Path) -> None:
    """Have it on the disk before its folder gets its name: after a power cut none is half there."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _remove_unfinished(folder: Path) -> None:
    """What somebody began to write and did not end: whoever has the lock is the only one who writes."""
    for one in folder.glob(".*"):
        shutil.rmtree(one)


def _remove_old(folder: Path) -> None:
    last_read = {one: one.stat().st_mtime for one in _results(folder)}
    by_last_read = sorted(last_read, key=last_read.__getitem__, reverse=True)
    for one in by_last_read[_MOST_LEFT:]:
        if time.time() - last_read[one] > _SECONDS_LEFT:
            # Under another name first: nobody finds one that is half gone.
            gone = one.rename(one.with_name(f".{one.name}"))
            shutil.rmtree(gone)
