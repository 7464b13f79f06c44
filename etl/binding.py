"""What a person says the headings and labels of a foreign table stand for, and how a table is read by it.

Headings and labels are known by their names without a time (`periodless`), so that the same form fits next quarter.
Whatever is read by a person's word is noted: nothing of it is silent (docs/decisions/0017).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from common.language import _
from common.moments import CHINA
from etl.headings import periodless
from etl.table import Axis, Choice, Layout, Table
from etl.workbook import Cell
from indicators.plan import Indicator, Plan, Region

NOT_TAKEN = "not_taken"
TOTAL = "total"
# A column of the region the whole table is for.
OWN = "own"
VALUES = "values"
TARGETS = "target"

Kind = Literal["columns", "rows"]


@dataclass(frozen=True)
class Said:
    """What one heading or label stands for. What is left empty is read as without it.

    `subject` is indicator:<code>, region:<code>, total, own or not_taken; `figures` is values (of the return's period)
    or target.
    """

    subject: str = ""
    figures: str = ""
    unit: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Said()

    @property
    def kind(self) -> str:
        return self.subject.partition(":")[0]

    @property
    def code(self) -> str:
        return self.subject.partition(":")[2]


NOTHING = Said()


@dataclass(frozen=True)
class Binding:
    """What was said of a form's columns and rows, by their names; by whom, and when."""

    columns: Mapping[str, Said] = field(default_factory=dict)
    rows: Mapping[str, Said] = field(default_factory=dict)
    bound_by: str = ""
    bound_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return not self.columns and not self.rows

    def as_json(self) -> dict[str, dict[str, dict[str, str]]]:
        """What was said, as it is kept."""
        return {
            kind: {name: asdict(said) for name, said in named.items()}
            for kind, named in (("columns", self.columns), ("rows", self.rows))
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any], bound_by: str, bound_at: datetime) -> "Binding":
        columns, rows = (
            {name: Said(**said) for name, said in kept.get(kind, {}).items()} for kind in ("columns", "rows")
        )
        return cls(columns, rows, bound_by, bound_at)


# The bindings of a sender, by the form each is for (`Layout.form`).
Bindings = Mapping[str, Binding]
NO_BINDINGS: Bindings = {}


class Meaning(NamedTuple):
    """What a column or row is about, in the plan's terms."""

    indicator: Indicator | None
    region: Region | None
    is_total: bool


class Bound:
    """A binding at work on one table: what was said of its columns and rows. Each word that is used is noted."""

    def __init__(self, binding: Binding | None, layout: Layout, table: Table, plan: Plan, choice: Choice) -> None:
        self.binding = binding or Binding()
        self.layout = layout
        self.table = table
        self.plan = plan
        self.choice = choice

    def column(self, number: int, heading: Cell, text: str) -> Said:
        """What was said of a column, or nothing."""
        if not self.binding.columns:
            return NOTHING
        said = self.binding.columns.get(self.layout.heading_names[number], Said())
        return self._used(said, heading, text, subjects_of("columns", self.layout.axis))

    def row(self, label: Cell) -> Said:
        """What was said of a row, or nothing."""
        if not self.binding.rows:
            return NOTHING
        said = self.binding.rows.get(periodless(label.text), Said()) if label.text else Said()
        return self._used(said, label, label.text, subjects_of("rows", self.layout.axis))

    def meaning(self, said: Said) -> Meaning:
        """What a subject stands for in the plan."""
        return Meaning(
            self.plan.indicator_by_code.get(said.code) if said.kind == "indicator" else None,
            self.plan.region_by_code.get(said.code) if said.kind == "region" else None,
            said.kind == TOTAL,
        )

    def _used(self, said: Said, cell: Cell, text: str, subjects: tuple[str, ...]) -> Said:
        """What was said, noted; nothing where the plan no longer has what it names, so that it is asked again."""
        meaning = self.meaning(said)
        is_known = said.kind in ("", NOT_TAKEN) or (
            said.kind in subjects and (not said.code or meaning.indicator is not None or meaning.region is not None)
        )
        if said.is_empty or not is_known or said.figures not in ("", VALUES, TARGETS):
            return Said()
        self.table.report(
            "bound_by_hand",
            cell,
            "binding",
            value=text,
            meaning=self._words(said, meaning),
            who=self.binding.bound_by,
            day=self.binding.bound_at.astimezone(CHINA).date().isoformat() if self.binding.bound_at else "",
        )
        return said

    def _words(self, said: Said, meaning: Meaning) -> str:
        named = meaning.indicator or meaning.region
        parts = (
            named.name if named else subject_words(said.subject),
            figures_words(said.figures, self.choice),
            _("counted in {unit}", unit=said.unit) if said.unit else "",
        )
        return " · ".join(filter(None, parts))


def subjects_of(kind: Kind, axis: Axis) -> tuple[str, ...]:
    """What a column or a row of a table by regions or by indicators can stand for, if it is taken."""
    if (kind == "columns") == (axis == "regions"):
        return ("indicator",)
    return ("region", TOTAL, OWN) if kind == "columns" else ("region", TOTAL)


def subject_words(subject: str) -> str:
    """The words for a subject that is neither an indicator nor a region."""
    words = {NOT_TAKEN: _("not taken"), TOTAL: _("total"), OWN: _("the region the table is for")}
    return words.get(subject, "")


def figures_words(figures: str, choice: Choice) -> str:
    """The words for what kind of figures a column holds; empty where its heading says it."""
    if figures == VALUES and choice.period is not None:
        return _("values of {period}", period=choice.period.words())
    words = {VALUES: _("values of the return's period"), TARGETS: _("targets")}
    return words.get(figures, "")
