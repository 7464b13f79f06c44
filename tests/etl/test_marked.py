"""The marked-up return: what it shows, that all else stays as it was, and that it can be mended and sent again."""

import io
import re
import time
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlwt
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from common.language import in_language
from common.problems import Problem
from etl.marked import mark_up
from etl.marking.styles import COLOURS
from etl.reading import read_return_file
from etl.table import Choice
from etl.workbook import read_workbook
from indicators.plan import Plan
from layouts.theme import DAY
from tests.etl.filling import blank, fill
from tests.etl.workbooks import book, opendocument, package, parts_of, save, setting, table_2

NUMBER = Problem("not_a_number", "表 2", "B3", "jobs", "约30")
JUMP = Problem(
    "rate_above_whole",
    "表 2",
    "C3",
    "rate",
    "120%",
    {"indicator": "率", "region": "苍南", "period": "2024", "figure": "120%"},
)
BLANK = Problem("blank", "表 2", "C4", "rate", None, {"indicator": "率"})
WHOLE = Problem("nothing_to_take", value="r.xlsx", params={"file": "r.xlsx"})
SIDE = Side(style="thin", color="FF00FF00")


def analysts_workbook() -> bytes:
    """A workbook with everything an analyst may have put in it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "表 2"
    for row in (["表", "A", "B"], ["区划", "就业岗位", "率"], ["苍南", "约30", 1.2], ["龙港", 12.5]):
        sheet.append(row)
    sheet["D3"] = "=B4*2"
    cell = sheet["B3"]
    cell.number_format, cell.font, cell.border = "#,##0.00", Font("楷体", size=13, bold=True), Border(top=SIDE)
    cell.protection, cell.alignment = Protection(locked=False), Alignment(horizontal="right")
    sheet["C3"].fill = PatternFill("solid", start_color="FF123456")
    sheet["B4"].comment = Comment("领导批示：请核实", "王五")
    sheet.merge_cells("A1:C1")
    sheet.print_area = "A1:D9"
    sheet.column_dimensions["C"].number_format = "0.0%"
    sheet.conditional_formatting.add(
        "B3:B9", CellIsRule(operator="lessThan", formula=["0"], font=Font(color="FFFF0000"))
    )
    rule = DataValidation(type="whole", operator="greaterThan", formula1="0")
    rule.add("B4")
    sheet.add_data_validation(rule)
    sheet.protection.sheet = True
    other = workbook.create_sheet("说明'甲'乙")
    other.append([1, "=A1+1"])
    chart = BarChart()
    chart.add_data(Reference(other, min_col=1, min_row=1, max_row=3))
    other.add_chart(chart, "D4")
    other.print_area = "A1:B2"
    sheet.sheet_view.tabSelected = other.sheet_view.tabSelected = True
    workbook.defined_names["合计"] = DefinedName("合计", attr_text="'表 2'!$B$4")
    return save(workbook)


def with_macros_and_a_picture(content: bytes) -> bytes:
    """The workbook as .xlsm, with parts nobody here understands."""
    parts = parts_of(content)
    parts["xl/vbaProject.bin"] = bytes(range(256)) * 20
    parts["xl/media/image1.png"] = b"\x89PNG\r\n" + bytes(range(256))
    parts["customXml/item1.xml"] = b"<a:b xmlns:a='urn:x'  a:c = '1'/>"
    kinds = parts["[Content_Types].xml"].decode()
    kinds = kinds.replace(
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", "vnd.ms-excel.sheet.macroEnabled.main"
    )
    parts["[Content_Types].xml"] = kinds.encode()
    return package(parts)


CONTENT = analysts_workbook()


def marked(content: bytes, *problems: Problem, name: str = "苍南.xlsx") -> bytes:
    return mark_up(name, content, problems)[1]


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def colour(content: bytes, address: str, sheet: str = "表 2") -> str | None:
    fill = opened(content)[sheet][address].fill
    return fill.fgColor.rgb[2:] if fill.patternType == "solid" else None


def list_of(content: bytes) -> list[list[Any]]:
    """The rows of the list below its headings, without the last column."""
    rows = [[cell.value for cell in row][:6] for row in opened(content).worksheets[0].iter_rows()]
    return rows[next(number for number, row in enumerate(rows, start=1) if row[0] == "No.") :]


def kept_its_looks(content: bytes) -> bool:
    """Whether a file was marked where it stands, and not shown in a new workbook."""
    return not any(b"cannot be kept" in data for data in parts_of(content).values())


def comment(content: bytes, address: str, sheet: str = "表 2") -> str | None:
    found = opened(content)[sheet][address].comment
    return found.text if found else None


# What it shows


def test_wrong_cells_are_coloured_and_otherwise_look_as_they_did() -> None:
    content = marked(CONTENT, NUMBER, JUMP, BLANK)
    assert [colour(content, address) for address in ("B3", "C3", "C4", "B4")] == [*COLOURS.values(), None]
    before, after = opened(CONTENT)["表 2"]["B3"], opened(content)["表 2"]["B3"]
    for looks in ("font", "border", "number_format", "protection", "alignment", "value"):
        assert repr(getattr(after, looks)) == repr(getattr(before, looks)), looks
    assert opened(content)["表 2"]["D3"].value == "=B4*2"


def test_the_colours_are_those_of_the_pages_and_black_text_on_them_is_easily_read() -> None:
    for (_severity, pale), name in zip(COLOURS.items(), ("red", "yellow", "accent"), strict=True):
        own = [int(DAY[name][place : place + 2], 16) for place in (1, 3, 5)]
        shown = [int(pale[place : place + 2], 16) for place in (0, 2, 4)]
        assert all(abs(255 - (255 - strong) / 4 - weak) <= 1 for strong, weak in zip(own, shown, strict=True))
        red, green, blue = (((value / 255 + 0.055) / 1.055) ** 2.4 for value in shown)
        assert (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) / 0.05 > 7


def test_each_problem_stands_on_its_cell_in_a_box_large_enough_to_read_it() -> None:
    long = Problem("unknown_region", "表 2", "B3", "region", "长" * 55)
    content = marked(CONTENT, NUMBER, JUMP, long)
    assert comment(content, "C3") == f"【达标】please explain: {JUMP.message}"
    assert comment(content, "B3") == f"【达标】must be mended: {NUMBER.message}\n【达标】must be mended: {long.message}"
    boxes = re.findall(rb"Anchor>([^<]*)<.*?Column>(\d+)", parts_of(content)["xl/drawings/commentsDrawing1.vml"])
    heights = {column: int(anchor.split(b",")[6]) - int(anchor.split(b",")[2]) for anchor, column in boxes}
    assert heights[b"1"] > heights[b"2"] >= 2
    assert "达标" in parts_of(content)["xl/comments/comment1.xml"].decode()


def test_the_first_sheet_lists_every_problem_what_blocks_first() -> None:
    content = marked(CONTENT, BLANK, WHOLE, JUMP, NUMBER)
    workbook = opened(content)
    assert workbook.sheetnames == ["Problem list", "表 2", "说明'甲'乙"]
    assert list_of(content) == [
        [1, "must be mended", "", "", "r.xlsx", WHOLE.message],
        [2, "must be mended", "表 2", "B3", "约30", NUMBER.message],
        [3, "please explain", "表 2", "C3", "120%", JUMP.message],
        [4, "note", "表 2", "C4", "", BLANK.message],
    ]
    sheet = workbook.worksheets[0]
    assert sheet["A1"].value == "Problems found in 苍南.xlsx"
    assert sheet["A2"].value == "must be mended: 2   please explain: 1   note: 1"
    assert (sheet.freeze_panes, sheet.sheet_view.pane.state, sheet.print_title_rows) == ("A5", "frozen", "$4:$4")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet["F6"].alignment.wrap_text
    assert workbook.active.title == "Problem list"
    assert [bool(one.sheet_view.tabSelected) for one in workbook.worksheets] == [True, False, False]


def test_links_lead_to_the_cells_whatever_their_sheet_is_called() -> None:
    other = Problem("not_a_number", "说明'甲'乙", "A1", None, "1")
    sheet = opened(marked(CONTENT, NUMBER, other, WHOLE)).worksheets[0]
    assert [sheet[f"D{row}"].hyperlink.location for row in (6, 7)] == ["'表 2'!B3", "'说明''甲''乙'!A1"]
    assert sheet["D5"].hyperlink is None


def test_words_are_in_the_language_of_the_reader() -> None:
    with in_language("zh"):
        name, content = mark_up("苍南.xlsx", CONTENT, [NUMBER])
        assert name == "苍南（标注问题）.xlsx"
        assert comment(content, "B3") == "【达标】必须改正：“约30”不是数字。请只填数字，不带文字和单位。"
        assert opened(content).sheetnames[0] == "问题清单"
        assert mark_up(name, content, [])[0] == name


def test_nothing_wrong_is_said_too() -> None:
    content = marked(CONTENT)
    assert opened(content).worksheets[0]["A2"].value == "nothing to mend"
    assert list_of(content) == []


def test_an_empty_cell_is_made_where_it_belongs_and_looks_like_its_column() -> None:
    rows = [[], [None, "a", None, None, "b"], [], [], [], [None, "c"]]
    content = book(rows, sheet="表 2")
    empty = [
        Problem("blank", "表 2", cell, None, None, {"indicator": "率"})
        for cell in ["A1", "A2", "C2", "F2", "C4", "A6", "C8"]
    ]
    shown = marked(content, *empty)
    sheet = parts_of(shown)["xl/worksheets/sheet1.xml"].decode()
    assert re.findall(r'<row r="(\d+)"', sheet) == ["1", "2", "4", "6", "8"]
    assert re.findall(r'<c r="(\w+)"', sheet) == ["A1", "A2", "B2", "C2", "E2", "F2", "C4", "A6", "B6", "C8"]
    assert {colour(shown, one.cell or "") for one in empty} == {COLOURS["note"]}
    assert (
        opened(marked(CONTENT, Problem("blank", "表 2", "C9", None, None, {"indicator": "率"})))["表 2"][
            "C9"
        ].number_format
        == "0.0%"
    )


def test_an_empty_cell_is_made_in_a_row_or_sheet_with_nothing_in_it() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    problem = Problem("blank", "表 2", "C3", None, None, {"indicator": "率"})
    for rows in ('<sheetData><row r="3" spans="1:2" ht="30"/></sheetData>', "<sheetData/>"):
        parts = parts_of(book([["a"]], sheet="表 2"))
        parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{main}">{rows}</worksheet>'.encode()
        shown = marked(package(parts), problem)
        assert (kept_its_looks(shown), colour(shown, "C3")) == (True, COLOURS["note"])
        assert opened(shown)["表 2"].row_dimensions[3].height == (30 if "ht=" in rows else None)
        assert b"spans" not in parts_of(shown)["xl/worksheets/sheet1.xml"]


def test_of_a_merged_range_the_first_cell_is_marked() -> None:
    content = marked(CONTENT, Problem("column_ambiguous", "表 2", "B1", None, "2023", {"year": 2023}))
    assert (colour(content, "A1"), comment(content, "B1")) == (COLOURS["hard"], None)
    assert opened(content).worksheets[0]["D5"].hyperlink.location == "'表 2'!A1"


def test_what_came_from_the_file_is_text_and_never_a_formula() -> None:
    evil = '=HYPERLINK("http://x","y")'
    problems = [
        Problem("not_a_number", evil, "B3", None, text) for text in (evil, "+1", "-1", "@SUM(A1)", "\x01\x0b&<")
    ]
    content = marked(CONTENT, *problems, name="=1+1.xlsx")
    sheet = parts_of(content)["xl/worksheets/sheet3.xml"]
    assert b"<f>" not in sheet and sheet.count(b'"inlineStr"') == 2 + 7 + 5 * 5
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        rows = workbook.get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows[-5:]] == [evil, "+1", "-1", "@SUM(A1)", "\ufffd\ufffd&<"]
    assert all(cell.quotePrefix for cell in opened(content).worksheets[0]["E"][4:])


# What stays as it was


def test_every_part_that_need_not_change_is_the_same_byte_for_byte() -> None:
    before = with_macros_and_a_picture(CONTENT)
    name, content = mark_up("宏.xlsm", before, [NUMBER, JUMP])
    assert name == "宏 (problems marked).xlsm"
    changed = {part for part, data in parts_of(before).items() if parts_of(content)[part] != data}
    # Of the other sheet, only that it is not chosen together with the list.
    other = "xl/worksheets/sheet2.xml"
    assert parts_of(content)[other] == parts_of(before)[other].replace(b' tabSelected="1"', b"")
    changed.remove(other)
    added = set(parts_of(content)) - set(parts_of(before))
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml",
    }  # fmt: skip
    assert added == {"xl/worksheets/sheet3.xml"}


def test_of_a_marked_sheet_only_its_marks_are_new() -> None:
    def without_marks(part: bytes) -> bytes:
        return re.sub(rb' s="\d+"| tabSelected="1"', b"", part)

    name = "xl/worksheets/sheet1.xml"
    before, after = parts_of(CONTENT)[name], parts_of(marked(CONTENT, NUMBER, JUMP))[name]
    assert before != after
    assert without_marks(before) == without_marks(after)


def test_comments_of_others_stay_and_ours_are_added_to_them() -> None:
    before = marked(CONTENT, NUMBER)
    assert (comment(before, "B4"), comment(before, "B3")) == (
        "领导批示：请核实",
        f"【达标】must be mended: {NUMBER.message}",
    )
    both = marked(CONTENT, Problem("not_a_number", "表 2", "B4", None, "12.5"))
    assert (comment(both, "B4") or "").startswith("领导批示：请核实\n【达标】must be mended: ")
    assert comment(marked(both), "B4") == "领导批示：请核实"


def test_names_of_single_sheets_still_belong_to_them() -> None:
    workbook = opened(marked(CONTENT, NUMBER))
    assert workbook["表 2"].print_area == "'表 2'!$A$1:$D$9"
    book_part = parts_of(marked(CONTENT, NUMBER))["xl/workbook.xml"].decode()
    assert sorted(re.findall(r'sheetId="(\d+)"', book_part)) == ["1", "2", "3"]
    assert workbook["说明'甲'乙"].print_area == "'说明''甲''乙'!$A$1:$B$2"
    assert workbook.defined_names["合计"].attr_text == "'表 2'!$B$4"


def test_a_sheet_of_ones_own_with_the_name_of_the_list_is_kept() -> None:
    content = marked(book([["a", 1]], sheet="problem LIST"), WHOLE)
    assert opened(content).sheetnames == ["Problem list (2)", "problem LIST"]


# Mended and sent again


def test_a_filled_template_that_was_marked_reads_as_it_did(wenzhou: Plan) -> None:
    before = fill(blank(wenzhou), {"jobs/value": 37.5, "charities/value": "三十", "rated_4a5a/value": 26})
    read = read_return_file("鹿城.xlsx", before, wenzhou, Choice())
    content = marked(before, *read.problems)
    again = read_return_file("鹿城.xlsx", content, wenzhou, Choice())
    assert again == read
    assert {problem.code for problem in again.problems} >= {"part_of_a_unit", "not_a_number", "blank"}
    mended = read_return_file("鹿城.xlsx", fill_second(content), wenzhou, Choice())
    assert not [problem for problem in mended.problems if problem.severity != "note"]


def fill_second(content: bytes) -> bytes:
    """The marked-up template, mended in a program that writes all of it anew."""
    workbook = opened(content)
    sheet = workbook.worksheets[1]
    sheet["H5"], sheet["H6"] = 3750, 33
    return save(workbook)


def test_a_table_of_ones_own_that_was_marked_reads_as_it_did(wenzhou: Plan) -> None:
    before = table_2(setting(A15="苍北", G17=250, D9="约30"))
    read = read_return_file("表2.xlsx", before, wenzhou, Choice())
    assert read.problems
    assert read_return_file("表2.xlsx", marked(before, *read.problems), wenzhou, Choice()) == read


def test_marking_again_replaces_the_marks() -> None:
    once = marked(CONTENT, NUMBER, JUMP, BLANK)
    assert parts_of(marked(once, NUMBER, JUMP, BLANK)) == parts_of(once)
    other = marked(once, JUMP)
    assert [colour(other, address) for address in ("B3", "C3", "C4")] == [None, COLOURS["soft"], None]
    assert (comment(other, "B3"), comment(other, "B4")) == (None, "领导批示：请核实")
    assert [row[3] for row in list_of(other)] == ["C3"]
    assert parts_of(other)["xl/drawings/commentsDrawing1.vml"].count(b"Row>") == 2 * len(("C3", "B4"))
    assert len(opened(other).sheetnames) == 3


def test_what_is_mended_looks_as_it_did_before_it_was_marked() -> None:
    clean = marked(marked(CONTENT, NUMBER, JUMP, BLANK))
    before, after = opened(CONTENT)["表 2"], opened(clean)["表 2"]
    for address in ("A1", "B3", "C3", "B4"):
        assert (after[address]._style, after[address].style_id) == (before[address]._style, before[address].style_id)
    assert not [name for name in opened(clean).defined_names if name.startswith("DABIAO_MARK")]
    saved = marked(save(opened(marked(CONTENT, NUMBER, JUMP))))
    assert (colour(saved, "B3"), colour(saved, "C3")) == (None, "123456")


def test_marks_go_with_their_cells_when_rows_are_inserted() -> None:
    """As a spreadsheet program does it: cells, comments and names move."""
    parts = parts_of(marked(CONTENT, JUMP))
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    sheet = re.sub(r'<row r="4".*?</row>', "", sheet).replace('<row r="3"', '<row r="33"')
    sheet = re.sub(r'r="([A-D])3"', r'r="\g<1>33"', sheet)
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"$C$3<", b"$C$33<")
    assert colour(package(parts), "C33") == COLOURS["soft"]
    assert colour(marked(package(parts)), "C33") == "123456"


def test_without_its_list_a_marked_file_still_loses_its_colours_and_comments() -> None:
    workbook = opened(marked(CONTENT, NUMBER))
    del workbook["Problem list"]
    content = marked(save(workbook))
    assert (colour(content, "B3"), comment(content, "B3")) == (None, None)
    assert len(opened(content).sheetnames) == 3


def test_a_list_somebody_hid_is_shown_and_not_taken_for_a_hidden_sheet() -> None:
    parts = parts_of(marked(CONTENT, NUMBER))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<sheet ", b'<sheet state="hidden" ', 1)
    assert read_workbook("r.xlsx", package(parts)).hidden_sheets == ()
    assert opened(marked(package(parts), NUMBER)).worksheets[0].sheet_state == "visible"


# Files as they are met


def strict(parts: dict[str, bytes]) -> dict[str, bytes]:
    formats, strictly = b"http://schemas.openxmlformats.org", b"http://purl.oclc.org/ooxml"
    return {
        name: data.replace(formats + b"/spreadsheetml/2006/main", strictly + b"/spreadsheetml/main").replace(
            formats + b"/officeDocument/2006/relationships", strictly + b"/officeDocument/relationships"
        )
        for name, data in parts.items()
    }


def prefixed(parts: dict[str, bytes]) -> dict[str, bytes]:
    def with_prefix(data: bytes) -> bytes:
        data = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", data)
        return data.replace(b'xmlns="http://schemas.openxmlformats.org/spreadsheetml', b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml')  # fmt: skip

    names = ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/comments/comment1.xml")  # fmt: skip
    return {name: with_prefix(data) if name in names else data for name, data in parts.items()}


def backslashed(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name.replace("/", "\\"): data for name, data in parts.items()}


def in_utf_16(parts: dict[str, bytes]) -> dict[str, bytes]:
    sheet = '<?xml version="1.0" encoding="UTF-16"?>' + parts["xl/worksheets/sheet1.xml"].decode()
    return {**parts, "xl/worksheets/sheet1.xml": sheet.encode("utf-16")}


def without_addresses(parts: dict[str, bytes]) -> dict[str, bytes]:
    sheet = re.sub(rb'(<(?:row|c)) r="[A-Z]*[1-4]"', rb"\1", parts["xl/worksheets/sheet1.xml"])
    return {**parts, "xl/worksheets/sheet1.xml": sheet}


@pytest.mark.parametrize("dialect", [strict, prefixed, backslashed, in_utf_16, without_addresses])
def test_other_dialects_are_marked_where_they_stand(dialect: Callable[[dict[str, bytes]], dict[str, bytes]]) -> None:
    before = package(dialect(parts_of(CONTENT)))
    content = marked(before, NUMBER, JUMP, BLANK)
    assert kept_its_looks(content)
    assert read_workbook("r.xlsx", content).sheets == read_workbook("r.xlsx", before).sheets
    assert parts_of(marked(content, NUMBER, JUMP, BLANK)) == parts_of(content)
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        assert workbook.sheet_names[:2] == ["Problem list", "表 2"]
        assert workbook.get_sheet_by_index(0).to_python()[4][3] == "B3"
    if dialect not in (strict, prefixed):
        # openpyxl reads neither of these two.
        assert [colour(content, address) for address in ("B3", "C3", "C4", "B4")] == [*COLOURS.values(), None]
        assert (comment(content, "B4"), comment(content, "B3")) == (
            "领导批示：请核实",
            f"【达标】must be mended: {NUMBER.message}",
        )


def old_excel() -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("表 2")
    for column, (heading, value) in enumerate((("区划", "苍南"), ("岗位", "约30"), ("率", 0.906))):
        sheet.write(0, column, heading)
        sheet.write(1, column, value, xlwt.easyxf(num_format_str="General" if isinstance(value, str) else "0.0%"))
    sheet.write_merge(3, 3, 0, 2, "注")
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


ODS = opendocument(
    '<table:table table:name="表 2"><table:table-row><table:table-cell><text:p>区划</text:p></table:table-cell>'
    "<table:table-cell><text:p>岗位</text:p></table:table-cell></table:table-row><table:table-row>"
    '<table:table-cell><text:p>苍南</text:p></table:table-cell><table:table-cell office:value-type="float" '
    'office:value="12.5"><text:p>12.5</text:p></table:table-cell></table:table-row></table:table>'
)
TEXT = "区划,岗位,率\n苍南,=1+1,90.6%\n".encode("gb18030")


@pytest.mark.parametrize(
    ("name", "content", "sheet"),
    [("r.xls", old_excel(), "表 2"), ("r.ods", ODS, "表 2"), ("表 2.csv", TEXT, "表 2"), ("'[乙]*" + "长" * 40, TEXT, "__乙__" + "长" * 26)],
    ids=["xls", "ods", "csv", "text of a long name"],
)  # fmt: skip
def test_files_of_other_kinds_are_shown_in_a_new_workbook_that_says_so(name: str, content: bytes, sheet: str) -> None:
    read = read_workbook(name, content)
    problem = Problem("not_a_number", read.sheets[0].name, "B2", None, read.sheets[0].at(2, 2).text)
    offered, shown = mark_up(name, content, [problem])
    assert offered.endswith("(problems marked).xlsx")
    again = read_workbook(offered, shown).sheets[0]
    assert (again.cells, again.anchors) == (read.sheets[0].cells, read.sheets[0].anchors)
    title = opened(shown).sheetnames[1]
    assert title == sheet
    assert (colour(shown, "B2", title), comment(shown, "B2", title)) == (
        COLOURS["hard"],
        f"【达标】must be mended: {problem.message}",
    )
    assert not kept_its_looks(shown)
    assert opened(shown)[title]["B2"].data_type != "f"


def test_a_template_kept_as_another_kind_is_still_a_template(wenzhou: Plan) -> None:
    """Here with styles nobody can follow, as in a file of another kind only its cells are left."""
    parts = parts_of(fill(blank(wenzhou), {"jobs/value": 37.5}))
    parts["xl/styles.xml"] = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + parts["xl/styles.xml"]
    before = package(parts)
    read = read_return_file("r.xlsx", before, wenzhou, Choice())
    content = marked(before, *read.problems)
    assert not kept_its_looks(content)
    assert {one.code for one in read_return_file("r.xlsx", content, wenzhou, Choice()).problems} == {
        one.code for one in read.problems
    }


def test_what_a_formula_or_a_format_leaves_open_stays_open() -> None:
    """A figure that was not certain is not made so by showing it in a new workbook."""
    parts = parts_of(
        book([["区划", "岗位"], ["苍南", "=1+1"], ["龙港", 30], ["洞头", "#DIV/0!"]], formats={"B3": "0,"})
    )
    parts["xl/styles.xml"] = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + parts["xl/styles.xml"]
    content = marked(package(parts))
    assert not kept_its_looks(content)
    cells = read_workbook("r.xlsx", content).sheets[0]
    assert [cells.at(row, 2).state for row in (2, 3, 4)] == ["text", "scaled", "error"]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04broken", b"a letter", package({"xl/workbook.xml": "<broken"}), b"\xd0\xcf\x11\xe0" * 200],
)
def test_of_a_file_that_cannot_be_opened_there_is_the_list(content: bytes) -> None:
    problem = Problem("workbook_broken", value="r.xls", params={"file": "r.xls"})
    name, listed = mark_up("r.xls", content, [problem])
    workbook = opened(listed)
    assert (name, workbook.sheetnames) == ("r (problems marked).xlsx", ["Problem list"])
    assert workbook.active["A3"].value == "r.xls could not be opened, so there are no cells to mark."
    assert list_of(listed)[0][5] == problem.message


# What is hostile or out of the ordinary


def spoilt(**changes: Callable[[bytes], bytes]) -> bytes:
    """The workbook with some parts changed, by their names without folder and ending."""
    parts = parts_of(CONTENT)
    for part, data in parts.items():
        name = part.rpartition("/")[2].partition(".")[0]
        parts[part] = changes[name](data) if name in changes else data
    assert parts != parts_of(CONTENT)
    return package(parts)


DOCTYPE = b'<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa">]>'
REVERSED = re.compile(rb'(<row r="3".*?</row>)(<row r="4".*?</row>)')


@pytest.mark.parametrize(
    "content",
    [
        spoilt(comment1=lambda data: DOCTYPE + data),
        spoilt(comment1=lambda data: data[:-20]),
        spoilt(commentsDrawing1=lambda _data: b"<xml>"),
        spoilt(styles=lambda data: re.sub(rb"<(/?)borders", rb"<\1bodders", data)),
        spoilt(sheet1=lambda data: REVERSED.sub(rb"\2\1", data)),
        spoilt(sheet1=lambda data: data.replace(b'r:id="anysvml"', b'r:id="nothing"')),
        package({**parts_of(CONTENT), "xl/revisions/revisionHeaders.xml": b"<headers/>"}),
    ],
    ids=["document type", "broken comments", "no drawing", "no styles", "rows reversed", "dangling", "shared"],
)
def test_what_cannot_be_changed_safely_is_shown_in_a_new_workbook(content: bytes) -> None:
    shown = marked(content, NUMBER, JUMP)
    assert not kept_its_looks(shown)
    assert (colour(shown, "B3"), colour(shown, "C3")) == (COLOURS["hard"], COLOURS["soft"])
    assert list_of(shown)[0][5] == NUMBER.message


@pytest.mark.parametrize(
    "problem",
    [
        Problem("not_a_number", "no such sheet", "B3", None, "1"),
        Problem("not_a_number", "表 2", "XFE1", None, "1"),
        Problem("not_a_number", "表 2", "B0", None, "1"),
        Problem("not_a_number", "表 2", "nonsense", None, "1" * 90_000),
        Problem("hidden_sheet", "表 2", None, None, "表 2"),
    ],
)
def test_a_place_that_is_not_there_is_listed_without_a_link(problem: Problem) -> None:
    content = marked(CONTENT, problem)
    assert kept_its_looks(content)
    assert list_of(content)[0][2:4] == [problem.sheet, problem.cell or ""]
    assert opened(content).worksheets[0]["D4"].hyperlink is None


def test_more_problems_than_anybody_reads_are_counted() -> None:
    problems = [Problem("not_a_number", "表 2", f"B{row}", None, "1") for row in range(1, 1500)]
    content = marked(CONTENT, *problems, BLANK)
    assert len(list_of(content)) == 1000
    assert opened(content).worksheets[0]["A4"].value == "500 further problems are neither listed nor marked."


def test_the_largest_return_is_marked_in_time() -> None:
    rows = [[row * 100 + column for column in range(100)] for row in range(590)]
    content = book(rows, sheet="表 2")
    problems = [Problem("not_a_number", "表 2", f"C{row}", None, "1") for row in range(1, 591)]
    began = time.process_time()
    shown = marked(content, *problems)
    # About 1.5 on a machine that does nothing else.
    assert time.process_time() - began < 6
    assert kept_its_looks(shown)


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("苍南 2024Q1.xlsx", "苍南 2024Q1 (problems marked).xlsx"),
        ("苍南.xls", "苍南 (problems marked).xlsx"),
        ("苍南", "苍南 (problems marked).xlsx"),
        ("苍南（标注问题）.xlsx", "苍南 (problems marked).xlsx"),
        ("苍南 (problems marked) 2.xlsx", "苍南 (problems marked).xlsx"),
    ],
)
def test_the_name_says_once_that_it_is_marked(name: str, offered: str) -> None:
    assert mark_up(name, CONTENT, [])[0] == offered
