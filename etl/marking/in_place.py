"""Marks an Excel package where it stands: cells, comments, the list of problems; every other part is copied."""

import re
from collections.abc import Collection, Mapping

from common.language import _
from etl.cells import NAME_OF_PROBLEMS, NamedPlace, Place
from etl.marking.book import NAME_OF_ORIGINALS, Book, SheetTag
from etl.marking.comments import Comments, empty_comments
from etl.marking.list_sheet import NUMBERS, ORIGINALS, ListSheet
from etl.marking.listing import Entry, Listing, said
from etl.marking.package import BOOK, Package
from etl.marking.shapes import with_boxes
from etl.marking.sheet import SheetMarks, place_of
from etl.marking.splicing import CannotMarkError, Element, Follower, tag_end, with_attribute
from etl.marking.styles import Styles
from etl.package import open_package

_EXCEL_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DRAWING_KIND = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VIEW = re.compile(rb"<(?:[\w.-]+:)?sheetView\s[^<>]*>")
_FAR_ENOUGH = 2**16

_Cells = Mapping[Place, list[Entry]]


def mark_in_place(content: bytes, listing: Listing, sheets: Collection[str]) -> tuple[str, bytes]:
    """The package with its problems marked and listed, and without the marks it had in its visible `sheets`.

    The ending of its name comes before it. Raises CannotMarkError for a package that is too much out of the ordinary.
    """
    with open_package(content) as zipped:
        package = Package(zipped)
        if package.has_folder("xl/revisions/"):
            # A workbook several people write in at once keeps a record of its sheets, which would no longer be true.
            raise CannotMarkError("a shared workbook")
        return package.ending, _Marking(package, listing).made(sheets)


