"""A large plan is judged by a process of its own: what it takes in time and memory is taken from no web worker.

`python -m data.judging_apart` is that process. It ends when it is done, holds a lock as long as it lives, so that there
is one of them in an installation, and leaves a result in files (data/judged_files.py).
"""

import fcntl
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from common.failures import record_failure, start_log
from common.moments import now
from common.problems import Problem, Refusal
from common.settings import PROJECT_FOLDER
from data.database import Database
from data.engines import POLARS
from data.judged_files import is_kept, key_of, write
from data.judging import judge
from data.knowledge import Knowledge, know
from data.plan_store import load_plan

# Pages go before: the process takes what they leave of the machine.
_NICE = 10


class BeingJudged(Refusal):
    """What is known is being judged: whoever asks again in a while gets it."""

    def __init__(self) -> None:
        super().__init__(Problem("being_judged"))


class JudgingFailedError(Exception):
    """The process ended without a result; what went wrong stands in the log before this."""


class _Process:
    """The one this worker started last, to tell when it ended badly."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[str] | None = None

    def start(self, folder: Path, asked: dict[str, Any]) -> None:
        """Have somebody judge, unless somebody does; raises JudgingFailedError where the last one ended badly."""
        self._check()
        with (folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if not is_kept(folder, asked["key"]):
                self._running = _started(asked, lock.fileno())

    def wait(self) -> None:
        """Until it has ended, if one runs."""
        if self._running is not None:
            self._running.wait()

    def _check(self) -> None:
        status = self._running.poll() if self._running else None
        if status is not None:
            self._running = None
        if status:
            raise JudgingFailedError(f"exit status {status}")


process = _Process()


def _started(asked: dict[str, Any], lock: int) -> "subprocess.Popen[str]":
    """The process, which holds the lock from now on. What it is asked goes where nobody else reads: with a password."""
    command = [sys.executable, "-m", "data.judging_apart"]
    # Web workers are told to keep their memory (docs/decisions/0012-speed.md); this one gives back what it can.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    started = subprocess.Popen(
        command, cwd=PROJECT_FOLDER, env=environment, stdin=subprocess.PIPE, text=True, pass_fds=[lock]
    )
    assert started.stdin is not None
    with started.stdin:
        json.dump(asked, started.stdin)
    return started


def have_judged(session: Session, known: Knowledge, folder: Path) -> None:
    """Have this knowledge judged by another process, and its result kept in a folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    asked = {
        "url": session.get_bind().engine.url.render_as_string(hide_password=False),
        "plan": known.of_plan.plan.slug,
        "moment": (known.as_of or now()).isoformat(),
        "newest": known.newest,
        "key": key_of(known),
        "folder": str(folder),
    }
    process.start(folder, asked)


def known_at(session: Session, plan: str, moment: datetime, newest: int) -> Knowledge:
    """What was known of a plan at a moment, when the fact of this number was the newest."""
    stored = load_plan(session, plan, moment)
    return replace(know(session, stored, moment, POLARS), newest=newest)


def judge_and_keep(asked: dict[str, Any]) -> None:
    """Judge what was asked for, and keep the result; nothing where that is not what was known then, as it turns out."""
    database = Database(asked["url"])
    moment = datetime.fromisoformat(asked["moment"])
    with database.reading() as session:
        known = known_at(session, asked["plan"], moment, asked["newest"])
        if key_of(known) == asked["key"]:
            write(Path(asked["folder"]), known, judge(session, known))
    database.close()


def main() -> None:
    """Judge what stdin asks for."""
    os.nice(_NICE)
    asked = json.load(sys.stdin)
    start_log(Path(asked["folder"]).parent)
    try:
        judge_and_keep(asked)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is logged, and the page says that there is no result
        record_failure(error)
        sys.exit(1)


if __name__ == "__main__":
    main()
