"""The list of problems as a workbook's first sheet: each with its severity, a link to its cell, and what to do."""

from collections import Counter
from collections.abc import Iterator, Mapping
from math import ceil

from openpyxl.utils.cell import get_column_letter

from common.language import _
from etl.marking.listing import Entry, Listing, quoted, said
from etl.marking.splicing import DECLARATION, element, text_width, xml_text
from etl.marking.styles import COLOURS, Styles

# The column with each problem's number, and the one with a cell that looks as the marked one did.
NUMBERS, ORIGINALS = "A", "G"
_WIDTHS = (6, 11, 16, 9, 24, 76, 8)
_LINE_HEIGHT, _HIGHEST = 15, 400
_LONGEST_TEXT = 2000
_AS_TEXT = 49
_RULE, _HEADING, _LINK, _TAB = "FFB7BCC4", "E8EDF3", "FF1C4E6B", "FFB3362B"
_MARGINS = (("left", 0.5), ("right", 0.5), ("top", 0.6), ("bottom", 0.6), ("header", 0.3), ("footer", 0.3))
_ON_PAPER = (("paperSize", 9), ("orientation", "landscape"), ("fitToWidth", 1), ("fitToHeight", 0))


class ListSheet:
    """Writes a list as a sheet's XML; `originals` are the styles marked cells had, by the number of their problem.

    What comes from the file is text and never a formula, whatever it begins with.
    """

    def __init__(self, listing: Listing, styles: Styles, originals: Mapping[int, int]) -> None:
        self._listing = listing
        self._originals = originals
        self._looks = _Looks(styles)
        self._lines_above = tuple(_lines_above(listing))
        self._head = len(self._lines_above) + 1

    def place(self, title: str, column: str) -> str:
        """The heading of a column, as a name means it."""
        return f"{quoted(title)}!${column}${self._head}"

    def printed_on_every_page(self, title: str) -> str:
        return f"{quoted(title)}!${self._head}:${self._head}"

    def xml(self, namespace: str) -> bytes:
        """The sheet's part."""
        last = get_column_letter(len(_WIDTHS))
        pane = [("ySplit", self._head), ("topLeftCell", f"A{self._head + 1}"), ("activePane", "bottomLeft")]
        view = _tag("pane", *pane, ("state", "frozen"))
        view = _tag("sheetView", ("showGridLines", 0), ("tabSelected", 1), ("workbookViewId", 0), inner=view)
        widths = (
            _tag("col", ("min", column), ("max", column), ("width", width), ("customWidth", 1))
            for column, width in enumerate(_WIDTHS, start=1)
        )
        merged = (_tag("mergeCell", ("ref", f"A{row}:{last}{row}")) for row in range(1, self._head))
        parts = [
            _tag("sheetPr", inner=_tag("tabColor", ("rgb", _TAB)) + _tag("pageSetUpPr", ("fitToPage", 1))),
            _tag("sheetViews", inner=view),
            _tag("sheetFormatPr", ("defaultRowHeight", _LINE_HEIGHT)),
            _tag("cols", inner=b"".join(widths)),
            _tag("sheetData", inner=b"".join(self._rows())),
            _tag("mergeCells", inner=b"".join(merged)),
            _tag("hyperlinks", inner=links) if (links := b"".join(self._links())) else b"",
            _tag("pageMargins", *_MARGINS),
            _tag("pageSetup", *_ON_PAPER),
        ]
        return DECLARATION + _tag("worksheet", ("xmlns", namespace), inner=b"".join(parts))

    def _rows(self) -> Iterator[bytes]:
        looks = self._looks
        for row, text in enumerate(self._lines_above, start=1):
            is_title = row == 1
            height = 24 if is_title else _height((text, sum(_WIDTHS)))
            yield _row(row, height, _text("A", row, text, looks.title if is_title else looks.line))
        headings = (
            _("No."), _("Severity"), _("Sheet"), _("Cell"), _("What stands there"), _("What is wrong and what to do"),
            _("As it was"),
        )  # fmt: skip
        cells = (
            _text(get_column_letter(n), self._head, text, looks.heading) for n, text in enumerate(headings, start=1)
        )
        yield _row(self._head, 20, b"".join(cells))
        for entry in self._listing.entries:
            yield self._row_of(entry)

    def _row_of(self, entry: Entry) -> bytes:
        row, problem, looks = self._head + entry.number, entry.problem, self._looks
        value, message = (problem.value or "")[:_LONGEST_TEXT], problem.message[:_LONGEST_TEXT]
        cells = (
            _tag("c", ("r", f"{NUMBERS}{row}"), ("s", looks.centred), inner=_tag("v", inner=b"%d" % entry.number)),
            _text("B", row, problem.severity_words, looks.severity[problem.severity]),
            _text("C", row, entry.sheet, looks.text),
            _text("D", row, problem.cell or "", looks.link if entry.place else looks.centred),
            _text("E", row, value, looks.text),
            _text("F", row, message, looks.text),
            _tag("c", ("r", f"{ORIGINALS}{row}"), ("s", self._originals.get(entry.number, looks.centred))),
        )
        return _row(
            row, _height((entry.sheet, _WIDTHS[2]), (value, _WIDTHS[4]), (message, _WIDTHS[5])), b"".join(cells)
        )

    def _links(self) -> Iterator[bytes]:
        for entry in self._listing.entries:
            if entry.place is not None:
                yield _tag("hyperlink", ("ref", f"D{self._head + entry.number}"), ("location", entry.link))


