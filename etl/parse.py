"""What a located cell says: an exact integer at the indicator's scale, a gap, or a problem. Never a guess."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from common.language import _
from common.numbers import LARGEST, print_percent, read_number, to_scaled
from common.periods import Period
from common.problems import Problem, any_hard
from etl.table import Located
from etl.workbook import Cell
from indicators.plan import Indicator, Plan, Region
from indicators.target import TargetNotRead, read_silence, read_target

Gap = Literal["no_value", "not_applicable"]
Part = Literal["value", "numerator", "denominator"]

_LARGEST_RATE = 10
_FAULTY_STATES = {
    "error": "error_cell",
    "formula_without_value": "formula_without_value",
    "scaled": "scaled_format",
}
# What people write for - or for 0; which of the two only they know.
_NO_FIGURE = frozenset({"/", "／", "无", "暂无", "没有", "未统计", "不详", "N/A"})


class ReportedValue(NamedTuple):
    """One figure as reported: `value` an integer at the indicator's scale, or None with the gap that stood there.

    Of a rate its parts may be reported, numerator and denominator: whole counts. `explanation` is what the sender
    wrote beside the figure.
    """

    indicator: Indicator
    region: Region
    period: Period
    value: int | None
    gap: Gap | None
    text: str
    sheet: str
    cell: str
    part: Part = "value"
    explanation: str = ""


class _Figure(NamedTuple):
    """What a cell says of an indicator, wherever it stands: a figure at the indicator's scale, a gap, or a fault."""

    scaled: int | None
    is_number: bool = False
    is_rounded: bool = False
    gap: Gap | None = None
    code: str | None = None


# The figures of a table by indicator, factor, and state and text of a cell: the same figures stand in many of them.
KnownFigures = dict[tuple[str, Decimal, str, str], _Figure]
_MOST_KNOWN = 10_000


def parse_value(
    sheet: str, located: Located, plan: Plan, known: KnownFigures | None = None
) -> tuple[ReportedValue | None, list[Problem]]:
    """Read the value of one cell: the figure (None if there is none to take) and what there is to say about it.

    `known` are the figures of the same file that were read before; this one is added.
    """
    region = located.region
    if region is None:
        raise ValueError("a total is a check, never a value")
    cell, indicator = located.cell, located.indicator
    figure = _figure(located) if known is None else _known_figure(located, known)
    code = "not_applicable_here" if figure.is_number and _does_not_apply(plan, located) else figure.code
    problems = [_problem(code, sheet, cell, indicator, region)] if code else []
    if figure.is_rounded and figure.scaled is not None:
        taken = print_percent(Fraction(figure.scaled, 10**indicator.scale), indicator.scale - 2)
        problems.append(Problem("rate_rounded", sheet, cell.address, indicator.code, cell.text, {"taken": taken}))
    if not figure.is_number and figure.gap is None or problems and any_hard(problems):
        return None, problems
    where = cell.text, sheet, cell.address
    return ReportedValue(indicator, region, located.period, figure.scaled, figure.gap, *where), problems


def _known_figure(located: Located, known: KnownFigures) -> _Figure:
    key = (located.indicator.code, located.factor, located.cell.state, located.cell.text)
    figure = known.get(key)
    if figure is None:
        figure = _figure(located)
        if len(known) < _MOST_KNOWN:
            known[key] = figure
    return figure


def _figure(located: Located) -> _Figure:
    """The figure in a cell; its text says all of it (etl/cells.py)."""
    indicator = located.indicator
    number, gap, code = _number(located.cell, indicator)
    if number is None:
        return _Figure(None, gap=gap, code=code)
    number *= located.factor
    scaled = to_scaled(number, indicator.scale)
    is_rounded = scaled is None and indicator.is_rate and 0 <= number < _LARGEST_RATE
    if is_rounded:
        # A rate worked out by a formula has no end of digits; what is kept of it is said.
        scaled = _half_up(number, indicator.scale)
    return _Figure(scaled, is_number=True, is_rounded=is_rounded, code=_fault_of_number(number, scaled, indicator))


def _problem(code: str, sheet: str, cell: Cell, indicator: Indicator, region: Region) -> Problem:
    params = {
        "indicator": indicator.name,
        "region": region.name,
        "asked": indicator.unit_asked or _("counts"),
    }
    if code == "share_or_percent":
        params["share"] = f"{((number_in(cell) or Decimal(0)) * 100).normalize():f}%"
    return Problem(code, sheet, cell.address, indicator.code, cell.text, params)


def number_in(cell: Cell) -> Decimal | None:
    """The number a cell shows, typed or as text; a percentage as a fraction; None where there is none."""
    if cell.state == "figure":
        return cell.number
    number = read_number(cell.text)
    return number.value if number else None


def same_text_or_number(cell: Cell, text: str, indicator: Indicator) -> bool:
    """Whether a cell says the same as the plan's text: to the letter, or as the same target (100% and 100.0%)."""
    if cell.text == text.strip():
        return True
    ours, theirs = (
        read_target(words, indicator.unit, indicator.direction, name=indicator.name) for words in (text, cell.text)
    )
    if isinstance(ours, TargetNotRead) or isinstance(theirs, TargetNotRead):
        return (
            isinstance(ours, TargetNotRead)
            and isinstance(theirs, TargetNotRead)
            and (ours.problem == theirs.problem != "not_understood")
        )
    # Needs depend on how surely it was understood, not on what it says.
    return replace(ours, text="", needs=()) == replace(theirs, text="", needs=())


def _number(cell: Cell, indicator: Indicator) -> tuple[Decimal | None, Gap | None, str | None]:
    """The exact number in a cell, or the gap, or the code of what is wrong."""
    number, is_percent = cell.number, cell.is_percent
    if cell.state != "figure":
        if cell.state in _FAULTY_STATES:
            return None, None, _FAULTY_STATES[cell.state]
        silence = read_silence(cell.text)
        if silence == "no_value" or silence == "not_applicable":
            return None, silence, silence
        if silence == "blank":
            # Nothing was said, so nothing is kept: an empty cell must not wipe out a figure reported before.
            return None, None, "blank"
        number, is_percent = number_in(cell), cell.text.rstrip().endswith(("%", "％"))
    if number is None:
        return None, None, "no_figure_in_words" if cell.text in _NO_FIGURE else "not_a_number"
    if is_percent and not indicator.is_rate:
        return None, None, "percent_unexpected"
    if indicator.is_rate and not is_percent:
        return None, None, "share_or_percent" if 0 < number <= 1 else "percent_sign_missing"
    return number, None, None


def _fault_of_number(number: Decimal, scaled: int | None, indicator: Indicator) -> str | None:
    if indicator.kind == "milestone" and number not in (0, 1):
        return "neither_done_nor_open"
    if number < 0:
        return "negative_value"
    if scaled is None:
        return "number_too_large" if abs(number.scaleb(indicator.scale)) > LARGEST else "part_of_a_unit"
    return None


def _half_up(number: Decimal, scale: int) -> int:
    return int(number.scaleb(scale).to_integral_value(ROUND_HALF_UP))


def _does_not_apply(plan: Plan, located: Located) -> bool:
    region = located.region.code if located.region else plan.root.code
    target = plan.target_by_cell.get((located.indicator.code, region))
    return target is not None and read_silence(target.target) == "not_applicable"
