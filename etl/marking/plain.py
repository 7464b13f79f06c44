"""A new Excel package of what was read from a file of another kind: the same cells in the same places, but no looks."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from openpyxl.utils.cell import get_column_letter

from common.language import _
from etl.cells import Cell, NamedPlace, Sheet
from etl.marking.listing import quoted
from etl.marking.splicing import DECLARATION, element, plain, text_width, xml_text

_FORMATS = "http://schemas.openxmlformats.org"
_MAIN = f"{_FORMATS}/spreadsheetml/2006/main"
_RELATIONS = f"{_FORMATS}/officeDocument/2006/relationships"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]|^'|'$")
_LONGEST_TITLE, _LONGEST_TEXT = 31, 32_767
_NARROWEST, _WIDEST = 9, 40
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
# What a program would take for a formula if somebody typed it; in a cell of this style it stays text.
_LIKE_A_FORMULA = ("=", "+", "-", "@")
_GENERAL, _TEXT, _SMALLER = "General", "@", "0,"


def with_titles_of_excel(sheets: Sequence[Sheet]) -> dict[str, Sheet]:
    """Sheets by the names they have, under names that Excel takes: short, without some signs, no two alike."""
    renamed: dict[str, Sheet] = {}
    taken: set[str] = set()
    for sheet in sheets:
        title = _NOT_IN_TITLES.sub("_", plain(sheet.name)).replace("\n", " ")[:_LONGEST_TITLE] or "_"
        number = 1
        while title.lower() in taken:
            number += 1
            title = f"{title[: _LONGEST_TITLE - 6]} ({number})"
        taken.add(title.lower())
        renamed[sheet.name] = replace(sheet, name=title)
    return renamed


def plain_package(sheets: Sequence[Sheet], names: Mapping[str, NamedPlace]) -> bytes:
    """A workbook of these sheets, with these names of cells in them; of none, for a list of problems alone."""
    styles = _Styles()
    pages = {f"xl/worksheets/sheet{n}.xml": _sheet(sheet, styles) for n, sheet in enumerate(sheets, start=1)}
    kinds = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles", **dict.fromkeys(pages, "worksheet")}
    ends = [*(("worksheet", page) for page in pages), ("styles", "xl/styles.xml")]
    parts = {
        "[Content_Types].xml": _content_types(kinds),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(sheets, names),
        "xl/_rels/workbook.xml.rels": _relations(ends),
        "xl/styles.xml": styles.xml(),
        **pages,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, DECLARATION + data)
    return content.getvalue()


class _Styles:
    """The number formats in use; each is a style."""

    def __init__(self) -> None:
        self._formats = {_GENERAL: 0, _TEXT: 1}

    def of(self, number_format: str) -> int:
        return self._formats.setdefault(number_format, len(self._formats))

    def xml(self) -> bytes:
        own = {code: 164 + style for code, style in self._formats.items() if code not in (_GENERAL, _TEXT)}
        ids = {_GENERAL: 0, _TEXT: 49, **own}
        font = _tag("sz", ("val", 11)) + _tag("name", ("val", "宋体")) + _tag("charset", ("val", 134))
        fills = (_tag("fill", inner=_tag("patternFill", ("patternType", kind))) for kind in ("none", "gray125"))
        border = b"".join(map(_tag, ("left", "right", "top", "bottom", "diagonal")))
        nothing = (("fontId", 0), ("fillId", 0), ("borderId", 0))
        formats = (
            _tag("xf", ("numFmtId", ids[code]), ("quotePrefix", int(code == _TEXT)), *nothing, ("xfId", 0))
            for code in self._formats
        )
        codes = b"".join(_tag("numFmt", ("numFmtId", number), ("formatCode", code)) for code, number in own.items())
        sections = (
            _tag("numFmts", inner=codes) if codes else b"",
            _tag("fonts", inner=_tag("font", inner=font)),
            _tag("fills", inner=b"".join(fills)),
            _tag("borders", inner=_tag("border", inner=border)),
            _tag("cellStyleXfs", inner=_tag("xf", ("numFmtId", 0), *nothing)),
            _tag("cellXfs", inner=b"".join(formats)),
            _tag("cellStyles", inner=_tag("cellStyle", ("name", "Normal"), ("xfId", 0), ("builtinId", 0))),
        )
        return _tag("styleSheet", ("xmlns", _MAIN), inner=b"".join(sections))


def _sheet(sheet: Sheet, styles: _Styles) -> bytes:
    rows = b"".join(
        _tag("row", ("r", row), inner=b"".join(_cell(cell, styles) for cell in cells))
        for row, cells in groupby(sheet.cells.values(), key=lambda cell: cell.row)
    )
    widths = dict.fromkeys(sheet.columns, _NARROWEST)
    for cell in sheet.cells.values():
        widths[cell.column] = min(max(widths[cell.column], text_width(cell.text[:_WIDEST]) + 2), _WIDEST)
    columns = (
        _tag("col", ("min", column), ("max", column), ("width", width), ("customWidth", 1))
        for column, width in sorted(widths.items())
    )
    merged = b"".join(_tag("mergeCell", ("ref", area)) for area in _areas(sheet))
    parts = (
        _tag("cols", inner=b"".join(columns)) if widths else b"",
        _tag("sheetData", inner=rows),
        _tag("mergeCells", inner=merged) if merged else b"",
    )
    return _tag("worksheet", ("xmlns", _MAIN), inner=b"".join(parts))


def _areas(sheet: Sheet) -> Iterable[str]:
    """The merged ranges, as far as there are rows and columns with something in them."""
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for (row, column), first in sheet.anchors.items():
        known = last.get(first, first)
        last[first] = max(known[0], row), max(known[1], column)
    for first, end in last.items():
        if end != first:
            yield f"{get_column_letter(first[1])}{first[0]}:{get_column_letter(end[1])}{end[0]}"


def _cell(cell: Cell, styles: _Styles) -> bytes:
    if cell.state == "figure" and cell.number is not None:
        return _value(cell, "n", format(cell.number, "f"), styles.of(_format_of(cell)))
    if cell.state == "scaled":
        # Read back, it is again a figure that is not shown as it is.
        return _value(cell, "n", cell.text, styles.of(_SMALLER))
    if cell.state == "error" and cell.text in _ERRORS:
        return _value(cell, "e", cell.text, 0)
    text = _("(formula without a result)") if cell.state == "formula_without_value" else cell.text
    style = styles.of(_TEXT if text.startswith(_LIKE_A_FORMULA) else _GENERAL)
    words = _tag("t", ("xml:space", "preserve"), inner=xml_text(text[:_LONGEST_TEXT]))
    return _tag("c", ("r", cell.address), ("s", style), ("t", "inlineStr"), inner=_tag("is", inner=words))


def _value(cell: Cell, kind: str, value: str, style: int) -> bytes:
    return _tag("c", ("r", cell.address), ("s", style), ("t", kind), inner=_tag("v", inner=xml_text(value)))


def _format_of(cell: Cell) -> str:
    """The format that shows a figure as it was shown."""
    decimals = len(cell.text.rstrip("%").partition(".")[2])
    return "0" + ("." + "0" * decimals if decimals else "") + ("%" if cell.is_percent else "")


def _workbook(sheets: Sequence[Sheet], names: Mapping[str, NamedPlace]) -> bytes:
    listed = (
        _tag("sheet", ("name", sheet.name), ("sheetId", number), ("r:id", f"rId{number}"))
        for number, sheet in enumerate(sheets, start=1)
    )
    defined = b"".join(
        _tag("definedName", ("name", name), inner=xml_text(f"{quoted(title)}!${get_column_letter(column)}${row}"))
        for name, (title, row, column) in names.items()
    )
    parts = (
        _tag("bookViews", inner=_tag("workbookView", ("activeTab", 0))),
        _tag("sheets", inner=b"".join(listed)),
        _tag("definedNames", inner=defined) if defined else b"",
    )
    return _tag("workbook", ("xmlns", _MAIN), ("xmlns:r", _RELATIONS), inner=b"".join(parts))


def _content_types(kinds: Mapping[str, str]) -> bytes:
    relations = ("ContentType", "application/vnd.openxmlformats-package.relationships+xml")
    types = _tag("Default", ("Extension", "rels"), relations)
    types += _tag("Default", ("Extension", "xml"), ("ContentType", "application/xml"))
    for part, kind in kinds.items():
        types += _tag("Override", ("PartName", f"/{part}"), ("ContentType", f"{_KINDS}.{kind}+xml"))
    return _tag("Types", ("xmlns", f"{_FORMATS}/package/2006/content-types"), inner=types)


def _relations(ends: Iterable[tuple[str, str]]) -> bytes:
    relations = (
        _tag("Relationship", ("Id", f"rId{number}"), ("Type", f"{_RELATIONS}/{kind}"), ("Target", f"/{part}"))
        for number, (kind, part) in enumerate(ends, start=1)
    )
    return _tag("Relationships", ("xmlns", f"{_FORMATS}/package/2006/relationships"), inner=b"".join(relations))


def _tag(name: str, *attributes: tuple[str, object], inner: bytes = b"") -> bytes:
    return element(b"", name, attributes, inner)
