"""How an OpenDocument spreadsheet shows its numbers, said as Excel says it: 0.0% or #,##0."""

import re
from dataclasses import dataclass, field

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_STYLE, _NUMBER, _TABLE = f"{_NAMES}style:1.0 ", f"{_NAMES}datastyle:1.0 ", f"{_NAMES}table:1.0 "
_PERCENTAGE = f"{_NUMBER}percentage-style"
_NUMBER_STYLES = (f"{_NUMBER}number-style", f"{_NUMBER}currency-style", _PERCENTAGE)
_BY_SIGN = re.compile(r"value\(\)(<|>|<=|>=|=)0")
# Excel's sign for a figure shown a thousand times smaller than it is.
_SCALED = "0,"


@dataclass
class NumberStyles:
    """What a document's styles say of numbers, and which tables they hide. Told the elements of a part in order."""

    hidden_tables: set[str] = field(default_factory=set)
    _formats: dict[str, str] = field(default_factory=dict)
    _number_styles: dict[str, str] = field(default_factory=dict)
    _maps: dict[str, set[str]] = field(default_factory=dict)
    _cell_styles: dict[str, tuple[str, str]] = field(default_factory=dict)
    _current: str = ""

    def format_of(self, cell_style: str | None) -> str:
        """The number format of a cell by the name of its style."""
        return self._formats.get(cell_style or "Default", "General")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element."""
        if tag in _NUMBER_STYLES:
            self._current = attributes.get(f"{_STYLE}name", "")
            self._number_styles[self._current] = "0%" if tag == _PERCENTAGE else "0"
        elif tag == f"{_NUMBER}number":
            self._start_number(attributes)
        elif tag == f"{_NUMBER}embedded-text":
            # A sign set between the digits, like the point in 0!.0: it makes 3.5 of 35.
            self._number_styles[self._current] = _SCALED
        elif tag == f"{_STYLE}map" and not _BY_SIGN.fullmatch(attributes.get(f"{_STYLE}condition", "")):
            self._maps.setdefault(self._current, set()).add(attributes.get(f"{_STYLE}apply-style-name", ""))
        elif tag == f"{_STYLE}style":
            self._current = attributes.get(f"{_STYLE}name", "")
            if attributes.get(f"{_STYLE}family") == "table-cell":
                names = attributes.get(f"{_STYLE}data-style-name", ""), attributes.get(f"{_STYLE}parent-style-name", "")
                self._cell_styles[self._current] = names
        elif tag == f"{_STYLE}table-properties" and attributes.get(f"{_TABLE}display") == "false":
            self.hidden_tables.add(self._current)

    def settle(self) -> None:
        """At the end of a list of styles: names mean what that list says; what a style leaves open, its parents say."""
        self._formats.update({name: self._find(name) for name in self._cell_styles})
        self._cell_styles = {}

    def _find(self, name: str) -> str:
        passed: set[str] = set()
        while name in self._cell_styles and name not in passed:
            passed.add(name)
            number_style, parent = self._cell_styles[name]
            if number_style in self._number_styles:
                return self._format_by_size(number_style)
            name = parent or "Default"
        return self.format_of(name)

    def _format_by_size(self, number_style: str) -> str:
        """A style's format; where others take its place by the value's size, they must be percentages alike."""
        formats = [self._number_styles.get(name, "") for name in (number_style, *self._maps.get(number_style, ()))]
        return formats[0] if len({"%" in one for one in formats}) == 1 else _SCALED

    def _start_number(self, attributes: dict[str, str]) -> None:
        decimals = attributes.get(f"{_NUMBER}min-decimal-places", attributes.get(f"{_NUMBER}decimal-places", "0"))
        percent = "%" if self._number_styles.get(self._current, "").endswith("%") else ""
        if attributes.get(f"{_NUMBER}display-factor", "1") not in ("1", "1.0"):
            self._number_styles[self._current] = _SCALED
        elif decimals.isdecimal() and 0 < int(decimals) <= 30:
            self._number_styles[self._current] = "0." + "0" * int(decimals) + percent
