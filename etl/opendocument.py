"""OpenDocument spreadsheets (.ods), read as a stream: what is repeated a million times and empty costs nothing."""

import re
import zipfile
from bisect import bisect_right
from dataclasses import dataclass, field

from etl.cells import (
    Area,
    Cell,
    Sheet,
    UnreadableError,
    Workbook,
    cell_of,
    make_sheet,
    named_cells,
    number_cell,
    own_sheets,
    text_cell,
)
from etl.number_styles import NumberStyles
from etl.package import DEEPEST, Amount, chunks_of, make_parser

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE = f"{_NAMES}table:1.0 ", f"{_NAMES}text:1.0 ", f"{_NAMES}office:1.0 "
_DRAWING = f"{_NAMES}drawing:1.0 "
_KIND_IN_LIBREOFFICE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"

_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
# What stands in a table, a cell or a paragraph without being its text: notes, pinyin above the words, drawings.
_ASIDE = (
    f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TABLE}shapes", f"{_TABLE}table", f"{_TEXT}note", f"{_TEXT}ruby-text",
)  # fmt: skip
_SPACES = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_HIDDEN = ("collapse", "filter")
_NUMBERS = ("float", "percentage", "currency")
_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3}")
_MOST_SPACES = 100
# Every element is told with its namespace, so that they take longer than Excel's.
_MOST_CELLS = 60_000
_MOST_ELEMENTS = 300_000


def read_opendocument(package: zipfile.ZipFile) -> Workbook:
    """Read a package that kind_of() called one of OpenDocument."""
    if _is_locked(package):
        raise UnreadableError("workbook_locked")
    reader = _Reader()
    parts = [part for part in ("styles.xml", "content.xml") if part in package.namelist()]
    reader.amount.add_parts(package, map(package.getinfo, parts))
    for part in parts:
        _read_part(package, part, reader)
    names = named_cells(reader.names)
    own = own_sheets(names)
    sheets = tuple(table.as_sheet() for table in reader.tables if not table.is_hidden or table.name in own)
    if not sheets:
        raise UnreadableError("workbook_broken")
    hidden = tuple(table.name for table in reader.tables if table.is_hidden and table.name not in own)
    return Workbook(sheets, hidden, names)


def _is_locked(package: zipfile.ZipFile) -> bool:
    """Whether the package's list of its parts says how they are encrypted."""
    if "META-INF/manifest.xml" not in package.namelist():
        return False
    with package.open("META-INF/manifest.xml") as manifest:
        return b"encryption-data" in manifest.read(2**20)


def _read_part(package: zipfile.ZipFile, name: str, reader: "_Reader") -> None:
    parser = make_parser(namespaces=True)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.add_text
    parser.buffer_text = True
    for chunk in chunks_of(package, name):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


@dataclass(frozen=True)
class _Content:
    """A cell as it was read, before it is known in how many places it stands."""

    attributes: dict[str, str]
    # None where the document does not say what is shown.
    shown: str | None
    number_format: str

    @property
    def text(self) -> str:
        return self.shown or ""

    @property
    def kind(self) -> str:
        return self.attributes.get(f"{_OFFICE}value-type", "")

    @property
    def is_formula(self) -> bool:
        return f"{_TABLE}formula" in self.attributes

    @property
    def is_blank(self) -> bool:
        return not (self.kind or self.text or self.is_formula)

    @property
    def times(self) -> int:
        return _count(self.attributes, "number-columns-repeated")

    @property
    def spans(self) -> tuple[int, int]:
        """How many rows and columns the cell is merged over."""
        return _count(self.attributes, "number-rows-spanned"), _count(self.attributes, "number-columns-spanned")

    def as_cell(self, row: int, column: int) -> Cell:
        if self.attributes.get(_KIND_IN_LIBREOFFICE) == "error" or _ERROR.fullmatch(self.text):
            return cell_of(row, column, "error", self.text)
        if self.is_formula and not self.kind and self.shown is None:
            return cell_of(row, column, "formula_without_value", "")
        value = self.attributes.get(f"{_OFFICE}value")
        if self.kind in _NUMBERS and value is not None:
            sign = "%" if self.kind == "percentage" and "%" not in self.number_format else ""
            return number_cell(row, column, float(value), self.number_format + sign)
        return text_cell(row, column, self._words())

    def _words(self) -> str:
        """A day as the document keeps it, whatever its format leaves out; other words as they are shown."""
        if self.kind == "boolean":
            return self.attributes.get(f"{_OFFICE}boolean-value", self.text).upper()
        day = self.attributes.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")
        return day or self.text or self.attributes.get(f"{_OFFICE}string-value", "")


@dataclass
class _Row:
    """A row as far as it was read: its filled cells by column."""

    times: int
    style: str | None
    contents: list[tuple[int, _Content]] = field(default_factory=list)
    next_column: int = 1


