"""Changing XML where it stands: elements are found with the places of their bytes, and everything else is left alone.

Writing the XML anew would lose what only its own program understands: prefixes, extensions, the order of things.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from etl.package import make_parser

# A start tag, wherever a > stands in one of its values.
_TAG = re.compile(rb"""<[^\s/>"']+(?:[^>"']|"[^"]*"|'[^']*')*>""")
_NAME = re.compile(rb"<([^\s/>]+)")
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML cannot hold, and what would be read as one of Excel's own escapes for it.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class CannotMarkError(Exception):
    """A package that is read, but is too much out of the ordinary to be changed safely where it stands."""


@dataclass(frozen=True, order=True)
class Edit:
    """New bytes for those between two places; with both the same, an insertion."""

    start: int
    end: int
    new: bytes


def splice(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The data with its edits made; insertions at one place stay in their order."""
    pieces: list[bytes] = []
    place = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < place:
            raise CannotMarkError("two changes of one place")
        pieces += [data[place : edit.start], edit.new]
        place = edit.end
    return b"".join([*pieces, data[place:]])


@dataclass(slots=True)
class Element:
    """An element as it is met: its own name, its attributes, the place of its first byte and how deep it stands."""

    name: str
    attributes: dict[str, str]
    start: int
    depth: int
    is_leaf: bool = True


class Follower:
    """Follows a part's elements in order, as far as a return's can reach."""

    most = 50_000

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.prefix = b""
        self.root_inner_end = -1

    def follow(self) -> None:
        """Go through the whole part."""
        open_elements: list[Element] = []
        left = self.most

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise CannotMarkError("far more than a return has")
            if open_elements:
                open_elements[-1].is_leaf = False
            else:
                self.prefix = tag.rpartition(":")[0].encode() + b":" if ":" in tag else b""
            element = Element(tag.rpartition(":")[2], attributes, parser.CurrentByteIndex, len(open_elements))
            open_elements.append(element)
            self.start(element)

        def end(_tag: str) -> None:
            element, place = open_elements.pop(), parser.CurrentByteIndex
            # Behind an empty-element tag, the parser is already at what follows.
            is_empty = element.is_leaf and self.data[place - 2 : place] == b"/>"
            is_empty = is_empty and tag_end(self.data, element.start) == place
            inner_end = -1 if is_empty else place
            if not open_elements:
                self.root_inner_end = inner_end
            self.end(element, inner_end, place if is_empty else tag_end(self.data, place))

        parser = make_parser()
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.Parse(self.data, True)

    def start(self, element: Element) -> None:
        """An element begins."""

    def end(self, element: Element, inner_end: int, end: int) -> None:
        """An element ends: its content at `inner_end` (-1 for an empty-element tag), itself at `end`."""

    def append_to_root(self, new: bytes) -> Edit:
        """New bytes behind everything else in the part."""
        if self.root_inner_end < 0:
            raise CannotMarkError("an empty part")
        return Edit(self.root_inner_end, self.root_inner_end, new)


def as_utf8(data: bytes) -> bytes:
    """A part in UTF-8, in which everything new is written."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return re.sub(r"<\?xml[^>]*\?>", '<?xml version="1.0"?>', data.decode("utf-16"), count=1).encode("utf-8")
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf")[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        raise CannotMarkError("an encoding of its own")
    return data


def tag_end(data: bytes, start: int) -> int:
    """Where the tag that begins at `start` ends."""
    match = _TAG.match(data, start) or re.compile(rb"</[^>]*>").match(data, start)
    if match is None:
        raise CannotMarkError("a tag that cannot be followed")
    return match.end()


def tag_at(data: bytes, start: int) -> bytes:
    return data[start : tag_end(data, start)]


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """A start tag with another value for one attribute; None takes it out."""
    new = b"" if value is None else f' {name}="{escape(value)}"'.encode()
    known = re.compile(rf"""\s{name}\s*=\s*("[^"]*"|'[^']*')""".encode())
    if known.search(tag):
        return known.sub(lambda _match: new, tag, count=1)
    return _NAME.sub(lambda match: match[0] + new, tag, count=1)


def opened(tag: bytes, inner: bytes) -> bytes:
    """An empty-element tag as an element with this in it."""
    match = _NAME.match(tag)
    assert match is not None, "the parser called it a tag"
    return tag[:-2].rstrip() + b">" + inner + b"</" + match[1] + b">"


def element(prefix: bytes, name: str, attributes: Sequence[tuple[str, object]], inner: bytes = b"") -> bytes:
    """A new element; its attributes are text and are escaped, `inner` is XML already."""
    tag = prefix + name.encode()
    written = "".join(f' {key}="{escape(plain(str(value)))}"' for key, value in attributes).encode()
    return b"<" + tag + written + (b">" + inner + b"</" + tag + b">" if inner else b"/>")


def plain(text: str) -> str:
    """Text without what XML cannot hold."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def xml_text(text: str) -> bytes:
    """Text as XML, so that Excel shows just this."""
    return escape(_LIKE_ESCAPED.sub("_x005F_", plain(text)), quote=False).encode()


def text_width(text: str) -> int:
    """How wide a text is; a Chinese character is as wide as two others."""
    return sum(1 if character.isascii() else 2 for character in text)
