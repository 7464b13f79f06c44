"""A sheet's XML with some of its cells in other styles, and with a place for the comments on them."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping

from openpyxl.utils.cell import column_index_from_string, get_column_letter

from etl.cells import Place
from etl.excel_parts import is_true
from etl.marking.splicing import (
    CannotMarkError,
    Edit,
    Element,
    Follower,
    element,
    opened,
    splice,
    tag_at,
    tag_end,
    with_attribute,
)

# What comes behind the drawing of the comments, in the order the standard asks for.
_BEHIND_COMMENTS = frozenset(
    (
        "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
        "AlternateContent", "drawingHF",
    )
)  # fmt: skip
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 72, 20
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

# A cell's new style, by its place and the style it has.
Restyle = Callable[[Place, int], int]


def place_of(address: str | None) -> Place | None:
    """The row and column an address like C14 names."""
    match = _ADDRESS.fullmatch(address or "")
    if match is None:
        return None
    place = int(match[2]), column_index_from_string(match[1])
    return place if place[0] <= _LAST_ROW and place[1] <= _LAST_COLUMN else None


class Layout:
    """How wide a sheet's columns and how high its rows are, in pixels."""

    def __init__(self) -> None:
        self.columns: list[tuple[int, int, float]] = []
        self.rows: dict[int, float] = {}

    def width(self, column: int) -> int:
        found = next((width for first, last, width in self.columns if first <= column <= last), None)
        return _DEFAULT_WIDTH if found is None else int(found * 7 + 5) if found else 0

    def height(self, row: int) -> int:
        points = self.rows.get(row)
        return _DEFAULT_HEIGHT if points is None else int(points * 4 / 3)


