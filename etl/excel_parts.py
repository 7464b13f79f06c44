"""The parts of an Excel package beside its sheets: which sheets there are, their strings and their number formats.

The standard's two dialects (transitional and strict) differ in the names of namespaces alone, so elements are known by
their own names.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS

from etl.cells import UnreadableError
from etl.package import DEEPEST

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Formats a Chinese Excel knows without their being written down, like 2024年3月: all of them are days or times.
_CHINESE_DAYS = dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd")


class Part:
    """Follows the elements of a part, in order. `words` is open while the text of an element is wanted.

    Elements are told by their own names, without the prefix that stands for a namespace.
    """

    def __init__(self) -> None:
        self.words: list[str] | None = None
        self._depth = 0

    def attach(self, parser: expat.XMLParserType) -> None:
        """Be told what a parser meets."""
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._finish
        parser.CharacterDataHandler = self.add_text
        parser.buffer_text = True

    def feed(self, parser: expat.XMLParserType, chunks: Iterator[bytes]) -> None:
        """Give the part to a parser, piece by piece."""
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def add_text(self, text: str) -> None:
        """Text of the element that is open."""
        if self.words is not None:
            self.words.append(text)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadableError("workbook_too_much")
        self.start(tag.rpartition(":")[2], attributes)

    def _finish(self, tag: str) -> None:
        self._depth -= 1
        self.end(tag.rpartition(":")[2])

    def take_words(self) -> str:
        """The text since `words` was opened; it is closed by this."""
        words, self.words = "".join(self.words or ()), None
        return words


@dataclass(frozen=True)
class SheetEntry:
    """A sheet in the workbook's list: its name, whether it is shown, and the relation that leads to its part."""

    name: str
    is_visible: bool
    relation: str


class BookPart(Part):
    """The list of sheets, what names stand for, and from which year days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[SheetEntry] = []
        self.names: dict[str, str] = {}
        self._name = ""
        self.counts_from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            is_visible = attributes.get("state", "visible") == "visible"
            self.sheets.append(SheetEntry(attributes.get("name", ""), is_visible, relation))
        elif name == "definedName" and "localSheetId" not in attributes:
            self._name, self.words = attributes.get("name", ""), []
        elif name == "workbookPr":
            self.counts_from_1904 = is_true(attributes.get("date1904"))

    def end(self, name: str) -> None:
        if name == "definedName" and self.words is not None:
            self.names[self._name] = self.take_words()


class RelationsPart(Part):
    """Where a part's relations lead: by their names, their kind and the part at their end."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder
        self.ends: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", self.folder, target)).lstrip("/")
            self.ends[attributes.get("Id", "")] = (posixpath.basename(attributes.get("Type", "")), path)

    def of_kind(self, wanted: str) -> str | None:
        """The part a relation of this kind leads to."""
        return next((path for kind, path in self.ends.values() if kind == wanted), None)


class StringsPart(Part):
    """The texts cells refer to by number, without the pinyin some carry."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._runs: list[str] = []
        self._is_pinyin = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rPh":
            self._is_pinyin = True
        elif name == "t" and not self._is_pinyin:
            self.words = []

    def end(self, name: str) -> None:
        if name == "t":
            self._runs.append(self.take_words())
        elif name == "rPh":
            self._is_pinyin = False
        elif name == "si":
            self.strings.append(unescaped("".join(self._runs)))
            self._runs = []


class StylesPart(Part):
    """The number format of each cell style."""

    def __init__(self) -> None:
        super().__init__()
        self._section = ""
        self._own_formats: dict[int, str] = {}
        self._cell_styles: list[int] = []

    def format_of(self, style: int) -> str:
        """The number format of a style by its place in the list; raises IndexError where there is none."""
        if not self._cell_styles and style == 0:
            return "General"
        number = self._cell_styles[style]
        known = self._own_formats.get(number) or BUILTIN_FORMATS.get(number) or _CHINESE_DAYS.get(number)
        return known or "General"

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("numFmts", "cellXfs"):
            self._section = name
        elif name == "numFmt" and self._section == "numFmts":
            self._own_formats[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "xf" and self._section == "cellXfs":
            self._cell_styles.append(int(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == self._section:
            self._section = ""


def is_true(attribute: str | None) -> bool:
    return attribute in ("1", "true", "on")


def unescaped(text: str) -> str:
    """Text with the characters XML cannot hold, which Excel writes like _x000D_."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