class _Marking:
    """One marking of one package."""

    def __init__(self, package: Package, listing: Listing) -> None:
        self.package = package
        self.listing = listing
        self.book = Book(package.read(BOOK))
        self.parts = package.relations_of(BOOK).ends
        self.part_of_styles = next((part for kind, part in self.parts.values() if kind == "styles"), "")
        if self.part_of_styles not in package:
            raise CannotMarkError("a workbook without styles")
        self.styles = Styles(package.read(self.part_of_styles))
        self.looks_before = self._looks_before()
        # How each marked cell looked, by the number of the first of its problems.
        self.originals: dict[int, int] = {}

    def made(self, sheets: Collection[str]) -> bytes:
        """The package as it is when all is done."""
        marked = self.listing.marked
        others: set[str] = set()
        for sheet in self.book.sheets:
            cells = marked.get(sheet.name, {})
            if sheet == self.book.list_sheet:
                continue
            if sheet.name in sheets and (cells or self.book.was_marked):
                self._mark_sheet(sheet, cells)
            else:
                others.add(self._part_of(sheet))
        for part in sorted(others):
            self._deselect(part)
        self._write_list()
        self.package.write(self.part_of_styles, self.styles.result())
        return self.package.save()

    def _mark_sheet(self, sheet: SheetTag, cells: _Cells) -> None:
        def restyle(place: Place, style: int) -> int:
            if self.book.was_marked and self.styles.is_marked(style):
                style = self.styles.unmarked(style, self.looks_before.get((sheet.name, *place)))
            if place not in cells:
                return style
            first = cells[place][0]
            self.originals[first.number] = style
            return self.styles.marked(style, first.problem.severity)

        part = self._part_of(sheet)
        marks = SheetMarks(self.package.read(part), cells, restyle)
        self._comment(part, marks, cells)
        self.package.write(part, marks.result())

    def _comment(self, part: str, marks: SheetMarks, cells: _Cells) -> None:
        """Say on the cells what is wrong with them, in the sheet's part of comments and in boxes that show it."""
        relations = self.package.relations_of(part)
        known = relations.of_kind("comments")
        drawing = relations.ends[marks.drawing][1] if marks.drawing else None
        if not cells and (known is None or drawing is None):
            return
        comments = Comments(self.package.read(known) if known else empty_comments(self.package.namespace))
        texts = {place: comments.add(place, _lines(entries)) for place, entries in cells.items()}
        boxes = with_boxes(self.package.read(drawing) if drawing else None, comments.removed, texts, marks.layout)
        if known:
            self.package.write(known, comments.result())
        else:
            new = self.package.add("xl/comments{}.xml", comments.result(), f"{_EXCEL_KINDS}.comments+xml")
            self.package.relate(part, "comments", new)
        if drawing:
            self.package.write(drawing, boxes)
        else:
            new = self.package.add("xl/drawings/vmlDrawing{}.vml", boxes, _DRAWING_KIND)
            marks.add_drawing(self.package.relate(part, "vmlDrawing", new), self.package.relationships)

    def _deselect(self, part: str) -> None:
        """Of a sheet that is not marked, no more is changed than that it is not among those that open."""
        data = self.package.read(part)
        view = _VIEW.search(data, 0, _FAR_ENOUGH)
        if view and b"tabSelected" in view[0]:
            other = with_attribute(view[0], "tabSelected", None)
            self.package.write(part, data[: view.start()] + other + data[view.end() :])

    def _write_list(self) -> None:
        sheet = ListSheet(self.listing, self.styles, self.originals)
        xml = sheet.xml(self.package.namespace)
        known = self.book.list_sheet
        if known is None:
            title = _free_title(_("Problem list"), {sheet.name.lower() for sheet in self.book.sheets})
            part = self.package.add("xl/worksheets/sheet{}.xml", xml, f"{_EXCEL_KINDS}.worksheet+xml")
            self.book.add_first_sheet(title, self.package.relate(BOOK, "worksheet", part), self.package.relationships)
        else:
            title = known.name
            self.package.write(self._part_of(known), xml)
            self.book.show(known)
        names = {NAME_OF_PROBLEMS: sheet.place(title, NUMBERS), NAME_OF_ORIGINALS: sheet.place(title, ORIGINALS)}
        marked = (cells for sheet in self.listing.marked.values() for cells in sheet.values())
        marks = {entries[0].number: entries[0].reference for entries in marked}
        self.book.name(names, marks, sheet.printed_on_every_page(title))
        self.package.write(BOOK, self.book.result())

    def _looks_before(self) -> dict[NamedPlace, int]:
        """How the cells looked that are marked from an earlier time, as the list of that time kept it."""
        known, originals = self.book.list_sheet, self.book.originals
        if known is None or originals is None or self.book.problems is None:
            return {}
        kept = _KeptLooks(self.package.read(self._part_of(known)), self.book.problems[2], originals[2])
        return {place: kept.styles[number] for number, place in self.book.marks.items() if number in kept.styles}

    def _part_of(self, sheet: SheetTag) -> str:
        return self.parts[sheet.relation][1]


class _KeptLooks(Follower):
    """What a list of problems kept: a style for each number."""

    def __init__(self, data: bytes, numbers: int, originals: int) -> None:
        super().__init__(data)
        self.styles: dict[int, int] = {}
        self._numbers, self._originals = numbers, originals
        self._place = (0, 0)
        self._number = -1
        self.follow()

    def start(self, element: Element) -> None:
        if element.name == "row":
            self._number = -1
        if element.name != "c":
            return
        self._place = place_of(element.attributes.get("r")) or (0, 0)
        if self._place[1] == self._originals:
            self.styles[self._number] = int(element.attributes.get("s", "0"))

    def end(self, element: Element, inner_end: int, end: int) -> None:
        if element.name == "v" and self._place[1] == self._numbers:
            number = self.data[tag_end(self.data, element.start) : inner_end]
            self._number = int(number) if number.isdigit() else -1


def _lines(entries: list[Entry]) -> list[str]:
    """What is said on a cell: a line for each of its problems."""
    return [said(one.problem.severity_words, " ".join(one.problem.message.split())) for one in entries]


def _free_title(title: str, taken: Collection[str]) -> str:
    """The list's name, with a number where a sheet of the sender's has it."""
    titles = (title, *(f"{title} ({number})" for number in range(2, len(taken) + 3)))
    return next(one for one in titles if one.lower() not in taken)
