"""A file's problems in the order in which they are listed, each with the cell that is marked for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl.utils.cell import get_column_letter

from common.language import _
from common.problems import Problem
from etl.cells import Place, Sheet
from etl.marking.sheet import place_of
from etl.marking.styles import COLOURS

# More than anybody reads; the colours and comments of a file are kept as small as its list.
MOST_LISTED = 1000


@dataclass(frozen=True)
class Entry:
    """A problem on the list, and the cell that is marked for it: of a merged range, the first."""

    number: int
    problem: Problem
    place: Place | None

    @property
    def sheet(self) -> str:
        return self.problem.sheet or ""

    @property
    def reference(self) -> str:
        """The marked cell as a name means it: '表 2'!$B$6."""
        assert self.place is not None, "only marked cells are referred to"
        return f"{quoted(self.sheet)}!${get_column_letter(self.place[1])}${self.place[0]}"

    @property
    def link(self) -> str:
        """The marked cell as a link leads to it: '表 2'!B6."""
        assert self.place is not None, "only marked cells are linked to"
        return f"{quoted(self.sheet)}!{get_column_letter(self.place[1])}{self.place[0]}"


@dataclass(frozen=True)
class Listing:
    """All that the list says: about which file, its problems, what hinders most first, and what else is to be known."""

    file: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()

    @property
    def marked(self) -> dict[str, dict[Place, list[Entry]]]:
        """The entries by the sheet and cell they mark; the first of a cell is the most severe."""
        found: dict[str, dict[Place, list[Entry]]] = {}
        for entry in self.entries:
            if entry.place is not None:
                found.setdefault(entry.sheet, {}).setdefault(entry.place, []).append(entry)
        return found


def make_listing(file: str, problems: Sequence[Problem], sheets: Sequence[Sheet], notes: Iterable[str] = ()) -> Listing:
    """The list of a file's problems, with the cells of those of its sheets that are there to be marked."""
    order = {sheet.name: number for number, sheet in enumerate(sheets)}
    anchors = {sheet.name: sheet.anchors for sheet in sheets}

    def place(problem: Problem) -> Place | None:
        found = place_of(problem.cell)
        return anchors[problem.sheet].get(found, found) if found and problem.sheet in anchors else None

    def rank(problem: Problem) -> tuple[int, int, Place]:
        return list(COLOURS).index(problem.severity), order.get(problem.sheet or "", -1), place(problem) or (0, 0)

    ranked = sorted(problems, key=rank)
    entries = (Entry(number, problem, place(problem)) for number, problem in enumerate(ranked[:MOST_LISTED], start=1))
    notes = tuple(notes)
    if len(ranked) > MOST_LISTED:
        notes += (_("{count} further problems are neither listed nor marked.", count=len(ranked) - MOST_LISTED),)
    return Listing(file, tuple(entries), notes)


def said(severity: str, words: str) -> str:
    """What is said with a severity before it, as the pages name it."""
    return _("{severity}: {words}", severity=severity, words=words)


def quoted(sheet: str) -> str:
    """A sheet's name as formulas and links write it."""
    return "'" + sheet.replace("'", "''") + "'"