@dataclass
class _Table:
    """A table as far as it was read."""

    name: str
    is_hidden: bool
    amount: Amount
    cells: list[Cell] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    hides_some: bool = False
    next_row: int = 1
    # The first column after each run of columns, with the style of that run.
    column_styles: list[tuple[int, str | None]] = field(default_factory=list)

    def as_sheet(self) -> Sheet:
        return make_sheet(self.name, self.cells, self.areas, hidden=self.hides_some)

    def add_columns(self, times: int, style: str | None) -> None:
        first = self.column_styles[-1][0] if self.column_styles else 1
        self.column_styles.append((first + times, style))

    def style_of_column(self, column: int) -> str | None:
        run = bisect_right(self.column_styles, column, key=lambda run: run[0])
        return self.column_styles[run][1] if run < len(self.column_styles) else None

    def add_row(self, row: _Row) -> None:
        """Add a row as often as it is repeated: an empty one a million times is nothing."""
        places = sum(content.times for _column, content in row.contents) * row.times
        if places > _MOST_CELLS:
            raise UnreadableError("workbook_too_much")
        if places:
            for number in range(self.next_row, self.next_row + row.times):
                for column, content in row.contents:
                    self._add(number, column, content)
        self.next_row += row.times

    def _add(self, row: int, first_column: int, content: _Content) -> None:
        for column in range(first_column, first_column + content.times):
            self.amount.add_cell(row, column)
            self.cells.append(content.as_cell(row, column))
            rows, columns = content.spans
            if rows * columns > 1:
                self.amount.add_merged(rows * columns)
                self.areas.append((row, column, row + rows - 1, column + columns - 1))


class _Reader:
    """Follows the XML of a document's parts: its styles, then its tables."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self.names: dict[str, str] = {}
        self.styles = NumberStyles()
        self.amount = Amount(_MOST_CELLS, _MOST_ELEMENTS)
        self.path: list[str] = []
        # How deep the element stands that is aside; 0 where none is.
        self.aside = 0
        self.table: _Table | None = None
        self.row: _Row | None = None
        self.cell: dict[str, str] | None = None
        self.words: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        parent = self.path[-1] if self.path else ""
        self.path.append(tag)
        if len(self.path) > DEEPEST:
            raise UnreadableError("workbook_too_much")
        if self.aside:
            return
        if self.table is None:
            self._start_outside(tag, attributes, parent)
        elif tag in _ASIDE or tag.startswith(_DRAWING):
            self.aside = len(self.path)
        elif self.cell is not None:
            self._start_in_cell(tag, attributes)
        else:
            self._start_in_table(self.table, tag, attributes)

    def end(self, tag: str) -> None:
        depth = len(self.path)
        self.path.pop()
        if self.aside:
            self.aside = 0 if depth == self.aside else self.aside
        elif self.table is None:
            if tag in (f"{_OFFICE}styles", f"{_OFFICE}automatic-styles"):
                self.styles.settle()
        elif tag in _CELLS:
            self._end_cell(self.table, tag)
        elif tag == f"{_TABLE}table-row" and self.row is not None:
            self.table.add_row(self.row)
            self.row = None
        elif tag == f"{_TABLE}table":
            self.table = None

    def add_text(self, text: str) -> None:
        if self.cell is not None and not self.aside and self.path[-1] not in _CELLS:
            self.words.append(text)

    def _start_outside(self, tag: str, attributes: dict[str, str], parent: str) -> None:
        if tag == f"{_TABLE}table" and parent == f"{_OFFICE}spreadsheet":
            is_hidden = attributes.get(f"{_TABLE}style-name") in self.styles.hidden_tables
            self.amount.next_sheet()
            self.table = _Table(attributes.get(f"{_TABLE}name", ""), is_hidden, self.amount)
            self.tables.append(self.table)
        elif tag == f"{_TABLE}named-range":
            meaning = attributes.get(f"{_TABLE}cell-range-address", "")
            self.names[attributes.get(f"{_TABLE}name", "")] = meaning
        else:
            self.styles.start(tag, attributes)

    def _start_in_table(self, table: _Table, tag: str, attributes: dict[str, str]) -> None:
        table.hides_some |= attributes.get(f"{_TABLE}visibility") in _HIDDEN
        style = attributes.get(f"{_TABLE}default-cell-style-name")
        if tag == f"{_TABLE}table-column":
            table.add_columns(_count(attributes, "number-columns-repeated"), style)
        elif tag == f"{_TABLE}table-row":
            self.row = _Row(_count(attributes, "number-rows-repeated"), style)
        elif tag in _CELLS:
            self.cell, self.words = attributes, []

    def _start_in_cell(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TEXT}p":
            self.words.append("\n" if self.words else "")
        elif tag == f"{_TEXT}s":
            self.words.append(" " * min(_count(attributes, "c", _TEXT), _MOST_SPACES))
        elif tag in _SPACES:
            self.words.append(_SPACES[tag])

    def _end_cell(self, table: _Table, tag: str) -> None:
        row, attributes = self.row, self.cell
        self.cell = None
        if row is None or attributes is None:
            return
        style = attributes.get(f"{_TABLE}style-name") or row.style or table.style_of_column(row.next_column)
        shown = "".join(self.words).strip() if self.words else None
        content = _Content(attributes, shown, self.styles.format_of(style))
        if tag == f"{_TABLE}table-cell" and not content.is_blank:
            row.contents.append((row.next_column, content))
        row.next_column += content.times


def _count(attributes: dict[str, str], name: str, names: str = _TABLE) -> int:
    """How often something is repeated, or how far it reaches: once, unless said otherwise."""
    return max(int(attributes.get(names + name, "1")), 1)
