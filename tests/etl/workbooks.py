"""Workbooks built for tests: small ones from rows, and the shipped tables with one thing changed."""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import WENZHOU

TABLE_1 = WENZHOU / "published" / "table1_indicators.xlsx"
TABLE_2 = WENZHOU / "published" / "table2_counties.xlsx"

Rows = Sequence[Sequence[Any]]


def book(
    rows: Rows, *, formats: Mapping[str, str] | None = None, merge: Sequence[str] = (), sheet: str = "表"
) -> bytes:
    """A workbook of one sheet."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for address, number_format in (formats or {}).items():
        page[address].number_format = number_format
    for area in merge:
        page.merge_cells(area)
    return save(workbook)


def table_2(change: Callable[[Worksheet], object]) -> bytes:
    """The shipped table 2 after `change`."""
    workbook = openpyxl.load_workbook(TABLE_2)
    change(workbook["表2"])
    return save(workbook)


def setting(**cells: Any) -> Callable[[Worksheet], None]:
    """A change that sets cells: setting(E15=35)."""

    def change(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address] = value

    return change


def save(workbook: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()
