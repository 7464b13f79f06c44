"""Opens whatever workbook is sent, by what is in it: sheets of cells that know their address (etl/cells.py)."""

import struct
from dataclasses import replace
from pathlib import Path

from common.numbers import read_number
from common.problems import Problem, Refusal
from etl.cells import Cell, CellState, Sheet, UnreadableError, Workbook, our_list
from etl.excel import read_excel
from etl.old_excel import read_old_excel
from etl.opendocument import read_opendocument
from etl.package import LARGEST_FILE_MB, kind_of, open_package
from etl.text import read_text

__all__ = ["Cell", "CellState", "Sheet", "Workbook", "decimals_shown", "read_file", "read_workbook"]


_MB = 2**20
_COMPOUND = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"

# What is missing or no number where the readers look for it. Other exceptions are the program's own faults.
BROKEN = (LookupError, ValueError, ArithmeticError, OSError, struct.error)


def read_file(path: Path) -> bytes:
    """The bytes of a file someone named; raises Refusal where there is none or it is too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE_MB * _MB:
            raise _too_large(path.name, size)
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
        raise Refusal(Problem("file_missing", value=str(path), params={"file": str(path)})) from error


def read_workbook(name: str, content: bytes, *, at_a_glance: bool = False) -> Workbook:
    """Open a workbook; raises Refusal, naming the cause and the way out, where it is not one.

    What a file is, its content decides, never its name. Formulas are read by their saved results; nothing is run.
    At a glance, of large sheets only the beginning is read, and the workbook says that it is cut.
    """
    if len(content) > LARGEST_FILE_MB * _MB:
        raise _too_large(name, len(content))
    try:
        return _without_our_list(_read(name, content, at_a_glance=at_a_glance))
    except UnreadableError as error:
        raise _refusal(error.code, name) from error
    except BROKEN as error:
        raise _refusal("workbook_broken", name) from error


def decimals_shown(text: str) -> int:
    """How many decimals a displayed number has: 2 for 1.25; a percentage counts as the fraction it is."""
    number = read_number(text)
    return number.decimals + (2 if number.percent else 0) if number else 0


def _read(name: str, content: bytes, *, at_a_glance: bool) -> Workbook:
    if content.startswith(_COMPOUND):
        return read_old_excel(content)
    if not content.startswith(_ZIP):
        return read_text(name, content, at_a_glance=at_a_glance)
    with open_package(content) as package:
        is_excel = kind_of(package) == "excel"
        return read_excel(package, at_a_glance=at_a_glance) if is_excel else read_opendocument(package)


def _without_our_list(workbook: Workbook) -> Workbook:
    """A marked-up return as its sender knows it."""
    ours = our_list(workbook.names)
    if ours is None:
        return workbook
    sheets = tuple(sheet for sheet in workbook.sheets if sheet.name != ours)
    return replace(
        workbook, sheets=sheets, hidden_sheets=tuple(name for name in workbook.hidden_sheets if name != ours)
    )


def _too_large(name: str, size: int) -> Refusal:
    megabytes = f"{size / _MB:.1f}"
    return Refusal(Problem("file_too_large", value=name, params={"size": megabytes, "limit": LARGEST_FILE_MB}))


def _refusal(code: str, name: str) -> Refusal:
    return Refusal(Problem(code, value=name, params={"file": name}))
