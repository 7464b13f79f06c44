"""The styles of a workbook, with more of them: a cell's own one in the colour of what is wrong with it, and back."""

import re
from collections.abc import Mapping

from common.problem_rules import Severity
from etl.marking.splicing import CannotMarkError, Edit, Element, Follower, element, splice, tag_at, with_attribute

# The red, yellow and accent of the pages (layouts/theme.py), a quarter as strong, so that black text on them is read
# easily. Nobody else's cells have just these colours, so they also tell our marks when the file comes back.
COLOURS: Mapping[Severity, str] = {"hard": "ECCDCA", "soft": "EEDEBF", "note": "C6D3DA"}
_OURS = re.compile(rb'fgColor[^>]*rgb="[0-9A-F]{2}(%s)"' % "|".join(COLOURS.values()).encode(), re.IGNORECASE)

_SECTIONS = ("fonts", "fills", "borders", "cellXfs")
_NO_FILL = 0
_LONGEST_FILL = 1000


class _Section:
    """One of the lists a style is put together from: its entries as they stand, and those that are new."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.inner_end = -1
        self.entries: list[tuple[int, int]] = []
        self.new: list[bytes] = []
        self.known: dict[bytes, int] = {}


class Styles(Follower):
    """A styles part. A style is its number in the list of cell formats."""

    # Workbooks that were copied from one another for years have tens of thousands of styles.
    most = 250_000

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.sections: dict[str, _Section] = {}
        self._open: _Section | None = None
        self._marked: dict[int, bool] = {}
        self.follow()
        if self.sections.keys() != set(_SECTIONS) or not self.sections["cellXfs"].entries:
            raise CannotMarkError("styles without fonts, fills, borders or formats")
        for section in self.sections.values():
            section.known = {data[start:end]: number for number, (start, end) in enumerate(section.entries)}

    def start(self, element: Element) -> None:
        if element.depth == 1 and element.name in _SECTIONS:
            self._open = self.sections[element.name] = _Section(element.start)

    def end(self, element: Element, inner_end: int, end: int) -> None:
        if self._open is None:
            return
        if element.depth == 2:
            self._open.entries.append((element.start, end))
        elif element.depth == 1:
            self._open.inner_end = inner_end
            self._open = None

    def add(self, section: str, entry: bytes) -> int:
        """The number of an entry, which is added unless it is there already."""
        known = self.sections[section]
        if entry not in known.known:
            known.known[entry] = len(known.entries) + len(known.new)
            known.new.append(entry)
        return known.known[entry]

    def make(self, section: str, name: str, *attributes: tuple[str, object], inner: bytes = b"") -> int:
        """The number of a new entry of this name."""
        return self.add(section, element(self.prefix, name, attributes, inner))

    def fill(self, colour: str) -> int:
        """The number of a fill in one colour."""
        inside = element(self.prefix, "fgColor", [("rgb", f"FF{colour}")])
        inside += element(self.prefix, "bgColor", [("indexed", 64)])
        pattern = element(self.prefix, "patternFill", [("patternType", "solid")], inside)
        return self.make("fills", "fill", inner=pattern)

    def marked(self, style: int, severity: Severity) -> int:
        """A style in the colour of a problem, and otherwise as it was."""
        return self._filled(style, self.fill(COLOURS[severity]))

    def unmarked(self, style: int, original: int | None) -> int:
        """A marked style as it was, by the cell that kept its looks for it; without one, without a fill."""
        if original is None:
            return self._filled(style, _NO_FILL)
        if _but_for_fill(self._entry(style)) == _but_for_fill(self._entry(original)):
            return original
        return self._filled(style, self._fill_of(original))

    def is_marked(self, style: int) -> bool:
        """Whether a style has one of our colours."""
        if style not in self._marked:
            fill = self._fill_of(style)
            entries = self.sections["fills"].entries
            known = self.data[slice(*entries[fill])] if fill < len(entries) else b""
            self._marked[style] = _OURS.search(known[:_LONGEST_FILL]) is not None
        return self._marked[style]

    def result(self) -> bytes:
        """The part with what was added."""
        edits: list[Edit] = []
        for section in self.sections.values():
            if section.new:
                if section.inner_end < 0:
                    raise CannotMarkError("an empty list of styles")
                tag = tag_at(self.data, section.start)
                count = str(len(section.entries) + len(section.new))
                edits.append(Edit(section.start, section.start + len(tag), with_attribute(tag, "count", count)))
                edits.append(Edit(section.inner_end, section.inner_end, b"".join(section.new)))
        return splice(self.data, edits)

    def _entry(self, style: int) -> bytes:
        formats = self.sections["cellXfs"]
        count = len(formats.entries)
        if count <= style < count + len(formats.new):
            return formats.new[style - count]
        # A number that leads nowhere is shown like the first format.
        return self.data[slice(*formats.entries[style if style < count else 0])]

    def _fill_of(self, style: int) -> int:
        found = re.search(rb'\sfillId\s*=\s*["\'](\d+)', tag_at(self._entry(style), 0))
        return int(found[1]) if found else _NO_FILL

    def _filled(self, style: int, fill: int) -> int:
        entry = self._entry(style)
        tag = tag_at(entry, 0)
        new = with_attribute(with_attribute(tag, "fillId", str(fill)), "applyFill", "1")
        return self.add("cellXfs", new + entry[len(tag) :])


def _but_for_fill(entry: bytes) -> bytes:
    tag = tag_at(entry, 0)
    return with_attribute(with_attribute(tag, "fillId", None), "applyFill", None) + entry[len(tag) :]
