"""Workbooks of today's Excel and WPS, .xlsx and .xlsm, read as a stream.

Of a package only what holds figures is read: the list of sheets, their strings and number formats, and the sheets that
are shown or belong to a template. What else is broken or vast in it does no harm. Formulas are read by their saved
results; nothing is run.
"""

import zipfile
from collections.abc import Iterable, Iterator

from etl.cells import Sheet, UnreadableError, Workbook, make_sheet, named_cells, our_list, own_sheets
from etl.excel_numbers import NumberReader
from etl.excel_parts import BookPart, Part, RelationsPart, SheetEntry, StringsPart, StylesPart
from etl.excel_sheet import SheetPart
from etl.package import Amount, chunks_of, make_parser, plain_name

_BOOK = "xl/workbook.xml"
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"


def read_excel(package: zipfile.ZipFile, *, at_a_glance: bool) -> Workbook:
    """Read a package that kind_of() called one of Excel; at a glance, of large sheets the beginning."""
    return _PackageReader(package, at_a_glance=at_a_glance).read()


class _PackageReader:
    """Reads a package's parts, found by their names whichever way those are written."""

    def __init__(self, package: zipfile.ZipFile, *, at_a_glance: bool) -> None:
        self.package = package
        self.at_a_glance = at_a_glance
        self.is_cut = False
        self.members = {plain_name(member.filename).lower(): member for member in package.infolist()}
        self.amount = Amount()
        self.book = BookPart()
        self.relations = RelationsPart("xl")
        self.strings = StringsPart()
        self.styles = StylesPart()

    def read(self) -> Workbook:
        self._follow(_BOOK, self.book)
        self._follow(_BOOK_RELATIONS, self.relations)
        strings, styles = map(self.relations.of_kind, ("sharedStrings", "styles"))
        names = named_cells(self.book.names)
        own = own_sheets(names)
        # The list of problems in a marked-up return is long, and not the sender's: it is not counted either.
        read = [
            entry
            for entry in self.book.sheets
            if (entry.is_visible or entry.name in own) and entry.name != our_list(names)
        ]
        worksheets = list(self._worksheets(read))
        parts = filter(None, (strings, styles, *(part for _entry, part in worksheets)))
        self.amount.add_parts(self.package, map(self._member, parts))
        if strings:
            self._follow(strings, self.strings)
        if styles:
            self._follow(styles, self.styles)
        sheets = tuple(self._read_sheet(entry, part) for entry, part in worksheets)
        if not sheets and not our_list(names):
            raise UnreadableError("workbook_broken")
        hidden = tuple(entry.name for entry in self.book.sheets if not (entry.is_visible or entry.name in own))
        # Where a link leads to is never looked up; what was kept of it is read like any figure.
        has_links = self.relations.of_kind("externalLink") is not None
        return Workbook(sheets, hidden, names, self.is_cut, has_links)

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
        numbers = NumberReader(self.styles, counts_from_1904=self.book.counts_from_1904)
        sheet = SheetPart(self.strings.strings, numbers, self.amount, at_a_glance=self.at_a_glance)
        self._follow(part, sheet)
        self.is_cut |= sheet.is_cut
        return make_sheet(entry.name, sheet.cells, sheet.areas, hidden=sheet.hides_some)

    def _follow(self, name: str, part: Part) -> None:
        parser = make_parser()
        part.attach(parser)
        part.feed(parser, chunks_of(self.package, self._member(name)))

    def _member(self, name: str) -> zipfile.ZipInfo:
        return self.members[name.lower()]
