"""OpenDocument spreadsheets (.ods): repeated and merged cells, percentages by type and by style, and what is hostile."""

import pytest

from common.problems import Refusal
from common.settings import PROJECT_FOLDER
from etl.workbook import Cell, Sheet, Workbook, read_workbook
from tests.etl.workbooks import opendocument, package


def read(body: str, styles: str = "", **parts: str) -> Workbook:
    return read_workbook("return.ods", opendocument(body, styles, **parts))


def table(rows: str, name: str = "表", style: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>'


def sheet_of(rows: str, styles: str = "") -> Sheet:
    return read(table(rows), styles).sheets[0]


def cell_of(xml: str, styles: str = "") -> Cell:
    return sheet_of(f"<table:table-row>{xml}</table:table-row>", styles).at(1, 1)


def number(value: str, kind: str = "float", style: str = "", shown: str = "") -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="{kind}" office:value="{value}">'
        f"<text:p>{shown or value}</text:p></table:table-cell>"
    )


def words(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def code_of(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_workbook("return.ods", content)
    return refused.value.problems[0].code


def style(number_style: str, name: str = "ce1") -> str:
    return f'{number_style}<style:style style:name="{name}" style:family="table-cell" style:data-style-name="N1"/>'


PERCENT = style(
    '<number:percentage-style style:name="N1"><number:number number:decimal-places="2"/></number:percentage-style>'
)


def test_a_percentage_is_one_by_its_type_or_by_its_style() -> None:
    by_type, by_style = cell_of(number("0.906", "percentage")), cell_of(number("0.906", style="ce1"), PERCENT)
    assert (by_type.text, by_type.is_percent, str(by_type.number)) == ("90.6%", True, "0.906")
    assert (by_style.text, by_style.is_percent) == ("90.60%", True)
    assert cell_of(words("90.6%")).text == "90.6%"
    assert not cell_of(number("0.906", shown="90.6%")).is_percent


def test_a_style_may_come_from_the_row_or_the_column() -> None:
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="ce1"/>'
    bare = number("0.5").replace('table:style-name=""', "")
    sheet = sheet_of(f"{columns}<table:table-row>{bare * 4}</table:table-row>", PERCENT)
    assert [sheet.at(1, column).is_percent for column in (1, 2, 3, 4)] == [False, False, True, False]
    row = f'<table:table-row table:default-cell-style-name="ce1">{bare}</table:table-row>'
    assert sheet_of(row, PERCENT).at(1, 1).is_percent


def test_a_style_may_come_from_the_documents_own_styles() -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    common = (
        f'<x xmlns:office="{names}:office:1.0" xmlns:style="{names}:style:1.0" xmlns:number="{names}:datastyle:1.0">'
        f"<office:styles>{PERCENT.replace('ce1', 'Percent')}</office:styles></x>"
    )
    child = '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="Percent"/>'
    body = table(f"<table:table-row>{number('0.5', style='ce1')}</table:table-row>")
    assert read(body, child, **{"styles.xml": common}).sheets[0].at(1, 1).text == "50.00%"


@pytest.mark.parametrize(
    "inside",
    [
        '<number:number number:decimal-places="1" number:display-factor="1000"/>',
        '<number:number number:decimal-places="0"><number:embedded-text number:position="1">.</number:embedded-text></number:number>',
        '<number:number/><style:map style:condition="value()&gt;=10" style:apply-style-name="N2"/>',
    ],
    ids=["thousands", "a point set between", "percentages below ten"],
)
def test_a_format_that_shows_another_figure_is_told(inside: str) -> None:
    other = '<number:percentage-style style:name="N2"><number:number/></number:percentage-style>'
    styles = other + style(f'<number:number-style style:name="N1">{inside}</number:number-style>')
    assert cell_of(number("3000", style="ce1"), styles).state == "scaled"


def test_a_format_for_negative_figures_is_no_other() -> None:
    inside = '<number:number/><style:map style:condition="value()&gt;=0" style:apply-style-name="N2"/>'
    styles = style(f'<number:number-style style:name="N1">{inside}</number:number-style>')
    assert cell_of(number("3000", style="ce1"), styles).text == "3000"


def test_empty_cells_repeated_to_the_sheets_end_are_nothing() -> None:
    fill = '<table:table-cell table:number-columns-repeated="16383"/>'
    sheet = sheet_of(
        f"<table:table-row>{words('苍南')}{fill}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        f"<table:table-row>{number('34')}</table:table-row>"
    )
    assert [cell.address for cell in sheet.cells.values()] == ["A1", "A1048572"]


def test_filled_cells_repeated_stand_in_each_place() -> None:
    twice = number("34").replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="2"')
    sheet = sheet_of(f'<table:table-row table:number-rows-repeated="2">{twice}{words("尾")}</table:table-row>')
    assert [(cell.address, cell.text) for cell in sheet.cells.values()] == [
        ("A1", "34"), ("B1", "34"), ("C1", "尾"), ("A2", "34"), ("B2", "34"), ("C2", "尾"),
    ]  # fmt: skip


def test_a_merged_range_is_filled_by_its_first_cell_alone() -> None:
    first = words("4A5A等级").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2"'
    )
    covered = (
        '<table:covered-table-cell office:value-type="string"><text:p>没人看见</text:p></table:covered-table-cell>'
    )
    sheet = sheet_of(
        f"<table:table-row>{first}{covered}{words('a')}</table:table-row>"
        f"<table:table-row>{covered * 2}{words('b')}</table:table-row>"
        f"<table:table-row>{number('1') * 2}</table:table-row>"
    )
    assert (sheet.label(1, 2), sheet.label(2, 1), sheet.at(2, 2).text) == ("4A5A等级", "4A5A等级", "")


def test_what_is_hidden_is_told() -> None:
    hidden = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    row = f'<table:table-row table:visibility="filter">{words("a")}</table:table-row>'
    workbook = read(table(row) + table(row, "隐藏", "ta2"), hidden)
    assert (workbook.sheets[0].hidden, len(workbook.sheets), workbook.hidden_sheets) == (True, 1, ("隐藏",))


def test_notes_and_drawings_are_not_what_a_cell_says() -> None:
    xml = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation>'
        "<text:p>苍<text:s/>南<text:span>县</text:span></text:p><text:p>第二行</text:p>"
        "<draw:frame><draw:text-box><text:p>图</text:p></draw:text-box></draw:frame></table:table-cell>"
    )
    assert cell_of(xml).text == "苍 南县\n第二行"


