"""A list of people as a workbook: an account, a name, a role and regions on each row. Nothing is kept here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from common.language import _
from common.nearest import nearest_of
from common.problems import Problem, Refusal
from common.viewer import EVERY_REGION, Role
from etl.cells import Cell, Sheet
from etl.headings import plain
from etl.names import Vocabulary
from etl.workbook import read_workbook
from indicators.plan import Plan

# More people than a bureau has: each of them gets a password, which takes a while on purpose.
MOST = 300
# The headings, as the page names them first; the account's cell stands for its row.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("账号", "帐号", "account"),
    "full_name": ("姓名", "名称", "name"),
    "role": ("角色", "role"),
    "regions": ("区划", "地区", "regions", "region"),
}
ROLE_WORDS: Mapping[str, Role] = {
    "领导": "leader",
    "填报员": "analyst",
    "审核员": "reviewer",
    "管理员": "administrator",
    "审计员": "auditor",
}
ALL_REGIONS = ("全部", "全部区划", EVERY_REGION)
_BETWEEN_REGIONS = re.compile(r"[、,，;；\s]+")
# Cells that hold something else than they show.
_WITHOUT_TEXT = ("error", "formula_without_value")


@dataclass(frozen=True)
class ListedPerson:
    """One row of the list. `regions` are codes, or EVERY_REGION; `cells` are the addresses of its fields."""

    name: str
    full_name: str
    role: str
    regions: frozenset[str]
    sheet: str
    cells: Mapping[str, str]

    def problem_at(self, field: str, problem: Problem) -> Problem:
        """A problem with one of the fields, at its cell."""
        return Problem(problem.code, self.sheet, self.cells[field], field, problem.value, problem.params)


def read_people_list(file_name: str, content: bytes, plans: Sequence[Plan]) -> list[ListedPerson]:
    """The people of a workbook, whose regions are those of the plans; raises Refusal with all that is wrong in it."""
    sheets = read_workbook(file_name, content).sheets
    headed = [(sheet, row, columns) for sheet in sheets for row, columns in _heading_of(sheet)]
    if not headed:
        headings = _(", ").join(names[0] for names in HEADINGS.values())
        raise Refusal(
            Problem("people_list_headings", value=file_name, params={"file": file_name, "headings": headings})
        )
    rows = [
        _Row(sheet, row, columns)
        for sheet, heading, columns in headed
        for row in sheet.rows
        if row > heading and any(sheet.label(row, column) for column in columns.values())
    ]
    if not rows:
        sheet, row, columns = headed[0]
        raise Refusal(Problem("people_list_empty", sheet.name, sheet.at(row, columns["name"]).address))
    if len(rows) > MOST:
        over = rows[MOST]
        raise Refusal(Problem("people_list_long", over.sheet.name, over.cells["name"], params={"most": MOST}))
    known = _Regions(plans)
    problems = [problem for row in rows for problem in row.problems(known)]
    problems += _listed_twice(rows)
    if problems:
        raise Refusal(*problems)
    return [row.person(known) for row in rows]


class _Regions:
    """The regions of some plans, by name, full name, alias or code."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._vocabularies = [Vocabulary(plan) for plan in plans]
        self._names = list(dict.fromkeys(region.name for plan in plans for region in plan.regions))
        self.nearest_to = cache(lambda written: nearest_of(written, self._names))

    def code_of(self, written: str) -> str | None:
        """The code of a region; none where no plan has it, or a plan has several of that name."""
        found = (vocabulary.region(written) for vocabulary in self._vocabularies)
        return next((region.code for region in found if region is not None), None)


class _Row:
    """One row of the list, and what there is to say about it."""

    def __init__(self, sheet: Sheet, row: int, columns: Mapping[str, int]) -> None:
        self.sheet = sheet
        self.shown: dict[str, Cell] = {field: sheet.anchor(row, column) for field, column in columns.items()}
        self.cells = {field: sheet.at(row, column).address for field, column in columns.items()}

    def text(self, field: str) -> str:
        return self.shown[field].text

    @property
    def role(self) -> str:
        """The role by its word or its code; a text that is neither, as it is."""
        text = plain(self.text("role"))
        return ROLE_WORDS.get(text, text.lower())

    def regions(self, known: _Regions) -> dict[str, str | None]:
        """The regions as they are written, each with its code; without one where no plan has it."""
        text = self.text("regions")
        if plain(text).lower() in ALL_REGIONS:
            return {text: EVERY_REGION}
        return {written: known.code_of(written) for written in _BETWEEN_REGIONS.split(text) if written}

    def problems(self, known: _Regions) -> Iterator[Problem]:
        broken = [(field, cell) for field, cell in self.shown.items() if cell.state in _WITHOUT_TEXT]
        for field, cell in broken:
            yield self._problem(cell.state if cell.state != "error" else "error_cell", field)
        if broken:
            return
        if self.role not in set(get_args(Role)) - {"operator"}:
            yield self._problem("unknown_role", "role", known=_(", ").join(ROLE_WORDS))
        if self.role == "analyst" and not self.regions(known):
            yield self._problem("regions_missing", "regions")
        for written, code in self.regions(known).items():
            if code is None:
                yield self._problem("region_not_in_plan", "regions", region=written, known=known.nearest_to(written))

    def person(self, known: _Regions) -> ListedPerson:
        codes = frozenset(filter(None, self.regions(known).values()))
        return ListedPerson(self.text("name"), self.text("full_name"), self.role, codes, self.sheet.name, self.cells)

    def _problem(self, code: str, field: str, **params: object) -> Problem:
        return Problem(code, self.sheet.name, self.cells[field], field, self.text(field), params)


def _heading_of(sheet: Sheet) -> Iterator[tuple[int, dict[str, int]]]:
    """The first row of a sheet that has every heading, with the column of each."""
    for row in sheet.rows:
        texts = {plain(sheet.at(row, column).text).lower(): column for column in reversed(sheet.columns)}
        found = {
            field: next((texts[name] for name in names if name in texts), None) for field, names in HEADINGS.items()
        }
        columns = {field: column for field, column in found.items() if column is not None}
        if len(columns) == len(HEADINGS):
            yield row, columns
            return


def _listed_twice(rows: Sequence[_Row]) -> Iterator[Problem]:
    """Accounts that stand in the list before; capital letters make no other account."""
    first: dict[str, _Row] = {}
    for row in rows:
        name = row.text("name").lower()
        before = first.setdefault(name, row)
        if name and before is not row:
            other = f"{before.sheet.name}!{before.cells['name']}"
            yield Problem(
                "person_listed_twice", row.sheet.name, row.cells["name"], "name", row.text("name"), {"other": other}
            )
