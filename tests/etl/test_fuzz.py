"""Whatever is sent, it is answered: with figures that stand in the file, or with what is wrong in words; never by a crash."""

import csv
import io
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from common.language import in_language
from common.periods import Period
from common.settings import PROJECT_FOLDER
from data.plan_files import read_plan
from etl.plausible import Known, check_plausible
from etl.reading import Reading, read_return_file
from etl.relations import check_relations
from etl.table import Choice
from etl.workbook import read_workbook
from tests.conftest import WENZHOU
from tests.etl.filling import blank, fill
from tests.etl.fuzzing import FORMATS, ODD_TEXTS, figures, grids, with_damage
from tests.etl.workbooks import TABLE_1, TABLE_2, save

PLAN = read_plan(WENZHOU)
CHOICES = [
    Choice(), Choice(period=Period(2024, 1)), Choice(PLAN.region_by_code["330327"], Period(2024, 2)),
    Choice(PLAN.root), Choice(period=PLAN.baseline_period),
]  # fmt: skip
FOLDER = PROJECT_FOLDER / "tests/etl/files"


def examples(count: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """So many examples, the same in every run; none is made smaller, which would take minutes."""
    return settings(
        max_examples=count, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def check(name: str, content: bytes, choice: Choice) -> Reading:
    """Read a file; whatever came of it must be said, and every figure must stand where it says it does."""
    reading = read_return_file(name, content, PLAN, choice)
    values = [value for read in reading.returns for value in read.values]
    problems = list(reading.problems)
    for read in reading.returns:
        problems += check_plausible(read.values, PLAN, Known({})) + check_relations(read.values, PLAN)
    assert values or problems
    for language in ("en", "zh"):
        with in_language(language):
            assert all(problem.message and problem.as_json() for problem in problems)
    if values:
        sheets = {sheet.name: sheet for sheet in read_workbook(name, content).sheets}
        texts = {(title, cell.address): cell.text for title, sheet in sheets.items() for cell in sheet.cells.values()}
        for value in values:
            assert texts[(value.sheet, value.cell)] == value.text
            assert (type(value.value) is int) != (value.gap is not None)
            assert PLAN.baseline_period <= value.period <= PLAN.last_period
    return reading


@cache
def files() -> list[tuple[str, bytes]]:
    """Workbooks that are in order, of every kind."""
    with in_language("en"):
        template = blank(PLAN)
    filled = fill(template, {"jobs/value": 3700, "healthy_rate/numerator": 5, "healthy_rate/denominator": 9})
    names = ("libreoffice.ods", "libreoffice.xls", "template.ods", "template.xls")
    return [
        ("table1.xlsx", TABLE_1.read_bytes()), ("table2.xlsx", TABLE_2.read_bytes()), ("template.xlsx", template),
        ("filled.xlsx", filled), *((name, (FOLDER / name).read_bytes()) for name in names),
        ("return.csv", "区划,4A5A等级(个)\n,2024年\n苍南,34\n龙港,11\n合计,45\n".encode("gb18030")),
    ]  # fmt: skip


@examples(150)
@given(rows=grids(PLAN), choice=st.sampled_from(CHOICES), drawn=st.data())
def test_any_grid_is_answered(rows: list[list[Any]], choice: Choice, drawn: st.DataObject) -> None:
    workbook = openpyxl.Workbook()
    for _sheet in range(drawn.draw(st.integers(1, 2))):
        page = workbook.worksheets[-1]
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                with suppress(IllegalCharacterError):
                    page.cell(number, column).value = value
                page.cell(number, column).number_format = drawn.draw(st.sampled_from(FORMATS))
        if drawn.draw(st.booleans()):
            page.merge_cells(drawn.draw(st.sampled_from(["A1:B2", "A2:C2", "B1:B3", "A4:B4"])))
        workbook.create_sheet("另一张表")
    check("grid.xlsx", save(workbook), choice)


@examples(150)
@given(
    rows=grids(PLAN),
    choice=st.sampled_from(CHOICES),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_any_grid_as_text_is_answered(rows: list[list[Any]], choice: Choice, delimiter: str, encoding: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    check("grid.csv", text.getvalue().encode(encoding, "replace"), choice)


KEYS = [
    "jobs/value",
    "charities/value",
    "healthy_rate/numerator",
    "healthy_rate/denominator",
    "healthy_rate/worked_out",
]


@examples(100)
@given(
    entries=st.dictionaries(st.sampled_from(KEYS), figures()),
    explanations=st.dictionaries(st.sampled_from(KEYS), st.sampled_from(ODD_TEXTS)),
)
def test_whatever_is_typed_into_a_template_is_answered(entries: dict[str, Any], explanations: dict[str, str]) -> None:
    with suppress(IllegalCharacterError):
        check("template.xlsx", fill(files()[2][1], entries, explanations), Choice())


@pytest.mark.parametrize("place", range(9))
@examples(60)
@given(chance=st.integers(0, 2**32), choice=st.sampled_from(CHOICES))
def test_a_damaged_workbook_is_answered(place: int, chance: int, choice: Choice) -> None:
    name, content = files()[place]
    check(name, with_damage(content, Random(chance)), choice)


@examples(150)
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode)), head=st.sampled_from([b"", b"PK\3\4", b"\xd0\xcf\x11\xe0", b"<", b"\xff\xfe"]))  # fmt: skip
def test_any_bytes_are_answered(content: bytes, head: bytes) -> None:
    check("bytes.xlsx", head + content, Choice())
