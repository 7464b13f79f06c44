"""Reads a filled template (etl/template.py) back: by the names in the workbook and the key on each line.

So rows and columns may have been moved, inserted or coloured, and the words around the inputs changed.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from common.explanations import check_length, explains
from common.language import _
from common.periods import Period
from common.problems import Problem, Refusal
from data.printing import name_with_part
from etl.filled_form import Form, Said, find_form, known_key, said_above
from etl.names import Vocabulary
from etl.parse import Part, ReportedValue, number_in, parse_value
from etl.plausible import agree
from etl.table import Choice, Located, looks_reported
from etl.template import WORKED_OUT, parts_asked
from etl.units import conversion
from etl.workbook import Cell, Workbook
from indicators.asking import asked_of
from indicators.plan import Indicator, Plan, Region
from indicators.target import read_silence


@dataclass(frozen=True)
class Filled:
    """What a filled template says. Without region and period its problems say why it cannot be read."""

    region: Region | None
    period: Period | None
    values: list[ReportedValue]
    problems: list[Problem]


def read_filled(workbook: Workbook, plan: Plan, choice: Choice) -> Filled | None:
    """Read a workbook that says it is a template; None for any other, to be read as a table of its own making."""
    try:
        form = find_form(workbook, plan, choice)
    except Refusal as refusal:
        return Filled(None, None, [], list(refusal.problems))
    if form is None:
        return None
    lines = list(_lines(form))
    values, problems = _read_lines(lines, plan, form)
    problems += [*_title_problems(form, plan), *_typed_over(lines, values)]
    problems += _half_rates(values, {problem.field for problem in problems if problem.is_hard})
    problems += [*_lines_missing(lines, plan, form), *_beside(workbook, form)]
    return Filled(form.region, form.period, values, problems)


@dataclass(frozen=True)
class _Line:
    """One line of the sheet to fill in."""

    sheet: str
    key: Cell
    input: Cell
    beside: Cell
    others: tuple[str, ...]

    @property
    def explanation(self) -> str:
        return self.beside.text

    @property
    def is_worked_out(self) -> bool:
        return self.key.text.endswith(f"/{WORKED_OUT}")

    @property
    def says_none(self) -> bool:
        """Whether it says in so many words that there is no figure."""
        return read_silence(self.input.text) in ("no_value", "not_applicable")

    @property
    def is_left_out(self) -> bool:
        """Whether nothing is to be read from it: a rate that is worked out, unless a dash was typed over it."""
        return not self.says_none if self.is_worked_out else self.key.is_blank and not looks_reported(self.input)


def _lines(form: Form) -> Iterator[_Line]:
    """The lines below the headings, wherever their columns are now."""
    sheet = form.sheet
    for row in (row for row in sheet.rows if row > form.head):
        columns = (column for column in sheet.columns if column not in (form.inputs, form.explanations))
        others = tuple(sheet.at(row, column).text for column in columns)
        key, figure, beside = (sheet.at(row, column) for column in (form.keys, form.inputs, form.explanations))
        yield _Line(sheet.name, key, figure, beside, others)


def _read_lines(lines: Iterable[_Line], plan: Plan, form: Form) -> tuple[list[ReportedValue], list[Problem]]:
    values: list[ReportedValue] = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    words = Vocabulary(plan)
    for line in lines:
        if line.is_left_out:
            continue
        indicator, part = known_key(plan, line.key.text)
        if indicator is None:
            problems.append(Problem("unknown_key", line.sheet, line.input.address, "key", line.key.text))
        elif first.setdefault(line.key.text, line.input.address) != line.input.address:
            problems.append(_second(line, indicator, form, first[line.key.text]))
        elif (label := _other_label(line, indicator, words)) is not None:
            params = {"label": label, "indicator": indicator.name}
            problems.append(
                Problem("key_and_label_differ", line.sheet, line.key.address, indicator.code, line.key.text, params)
            )
        else:
            value, found = _read_line(line, indicator, part, form, plan)
            problems += found
            values += [value] if value else []
    return values, problems


def _other_label(line: _Line, indicator: Indicator, words: Vocabulary) -> str | None:
    """A text on the line that names another indicator than its key does."""
    named = ((text, words.indicator(text)) for text in line.others)
    return next((text for text, found in named if found is not None and found != indicator), None)


def _title_problems(form: Form, plan: Plan) -> list[Problem]:
    """Where what stands above the headings was changed to another region or period than the file says it is for."""
    problems = []
    for said in said_above(form.sheet, form.head, plan):
        if said.period not in (None, form.period):
            problems.append(_title_differs(form, said, "period", form.period.words()))
        if said.region not in (None, form.region):
            problems.append(_title_differs(form, said, "region", form.region.name))
    return problems


def _title_differs(form: Form, said: Said, field: str, known: str) -> Problem:
    params = {"found": said.text, "known": known}
    return Problem("title_differs", form.sheet.name, said.cell.address, field, said.cell.text, params)


def _typed_over(lines: Iterable[_Line], values: list[ReportedValue]) -> list[Problem]:
    """A rate typed over the formula that works it out: it must not be lost beside counts that say otherwise."""
    counts = {(value.indicator.code, value.part): value for value in values}
    problems = []
    for line in (line for line in lines if line.is_worked_out):
        code = line.key.text.partition("/")[0]
        over, under = (counts.get((code, part)) for part in ("numerator", "denominator"))
        if _contradicts(line, over, under):
            # LibreOffice keeps a formula that comes to nothing as 0 when it writes .xls; nobody typed that.
            is_nothing = number_in(line.input) == 0 and over is None and under is None
            kind = "rate_of_nothing" if is_nothing else "rate_typed_over"
            problems.append(Problem(kind, line.sheet, line.input.address, code, line.input.text))
    return problems


def _contradicts(line: _Line, over: ReportedValue | None, under: ReportedValue | None) -> bool:
    """Whether what was typed over a formula is not what the counts come to: another rate, or that there is none."""
    rate = number_in(line.input)
    if rate is None:
        return line.says_none and any(count is not None and count.value is not None for count in (over, under))
    return not _is_made_of(rate, over, under)


def _half_rates(values: list[ReportedValue], faulty: Container[str | None]) -> list[Problem]:
    """The counts that stand without the other one of their rate; nothing could be made of them.

    Where something is wrong with an indicator's figures already (`faulty`), that comes first.
    """
    counts = {(value.indicator.code, value.part): value for value in values if value.value is not None}
    others: dict[Part, Part] = {"numerator": "denominator", "denominator": "numerator"}
    return [
        Problem("half_a_rate", value.sheet, value.cell, code, value.text, _about(value))
        for (code, part), value in counts.items()
        if value.indicator.is_rate and part in others and (code, others[part]) not in counts and code not in faulty
    ]


def _lines_missing(lines: Iterable[_Line], plan: Plan, form: Form) -> list[Problem]:
    """The lines that the plan asks for and the file no longer has, named in one note."""
    keys = {line.key.text for line in lines}
    names = [
        name_with_part(indicator.name, part)
        for indicator in asked_of(plan, form.region, form.period)
        for part in parts_asked(indicator)
        if f"{indicator.code}/{part}" not in keys
    ]
    params = {"lines": _(", ").join(names)}
    return [Problem("lines_missing", form.sheet.name, value=params["lines"], params=params)] if names else []


def _about(value: ReportedValue) -> dict[str, object]:
    return {"indicator": value.indicator.name, "region": value.region.name, "period": value.period.words()}


def _is_made_of(rate: Decimal, numerator: ReportedValue | None, denominator: ReportedValue | None) -> bool:
    """Whether a rate is what its counts come to; without both of them it is not."""
    if numerator is None or denominator is None or not denominator.value:
        return False
    return agree(numerator.indicator, Fraction(rate), Fraction(numerator.value or 0, denominator.value))


def _beside(workbook: Workbook, form: Form) -> list[Problem]:
    """What the sender should know of the rest of the file: what was read though hidden, and what was not read."""
    problems = [Problem("template_read_by_keys", form.sheet.name)] if form.by_keys else []
    problems += [Problem("hidden_cells", form.sheet.name)] if form.sheet.hidden else []
    problems += [Problem("hidden_sheet", name, value=name) for name in workbook.hidden_sheets]
    others = (sheet for sheet in workbook.sheets if sheet.name not in form.own_sheets)
    return problems + [
        Problem("sheet_beside_template", sheet.name, value=sheet.name)
        for sheet in others
        if any(cell.state == "figure" for cell in sheet.cells.values())
    ]


def _second(line: _Line, indicator: Indicator, form: Form, other: str) -> Problem:
    params = {
        "indicator": indicator.name, "region": form.region.name, "period": form.period.words(), "other": other,
    }  # fmt: skip
    return Problem("two_values", line.sheet, line.input.address, indicator.code, line.input.text, params)


def _read_line(
    line: _Line, indicator: Indicator, part: Part, form: Form, plan: Plan
) -> tuple[ReportedValue | None, list[Problem]]:
    asked = indicator if part == "value" else _as_count(indicator, part)
    factor = conversion(asked.unit_asked, asked)
    assert factor is not None, "the plan was checked: it asks in a unit that converts"
    value, problems = parse_value(
        line.sheet, Located(line.input, asked, form.region, form.period, "value", factor), plan
    )
    if line.input.is_blank and line.explanation:
        problems.append(
            Problem("explained_but_empty", line.sheet, line.input.address, indicator.code, line.explanation)
        )
    problems += check_length(line.explanation, line.sheet, line.beside.address)
    if value is None:
        return None, problems
    if value.gap and not explains(line.explanation):
        problems = [replace(one, code="gap_unexplained") if one.code == value.gap else one for one in problems]
    return value._replace(indicator=indicator, part=part, explanation=line.explanation), problems


def _as_count(indicator: Indicator, part: Part) -> Indicator:
    """The numerator or denominator of an indicator, read as what it is: a whole count, in the unit its line names."""
    name, unit = name_with_part(indicator.name, part), _("counts")
    return replace(indicator, name=name, kind="amount", unit=unit, unit_asked=unit, scale=0, places=0, step=1)
