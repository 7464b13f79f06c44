"""The workbook of a template: a sheet to fill in, and one that says how. It opens in Excel, WPS and LibreOffice."""

import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy.orm import Session

from common.explanations import LONGEST
from common.language import _, mark
from common.periods import Period
from common.terms import term
from common.viewer import Viewer
from data.plan_store import StoredPlan
from etl.template import (
    HEADING_OF_EXPLANATIONS,
    HEADING_OF_INPUTS,
    NAME_OF_EXPLANATIONS,
    NAME_OF_INPUTS,
    NAME_OF_KEYS,
    NAME_OF_PERIOD,
    NAME_OF_PLAN,
    NAME_OF_REGION,
    NAME_OF_TEMPLATE,
    NAME_OF_VERSION,
    TEMPLATE,
    Line,
    Template,
    as_zip,
    known_before,
    make_template,
    make_templates,
)
from indicators.plan import Region

_TITLE, _ABOUT, _HINT, _HEAD = 1, 2, 3, 4
_FONT = "宋体"
_LINE = Side(style="thin", color="B7BCC4")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_INPUT = PatternFill("solid", start_color="FFF8DC")
_HEADING = PatternFill("solid", start_color="E8EDF3")
_MUTED = "6B7280"


class _Column(NamedTuple):
    """A column of the sheet to fill in: its heading, its width, and what stands in it on a line."""

    heading: Callable[[Template], str]
    width: float
    content: Callable[[Line], object]


_COLUMNS = (
    _Column(lambda _t: _("No."), 6, lambda line: line.indicator.number if line.is_first else None),
    _Column(lambda _t: _("Indicator"), 30, lambda line: line.label),
    _Column(lambda _t: _("Unit of the figure"), 10, lambda line: line.unit),
    _Column(lambda t: _("Baseline of {period}", period=t.plan.baseline_period.words()), 13, lambda line: line.baseline),
    _Column(lambda t: _("Target for {period}", period=t.plan.target_period.words()), 14, lambda line: line.target),
    _Column(lambda t: _before(t), 13, lambda line: line.last),
    _Column(lambda t: _of_simulated(t, _("Light then")), 14, lambda line: line.light),
    _Column(lambda _t: _(HEADING_OF_INPUTS), 16, lambda _line: None),
    _Column(lambda _t: _(HEADING_OF_EXPLANATIONS), 34, lambda _line: None),
    _Column(lambda _t: _("Nature"), 10, lambda line: _nature(line)),
    _Column(lambda _t: _("Definition"), 40, lambda line: line.indicator.definition if line.is_first else None),
    _Column(lambda _t: _("Key, not to be changed"), 24, lambda line: line.key),
)  # fmt: skip
_INPUTS, _EXPLANATIONS, _KEYS = 8, 9, 12
_FIGURES, _CENTRED = (4, 6, 8), (1, 3, 5, 7, 10)
_LINE_HEIGHT = 18


_GUIDE = (
    mark("Fill in the yellow cells only. Every other cell is protected; widths and heights can be changed."),
    mark("Count in the unit named on the line, and do not convert."),
    mark("Of a rate give the two counts below it; the rate is worked out from them."),
    mark("What is counted by year is the sum from 1 January to the period's end; all else is as of its last day."),
    mark("Where there is no figure write - and say why; —— where it does not apply. An empty cell is no report."),
    mark("Explain a figure far from the last one: the explanation goes with it to the page and the document."),
    mark("Send the file as it is. What is wrong with it is shown cell by cell; mend it there and send it again."),
)


def template_file(
    session: Session, stored: StoredPlan, viewer: Viewer, region: Region | None, period: Period
) -> tuple[str, bytes]:
    """The workbook of one region, or of all regions the viewer may report for as a zip: its name and its bytes.

    Refusal where nothing is asked in the period, or the viewer may not report for the region.
    """
    before = known_before(session, stored, viewer, period)
    if region is not None:
        template = make_template(stored, viewer, region, period, before)
        return template.file_name, write_template(template)
    templates = make_templates(stored, viewer, period, before)
    files = [(template.file_name, write_template(template)) for template in templates]
    return f"{stored.plan.slug}-{period}.zip", as_zip(files)


class Entry(NamedTuple):
    """What stands on a line already: the figure, in the unit asked, and its explanation."""

    figure: Decimal
    explanation: str = ""