class SheetMarks(Follower):
    """Follows a sheet and notes what is to be changed: the styles of `wanted` cells, and of those `restyle` changes.

    A wanted cell that is not there, because it is empty, is made. Everything else stays as it is.
    """

    most = 250_000

    def __init__(self, data: bytes, wanted: Mapping[Place, object], restyle: Restyle) -> None:
        super().__init__(data)
        self.edits: list[Edit] = []
        self.layout = Layout()
        self.drawing: str | None = None
        self._restyle = restyle
        self._columns_by_row: dict[int, list[int]] = {}
        for row, column in sorted(wanted):
            self._columns_by_row.setdefault(row, []).append(column)
        self._rows_left = sorted(self._columns_by_row)
        self._columns_left: list[int] = []
        self._column_styles: list[tuple[int, int, int]] = []
        self._row = self._column = 0
        self._row_style: int | None = None
        self._is_row_wider = self._has_rows = False
        self._before_tail = -1
        self.follow()
        if not self._has_rows:
            raise CannotMarkError("a sheet without rows")

    def start(self, element: Element) -> None:
        if element.depth == 3:
            if element.name == "c":
                self._start_cell(element)
            return
        match element.depth, element.name:
            case 2, "row":
                self._start_row(element)
            case 2, "col":
                self._start_columns(element.attributes)
            case 2, "sheetView":
                self._deselect(element)
            case 1, "legacyDrawing":
                self.drawing = next((value for key, value in element.attributes.items() if key.endswith(":id")), None)
            case 1, name if name in _BEHIND_COMMENTS and self._has_rows and self._before_tail < 0:
                self._before_tail = element.start

    def end(self, element: Element, inner_end: int, end: int) -> None:
        if element.depth == 2 and element.name == "row":
            self._end_row(element, inner_end)
        elif element.depth == 1 and element.name == "sheetData":
            self._append(element, inner_end, b"".join(self._new_row(row) for row in self._rows_left))
            self._rows_left = []
            self._has_rows = True

    def add_drawing(self, relation: str, namespace: str) -> None:
        """Say where the shapes of the comments are."""
        attributes = [("xmlns:r", namespace), ("r:id", relation)]
        new = element(self.prefix, "legacyDrawing", attributes)
        place = self._before_tail
        self.edits.append(self.append_to_root(new) if place < 0 else Edit(place, place, new))

    def result(self) -> bytes:
        """The sheet with its changes."""
        return splice(self.data, self.edits)

    def _start_columns(self, attributes: dict[str, str]) -> None:
        first, last = int(attributes["min"]), int(attributes["max"])
        if "style" in attributes:
            self._column_styles.append((first, last, int(attributes["style"])))
        if "width" in attributes:
            width = 0.0 if is_true(attributes.get("hidden")) else float(attributes["width"])
            self.layout.columns.append((first, last, width))

    def _deselect(self, element: Element) -> None:
        """The list of problems is what opens; were this sheet chosen too, what is typed would go into both."""
        if "tabSelected" in element.attributes:
            tag = tag_at(self.data, element.start)
            self.edits.append(Edit(element.start, element.start + len(tag), with_attribute(tag, "tabSelected", None)))

    def _start_row(self, element: Element) -> None:
        number = int(element.attributes.get("r", self._row + 1))
        if number <= self._row:
            raise CannotMarkError("rows out of order")
        before = bisect_left(self._rows_left, number)
        new = b"".join(self._new_row(row) for row in self._rows_left[:before])
        if new:
            self.edits.append(Edit(element.start, element.start, new))
        self._rows_left = self._rows_left[before:]
        if self._rows_left[:1] == [number]:
            self._rows_left.pop(0)
        self._row, self._column, self._is_row_wider = number, 0, False
        self._columns_left = self._columns_by_row.get(number, [])
        is_styled = is_true(element.attributes.get("customFormat"))
        self._row_style = int(element.attributes.get("s", "0")) if is_styled else None
        if is_true(element.attributes.get("hidden")):
            self.layout.rows[number] = 0
        elif "ht" in element.attributes:
            self.layout.rows[number] = float(element.attributes["ht"])

    def _start_cell(self, element: Element) -> None:
        row, column = place_of(element.attributes.get("r")) or (self._row, self._column + 1)
        if column <= self._column or row != self._row:
            raise CannotMarkError("cells out of order")
        before = bisect_left(self._columns_left, column)
        new = self._new_cells(self._columns_left[:before])
        if new:
            self.edits.append(Edit(element.start, element.start, new))
        self._columns_left = self._columns_left[before:]
        if self._columns_left[:1] == [column]:
            self._columns_left = self._columns_left[1:]
        self._column = column
        style = int(element.attributes.get("s", "0"))
        wanted = self._restyle((self._row, column), style)
        if wanted != style:
            tag = tag_at(self.data, element.start)
            self.edits.append(Edit(element.start, element.start + len(tag), with_attribute(tag, "s", str(wanted))))

    def _end_row(self, element: Element, inner_end: int) -> None:
        new = self._new_cells(self._columns_left)
        self._columns_left = []
        if not self._is_row_wider:
            return
        # The row's own word for which columns it has no longer holds; it is only a hint, and can be left out.
        tag = with_attribute(tag_at(self.data, element.start), "spans", None)
        end = tag_end(self.data, element.start)
        self.edits.append(Edit(element.start, end, tag if inner_end >= 0 else opened(tag, new)))
        if inner_end >= 0:
            self.edits.append(Edit(inner_end, inner_end, new))

    def _append(self, element: Element, inner_end: int, new: bytes) -> None:
        """New elements at the end of an element, which may be an empty tag so far."""
        if new and inner_end < 0:
            tag = tag_at(self.data, element.start)
            self.edits.append(Edit(element.start, element.start + len(tag), opened(tag, new)))
        elif new:
            self.edits.append(Edit(inner_end, inner_end, new))

    def _new_row(self, row: int) -> bytes:
        self._row, self._row_style = row, None
        return element(self.prefix, "row", [("r", row)], self._new_cells(self._columns_by_row[row]))

    def _new_cells(self, columns: list[int]) -> bytes:
        return b"".join(self._new_cell(column) for column in columns)

    def _new_cell(self, column: int) -> bytes:
        self._is_row_wider = True
        style = self._restyle((self._row, column), self._style_of_nothing(column))
        return element(self.prefix, "c", [("r", f"{get_column_letter(column)}{self._row}"), ("s", style)])

    def _style_of_nothing(self, column: int) -> int:
        """How an empty place looks: as its row does, or its column."""
        if self._row_style is not None:
            return self._row_style
        return next((style for first, last, style in self._column_styles if first <= column <= last), 0)
