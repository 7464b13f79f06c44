"""Comments on a sheet's cells: ours are added and taken out again, those of others stay.

Ours are lines that begin with a sign, so they are known in whoever's comment they stand and whichever program has saved
the file since.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from openpyxl.utils.cell import get_column_letter

from etl.cells import Place
from etl.marking.sheet import place_of
from etl.marking.splicing import (
    DECLARATION,
    CannotMarkError,
    Edit,
    Element,
    Follower,
    element,
    opened,
    splice,
    tag_at,
    xml_text,
)

AUTHOR = "达标"
SIGN = "【达标】"
_OUR_LINES = re.compile(rf"(?:^|(?:_x000D_)?\n){SIGN}[^\n]*")
_LARGEST = 2 * 2**20
_LOOKS = (("sz", "9"), ("rFont", "宋体"), ("family", "3"), ("charset", "134"))


@dataclass
class _Comment:
    """A comment as it stands: its texts, the one that stands in no run of its own, and where the last run ends."""

    place: Place
    start: int
    end: int = -1
    texts: list[tuple[int, int]] = field(default_factory=list)
    bare: tuple[int, int] | None = None
    runs_end: int = -1


class Comments(Follower):
    """A part of comments without ours. `texts` is what the others say, `removed` where only ours stood."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        if b"<!" in data or len(data) > _LARGEST:
            raise CannotMarkError("comments out of the ordinary")
        self.texts: dict[Place, str] = {}
        self.removed: set[Place] = set()
        self._edits: list[Edit] = []
        self._new: list[bytes] = []
        self._comments: dict[Place, _Comment] = {}
        self._comment: _Comment | None = None
        self._is_in_run = False
        self._authors: list[str] = []
        self._lists: dict[str, tuple[int, int]] = {}
        self.follow()
        if self._lists.keys() != {"authors", "commentList"}:
            raise CannotMarkError("comments without a list")
        for comment in list(self._comments.values()):
            self._take_ours_out(comment)

    def start(self, element: Element) -> None:
        if element.depth == 2 and element.name == "comment":
            place = place_of(element.attributes.get("ref"))
            self._comment = _Comment(place, element.start) if place else None
        elif element.depth == 4:
            self._is_in_run = element.name == "r"

    def end(self, element: Element, inner_end: int, end: int) -> None:
        name, depth = element.name, element.depth
        if depth == 1:
            self._lists[name] = (element.start, inner_end)
        elif depth == 2 and name == "author":
            self._authors.append(unescape(self._inside(element.start, inner_end).decode()))
        elif self._comment is None:
            return
        elif depth == 2:
            self._comment.end = end
            self._comments[self._comment.place] = self._comment
        elif name == "t" and (depth == 4 or depth == 5 and self._is_in_run):
            if inner_end >= 0:
                self._comment.texts.append((element.start + len(tag_at(self.data, element.start)), inner_end))
            if depth == 4:
                self._comment.bare = (element.start, end)
        elif name == "r":
            self._comment.runs_end = end

    def add(self, place: Place, lines: list[str]) -> str:
        """Say something about a cell, behind what others say about it; all that is said of it then."""
        signed = "\n".join(SIGN + line for line in lines)
        self._add(place, signed)
        return f"{self.texts[place]}\n{signed}" if place in self.texts else signed

    def _add(self, place: Place, signed: str) -> None:
        comment = self._comments.get(place)
        if comment is None:
            self._new.append(self._comment_of(place, signed))
            return
        run = self._run("\n" + signed)
        if comment.bare is not None:
            tag = self.prefix + b"r>"
            self._edits.append(Edit(comment.bare[0], comment.bare[0], b"<" + tag))
            self._edits.append(Edit(comment.bare[1], comment.bare[1], b"</" + tag + run))
        elif comment.runs_end >= 0:
            self._edits.append(Edit(comment.runs_end, comment.runs_end, run))
        else:
            self._edits.append(Edit(comment.start, comment.end, b""))
            self._new.append(self._comment_of(place, signed))

    def result(self) -> bytes:
        """The part with its changes."""
        edits = list(self._edits)
        if self._new:
            edits.append(self._appended("commentList", b"".join(self._new)))
            if AUTHOR not in self._authors:
                edits.append(self._appended("authors", element(self.prefix, "author", [], xml_text(AUTHOR))))
        return splice(self.data, edits)

    def _take_ours_out(self, comment: _Comment) -> None:
        texts = [unescape(self.data[start:end].decode()) for start, end in comment.texts]
        whole = "".join(texts)
        kept = _OUR_LINES.sub("", whole)
        if kept == whole:
            self.texts[comment.place] = whole
        elif kept.strip():
            self.texts[comment.place] = kept
            self._keep_of(comment, texts)
        else:
            self.removed.add(comment.place)
            self._edits.append(Edit(comment.start, comment.end, b""))
            del self._comments[comment.place]

    def _keep_of(self, comment: _Comment, texts: list[str]) -> None:
        """Take our lines out of texts, over which they may reach."""
        ours = {place for match in _OUR_LINES.finditer("".join(texts)) for place in range(*match.span())}
        first = 0
        for text, (start, end) in zip(texts, comment.texts, strict=True):
            kept = "".join(sign for place, sign in enumerate(text, start=first) if place not in ours)
            first += len(text)
            if kept != text:
                self._edits.append(Edit(start, end, xml_text(kept)))

    def _comment_of(self, place: Place, text: str) -> bytes:
        author = self._authors.index(AUTHOR) if AUTHOR in self._authors else len(self._authors)
        attributes = [("ref", f"{get_column_letter(place[1])}{place[0]}"), ("authorId", author)]
        return element(self.prefix, "comment", attributes, element(self.prefix, "text", [], self._run(text)))

    def _run(self, text: str) -> bytes:
        looks = b"".join(element(self.prefix, name, [("val", value)]) for name, value in _LOOKS)
        words = element(self.prefix, "t", [("xml:space", "preserve")], xml_text(text))
        return element(self.prefix, "r", [], element(self.prefix, "rPr", [], looks) + words)

    def _inside(self, start: int, inner_end: int) -> bytes:
        return self.data[start + len(tag_at(self.data, start)) : inner_end] if inner_end >= 0 else b""

    def _appended(self, name: str, new: bytes) -> Edit:
        start, inner_end = self._lists[name]
        if inner_end >= 0:
            return Edit(inner_end, inner_end, new)
        tag = tag_at(self.data, start)
        return Edit(start, start + len(tag), opened(tag, new))


def empty_comments(namespace: str) -> bytes:
    """A part without comments yet."""
    return DECLARATION + f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'.encode()