def write_template(template: Template, entries: Mapping[str, Entry] | None = None) -> bytes:
    """The template as a workbook to fill in; with `entries`, by the lines' keys, as one that is filled in already."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet), "a new workbook has a sheet"
    sheet.title = _("Return")
    _write_head(sheet, template)
    for row, line in enumerate(template.lines, start=_HEAD + 1):
        _write_line(sheet, row, line, (entries or {}).get(line.key))
    _write_foot(sheet, _HEAD + len(template.lines) + 2)
    _set_up(sheet)
    for name, column in ((NAME_OF_KEYS, _KEYS), (NAME_OF_INPUTS, _INPUTS), (NAME_OF_EXPLANATIONS, _EXPLANATIONS)):
        _name(workbook, name, sheet.cell(_HEAD, column))
    _write_guide(workbook, template)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _write_head(sheet: Worksheet, template: Template) -> None:
    about = _("Region: {region}   Period: {period}   Due: {due}", region=template.region.full_name,
              period=template.period.words(), due=template.due)  # fmt: skip
    hint = _("Fill in the yellow cells only. Where there is no figure write - and say why.")
    for row, words, font in (
        (_TITLE, template.plan.name, Font(_FONT, size=16, bold=True)),
        (_ABOUT, about, Font(_FONT, size=12)),
        (_HINT, hint, Font(_FONT, size=11, color=_MUTED)),
    ):
        _put(sheet, row, 1, words).font = font
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_COLUMNS))
    for number, column in enumerate(_COLUMNS, start=1):
        cell = _put(sheet, _HEAD, number, column.heading(template))
        cell.font, cell.fill, cell.border = Font(_FONT, size=11, bold=True), _HEADING, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[cell.column_letter].width = column.width


def _write_line(sheet: Worksheet, row: int, line: Line, entry: Entry | None) -> None:
    for number, column in enumerate(_COLUMNS, start=1):
        cell = _put(sheet, row, number, _plain(column.content(line)))
        cell.font, cell.border = Font(_FONT, size=11), _BOX
        cell.alignment = Alignment(
            horizontal="center" if number in _CENTRED else None, vertical="center", wrap_text=number not in _FIGURES
        )
        if number in _FIGURES:
            cell.number_format = _number_format(line)
    sheet.row_dimensions[row].height = _LINE_HEIGHT * max(_lines_taken(cell) for cell in sheet[row][: _KEYS - 1])
    sheet.cell(row, _KEYS).font = Font(_FONT, size=9, color=_MUTED)
    if line.part is None:
        sheet.cell(row, _INPUTS, _made_of_parts(sheet, row))
        return
    for number in (_INPUTS, _EXPLANATIONS):
        cell = sheet.cell(row, number)
        cell.fill, cell.protection = _INPUT, Protection(locked=False)
    if entry is not None:
        sheet.cell(row, _INPUTS, _plain(entry.figure))
        _put(sheet, row, _EXPLANATIONS, entry.explanation or None)
    _limit(sheet, sheet.cell(row, _INPUTS), _rule_of_figures(line))
    _limit(sheet, sheet.cell(row, _EXPLANATIONS), _rule_of_explanations())


def _put(sheet: Worksheet, row: int, column: int, content: object) -> Cell:
    """A cell with this content; a text is a text, also where it begins as a formula does."""
    cell = sheet.cell(row, column, content)
    assert isinstance(cell, Cell), "cells are merged after they are written"
    if isinstance(content, str):
        cell.data_type = "s"
    return cell


def _lines_taken(cell: Cell) -> int:
    """How many lines a text takes in its column; a Chinese character is as wide as two others."""
    text = str(cell.value or "")
    width = sum(1 if character.isascii() else 2 for character in text)
    return max(ceil(width / (_COLUMNS[cell.column - 1].width - 2)), 1)


def _made_of_parts(sheet: Worksheet, row: int) -> str:
    """A rate is worked out from the two lines below it; nothing is typed for it."""
    over, under = (sheet.cell(row + below, _INPUTS).coordinate for below in (1, 2))
    return f'=IF(N({under})>0,{over}/{under},"")'


def _rule_of_figures(line: Line) -> DataValidation:
    """What may be typed. It warns and does not forbid: - and —— say in so many words that there is no figure."""
    if line.indicator.kind == "milestone":
        rule = DataValidation(type="list", formula1='"1,0"')
        rule.prompt = _("1 where it is done, 0 where it is not.")
    elif line.is_rate:
        rule = DataValidation(type="decimal", operator="between", formula1="0", formula2="10")
        rule.prompt = _("A percentage, with its sign: 85.5%.")
    elif line.decimals == 0:
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
        rule.prompt = _("A whole number in {unit}, not below 0.", unit=line.unit or _("counts"))
    else:
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
        rule.prompt = _("A number in {unit}, not below 0.", unit=line.unit)
    rule.promptTitle, rule.errorTitle, rule.error = line.indicator.name[:32], line.indicator.name[:32], rule.prompt
    rule.errorStyle, rule.showErrorMessage, rule.showInputMessage = "warning", True, True
    return rule


def _rule_of_explanations() -> DataValidation:
    rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST), allow_blank=True)
    rule.error = _("At most {count} characters.", count=LONGEST)
    rule.showErrorMessage = True
    return rule


def _limit(sheet: Worksheet, cell: Cell, rule: DataValidation) -> None:
    rule.allow_blank = True
    rule.add(cell)
    sheet.add_data_validation(rule)


def _write_foot(sheet: Worksheet, row: int) -> None:
    for column, words in ((2, _("Filled in by:")), (5, _("Answered for by:")), (8, _("Date:"))):
        cell = sheet.cell(row, column, words)
        cell.font, cell.protection = Font(_FONT, size=11), Protection(locked=False)


def _set_up(sheet: Worksheet) -> None:
    """Headings stay in view and on every printed page; widths and heights may be changed, the rest is protected."""
    sheet.freeze_panes = sheet.cell(_HEAD + 1, 3)
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.print_area = f"A1:{get_column_letter(_KEYS - 1)}{sheet.max_row}"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.row_dimensions[_TITLE].height = 28
    sheet.row_dimensions[_HEAD].height = _LINE_HEIGHT * max(_lines_taken(cell) for cell in sheet[_HEAD])


def _write_guide(workbook: Workbook, template: Template) -> None:
    """How to fill it in, and what the program reads the file by."""
    sheet = workbook.create_sheet(_("How to fill it in"))
    steps = tuple(f"{number}. {_(words)}" for number, words in enumerate(_GUIDE, start=1))
    for row, words in enumerate((_("How to fill it in"), *steps), start=1):
        cell = sheet.cell(row, 1, words)
        cell.font = Font(_FONT, size=14 if row == 1 else 11, bold=row == 1)
    known = (
        (_("Form of the template"), NAME_OF_TEMPLATE, TEMPLATE),
        (_("Plan"), NAME_OF_PLAN, template.plan.slug),
        (_("Version of the plan"), NAME_OF_VERSION, str(template.stored.version)),
        (_("Region"), NAME_OF_REGION, template.region.code),
        (_("Period"), NAME_OF_PERIOD, str(template.period)),
    )
    first = len(steps) + 3
    sheet.cell(first, 1, _("The program reads the file by what stands here; do not change it.")).font = Font(
        _FONT, size=11, color=_MUTED
    )
    for row, (words, name, value) in enumerate(known, start=first + 1):
        sheet.cell(row, 1, words).font = Font(_FONT, size=11)
        cell = _put(sheet, row, 2, value)
        cell.number_format = "@"
        _name(workbook, name, cell)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 60, 24
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.protection.sheet = True


def _name(workbook: Workbook, name: str, cell: Cell) -> None:
    place = f"{quote_sheetname(cell.parent.title)}!${cell.column_letter}${cell.row}"
    workbook.defined_names[name] = DefinedName(name, attr_text=place)


def _before(template: Template) -> str:
    if template.before is None:
        return _("Last figure")
    return _of_simulated(template, _("Last figure, of {period}", period=template.before.words()))


def _of_simulated(template: Template, heading: str) -> str:
    """A heading that says so where what stands below it is simulated."""
    return f"{heading}（{term('simulated')}）" if template.is_before_simulated else heading


def _nature(line: Line) -> str | None:
    if not line.is_first:
        return None
    return _("binding") if line.indicator.nature == "binding" else _("anticipatory")


def _number_format(line: Line) -> str:
    decimals = "." + "0" * line.decimals if line.decimals else ""
    return f"0{decimals}%" if line.is_rate else f"#,##0{decimals}"


def _plain(content: object) -> object:
    """Decimals as numbers of a workbook; empty texts as empty cells."""
    if isinstance(content, Decimal):
        return int(content) if content == content.to_integral_value() else float(content)
    return content or None
