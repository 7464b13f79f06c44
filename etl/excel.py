"""Workbooks of today's Excel and WPS, .xlsx and .xlsm, read as a stream.

Of a package only what holds figures is read: the list of sheets, their strings and number formats, and the sheets that
are shown or belong to a template. What else is broken or vast in it does no harm. Formulas are read by their saved
results; nothing is run.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, time

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from etl.cells import (
    Area,
    Cell,
    Sheet,
    UnreadableError,
    Workbook,
    cell_of,
    make_sheet,
    moment_cell,
    named_cells,
    number_cell,
    our_list,
    own_sheets,
    text_cell,
)
from etl.excel_parts import BookPart, Part, RelationsPart, SheetEntry, StringsPart, StylesPart, is_true, unescaped
from etl.package import Amount, make_parser, open_package, plain_name, stream

_BOOK = "xl/workbook.xml"
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MIDNIGHT = re.compile(r"T00:00:00(\.0+)?Z?$")


def read_excel(content: bytes) -> Workbook:
    """Read a package that kind_of() called one of Excel."""
    with open_package(content) as package:
        return _PackageReader(package).read()


class _PackageReader:
    """Reads a package's parts, found by their names whichever way those are written."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.members = {plain_name(member.filename).lower(): member for member in package.infolist()}
        self.amount = Amount()
        self.book = BookPart()
        self.relations = RelationsPart("xl")
        self.strings = StringsPart()
        self.styles = StylesPart()

    def read(self) -> Workbook:
        self._follow(_BOOK, self.book)
        self._follow(_BOOK_RELATIONS, self.relations)
        if strings := self.relations.of_kind("sharedStrings"):
            self._follow(strings, self.strings)
        if styles := self.relations.of_kind("styles"):
            self._follow(styles, self.styles)
        names = named_cells(self.book.names)
        own = own_sheets(names)
        # The list of problems in a marked-up return is long, and not the sender's: it is not counted either.
        read = [
            entry
            for entry in self.book.sheets
            if (entry.is_visible or entry.name in own) and entry.name != our_list(names)
        ]
        sheets = tuple(self._read_sheet(entry, part) for entry, part in self._worksheets(read))
        if not sheets and not our_list(names):
            raise UnreadableError("workbook_broken")
        hidden = tuple(entry.name for entry in self.book.sheets if not (entry.is_visible or entry.name in own))
        return Workbook(sheets, hidden, names)

    def _worksheets(self, entries: Iterable[SheetEntry]) -> Iterator[tuple[SheetEntry, str]]:
        """The sheets with their parts; sheets of charts alone hold no cells."""
        parts: set[str] = set()
        for entry in entries:
            kind, part = self.relations.ends[entry.relation]
            if kind == "worksheet":
                if part in parts:
                    # Many sheets that all lead to one part would make much of little.
                    raise UnreadableError("workbook_too_much")
                parts.add(part)
                yield entry, part

    def _read_sheet(self, entry: SheetEntry, part: str) -> Sheet:
        self.amount.next_sheet()
        sheet = _SheetPart(self)
        self._follow(part, sheet)
        return make_sheet(entry.name, sheet.cells, sheet.areas, hidden=sheet.hides_some)

    def _follow(self, name: str, part: Part) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            self.amount.add_element()
            part.start(tag.rpartition(":")[2], attributes)

        parser = make_parser(start)
        parser.EndElementHandler = lambda tag: part.end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = part.add_text
        parser.buffer_text = True
        stream(self.package, self.members[name.lower()], parser)


class _SheetPart(Part):
    """A sheet's cells and merged ranges."""

    def __init__(self, package: _PackageReader) -> None:
        super().__init__()
        self.strings = package.strings.strings
        self.styles = package.styles
        self.amount = package.amount
        self.first_day = CALENDAR_MAC_1904 if package.book.counts_from_1904 else CALENDAR_WINDOWS_1900
        self.cells: list[Cell] = []
        self.areas: list[Area] = []
        self.hides_some = False
        self.row = self.column = 0
        self.attributes: dict[str, str] = {}
        self.value: str | None = None
        self.is_formula = False
        self.is_pinyin = False

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

    def end(self, name: str) -> None:
        if name == "v":
            self.value = self.take_words()
        elif name == "t":
            self.value = (self.value or "") + self.take_words()
        elif name == "rPh":
            self.is_pinyin = False
        elif name == "c":
            self.cells.append(self._cell())

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

    def _cell(self) -> Cell:
        kind = self.attributes.get("t", "n")
        place = (self.row, self.column)
        # A formula whose result is the empty text says so; one that was never worked out says nothing.
        if self.is_formula and (self.value is None or self.value == "" and kind != "str"):
            return cell_of(*place, "formula_without_value", "")
        if self.value is None or self.value == "":
            return cell_of(*place, "blank", "")
        if kind == "s":
            return text_cell(*place, self.strings[int(self.value)])
        if kind == "e":
            return cell_of(*place, "error", self.value)
        if kind == "n":
            return self._number_cell(self.value)
        words = {"b": str(self.value == "1").upper(), "d": _MIDNIGHT.sub("", self.value)}
        return text_cell(*place, words.get(kind) or unescaped(self.value))

    def _number_cell(self, text: str) -> Cell:
        number = float(text) if re.search("[.eE]", text) else int(text)
        number_format = self.styles.format_of(int(self.attributes.get("s", "0")))
        if not is_date_format(number_format):
            return number_cell(self.row, self.column, number, number_format)
        try:
            moment = from_excel(number, self.first_day, timedelta=is_timedelta_format(number_format))
        except (ValueError, OverflowError):
            # No day has this number; Excel shows ##### there.
            return text_cell(self.row, self.column, text)
        if isinstance(moment, date | time):
            return moment_cell(self.row, self.column, moment)
        return text_cell(self.row, self.column, str(moment))
