"""A sheet of an Excel package: its cells, its merged ranges, and whether some of it is hidden."""

import re
from collections.abc import Iterator
from itertools import chain
from xml.parsers import expat

from openpyxl.utils.cell import column_index_from_string

from etl.cells import Area, Cell, Shown, shown_text
from etl.excel_numbers import NumberReader
from etl.excel_parts import Part, is_true, unescaped
from etl.excel_rows import RowOrCell, usual_rows, without_references
from etl.package import CELLS_AT_A_GLANCE, ROWS_AT_A_GLANCE, Amount

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MIDNIGHT = re.compile(r"T00:00:00(\.0+)?Z?$")
_HIDDEN = re.compile(r' hidden="([^"]*)"')
_ROWS_BEGIN, _ROW_ENDS, _ROWS_END = b"<sheetData>", b"</row>", b"</sheetData>"
# Up to the rows of the usual form stand no comments and no instructions, and all of it is UTF-8.
_USUAL_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml( [a-z]+=[\"'][A-Za-z0-9.-]*[\"'])*\s*\?>)?(?:[^<]|<(?![!?]))*")
_ENCODING = re.compile(rb"encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)
_LONGEST_ROW = 2**20


class SheetPart(Part):
    """Follows a sheet. Half a million cells may pass here: what is met most often is asked first."""

    def __init__(self, strings: list[str], numbers: NumberReader, amount: Amount, *, at_a_glance: bool) -> None:
        super().__init__()
        self.strings = strings
        self.numbers = numbers
        self.amount = amount
        self.cells: list[Cell] = []
        self.areas: list[Area] = []
        self.hides_some = False
        self.row = self.column = 0
        self.columns: dict[str, int] = {}
        self.attributes: dict[str, str] = {}
        self.value: str | None = None
        self.is_formula = False
        self.is_pinyin = False
        self.is_at_rows = False
        self.at_a_glance = at_a_glance
        self.is_cut = False

    def feed(self, parser: expat.XMLParserType, chunks: Iterator[bytes]) -> None:
        """Give the sheet to a parser, but for the rows of the usual form at its beginning, which are taken here."""
        head, begins, rest = next(chunks, b"").partition(_ROWS_BEGIN)
        parser.Parse(head + begins, False)
        if self.is_at_rows and _USUAL_HEAD.fullmatch(head) and not _ENCODING.search(head):
            rest = self._take_rows(rest, chunks)
        for chunk in chain((rest,), chunks):
            if self._is_enough:
                self.is_cut = True
                return
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    @property
    def _is_enough(self) -> bool:
        return self.at_a_glance and (self.row > ROWS_AT_A_GLANCE or len(self.cells) > CELLS_AT_A_GLANCE)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "v" or name == "t" and not self.is_pinyin:
            self.words = []
        elif name == "f":
            self.is_formula = True
        elif name == "rPh":
            self.is_pinyin = True
        elif name == "mergeCell":
            self._merge(attributes["ref"])
        elif name in ("row", "col"):
            self.hides_some |= is_true(attributes.get("hidden"))
            if name == "row":
                self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        self.is_at_rows = name == "sheetData"

    def end(self, name: str) -> None:
        if name == "v":
            self.value = self.take_words()
        elif name == "t":
            self.value = (self.value or "") + self.take_words()
        elif name == "rPh":
            self.is_pinyin = False
        elif name == "c":
            kind, style = self.attributes.get("t", "n"), self.attributes.get("s", "0")
            shown = self._shown(kind, style, self.value, is_formula=self.is_formula)
            self.cells.append(Cell(self.row, self.column, *shown))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if match := _ADDRESS.fullmatch(attributes.get("r", "")):
            self.row, self.column = int(match[2]), column_index_from_string(match[1])
        else:
            self.column += 1
        self.amount.add_cell(self.row, self.column)
        self.attributes, self.value, self.is_formula = attributes, None, False

    def _merge(self, reference: str) -> None:
        corners = [(int(row), column_index_from_string(column)) for column, row in _ADDRESS.findall(reference)]
        area = (*corners[0], *corners[-1])
        self.amount.add_merged((area[2] - area[0] + 1) * (area[3] - area[1] + 1))
        self.areas.append(area)

    def _take_rows(self, xml: bytes, chunks: Iterator[bytes]) -> bytes:
        """Take rows as long as they are of the usual form; what is left of what was read is given back."""
        while True:
            end = xml.rfind(_ROW_ENDS) + len(_ROW_ENDS)
            if end >= len(_ROW_ENDS):
                rows = usual_rows(xml[:end])
                if rows is None:
                    return xml
                self._add_rows(rows)
                xml = xml[end:]
            chunk = b"" if _ROWS_END in xml or len(xml) > _LONGEST_ROW else next(chunks, b"")
            if not chunk or self._is_enough:
                return xml
            xml += chunk

    def _add_rows(self, rows: list[RowOrCell]) -> None:
        first = len(self.cells)
        strings, add = self.strings, self.cells.append
        for row, attributes, letters, style, kind, formula, value in rows:
            if row:
                self.row = int(row)
                self.hides_some |= any(map(is_true, _HIDDEN.findall(attributes)))
                continue
            column = self.columns.get(letters)
            if column is None:
                column = self.columns[letters] = column_index_from_string(letters)
            if value and kind == "s":
                shown = shown_text(strings[int(value)])
            elif value and not kind:
                shown = self.numbers.read(value, style or "0")
            else:
                shown = self._shown(kind or "n", style or "0", without_references(value), is_formula=bool(formula))
            add(Cell(self.row, column, *shown))
        added = self.cells[first:]
        self.amount.add_cells(len(added))
        self.amount.add_places({cell.row for cell in added}, self.columns.values())

    def _shown(self, kind: str, style: str, value: str | None, *, is_formula: bool) -> Shown:
        if not value:
            # A formula whose result is the empty text says so; one that was never worked out says nothing.
            is_without_value = is_formula and (value is None or kind != "str")
            return "formula_without_value" if is_without_value else "blank", "", None, False
        if kind == "s":
            return shown_text(self.strings[int(value)])
        if kind == "n":
            return self.numbers.read(value, style)
        if kind == "e":
            return "error", value, None, False
        if kind == "b":
            return shown_text(str(value == "1").upper())
        if kind == "d":
            return shown_text(_MIDNIGHT.sub("", value) or value)
        return shown_text(unescaped(value))
