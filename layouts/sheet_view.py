"""The sheet as its sender knows it: rows and columns named as in Excel, what is wrong marked in its cell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

from common.language import _
from common.problems import Problem
from etl.cells import Cell, Place, Sheet
from etl.workbook import Workbook

# A page shows this much of a sheet, and every row with a problem.
MOST_ROWS, MOST_COLUMNS = 200, 40
_ORDER = ("hard", "soft", "note")

# The problems of a sheet's cells, by their addresses.
_Marks = Mapping[str, Sequence[Problem]]


def cell_id(sheets: Sequence[str], problem: Problem) -> str | None:
    """The place on the page that a problem's cell has, if it has one."""
    if problem.sheet not in sheets or problem.cell is None:
        return None
    return f"cell-{sheets.index(problem.sheet)}-{problem.cell}"


def sheet_views(workbook: Workbook, problems: Iterable[Problem], read: Iterable[str]) -> list[Component]:
    """The sheets that were read or have problems, each as a table."""
    marks: dict[str, dict[str, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        if problem.sheet and problem.cell:
            marks[problem.sheet][problem.cell].append(problem)
    shown = {*read, *marks}
    return [
        _sheet_view(place, sheet, marks[sheet.name])
        for place, sheet in enumerate(workbook.sheets)
        if sheet.name in shown and sheet.rows
    ]


def _sheet_view(place: int, sheet: Sheet, marks: _Marks) -> Component:
    marked = list(map(coordinate_to_tuple, marks))
    columns = sorted({*sheet.columns[:MOST_COLUMNS], *(column for _row, column in marked)})
    rows = sorted({*sheet.rows[:MOST_ROWS], *(row for row, _column in marked)})
    left_out = len(set(sheet.rows) - set(rows))
    said = _("{count} more rows are not shown; nothing is wrong in them.", count=left_out) if left_out else None
    head = html.Tr([html.Th(), *(html.Th(get_column_letter(column), scope="col") for column in columns)])
    widths = _widths(sheet, columns)
    body = [
        html.Tr([html.Th(str(row), scope="row"), *_cells(place, sheet, row, columns, marks, widths)]) for row in rows
    ]
    grid = html.Table([html.Caption(sheet.name), html.Thead(head), html.Tbody(body)], className="grid")
    return html.Div([html.Div(grid, className="frame", tabIndex=0), html.P(said, className="note") if said else None])


def _cells(
    place: int, sheet: Sheet, row: int, columns: Sequence[int], marks: _Marks, widths: Mapping[Place, int]
) -> list[Component]:
    """One row's cells; a range merged over columns is one cell."""
    cells: list[Component] = []
    left = list(columns)
    while left:
        width = widths.get((row, left[0]), 1)
        address = _address(row, left[0])
        cells.append(_cell(f"cell-{place}-{address}", sheet.at(row, left[0]), marks.get(address, ()), width))
        left = left[width:]
    return cells


def _cell(name: str, cell: Cell, problems: Sequence[Problem], width: int) -> Component:
    kind = "figure" if cell.state == "figure" else ""
    span = width if width > 1 else None
    if not problems:
        return html.Td(cell.text, id=name, className=kind or None, colSpan=span)
    worst = min((problem.severity for problem in problems), key=_ORDER.index)
    said = "\n".join(problem.message for problem in problems)
    # Where a link of the list leads, the keyboard goes too.
    return html.Td(cell.text, id=name, className=f"marked {worst} {kind}", colSpan=span, title=said, tabIndex=-1)


def _widths(sheet: Sheet, columns: Sequence[int]) -> dict[Place, int]:
    """How many of the columns shown a merged range takes in its first row."""
    last: dict[Place, int] = {}
    for (row, column), anchor in sheet.anchors.items():
        if row == anchor[0]:
            last[anchor] = max(last.get(anchor, 0), column)
    return {(row, first): sum(first <= column <= end for column in columns) for (row, first), end in last.items()}


def _address(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"
