"""Checks across cells: totals against their rows, targets and baselines against the plan, one value for one thing."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from common.periods import Period
from common.problems import Problem
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
    problems = (_check_total(table.sheet, total, rows[_column(total)]) for total in totals)
    return [problem for problem in problems if problem is not None]


def check_targets(table: Table, plan: Plan) -> list[Problem]:
    """Targets in a file are compared with the plan, never taken from it."""
    problems = []
    for located in table.cells:
        if located.role != "target" or located.cell.is_blank:
            continue
        region = located.region or plan.root
        target = plan.target_by_cell.get((located.indicator.code, region.code))
        expected = target.target if target else ""
        if not same_text_or_number(located.cell, expected, located.indicator):
            problems.append(
                _problem("target_differs", table.sheet, located.cell, located.indicator, region.name, expected)
            )
    return problems


def check_baseline(value: ReportedValue, plan: Plan) -> list[Problem]:
    """A figure for the baseline period should be the plan's baseline."""
    target = plan.target_by_cell.get((value.indicator.code, value.region.code))
    if value.period != plan.baseline_period or target is None or value.part != "value":
        return []
    expected = baseline_value(target, value.indicator)
    if value.value is None or expected is None or value.value == expected:
        return []
    params = {"indicator": value.indicator.name, "region": value.region.name, "expected": target.baseline}
    return [Problem("baseline_differs", value.sheet, value.cell, value.indicator.code, value.text, params)]


def check_only_once(cells: Iterable[tuple[str, Located]]) -> list[Problem]:
    """One value for one indicator, region and period; `cells` are (sheet, located) of all tables of a file."""
    first: dict[tuple[str, str, Period], tuple[str, Located]] = {}
    problems = []
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
            problems.append(
                Problem("two_values", sheet, located.cell.address, located.indicator.code, located.cell.text, params)
            )
    return problems


def _column(located: Located) -> _Column:
    return located.indicator.code, located.period, located.role


def _check_total(sheet: str, total: Located, rows: list[Located]) -> Problem | None:
    printed = number_in(total.cell)
    figures = [number_in(row.cell) for row in rows if not _says_nothing(row.cell)]
    if printed is None or not figures or total.indicator.is_rate or any(figure is None for figure in figures):
        return None
    numbers = [figure for figure in figures if figure is not None]
    computed = sum(numbers, Decimal(0))
    decimals = max(decimals_shown(cell.text) for cell in (total.cell, *(row.cell for row in rows)))
    if abs(printed - computed) <= _tolerance(total, len(numbers), decimals):
        return None
    params = {
        "indicator": total.indicator.name,
        "printed": total.cell.text,
        "computed": f"{computed:f}",
        "count": len(numbers),
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
