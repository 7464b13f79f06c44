"""Large tables: read whole, the same as small ones, and given up early where nothing in them is of the plan."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.large import plan_of_towns, sheet_of_towns
from common.problems import Refusal
from common.settings import PROJECT_FOLDER
from etl import excel_rows, excel_sheet
from etl.cells import Sheet
from etl.package import ROWS_AT_A_GLANCE
from etl.reading import Reading, read_return_file
from etl.table import Choice
from etl.workbook import read_workbook
from indicators.plan import Plan
from tests.etl.filling import blank
from tests.etl.hostile import HOSTILE, many_rows
from tests.etl.workbooks import book, package, parts_of

TOWNS = 3_000


def read(content: bytes, plan: Plan, name: str = "return.xlsx") -> Reading:
    return read_return_file(name, content, plan, Choice())


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def test_a_plan_of_thousands_of_regions_is_read_from_one_sheet() -> None:
    plan = plan_of_towns(TOWNS)
    reading = read(sheet_of_towns(TOWNS), plan)
    assert (codes(reading), len(reading.to_take)) == ([], TOWNS)
    last = reading.to_take[-1].values
    assert [(value.indicator.code, value.value, value.cell) for value in last] == [
        ("charities", 2999 % 97, "C3002"), ("parks", 2999 % 7, "D3002"), ("healthy_rate", 9990, "E3002"),
    ]  # fmt: skip


def test_a_code_beside_the_name_of_its_region_is_no_second_table(wenzhou: Plan) -> None:
    rows: list[list[object]] = [
        ["代码", "区划", "4A5A等级"],
        ["", "", "2024年"],
        ["330327", "苍南", 34],
        ["330383", "龙港", 11],
    ]
    assert codes(read(book(rows), wenzhou)) == []
    rows[3][0] = "330327"
    rows[2][0] = "330383"
    assert codes(read(book(rows), wenzhou))[0] == "second_table"


ODD_ROWS = {
    "ends of lines": '<row r="1"><c r="A1" t="inlineStr"><is><t>一&#10;二</t></is></c></row>\n<row r="2"><c r="A2"><v>1</v></c></row>',
    "names of characters": '<row r="1"><c r="A1" t="str"><v>甲&amp;乙&lt;3&gt;2&quot;&apos;&amp;lt;</v></c></row>',
    "hidden": '<row r="3" hidden="1" ht="18.5"><c r="A3" s="0"><v>0.50</v></c></row>',
    "hidden by a word": '<row r="3" hidden="true"><c r="A3"><v>0.50</v></c></row>',
    "formulas": '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v/></c><c r="C1"><f t="shared" si="0"/><v>2</v></c></row>',
    "no values": '<row r="1" spans="1:3"><c r="A1" s="0"/><c r="B1" s="0" /><c r="C1"><f>1</f></c><c r="D1" t="e"><v>#N/A</v></c></row>',
    "truths and days": '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="d"><v>2024-03-31T00:00:00</v></c></row>',
    "another order": '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>3</v></c></row>',
    "another row's cell": '<row r="2"><c r="A5"><v>1</v></c><c><v>2</v></c></row>',
    "rich text": '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><r><t>苍</t></r><r><t>南</t></r></is></c></row>',
    "a comment": '<row r="1"><c r="A1"><v>1</v></c></row><!-- <row r="2"><c r="A2"><v>2</v></c></row> -->',
    "text as it is": '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<row r="2"><c r="A2"><v>2</v></c></row>]]></t></is></c></row>',
    "carriage return": '<row r="1"><c r="A1" t="str"><v>一\r\n二</v></c></row>',
    "nothing": "",
}  # fmt: skip


def sheet_of(rows: str) -> Sheet | str:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts = parts_of(book([["甲"]]))
    parts["xl/worksheets/sheet1.xml"] = f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>".encode()
    try:
        return read_workbook("return.xlsx", package(parts)).sheets[0]
    except Refusal as refusal:
        return refusal.problems[0].code


@pytest.mark.parametrize("rows", ODD_ROWS.values(), ids=ODD_ROWS)
def test_rows_taken_by_the_pattern_are_what_the_parser_would_find(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = '<row r="9"><c r="A9"><v>9</v></c></row>'
    found = sheet_of(rows + usual)
    monkeypatch.setattr(excel_sheet, "usual_rows", lambda _xml: None)
    assert found == sheet_of(rows + usual) != "workbook_broken"


@pytest.mark.parametrize(
    "rows",
    ['<row r="1"><c r="A1"><v>a]]>b</v></c></row>', '<row r="1"><c r="A1"><v>\x01</v></c></row>', '<row r="1"><c r="A1"><v>1</v></row>',
     '<c r="A1"><v>1</v></c></row>', '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'],
    ids=["end of a section", "control character", "not closed", "not opened", "no such string"],
)  # fmt: skip
def test_the_pattern_takes_nothing_that_is_broken(rows: str) -> None:
    assert sheet_of(rows + '<row r="9"><c r="A9"><v>9</v></c></row>') == "workbook_broken"


def test_the_pattern_takes_what_programs_write() -> None:
    """Were it not so, all would still be read, and take three times as long."""
    for content in (book([["苍南", 0.5, None, "=1+1"]]), sheet_of_towns(5)):
        xml = parts_of(content)["xl/worksheets/sheet1.xml"].partition(b"<sheetData>")[2].rpartition(b"</sheetData>")[0]
        assert excel_rows.usual_rows(xml)


def test_a_table_below_so_many_rows_of_something_else_is_not_looked_for(wenzhou: Plan) -> None:
    rows = [f"{number},{number}" for number in range(ROWS_AT_A_GLANCE + 500)]
    table = ["区划,2024年4A5A等级(个)", "苍南,34", "龙港,11"]
    assert codes(read("\n".join(rows + table).encode(), wenzhou)) == ["no_table"]
    assert codes(read("\n".join(table + rows).encode(), wenzhou))[0] == "unknown_region"


def test_a_file_with_thousands_of_problems_lists_the_first_of_each_kind(wenzhou: Plan) -> None:
    rows = "苍南,34\n" + "".join(f"某某{number},3\n" for number in range(5_000)) + "合计,8\n" * 1_500
    reading = read(("区划,2024年4A5A等级(个)\n" + rows).encode(), wenzhou)
    assert codes(reading) == ["unknown_region"] * 1_000 + ["more_problems"]


def test_a_table_that_goes_on_about_the_same_is_given_up(wenzhou: Plan) -> None:
    reading = read(many_rows("苍南", 3_000), wenzhou)
    assert (codes(reading), reading.returns) == (["workbook_too_much"], [])


def test_no_template_is_large(wenzhou: Plan) -> None:
    parts = parts_of(blank(wenzhou))
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(100, 4_000))
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    assert codes(read(package(parts | {"xl/worksheets/sheet1.xml": sheet}), wenzhou)) == ["workbook_too_much"]


MEASURE = r"""
import json, re, sys, time
from data.plan_files import SHIPPED_PLANS, read_plan
from common.problems import Refusal
from etl.reading import read_return_file
from etl.table import Choice
from etl.workbook import read_file
from pathlib import Path
plan = read_plan(SHIPPED_PLANS / "wenzhou-2025")
for path in map(Path, sys.argv[1:]):
    start = time.process_time()
    try:
        codes = [one.code for one in read_return_file(path.name, read_file(path), plan, Choice()).problems]
    except Refusal as refusal:
        codes = [one.code for one in refusal.problems]
    seconds = time.process_time() - start
    # Not from resource.getrusage: that would begin with what the process held that started this one.
    megabytes = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    print(json.dumps([path.stem, codes[:1], seconds, megabytes]))
"""


def test_hostile_files_are_answered_in_time_and_within_memory(tmp_path: Path) -> None:
    """In a process of their own, one after the other: the most memory it ever held, and the processor's time for each."""
    for name, (make, _code) in HOSTILE.items():
        make(tmp_path / f"{name}.xlsx")
    files = [str(tmp_path / f"{name}.xlsx") for name in HOSTILE]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *files], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=True
    )
    measured = [json.loads(line) for line in done.stdout.splitlines()]
    assert {name: code for name, code, _seconds, _megabytes in measured} == {
        name: [code] if code else [] for name, (_make, code) in HOSTILE.items()
    }
    assert [one for one in measured if one[2] > 2 or one[3] > 300] == []
