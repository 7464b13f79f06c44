"""Tables kept as text: values parted by commas, tabs or semicolons, under whatever name. One sheet of text cells."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePath

from etl.cells import Cell, UnreadableError, Workbook, make_sheet, text_cell
from etl.package import ROWS_AT_A_GLANCE, Amount

# The likeliest last: a comma also stands within figures (1,234), a tab never.
_DELIMITERS = "\t;,"
_SAMPLE = 2**16
_MOST_ROWS = 200_000
_MOST_COLUMNS = 16_384
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# The two halves of a figure parted at its own comma: 1,234
_HEAD, _TAIL = re.compile(r"\s*-?\d{1,3}"), re.compile(r"\d{3}(\.\d+)?%?\s*")
_OTHER_FILES = (b"%PDF-", b"{\\rtf")


def read_text(name: str, content: bytes, *, at_a_glance: bool = False) -> Workbook:
    """Read a table kept as text; its sheet is named as the file. What its cells mean, the parser decides.

    At a glance, only its first rows are read.
    """
    if not content or content.startswith(_OTHER_FILES):
        raise UnreadableError("not_a_workbook")
    if _is_web_page(content):
        raise UnreadableError("workbook_is_web_page")
    text = _decode(content)
    try:
        delimiter = _delimiter(text)
        rows = _rows(text, delimiter)
        first_rows = islice(rows, ROWS_AT_A_GLANCE) if at_a_glance else rows
        sheet = make_sheet(PurePath(name).stem, _cells(first_rows, delimiter), (), hidden=False)
        is_cut = next(rows, None) is not None
    except csv.Error as error:
        # A single field larger than the whole of any return.
        raise UnreadableError("workbook_too_much") from error
    return Workbook((sheet,), (), is_cut=is_cut)


def _is_web_page(content: bytes) -> bool:
    """Whether this is a page or XML, as many systems give out under the name of a workbook."""
    start = content[:_SAMPLE].replace(b"\0", b"").removeprefix(codecs.BOM_UTF8).lstrip(b"\xff\xfe \t\r\n").lower()
    return start.startswith((b"<", b"mime-version:"))


def _decode(content: bytes) -> str:
    """Text in the encodings Excel and WPS write: Unicode, or Chinese (GBK is part of GB18030)."""
    encodings = ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.search(text):
            raise UnreadableError("not_a_workbook")
        return text
    is_binary = any(byte < 9 for byte in content[:_SAMPLE])
    raise UnreadableError("not_a_workbook" if is_binary else "text_not_decoded")


def _delimiter(text: str) -> str:
    """What parts the fields: the sign that gives the most rows the same number of them."""
    rows_alike = {sign: _rows_alike(text[:_SAMPLE], sign) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: rows_alike[sign])
    if not rows_alike[best]:
        raise UnreadableError("not_a_workbook")
    return best


def _rows_alike(text: str, delimiter: str) -> int:
    widths = Counter(len(row) for row in _rows(text, delimiter))
    return max((count for width, count in widths.items() if width > 1), default=0)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    signs = 0

    def lines() -> Iterator[str]:
        """The text's lines; one that would make a vast row is refused before it makes one."""
        nonlocal signs
        for line in io.StringIO(text, newline=""):
            signs += line.count(delimiter)
            if signs > _MOST_COLUMNS:
                raise UnreadableError("workbook_too_much")
            yield line

    for row in csv.reader(lines(), delimiter=delimiter):
        signs = 0
        yield row


def _cells(rows: Iterable[list[str]], delimiter: str) -> Iterator[Cell]:
    amount = Amount()
    widest = 0
    for number, row in enumerate(rows, start=1):
        if number > _MOST_ROWS:
            raise UnreadableError("workbook_too_much")
        filled = [column for column, field in enumerate(row, start=1) if field.strip()]
        width = filled[-1] if filled else 0
        if 1 < widest < width and delimiter == "," and _looks_split(row):
            raise UnreadableError("text_figure_split")
        widest = max(widest, width)
        for column in filled:
            amount.add_cell(number, column)
            yield text_cell(number, column, row[column - 1])


def _looks_split(row: list[str]) -> bool:
    """Whether a figure like 1,234 seems to have been parted at its own comma."""
    pairs = zip(row, row[1:], strict=False)
    return any(
        re.fullmatch(r"\s*-?\d{1,3}", left) and re.fullmatch(r"\d{3}(\.\d+)?%?\s*", right) for left, right in pairs
    )
