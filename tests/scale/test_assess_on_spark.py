"""The same figures come from a cluster of two executors as from this process, through the command line."""

import json
import os
import subprocess
import sys

from common.settings import PROJECT_FOLDER, Settings
from tests.spec.engines import TWO_EXECUTORS


def test_assess_prints_the_same_wherever_it_computes(settings: Settings) -> None:
    here, there = _assess(settings), _assess(settings, "--engine", "spark")
    assert len(json.loads(here)) == 100
    assert there == here


def _assess(settings: Settings, *arguments: str) -> str:
    environment = {
        "DABIAO_DATABASE_URL": settings.database_url,
        "DABIAO_VAR": str(settings.var),
        "DABIAO_SPARK_MASTER": TWO_EXECUTORS,
    }
    done = subprocess.run(
        [sys.executable, "app.py", "assess", "--period", "2023Q4", "--json", *arguments],
        cwd=PROJECT_FOLDER, env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
