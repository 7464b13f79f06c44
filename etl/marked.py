"""The marked-up return: the workbook as it was sent, its wrong cells coloured and commented, with a list of them.

An Excel file is changed where it stands (etl/marking/): its looks, formulas, charts and macros stay. Of files of other
kinds, and of packages too much out of the ordinary, a new workbook shows what was read; of a file that cannot be read
there is the list alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from common.language import _
from common.problems import Problem, Refusal
from etl.cells import UnreadableError, Workbook
from etl.marking.book import is_our_name
from etl.marking.in_place import mark_in_place
from etl.marking.listing import make_listing
from etl.marking.plain import plain_package, with_titles_of_excel
from etl.marking.splicing import CannotMarkError
from etl.package import kind_of, open_package
from etl.workbook import BROKEN, read_workbook

_ZIP = b"PK"
_NEW = ".xlsx"
# As it was named when it was marked before, in either language.
_MARKED = re.compile(r"(（标注问题）| \(problems marked\)).*$")


def mark_up(name: str, content: bytes, problems: Sequence[Problem]) -> tuple[str, bytes]:
    """The marked-up workbook of a file and its problems: the name to offer it under, and its bytes.

    Raises nothing for what is wrong with the file. Its words are in the language in use.
    """
    try:
        workbook = read_workbook(name, content)
    except Refusal:
        return _name(name, _NEW), _list_alone(name, problems)
    marked = _marked_in_place(name, content, workbook, problems)
    if marked is not None:
        return marked
    return _name(name, _NEW), _marked_anew(name, workbook, problems)


def _marked_in_place(
    name: str, content: bytes, workbook: Workbook, problems: Sequence[Problem]
) -> tuple[str, bytes] | None:
    """The workbook with marks and all else as it was; None where that cannot be promised."""
    if not content.startswith(_ZIP) or not _is_excel(content):
        return None
    listing = make_listing(name, problems, workbook.sheets)
    try:
        ending, marked = mark_in_place(content, listing, {sheet.name for sheet in workbook.sheets})
        if read_workbook(name, marked).sheets != workbook.sheets:
            return None
    except (CannotMarkError, UnreadableError, Refusal, *BROKEN):
        return None
    return _name(name, ending), marked


def _is_excel(content: bytes) -> bool:
    with open_package(content) as package:
        return kind_of(package) == "excel"


def _marked_anew(name: str, workbook: Workbook, problems: Sequence[Problem]) -> bytes:
    """A new workbook of what was read, with the names our templates are read by."""
    sheets = with_titles_of_excel(workbook.sheets)
    names = {
        known: (sheets[sheet].name, row, column)
        for known, (sheet, row, column) in workbook.names.items()
        if known.startswith("DABIAO_") and not is_our_name(known) and sheet in sheets
    }
    moved = [
        replace(problem, sheet=sheets[problem.sheet].name) if problem.sheet in sheets else problem
        for problem in problems
    ]
    note = _(
        "The looks and formulas of {file} cannot be kept in this workbook, which shows what was read in it. The file "
        "itself is unchanged; mend it there, or mend and send this workbook.",
        file=name,
    )
    listing = make_listing(name, moved, list(sheets.values()), [note])
    _ending, marked = mark_in_place(
        plain_package(list(sheets.values()), names), listing, {sheet.name for sheet in sheets.values()}
    )
    return marked


def _list_alone(name: str, problems: Sequence[Problem]) -> bytes:
    note = _("{file} could not be opened, so there are no cells to mark.", file=name)
    return mark_in_place(plain_package([], {}), make_listing(name, problems, [], [note]), ())[1]


def _name(name: str, ending: str) -> str:
    """What the marked-up workbook is called: as the file, and that it is marked, once."""
    return _("{name} (problems marked)", name=_MARKED.sub("", PurePath(name).stem)) + ending