@pytest.mark.parametrize(
    ("xml", "state", "text"),
    [
        ('<table:table-cell table:formula="of:=1+33"/>', "formula_without_value", ""),
        ('<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>', "blank", ""),
        (number("0", shown="#DIV/0!"), "error", "#DIV/0!"),
        ('<table:table-cell office:value-type="boolean" office:boolean-value="true"/>', "text", "TRUE"),
        ('<table:table-cell office:value-type="date" office:date-value="2024-03-31"><text:p>3月</text:p></table:table-cell>', "text", "2024-03-31"),
        (number("34"), "figure", "34"),
    ],
)  # fmt: skip
def test_a_cell_says_what_it_holds(xml: str, state: str, text: str) -> None:
    cell = sheet_of(f"<table:table-row>{xml}{words('b')}</table:table-row>").at(1, 1)
    assert (cell.state, cell.text) == (state, text)


def test_a_spreadsheet_another_program_wrote_is_read() -> None:
    """Written by LibreOffice from the same workbook as libreoffice.xls: both say the same."""
    folder = PROJECT_FOLDER / "tests/etl/files"
    ours, old = (
        read_workbook(name, (folder / name).read_bytes()).sheets[0] for name in ("libreoffice.ods", "libreoffice.xls")
    )
    assert (ours.anchors, ours.rows, ours.hidden) == (old.anchors, old.rows, old.hidden)
    # LibreOffice writes a formula's TRUE as the number it is, and times to the second.
    differ = {cell.address for place, cell in old.cells.items() if ours.cells.get(place) != cell}
    assert differ == {"D5", "E5"}


def test_a_password_is_named() -> None:
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    assert code_of(opendocument("", **{"META-INF/manifest.xml": manifest})) == "workbook_locked"


def test_a_letter_is_no_workbook() -> None:
    assert (
        code_of(package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}))
        == "not_a_workbook"
    )


MERGED = words("a").replace("<table:table-cell", '<table:table-cell table:number-rows-spanned="1000000"')
FILLED = '<table:table-row table:number-rows-repeated="1048576">' + words("a") + "</table:table-row>"


@pytest.mark.parametrize(
    "content",
    [
        opendocument(table(FILLED)),
        opendocument(table(f"<table:table-row>{MERGED}</table:table-row>")),
        opendocument(table("<table:table-row/>" * 500_001)),
        opendocument(table("") + " " * (65 << 20)),
        package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    ],
    ids=["filled to the end", "merged to the end", "many elements", "vast when unpacked", "entities"],
)  # fmt: skip
def test_a_document_that_claims_too_much_is_refused(content: bytes) -> None:
    assert len(content) < 2**20
    assert code_of(content) == "workbook_too_much"


def test_a_number_of_rows_beyond_all_numbers_is_damage() -> None:
    rows = f'<table:table-row table:number-rows-repeated="{"9" * 5000}">{words("a")}</table:table-row>'
    assert code_of(opendocument(table(rows))) == "workbook_broken"
