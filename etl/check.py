"""Checks across cells: totals against their rows, targets and baselines against the plan, one value for one thing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from common.periods import Period
from common.problems import Problem, listed
from data.printing import print_figure
from etl.headings import Role
from etl.parse import ReportedValue, number_in, same_text_or_number
from etl.table import Located, Table
from etl.workbook import Cell, decimals_shown
from indicators.frames import baseline_value
from indicators.plan import Indicator, Plan
from indicators.target import read_silence

_Column = tuple[str, Period, Role]


def check_totals(table: Table) -> list[Problem]:
    """A printed total is a check, never an input: it must be what its rows add up to.

    Whole counts tolerate nothing; a sum of n figures rounded to a unit u tolerates n·u/2 + u/2. A column with a cell
    that is not a number, other than one that says there is none, is not checked: the cell has its own problem. Nor is
    a table with rows of an unknown region: those rows may be what the total lacks.
    """
    if any(problem.code in ("unknown_region", "row_not_named") for problem in table.problems):
        return []
    rows: dict[_Column, list[Located]] = defaultdict(list)
    totals: list[Located] = []
    for located in table.cells:
        if located.region is None:
            totals.append(located)
        else:
            rows[_column(located)].append(located)
    added = {column: _add_up(rows[column]) for column in set(map(_column, totals))}
    problems = (_check_total(table.sheet, total, added[_column(total)]) for total in totals)
    return listed(problem for problem in problems if problem is not None)


def check_targets(table: Table, plan: Plan) -> list[Problem]:
    """Targets in a file are compared with the plan, never taken from it; the first of each place stands for all."""
    return listed(_other_targets(table, plan))


def _other_targets(table: Table, plan: Plan) -> Iterator[Problem]:
    compared: set[tuple[str, str]] = set()
    for located in table.cells:
        region = located.region or plan.root
        place = (located.indicator.code, region.code)
        if located.role != "target" or located.cell.is_blank or place in compared:
            continue
        compared.add(place)
        target = plan.target_by_cell.get(place)
        expected = target.target if target else ""
        if not same_text_or_number(located.cell, expected, located.indicator):
            yield _problem("target_differs", table.sheet, located.cell, located.indicator, region.name, expected)


def check_baseline(value: ReportedValue, plan: Plan) -> list[Problem]:
    """A figure for the baseline period should be the plan's baseline."""
    target = plan.target_by_cell.get((value.indicator.code, value.region.code))
    if value.period != plan.baseline_period or target is None or value.part != "value":
        return []
    expected = baseline_value(target, value.indicator)
    if value.value is None or expected is None or value.value == expected:
        return []
    params = {
        "indicator": value.indicator.name,
        "region": value.region.name,
        "found": print_figure(value.indicator, value.value),
        "expected": print_figure(value.indicator, expected),
    }
    return [Problem("baseline_differs", value.sheet, value.cell, value.indicator.code, value.text, params)]


def check_only_once(cells: Iterable[tuple[str, Located]]) -> list[Problem]:
    """One value for one indicator, region and period; `cells` are (sheet, located) of all tables of a file."""
    return listed(_said_again(cells))


def _said_again(cells: Iterable[tuple[str, Located]]) -> Iterator[Problem]:
    first: dict[tuple[str, str, Period], tuple[str, Located]] = {}
    for sheet, located in cells:
        if located.role != "value" or located.region is None or located.cell.is_blank:
            continue
        key = (located.indicator.code, located.region.code, located.period)
        other_sheet, other = first.setdefault(key, (sheet, located))
        if other is not located:
            params = {
                "indicator": located.indicator.name,
                "region": located.region.name,
                "period": located.period.words(),
                "other": f"{other_sheet}!{other.cell.address}",
            }
            cell = located.cell
            yield Problem("two_values", sheet, cell.address, located.indicator.code, cell.text, params)


def _column(located: Located) -> _Column:
    return located.indicator.code, located.period, located.role


class _Sum(NamedTuple):
    """What the rows of a column add up to, how many figures they are, and with how many decimals at most."""

    computed: Decimal
    figures: int
    decimals: int


def _add_up(rows: list[Located]) -> _Sum | None:
    """The sum of a column; None where it has no figures, or a cell that is not a number."""
    figures = [number_in(row.cell) for row in rows if not _says_nothing(row.cell)]
    numbers = [figure for figure in figures if figure is not None]
    if not numbers or len(numbers) < len(figures):
        return None
    return _Sum(sum(numbers, Decimal(0)), len(numbers), max(decimals_shown(row.cell.text) for row in rows))


def _check_total(sheet: str, total: Located, added: _Sum | None) -> Problem | None:
    printed = number_in(total.cell)
    if printed is None or added is None or total.indicator.is_rate:
        return None
    decimals = max(decimals_shown(total.cell.text), added.decimals)
    if abs(printed - added.computed) <= _tolerance(total, added.figures, decimals):
        return None
    params = {
        "indicator": total.indicator.name,
        "printed": total.cell.text,
        "computed": f"{added.computed:f}",
        "count": added.figures,
    }
    return Problem("total_mismatch", sheet, total.cell.address, total.indicator.code, total.cell.text, params)


def _says_nothing(cell: Cell) -> bool:
    return read_silence(cell.text) is not None and cell.state != "formula_without_value"


def _tolerance(total: Located, count: int, decimals: int) -> Decimal:
    """n·u/2 + u/2 for n rows shown with `decimals` decimals (u = 10**-decimals); nothing for whole counts.

    Persons of an indicator printed in 万 are whole counts as well.
    """
    is_whole = total.indicator.kind == "amount" and total.factor.scaleb(total.indicator.scale) == 1
    return Decimal(0) if is_whole else (count + 1) * Decimal(1).scaleb(-decimals) / 2


def _problem(code: str, sheet: str, cell: Cell, indicator: Indicator, region: str, expected: str) -> Problem:
    params = {"indicator": indicator.name, "region": region, "expected": expected or "—"}
    return Problem(code, sheet, cell.address, indicator.code, cell.text, params)
