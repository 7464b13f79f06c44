"""The workbook's own part: its list of sheets, with the list of problems first, and what names stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from etl.cells import NAME_OF_PROBLEMS, NamedPlace, named_cells
from etl.marking.splicing import (
    CannotMarkError,
    Edit,
    Element,
    Follower,
    element,
    opened,
    splice,
    tag_at,
    with_attribute,
    xml_text,
)

# Where each mark stands, by its number in the list, and the column of the list that kept how its cell looked. A name
# goes with its cell when rows are inserted or moved, in every program.
NAME_OF_ORIGINALS, _NAME_OF_MARK = "DABIAO_ORIGINALS", "DABIAO_MARK_"
_OUR_NAME = re.compile(f"{NAME_OF_PROBLEMS}|{NAME_OF_ORIGINALS}|{_NAME_OF_MARK}[0-9]+")
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")


@dataclass(frozen=True)
class SheetTag:
    """A sheet in the list: its name, the relation that leads to its part, and where its tag begins."""

    name: str
    relation: str
    start: int


@dataclass(frozen=True)
class _Name:
    name: str
    sheet: int | None
    meaning: str
    start: int
    end: int


def is_our_name(name: str) -> bool:
    """Whether a name belongs to a marking."""
    return _OUR_NAME.fullmatch(name) is not None


class Book(Follower):
    """The workbook part. `marks` are the places of the marks it has from an earlier time, by their numbers."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.sheets: list[SheetTag] = []
        self._highest_id = 0
        self._edits: list[Edit] = []
        self._index = 0
        self._names: list[_Name] = []
        self._views: list[int] = []
        self._elements: dict[str, tuple[int, int, int]] = {}
        self.follow()
        if "sheets" not in self._elements:
            raise CannotMarkError("a workbook without a list of sheets")
        cells = named_cells({name.name: name.meaning for name in self._names if name.sheet is None})
        numbers = {name: name.removeprefix(_NAME_OF_MARK) for name in cells if name.startswith(_NAME_OF_MARK)}
        self.marks = {int(number): cells[name] for name, number in numbers.items() if number.isdecimal()}
        self.problems: NamedPlace | None = cells.get(NAME_OF_PROBLEMS)
        self.originals: NamedPlace | None = cells.get(NAME_OF_ORIGINALS)
        self.was_marked = any(is_our_name(name.name) for name in self._names)

    @property
    def list_sheet(self) -> SheetTag | None:
        """The list of problems from an earlier time."""
        title = self.problems[0] if self.problems else None
        return next((sheet for sheet in self.sheets if sheet.name == title), None)

    def start(self, element: Element) -> None:
        if element.depth == 2 and element.name == "sheet":
            relation = next((value for key, value in element.attributes.items() if key.endswith(":id")), "")
            self.sheets.append(SheetTag(element.attributes.get("name", ""), relation, element.start))
            self._highest_id = max(self._highest_id, int(element.attributes.get("sheetId", "0")))
        elif element.depth == 2 and element.name == "workbookView":
            self._views.append(element.start)

    def end(self, element: Element, inner_end: int, end: int) -> None:
        if element.depth == 1:
            self._elements[element.name] = (element.start, inner_end, end)
        elif element.depth == 2 and element.name == "definedName":
            inner_start = element.start + len(tag_at(self.data, element.start))
            meaning = unescape(self.data[inner_start : max(inner_end, inner_start)].decode())
            sheet = element.attributes.get("localSheetId")
            local = int(sheet) if sheet is not None else None
            self._names.append(_Name(element.attributes.get("name", ""), local, meaning, element.start, end))

    def add_first_sheet(self, title: str, relation: str, namespace: str) -> None:
        """Put a new sheet before all others, to which names of single sheets then refer by a higher number."""
        attributes: list[tuple[str, object]] = [("name", title), ("sheetId", self._highest_id + 1)]
        attributes += [("xmlns:r", namespace), ("r:id", relation)]
        new = element(self.prefix, "sheet", attributes)
        start, _inner_end, end = self._elements["sheets"]
        if self.sheets:
            self._edits.append(Edit(self.sheets[0].start, self.sheets[0].start, new))
        else:
            self._edits.append(Edit(start, end, opened(tag_at(self.data, start), new)))
        self._edits += [
            self._with(name.start, localSheetId=str(name.sheet + 1))
            for name in self._names
            if name.sheet is not None and not is_our_name(name.name)
        ]

    def show(self, sheet: SheetTag) -> None:
        """Show a sheet, even if somebody has hidden it, and drop the names that are its own."""
        self._index = self.sheets.index(sheet)
        self._edits.append(self._with(sheet.start, state=None))
        self._edits += [
            Edit(name.start, name.end, b"")
            for name in self._names
            if name.sheet == self._index and not is_our_name(name.name)
        ]

    def name(self, names: Mapping[str, str], marks: Mapping[int, str], titles: str) -> None:
        """Give these names instead of those of an earlier time; `titles` are the rows on every printed page."""
        self._edits += [Edit(name.start, name.end, b"") for name in self._names if is_our_name(name.name)]
        new = b"".join(self._name(name, meaning) for name, meaning in names.items())
        new += b"".join(self._name(f"{_NAME_OF_MARK}{number}", place, hidden=1) for number, place in marks.items())
        self._append_names(new + self._name("_xlnm.Print_Titles", titles, localSheetId=self._index))

    def result(self) -> bytes:
        """The part with its changes; it opens on the list of problems."""
        views = [self._with(view, activeTab=str(self._index), firstSheet=None) for view in self._views]
        return splice(self.data, [*self._edits, *views])

    def _with(self, start: int, **attributes: str | None) -> Edit:
        tag = new = tag_at(self.data, start)
        for name, value in attributes.items():
            new = with_attribute(new, name, value)
        return Edit(start, start + len(tag), new)

    def _name(self, name: str, meaning: str, **attributes: object) -> bytes:
        return element(self.prefix, "definedName", [("name", name), *attributes.items()], xml_text(meaning))

    def _append_names(self, new: bytes) -> None:
        if "definedNames" not in self._elements:
            place = max(end for name, (_start, _inner_end, end) in self._elements.items() if name in _BEFORE_NAMES)
            self._edits.append(Edit(place, place, element(self.prefix, "definedNames", [], new)))
            return
        start, inner_end, end = self._elements["definedNames"]
        if inner_end < 0:
            self._edits.append(Edit(start, end, opened(tag_at(self.data, start), new)))
        else:
            self._edits.append(Edit(inner_end, inner_end, new))
