"""Tables as Excel workbooks: typed cells on one sheet each, and a sheet that says what they are."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from common.language import _


class Number(NamedTuple):
    """A number with the decimals it is shown with; `is_percent`: a share, shown in percent.

    Excel keeps binary fractions: what is no whole number is exact to some fifteen digits there.
    """

    value: Fraction | int
    places: int = 0
    is_percent: bool = False


Cell = str | Number | None


@dataclass(frozen=True)
class Sheet:
    """One table: its title, its head, and its rows, as long as the head."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_workbook(about: Sequence[tuple[str, str]], sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an .xlsx file, after them one with what they are `about`: term and words."""
    workbook = Workbook(write_only=True)
    for sheet in sheets:
        _write(workbook.create_sheet(sheet.title), sheet)
    explained = Sheet(_("About these data"), (_("Term"), _("Words")), about)
    _write(workbook.create_sheet(explained.title), explained)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


_HEAD = Font(bold=True)
_TOP = Alignment(vertical="top", wrap_text=True)
_NARROWEST, _WIDEST = 8, 48


def _write(written: WriteOnlyWorksheet, sheet: Sheet) -> None:
    rows = [list(row) for row in sheet.rows]
    written.freeze_panes = "A2"
    for place, head in enumerate(sheet.head):
        shown = (head, *(str(row[place]) for row in rows[:200] if isinstance(row[place], str)))
        width = max(sum(2 if ord(one) > 0x2E7F else 1 for one in text) for text in shown) + 2
        written.column_dimensions[get_column_letter(place + 1)].width = min(max(width, _NARROWEST), _WIDEST)
    written.append([_text(written, head, font=_HEAD) for head in sheet.head])
    for row in rows:
        written.append(list(_cells(written, row)))
    written.auto_filter.ref = f"A1:{get_column_letter(len(sheet.head))}{len(rows) + 1}"


def _cells(written: WriteOnlyWorksheet, row: Sequence[Cell]) -> Iterator[ExcelCell | None]:
    for cell in row:
        yield _number(written, cell) if isinstance(cell, Number) else cell if cell is None else _text(written, cell)


def _number(written: WriteOnlyWorksheet, number: Number) -> ExcelCell:
    is_whole = Fraction(number.value).denominator == 1
    cell = WriteOnlyCell(written, int(number.value) if is_whole else float(number.value))
    decimals = f".{'0' * number.places}" if number.places else ""
    cell.number_format = f"0{decimals}%" if number.is_percent else f"#,##0{decimals}"
    return cell


def _text(written: WriteOnlyWorksheet, text: str, font: Font | None = None) -> ExcelCell:
    """A text that stays one, whatever it begins with."""
    cell = WriteOnlyCell(written, text)
    cell.data_type = "s"
    cell.alignment = _TOP
    if font is not None:
        cell.font = font
    return cell
