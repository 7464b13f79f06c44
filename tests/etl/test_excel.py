"""Workbooks of Excel and WPS (.xlsx, .xlsm) as they are met: said in another dialect, broken beside the figures, vast."""

from decimal import Decimal

import openpyxl
import pytest

from common.problems import Refusal
from etl.cells import Sheet
from etl.workbook import read_workbook
from tests.etl.workbooks import TABLE_2, book, package, parts_of, save

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
GOOD = book([["区划", "健康社会组织率"], ["苍南", 0.906]], formats={"B2": "0.0%"}, merge=["A3:B4"])


def sheet_of(content: bytes) -> Sheet:
    return read_workbook("return.xlsx", content).sheets[0]


def code_of(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_workbook("return.xlsx", content)
    return refused.value.problems[0].code


def with_parts(**changed: str) -> bytes:
    """The good workbook with other XML for some of its parts, by their names without folder and ending."""
    parts = parts_of(GOOD)
    for name in parts:
        parts[name] = changed.get(name.rpartition("/")[2].removesuffix(".xml"), parts[name].decode("utf-8")).encode(
            "utf-8"
        )
    return package(parts)


def sheet_xml(rows: str, after: str = "") -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"


def test_strict_open_xml_is_read_like_any_other() -> None:
    strict = {
        name: data.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, data in parts_of(GOOD).items()
    }  # fmt: skip
    assert strict != parts_of(GOOD)
    assert sheet_of(package(strict)) == sheet_of(GOOD)


def test_folders_parted_by_backslashes_are_found() -> None:
    parts = {name.replace("/", "\\"): data for name, data in parts_of(GOOD).items()}
    assert sheet_of(package(parts)) == sheet_of(GOOD)


def test_names_of_parts_may_be_written_large_or_small() -> None:
    parts = {name.replace("sharedStrings", "SharedStrings"): data for name, data in parts_of(GOOD).items()}
    assert sheet_of(package(parts)) == sheet_of(GOOD)


def test_a_sheet_may_say_its_size_wrongly() -> None:
    rows = '<row r="2"><c r="B2"><v>34</v></c></row>'
    wrong = sheet_xml(rows).replace("<sheetData>", '<dimension ref="A0:B3"/><sheetData>')
    assert sheet_of(with_parts(sheet1=wrong)).at(2, 2).text == "34"


def test_cells_without_addresses_stand_one_beside_the_other() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert [cell.address for cell in sheet_of(with_parts(sheet1=sheet_xml(rows))).cells.values()] == ["A1", "B1", "A2"]


def test_broken_fonts_and_properties_do_no_harm() -> None:
    styles = (
        parts_of(GOOD)["xl/styles.xml"]
        .decode("utf-8")
        .replace("<fonts", '<fonts><font><sz val="large"/></font></fonts><fonts')
    )
    assert sheet_of(with_parts(styles=styles, core="<broken")) == sheet_of(GOOD)


def test_a_sheet_whose_number_formats_are_lost_is_not_guessed_at() -> None:
    assert code_of(with_parts(styles=f"<styleSheet {MAIN}/>")) == "workbook_broken"


def test_a_percentage_formatted_and_one_written_are_the_same_figure() -> None:
    sheet = sheet_of(book([[0.906, "90.6%"]], formats={"A1": "0.0%"}))
    assert [(sheet.at(1, column).text, sheet.at(1, column).state) for column in (1, 2)] == [
        ("90.6%", "figure"),
        ("90.6%", "text"),
    ]


def test_a_format_that_shows_some_figures_as_percentages_is_not_guessed_at() -> None:
    sheet = sheet_of(book([[50, 0.5]], formats={"A1": '[>=10]0"个";0.0%', "B1": "0.0%;-0.0%;0"}))
    assert [(sheet.at(1, column).state, sheet.at(1, column).text) for column in (1, 2)] == [
        ("scaled", "50"),
        ("figure", "50.0%"),
    ]


def test_a_day_in_a_format_only_chinese_programs_know_is_a_day() -> None:
    styles = parts_of(GOOD)["xl/styles.xml"].decode("utf-8").replace('numFmtId="0"', 'numFmtId="31"')
    rows = '<row r="1"><c r="A1"><v>45382</v></c></row>'
    assert sheet_of(with_parts(styles=styles, sheet1=sheet_xml(rows))).at(1, 1).text == "2024-03-31"


@pytest.mark.parametrize(
    ("cell", "state", "text"),
    [
        ('<c r="A1"><f>1+33</f></c>', "formula_without_value", ""),
        ('<c r="A1"><f>1+33</f><v/></c>', "formula_without_value", ""),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', "blank", ""),
        ('<c r="A1"><f>1+33</f><v>34</v></c>', "figure", "34"),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "error", "#DIV/0!"),
        ('<c r="A1" t="b"><v>1</v></c>', "text", "TRUE"),
        ('<c r="A1" t="d"><v>2024-03-31T00:00:00</v></c>', "text", "2024-03-31"),
        ('<c r="A1" t="inlineStr"><is><r><t>苍</t></r><r><t>南</t></r><rPh><t>cang</t></rPh></is></c>', "text", "苍南"),
        ('<c r="A1" t="str"><v>两行_x000D_文字</v></c>', "text", "两行\r文字"),
    ],
)  # fmt: skip
def test_a_cell_says_what_it_holds(cell: str, state: str, text: str) -> None:
    found = sheet_of(with_parts(sheet1=sheet_xml(f'<row r="1">{cell}<c r="B1"><v>1</v></c></row>'))).at(1, 1)
    assert (found.state, found.text) == (state, text)


def test_shipped_tables_read_as_openpyxl_reads_them() -> None:
    sheet, other = sheet_of(TABLE_2.read_bytes()), openpyxl.load_workbook(TABLE_2)["表2"]
    found = {cell.address: cell for cell in sheet.cells.values()}
    expected = {cell.coordinate: cell.value for row in other.iter_rows() for cell in row if cell.value is not None}
    assert found.keys() == expected.keys()
    for address, value in expected.items():
        assert (
            found[address].text == value.strip()
            if isinstance(value, str)
            else found[address].number == Decimal(str(value))
        )


def test_a_hidden_sheet_is_not_even_opened() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["苍南", 34])
    workbook.create_sheet("隐藏").sheet_state = "hidden"
    parts = parts_of(save(workbook)) | {"xl/worksheets/sheet2.xml": b"broken"}
    read = read_workbook("return.xlsx", package(parts))
    assert (len(read.sheets), read.hidden_sheets) == (1, ("隐藏",))


def test_a_binary_workbook_is_named() -> None:
    assert code_of(package({"xl/workbook.bin": b"\x83\x01"})) == "workbook_is_xlsb"


def test_many_sheets_of_one_part_are_refused() -> None:
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 1000))
    space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    assert (
        code_of(with_parts(workbook=f"<workbook {MAIN} {space}><sheets>{sheets}</sheets></workbook>"))
        == "workbook_too_much"
    )


def test_elements_without_end_are_refused() -> None:
    assert code_of(with_parts(sheet1=sheet_xml("<row/>" * 2_000_001))) == "workbook_too_much"


def test_links_and_rules_over_a_whole_sheet_cost_nothing() -> None:
    after = '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'
    assert sheet_of(with_parts(sheet1=sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', after))).rows == (1,)
