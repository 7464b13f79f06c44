"""Tables as workbooks: numbers are numbers, texts stay texts."""

import io
from fractions import Fraction

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell as ExcelCell

from data.workbooks import Cell, Number, Sheet, write_workbook


def written(cell: Cell) -> ExcelCell:
    sheet = Sheet("Figures", ("Head",), [(cell,)])
    workbook = load_workbook(io.BytesIO(write_workbook([("Plan", "Wenzhou")], [sheet])))
    return workbook["Figures"]["A2"]


@pytest.mark.parametrize(
    ("cell", "value", "number_format"),
    [
        (Number(453), 453, "#,##0"),
        (Number(Fraction(9, 2), 1), 4.5, "#,##0.0"),
        (Number(Fraction(906, 1000), 1, is_percent=True), 0.906, "0.0%"),
        (Number(Fraction(-117, 10), 1), -11.7, "#,##0.0"),
        (Number(Fraction(8, 2)), 4, "#,##0"),
    ],
)
def test_a_number_is_one_with_its_format(cell: Number, value: float, number_format: str) -> None:
    found = written(cell)
    assert (found.data_type, found.value, found.number_format) == ("n", value, number_format)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@SUM(A1)", "超过90%", "0021", "a\nb"])
def test_a_text_stays_a_text_whatever_it_begins_with(text: str) -> None:
    found = written(text)
    assert (found.data_type, found.value) == ("s", text)


def test_what_is_missing_is_an_empty_cell() -> None:
    assert written(None).value is None


def test_the_last_sheet_says_what_the_data_are() -> None:
    content = write_workbook([("Plan", "Wenzhou")], [Sheet("Figures", ("Head",), [])])
    workbook = load_workbook(io.BytesIO(content))
    assert [[cell.value for cell in row] for row in workbook.worksheets[-1].iter_rows(min_row=2)] == [
        ["Plan", "Wenzhou"]
    ]
