"""Rows of an Excel sheet as nearly all programs write them, taken by a pattern instead of element by element.

A parser calls back five times for every cell, which is most of what a large sheet costs. The pattern fits whole rows
and nothing else, so that what it finds in them is what the parser would; what does not fit is left to the parser.
"""

import re

# What XML allows in a text, but for the carriage return, which a parser turns into a line feed.
_CHARACTER = r"[^<&\x00-\x08\x0b-\x1f\ufffe\uffff]"
_WORDS = rf"(?:{_CHARACTER}++|&(?:amp|lt|gt|quot|apos);)*+"
_ATTRIBUTES = rf'(?: [A-Za-z][A-Za-z0-9:]*+="(?:(?!"){_CHARACTER})*+")*+'
_ROW = rf'<row r="([1-9][0-9]{{0,6}})"({_ATTRIBUTES})'
_KIND = r'(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]{1,9})")?'
_FORMULA = rf"<f{_ATTRIBUTES}(?: ?/>|>{_WORDS}</f>)"
_VALUE = rf"<v(?: ?/>|>{_WORDS}</v>)"
_INLINE = rf'<is><t(?: xml:space="preserve")?>{_WORDS}</t></is>'
# A cell stands in the row its address names: \\1 is that row's number.
_CELL = rf'<c r="[A-Z]{{1,3}}\1"{_KIND}(?: ?/>|>(?:(?:{_FORMULA})?{_VALUE}|{_INLINE})?</c>)'
_ROWS = re.compile(rf"(?:{_ROW}(?: ?/>|>(?:{_CELL})*+</row>)\s*+)*+")
# The same once more, where it is known to stand: of a cell its column, style, kind, formula, and value or words.
_ROW_OR_CELL = re.compile(
    rf'{_ROW}|<c r="([A-Z]+)[0-9]+"{_KIND}(?: ?/>|>({_FORMULA})?(?:<v>|<is><t(?: xml:space="preserve")?>)?([^<]*))'
)
_REFERENCES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}

# A row: its number and its other attributes. Or a cell: its column, style, kind, formula, value. What does not stand
# there is the empty text.
RowOrCell = tuple[str, str, str, str, str, str, str]


def usual_rows(xml: bytes) -> list[RowOrCell] | None:
    """Rows and their cells, in order, where some XML in UTF-8 is nothing but rows of the usual form; else None."""
    try:
        text = xml.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # The one thing that may not stand in a text although its characters may.
    is_usual = "]]>" not in text and _ROWS.fullmatch(text)
    return _ROW_OR_CELL.findall(text) if is_usual else None


def without_references(words: str) -> str:
    """Words with the characters that XML spells out."""
    if "&" in words:
        for reference, character in _REFERENCES.items():
            words = words.replace(reference, character)
    return words
