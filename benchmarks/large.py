"""How fast one large table of somebody's own making is read and checked: a hundred thousand towns on one sheet."""

import io
import resource
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
from sqlalchemy import create_engine

from benchmarks.returns import seconds
from data.plan_files import SHIPPED_PLANS, read_plan
from etl.reading import read_return_file
from etl.table import Choice
from indicators.plan import Plan, Region

ROWS = 100_000
_HEADINGS = ("区划代码", "区划", "慈善组织数（个）", "社会组织园区（个）", "健康社会组织率")
_INDICATORS = frozenset({"charities", "parks", "healthy_rate"})
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_LANDSCAPES = "山河湖海江川沟岭坡塘桥店集湾岗坪坝铺庄堡"


def plan_of_towns(rows: int = ROWS) -> Plan:
    """Wenzhou's plan as if the nation had it: its whole above so many towns."""
    plan = read_plan(SHIPPED_PLANS / "wenzhou-2025")
    towns = tuple(
        Region(code, name, f"{name}镇", (), "county", plan.root.code, "", "") for code, name, *_figures in _towns(rows)
    )
    indicators = tuple(indicator for indicator in plan.indicators if indicator.code in _INDICATORS)
    return replace(plan, regions=(plan.root, *towns), indicators=indicators, targets=(), checks=())


def sheet_of_towns(rows: int = ROWS) -> bytes:
    """The towns' figures on one sheet, the same in every run."""
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("乡镇")
    sheet.append(["2024年社会组织情况"])
    sheet.append(_HEADINGS)
    for row in _towns(rows):
        sheet.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _towns(rows: int) -> Iterator[tuple[Any, ...]]:
    for place in range(rows):
        name = "".join(
            (
                _SURNAMES[place % 32],
                _SURNAMES[place // 32 % 32],
                _LANDSCAPES[place // 1024 % 20],
                _LANDSCAPES[place // 20_480],
            )
        )
        yield f"{110_000_000 + place}", name, place % 97, place % 7, f"{place % 1000 / 10:.1f}%"


def seconds_for_one_sheet() -> tuple[float, float, float]:
    """The seconds in which the sheet is read and checked, and in which pandas reads, checks and stores it.

    And the most gigabytes the process has held for the first.
    """
    plan, content = plan_of_towns(), sheet_of_towns()
    ours = seconds(lambda: _read(plan, content))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 10**9
    return ours, seconds(lambda: _with_pandas(content)), held


def _read(plan: Plan, content: bytes) -> None:
    reading = read_return_file("towns.xlsx", content, plan, Choice())
    if len(reading.to_take) != ROWS:
        raise ValueError(f"{len(reading.to_take)} returns, {reading.file_problems[:3]}")


def _with_pandas(content: bytes) -> None:
    """What a script does: read the sheet, check that figures are there and not below 0, store its rows."""
    frame = pd.read_excel(io.BytesIO(content), header=1, engine="openpyxl")
    for name in _HEADINGS[2:4]:
        figures = pd.to_numeric(frame[name], errors="coerce")
        if figures.isna().any() or (figures < 0).any():
            raise ValueError(name)
    engine = create_engine("sqlite://")
    frame.to_sql("figures", engine, if_exists="append", index=False)
    engine.dispose()