class _Looks:
    """The styles of the list's own cells."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._border = styles.make("borders", "border", inner=self._sides())
        plain = self._font(10)
        self.title = self._cell(self._font(14, "b"), border=0)
        self.line = self._cell(plain, border=0, wrapText=1)
        self.heading = self._cell(self._font(10, "b"), styles.fill(_HEADING), horizontal="center", wrapText=1)
        self.centred = self._cell(plain, horizontal="center", wrapText=1)
        self.text = self._cell(plain, wrapText=1)
        self.link = self._cell(self._font(10, "u", _LINK), horizontal="center")
        self.severity = {
            severity: self._cell(plain, styles.fill(colour), horizontal="center")
            for severity, colour in COLOURS.items()
        }

    def _element(self, name: str, *inner: bytes, **attributes: object) -> bytes:
        return element(self._styles.prefix, name, list(attributes.items()), b"".join(inner))

    def _sides(self) -> bytes:
        line = self._element("color", rgb=_RULE)
        sides = (self._element(side, line, style="thin") for side in ("left", "right", "top", "bottom"))
        return b"".join(sides) + self._element("diagonal")

    def _font(self, size: int, kind: str = "", colour: str = "FF1F2933") -> int:
        inner = self._element(kind) if kind else b""
        inner += self._element("sz", val=size) + self._element("color", rgb=colour)
        inner += self._element("name", val="宋体") + self._element("charset", val=134)
        return self._styles.make("fonts", "font", inner=inner)

    def _cell(self, font: int, fill: int = 0, border: int | None = None, **alignment: object) -> int:
        """A format; its text stays text when somebody types in the cell."""
        ids = (("fontId", font), ("fillId", fill), ("borderId", self._border if border is None else border))
        applied = [(f"apply{what}", 1) for what in ("NumberFormat", "Font", "Fill", "Border", "Alignment")]
        aligned = self._element("alignment", vertical="center", **alignment)
        text = (("numFmtId", _AS_TEXT), ("quotePrefix", 1), ("xfId", 0))
        return self._styles.make("cellXfs", "xf", *text, *ids, *applied, inner=aligned)


def _lines_above(listing: Listing) -> Iterator[str]:
    yield _("Problems found in {file}", file=listing.file)
    # The entries stand in the order of their severity; a figure that is explained asks for nothing any more.
    counts = Counter(entry.problem.severity_words for entry in listing.entries)
    found = (said(kind, str(count)) for kind, count in counts.items())
    yield "   ".join(found) or _("nothing to mend")
    if any(entry.place is not None for entry in listing.entries):
        yield _(
            "A click on a cell's address leads there. Mend the coloured cells and send this workbook again as it is: "
            "this sheet is not read, and colours and comments are made anew."
        )
    yield from listing.notes


def _tag(name: str, *attributes: tuple[str, object], inner: bytes = b"") -> bytes:
    return element(b"", name, attributes, inner)


def _row(row: int, height: int, cells: bytes) -> bytes:
    return _tag("row", ("r", row), ("ht", height), ("customHeight", 1), inner=cells)


def _text(column: str, row: int, text: str, style: int) -> bytes:
    words = _tag("t", ("xml:space", "preserve"), inner=xml_text(text))
    return _tag("c", ("r", f"{column}{row}"), ("s", style), ("t", "inlineStr"), inner=_tag("is", inner=words))


def _height(*texts: tuple[str, int]) -> int:
    """How high a row is that shows texts whole, each in its width."""
    lines = max(sum(max(ceil(text_width(line) / (width - 1)), 1) for line in text.split("\n")) for text, width in texts)
    return min(lines * _LINE_HEIGHT + 4, _HIGHEST)
