"""The boxes of comments: VML, an old language of drawings that is often not even XML, so it is changed as text."""

import re
from collections.abc import Callable, Collection, Mapping
from math import ceil

from etl.cells import Place
from etl.marking.sheet import Layout
from etl.marking.splicing import CannotMarkError, text_width

# What a box's text takes, at nine points.
_WIDTH, _LINE, _MARGIN, _CHARACTERS = 280, 16, 16, 42
_MOST_LINES = 40
# Hidden rows and columns take no room; a box is not sought a way around more of them than this.
_FURTHEST = 200
_LAST_COLUMN = 16_380
_LARGEST, _HEAD = 4 * 2**20, 2000

_EMPTY = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    b"</o:shapelayout></xml>"
)
_KIND = (
    '<{v}shapetype id="_x0000_t202" coordsize="21600,21600" {o}spt="202" path="m,l,21600r21600,l21600,xe">'
    '<{v}stroke joinstyle="miter"/><{v}path gradientshapeok="t" {o}connecttype="rect"/></{v}shapetype>'
)
_SHAPE = (
    '<{v}shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;{size};visibility:hidden" '
    'fillcolor="#ffffe1" {o}insetmode="auto"><{v}fill color2="#ffffe1"/><{v}shadow color="black" obscured="t"/>'
    '<{v}path {o}connecttype="none"/><{v}textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    '</{v}textbox><{x}ClientData ObjectType="Note"><{x}MoveWithCells/><{x}SizeWithCells/>'
    "<{x}AutoFill>False</{x}AutoFill><{x}Anchor>{anchor}</{x}Anchor><{x}Row>{row}</{x}Row><{x}Column>{column}</{x}Column></{x}ClientData></{v}shape>"
)
_NUMBER = re.compile(rb"_x0000_s(\d{1,9})")
_PREFIX = re.compile(rb'\sxmlns:([\w.-]{1,20})=["\']urn:schemas-microsoft-com:(vml|office:office|office:excel)["\']')


def with_boxes(drawing: bytes | None, removed: Collection[Place], texts: Mapping[Place, str], layout: Layout) -> bytes:
    """A drawing without the boxes of `removed` comments, and with one for each text, large enough to read it."""
    return _Drawing(_EMPTY if drawing is None else drawing, layout).with_boxes(removed, texts)


class _Drawing:
    """A drawing, taken apart at the ends of its shapes."""

    def __init__(self, data: bytes, layout: Layout) -> None:
        self.data = data
        self.layout = layout
        prefixes = {kind: prefix.decode() + ":" for prefix, kind in _PREFIX.findall(data, 0, _HEAD)}
        if len(prefixes) != 3 or b"</xml>" not in data or len(data) > _LARGEST:
            raise CannotMarkError("a drawing that cannot be followed")
        self.prefixes = {"v": prefixes[b"vml"], "o": prefixes[b"office:office"], "x": prefixes[b"office:excel"]}
        self.shape_ends = "</{v}shape>".format(**self.prefixes).encode()
        self.shape_begins = re.compile(r"<{v}shape\s".format(**self.prefixes).encode())
        self.anchor = re.compile("<{x}Anchor>[^<]*</{x}Anchor>".format(**self.prefixes).encode())
        self.row_tag = "<{x}Row>".format(**self.prefixes).encode()
        self.row = re.compile(r"<{x}Row>\s*(\d+)\s*<".format(**self.prefixes).encode())
        self.column = re.compile(r"<{x}Column>\s*(\d+)\s*<".format(**self.prefixes).encode())

    def with_boxes(self, removed: Collection[Place], texts: Mapping[Place, str]) -> bytes:
        head, end, tail = self.data.rpartition(b"</xml>")
        *shapes, rest = head.split(self.shape_ends)
        pieces: list[bytes] = []
        boxed: set[Place] = set()
        for shape in shapes:
            start = max((match.start() for match in self.shape_begins.finditer(shape)), default=len(shape))
            before, box = shape[:start], shape[start:] + self.shape_ends
            place = self._place(box)
            pieces.append(before)
            if place is not None and place in texts:
                pieces.append(self._resized(box, place, texts[place]))
                boxed.add(place)
            elif place is None or place not in removed:
                pieces.append(box)
        new = [place for place in texts if place not in boxed]
        if new and b'id="_x0000_t202"' not in head:
            rest += _KIND.format(**self.prefixes).encode()
        first = max((int(number) for number in _NUMBER.findall(head)), default=1024) + 1
        made = (self._box(number, place, texts[place]) for number, place in enumerate(new, start=first))
        return b"".join([*pieces, rest, *made, end, tail])

    def _place(self, box: bytes) -> Place | None:
        """The cell a comment's box belongs to; other shapes have none."""
        row, column = self.row.search(box), self.column.search(box)
        if b'ObjectType="Note"' not in box or row is None or column is None:
            return None
        return int(row[1]) + 1, int(column[1]) + 1

    def _resized(self, box: bytes, place: Place, text: str) -> bytes:
        anchor = "<{x}Anchor>{anchor}</{x}Anchor>".format(**self.prefixes, anchor=_anchor(place, text, self.layout))
        return self.anchor.sub(b"", box).replace(self.row_tag, anchor.encode() + self.row_tag, 1)

    def _box(self, number: int, place: Place, text: str) -> bytes:
        anchor = _anchor(place, text, self.layout)
        size = f"width:{_WIDTH}px;height:{_height(text)}px"
        row, column = place[0] - 1, place[1] - 1
        return _SHAPE.format(**self.prefixes, number=number, size=size, anchor=anchor, row=row, column=column).encode()


def _anchor(place: Place, text: str, layout: Layout) -> str:
    """Right of the cell and a little higher: column, pixels, row, pixels of two corners, counted from nought."""
    row, column = max(place[0] - 1, 1), min(place[1] + 1, _LAST_COLUMN)
    last_column, right = _walk(column, 15 + _WIDTH, layout.width)
    last_row, bottom = _walk(row, 4 + _height(text), layout.height)
    return ", ".join(str(one) for one in (column - 1, 15, row - 1, 4, last_column - 1, right, last_row - 1, bottom))


def _height(text: str) -> int:
    """How high a box is that shows a text whole."""
    lines = sum(max(ceil(text_width(line) / _CHARACTERS), 1) for line in text.split("\n"))
    return min(lines, _MOST_LINES) * _LINE + _MARGIN


def _walk(line: int, pixels: int, size_of: Callable[[int], int]) -> tuple[int, int]:
    """The column or row that many pixels further on, and how many of them are within it."""
    steps = 0
    while pixels >= (size := size_of(line)) and steps < _FURTHEST:
        pixels, line, steps = pixels - size, line + 1, steps + 1
    return line, min(pixels, size)
