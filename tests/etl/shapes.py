"""What returns look like in the wild: one file for each peculiarity, named for it, and what is to become of each.

Every file says the same as ORDINARY but for its one peculiarity. It is read rightly, or refused with a reason that
names the cause and the way out; nothing in it is silently blank, and nothing off by a hundred.
"""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from tests.etl.workbooks import Rows, book, container, linked, old_book, opendocument, package, parts_of, save

# An indicator's code, the region and the period.
Key = tuple[str, str, str]
Figures = Mapping[Key, int | None]

CHARITIES, RATED, HEALTHY = "慈善组织数（个）", "4A5A等级（个）", "健康社会组织率（%）"
QUARTER = "2024年一季度"
HEAD: Rows = [["区划", CHARITIES, RATED, HEALTHY], ["", QUARTER, QUARTER, QUARTER]]
ROWS: Rows = [*HEAD, ["鹿城", 22, 23, "95.2%"], ["苍南", 18, 34, "90.6%"]]
ORDINARY = book(ROWS, formats={"D3": "0.0%", "D4": "0.0%"})


def figures(**changed: int | None) -> dict[Key, int | None]:
    """What ORDINARY says of 苍南 and 鹿城, rates in hundredths of a percent; `changed` names figures of 苍南."""
    said = {"charities": 18, "rated_4a5a": 34, "healthy_rate": 9060} | changed
    return {
        **{(indicator, "鹿城", "2024Q1"): value for indicator, value in LUCHENG.items()},
        **{(indicator, "苍南", "2024Q1"): value for indicator, value in said.items()},
    }


LUCHENG = {"charities": 22, "rated_4a5a": 23, "healthy_rate": 9520}


@dataclass(frozen=True)
class Shape:
    """A file, the figures that are to be taken of it, and what is to be said: at which place which problem."""

    content: bytes
    figures: Figures = field(default_factory=figures)
    problems: Mapping[str, str] = field(default_factory=dict)


def cangnan(value: Any, column: str = "C", number_format: str = "General") -> bytes:
    """ORDINARY with something else in a cell of 苍南's row: in column C for its 4A5A等级, in D for its rate."""
    rows = [list(row) for row in ROWS]
    rows[3]["ABCD".index(column)] = value
    return book(rows, formats={f"{column}4": number_format})


def refused(content: bytes, code: str, place: str = "") -> Shape:
    """A file nothing is taken of."""
    return Shape(content, {}, {place: code})


def blocked(content: bytes, code: str, place: str) -> Shape:
    """A file of which 苍南's return is not taken, and 鹿城's is."""
    others = {key: value for key, value in figures().items() if key[1] == "鹿城"}
    return Shape(content, others, {place: code})


def sheet_xml(change: Callable[[str], str]) -> bytes:
    """ORDINARY with other XML for its sheet."""
    parts = parts_of(ORDINARY)
    name = "xl/worksheets/sheet1.xml"
    before = parts[name].decode()
    after = change(before)
    assert after != before
    return package({**parts, name: after})


def sheet(change: Callable[[Worksheet], object], rows: Rows = ROWS) -> bytes:
    """A workbook of these rows after `change`."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "表"
    for row in rows:
        page.append(list(row))
    change(page)
    return save(workbook)


def strict(content: bytes) -> bytes:
    said = b"http://schemas.openxmlformats.org/"
    return package(
        {
            name: data.replace(said + b"spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
                said + b"officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"
            )
            for name, data in parts_of(content).items()
        }
    )  # fmt: skip


def text(sign: str = ",") -> str:
    return "\r\n".join(sign.join(map(str, row)) for row in ROWS) + "\r\n"


def old_workbook(_workbook: Any, page: Any) -> None:
    percent = xlwt.easyxf(num_format_str="0.0%")
    for row, values in enumerate(ROWS):
        for column, value in enumerate(values):
            page.write(row, column, *((0.906, percent) if value == "90.6%" else (value,)))


def ods(rows: Rows) -> bytes:
    def cell(value: object) -> str:
        kind = f'float" office:value="{value}' if isinstance(value, int) else "string"
        return f'<table:table-cell office:value-type="{kind}"><text:p>{value}</text:p></table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    return opendocument(f'<table:table table:name="表">{lines}</table:table>')


def with_macros(content: bytes) -> bytes:
    """The workbook as one with macros: another type, and a project of macros that is never looked into."""
    parts = parts_of(content)
    types = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return package({**parts, "[Content_Types].xml": types, "xl/vbaProject.bin": container(VBA=b"Sub Auto_Open()")})


def begins_with_password() -> bytes:
    begin = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0x7CC, 0, 6)
    return container(Workbook=begin + struct.pack("<HH6x", 0x2F, 6))


def several_sheets() -> bytes:
    workbook = openpyxl.Workbook()
    for row in ROWS[2:]:
        page = workbook.create_sheet(str(row[0]))
        for line in (*HEAD, row):
            page.append(list(line))
    del workbook["Sheet"]
    return save(workbook)


def hidden_sheet() -> bytes:
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "表"
    draft = workbook.create_sheet("旧稿")
    for row in ROWS:
        page.append(list(row))
        draft.append([1 if isinstance(one, int) else one for one in row])
    draft.sheet_state = "hidden"
    return save(workbook)


def one_sheet_twice() -> bytes:
    workbook = openpyxl.Workbook()
    for name in ("表", "副本"):
        page = workbook.create_sheet(name)
        for row in ROWS:
            page.append(list(row))
    del workbook["Sheet"]
    return save(workbook)


def hide_row(page: Worksheet) -> None:
    page.row_dimensions[4].hidden = True


def hide_column(page: Worksheet) -> None:
    page.column_dimensions["C"].hidden = True


LEVELS: Rows = [
    ["区划", CHARITIES, "", RATED, "", HEALTHY],
    ["", "2025年目标", "2024年", "2025年目标", "2024年", "2024年"],
    ["鹿城", 22, 22, 30, 23, "95.2%"],
    ["苍南", 19, 18, 50, 34, "90.6%"],
]
AT_YEARS_END = {(indicator, region, "2024Q4"): value for (indicator, region, _period), value in figures().items()}
EXTENT = '<dimension ref="A1:D4"'

SHAPES: dict[str, Shape] = {
    "普通.xlsx": Shape(ORDINARY),
    # Packages
    "严格的OOXML.xlsx": Shape(strict(ORDINARY)),
    "路径用反斜杠.xlsx": Shape(package({name.replace("/", "\\"): data for name, data in parts_of(ORDINARY).items()})),
    "范围写成A0到B3.xlsx": Shape(sheet_xml(lambda xml: xml.replace(EXTENT, '<dimension ref="A0:B3"'))),
    "范围只写A1.xlsx": Shape(sheet_xml(lambda xml: xml.replace(EXTENT, '<dimension ref="A1"'))),
    "范围写到XFD1048576.xlsx": Shape(sheet_xml(lambda xml: xml.replace(EXTENT, '<dimension ref="A1:XFD1048576"'))),
    "没有范围.xlsx": Shape(sheet_xml(lambda xml: xml.replace(EXTENT + "/>", "").replace(EXTENT + " />", ""))),
    "带宏.xlsm": Shape(with_macros(ORDINARY)),
    "带宏却叫.xlsx": Shape(with_macros(ORDINARY)),
    "其实是xlsx.csv": Shape(ORDINARY),
    "旧版.xls": Shape(old_book(old_workbook)),
    "旧版却叫.xlsx": Shape(old_book(old_workbook)),
    "开放文档.ods": Shape(ods(ROWS)),
    "加了密码.xlsx": refused(container(EncryptionInfo=b"", EncryptedPackage=b""), "workbook_locked"),
    "加了密码.xls": refused(begins_with_password(), "workbook_locked"),
    "WPS私有格式.et": refused(container(ET=b"", ETExtData=b""), "workbook_of_wps"),
    "二进制.xlsb": refused(package({"xl/workbook.bin": b""}), "workbook_is_xlsb"),
    "其实是Word.xls": refused(container(WordDocument=b""), "not_a_workbook"),
    "下载了一半.xlsx": refused(ORDINARY[: len(ORDINARY) // 2], "workbook_broken"),
    "空文件.xlsx": refused(b"", "not_a_workbook"),
    # Text
    "UTF8带标记.csv": Shape(text().encode("utf-8-sig")),
    "UTF8不带标记.csv": Shape(text().encode()),
    "GB18030.csv": Shape(text().encode("gb18030")),
    "制表符GBK却叫.xls": Shape(text("\t").encode("gbk")),
    "UTF16制表符.txt": Shape(text("\t").encode("utf-16")),
    "字符集不明.csv": refused(text().encode("gbk") + b"\xff\xff", "text_not_decoded"),
    "网页却叫.xls": refused(b"<html><table><tr><td>34</td></tr></table></html>", "workbook_is_web_page"),
    "数里有逗号.csv": refused("区划,4A5A等级（个）\r\n苍南,1,234\r\n".encode(), "text_figure_split"),
    # What a cell holds
    "公式没有算过.xlsx": blocked(cangnan("=20+14"), "formula_without_value", "表!C4"),
    "公式算过.xlsx": Shape(sheet_xml(lambda xml: xml.replace("<v>34</v>", "<f>20+14</f><v>34</v>"))),
    "除以零.xlsx": blocked(
        sheet_xml(lambda xml: xml.replace('<c r="C4" t="n"><v>34</v>', '<c r="C4" t="e"><v>#DIV/0!</v>')),
        "error_cell", "表!C4",
    ),
    "百分比格式.xlsx": Shape(cangnan(0.906, "D", "0.0%")),
    "百分比文字.xlsx": Shape(cangnan("90.6%", "D")),
    "百分比全角.xlsx": Shape(cangnan("９０．６％", "D")),
    "只写1.xlsx": blocked(cangnan(1, "D"), "share_or_percent", "表!D4"),
    "小数无格式.xlsx": blocked(cangnan(0.906, "D"), "share_or_percent", "表!D4"),
    "百分数无百分号.xlsx": blocked(cangnan(90.6, "D"), "percent_sign_missing", "表!D4"),
    "数存成文字.xlsx": Shape(cangnan("34")),
    "全角数字.xlsx": Shape(cangnan("３４")),
    "全角逗号.xlsx": Shape(cangnan("１，２００"), figures(rated_4a5a=1200)),
    "千分位.xlsx": Shape(cangnan("1,200"), figures(rated_4a5a=1200)),
    "千分位格式.xlsx": Shape(cangnan(1200, number_format="#,##0"), figures(rated_4a5a=1200)),
    "前后有空格.xlsx": Shape(cangnan(" 34 ")),
    "带单位.xlsx": blocked(cangnan("34个"), "not_a_number", "表!C4"),
    "别的单位.xlsx": blocked(cangnan("34家庭"), "not_a_number", "表!C4"),
    "全角负数.xlsx": blocked(cangnan("－3"), "negative_value", "表!C4"),
    "天文数字.xlsx": blocked(cangnan(10**18), "number_too_large", "表!C4"),
    "负数.xlsx": blocked(cangnan(-3), "negative_value", "表!C4"),
    "半个.xlsx": blocked(cangnan(34.5), "part_of_a_unit", "表!C4"),
    "约数.xlsx": blocked(cangnan("约1000"), "not_a_number", "表!C4"),
    "超过.xlsx": blocked(cangnan("超过30"), "not_a_number", "表!C4"),
    "带圈数字.xlsx": blocked(cangnan("34①"), "not_a_number", "表!C4"),
    "上标数字.xlsx": blocked(cangnan("5²"), "not_a_number", "表!C4"),
    "中文数字.xlsx": blocked(cangnan("三十四"), "not_a_number", "表!C4"),
    "日期.xlsx": blocked(cangnan(45382, number_format="yyyy-mm-dd"), "not_a_number", "表!C4"),
    "空白.xlsx": Shape(cangnan(None), {key: value for key, value in figures().items() if key[:2] != ("rated_4a5a", "苍南")}, {"表!C4": "blank"}),
    "短横.xlsx": Shape(cangnan("-"), figures(rated_4a5a=None), {"表!C4": "no_value"}),
    "破折号.xlsx": Shape(cangnan("——"), figures(rated_4a5a=None), {"表!C4": "not_applicable"}),
    "斜杠.xlsx": blocked(cangnan("/"), "no_figure_in_words", "表!C4"),
    "无.xlsx": blocked(cangnan("无"), "no_figure_in_words", "表!C4"),
    "未统计.xlsx": blocked(cangnan("未统计"), "no_figure_in_words", "表!C4"),
    # Headings, rows and sheets
    "两级表头年份倒序.xlsx": Shape(book(LEVELS, merge=["B1:C1", "D1:E1"]), AT_YEARS_END),
    "表头合并.xlsx": Shape(sheet(lambda page: page.merge_cells("A1:A2"))),
    "标题一行.xlsx": Shape(book([["2024年一季度社会组织情况表", "", "", ""], ["区划", CHARITIES, RATED, HEALTHY], *ROWS[2:]], merge=["A1:D1"])),
    "单位在表头括号里.xlsx": Shape(book([["2024年一季度"], ["区划", "慈善组织数(个)", "4A5A等级〔个〕", "健康社会组织率（％）"], *ROWS[2:]])),
    "单位写在表上方.xlsx": Shape(book([["单位：个"], ["区划", "慈善组织数", "4A5A等级"], ["", QUARTER, QUARTER], ["苍南", 18, 34]]),
        {key: value for key, value in figures().items() if key[1] == "苍南" and key[0] != "healthy_rate"}),
    "单位是万.xlsx": Shape(book([["区划", "就业岗位（个）", "慈善组织数（万个）"], ["", QUARTER, QUARTER], ["苍南", 5100, 0.0018]]),
        {("jobs", "苍南", "2024Q1"): 5100, ("charities", "苍南", "2024Q1"): 18}, {"表!B2": "unit_converted", "表!C2": "unit_converted"}),
    "单位不对.xlsx": refused(book([["区划", "慈善组织数（亿元）"], ["", QUARTER], ["苍南", 18]]), "unit_differs", "表!B2"),
    "数里写万.xlsx": blocked(cangnan("6万"), "not_a_number", "表!C4"),
    "数里写万元每年.xlsx": blocked(cangnan("1000万元/年"), "not_a_number", "表!C4"),
    "指标是行区划是列.xlsx": Shape(book([[QUARTER], ["指标", "鹿城", "苍南"], [CHARITIES, 22, 18], [RATED, 23, 34], [HEALTHY, "95.2%", "90.6%"]])),
    "次序打乱.xlsx": Shape(book([["区划", HEALTHY, CHARITIES, RATED], ["", QUARTER, QUARTER, QUARTER], ["苍南", "90.6%", 18, 34], ["鹿城", "95.2%", 22, 23]])),
    "区划写全称.xlsx": Shape(book([*HEAD, ["鹿城区", *ROWS[2][1:]], ["温州市苍南县", *ROWS[3][1:]]])),
    "区划写代码.xlsx": Shape(book([*HEAD, ["330302", *ROWS[2][1:]], [330327, *ROWS[3][1:]]])),
    "区划名有空格.xlsx": Shape(book([*HEAD, ["鹿 城", *ROWS[2][1:]], [" 苍　南 ", *ROWS[3][1:]]])),
    "区划不认识.xlsx": refused(book([*ROWS, ["钱塘", 1, 2, "80%"]]), "unknown_region", "表!A5"),
    "只有一个区划且不认识.xlsx": refused(book([*HEAD, ["苍南县民政局", *ROWS[3][1:]]]), "unknown_region", "表!A3"),
    "市本级.xlsx": Shape(book([*HEAD, ["市本级", 21, 20, "90.0%"]]),
        {("charities", "市本级", "2024Q1"): 21, ("rated_4a5a", "市本级", "2024Q1"): 20, ("healthy_rate", "市本级", "2024Q1"): 9000}),
    "指标名有空格和全角.xlsx": Shape(book([["区划", "慈善 组织数（ 个 ）", "４Ａ５Ａ等级（个）", "健康社会组织率 （%）"], HEAD[1], *ROWS[2:]])),
    "指标不认识.xlsx": Shape(book([[*HEAD[0], "志愿者人数（人）"], [*HEAD[1], QUARTER], [*ROWS[2], 900], [*ROWS[3], 800]]), problems={"表!E2": "unknown_indicator"}),
    "一个数写了两次.xlsx": Shape(book([["区划", RATED], ["", QUARTER], ["苍南", 34], ["苍南县", 35]]), {}, {"表!B4": "two_values"}),
    "合计行.xlsx": Shape(book([*ROWS, ["合计", 40, 57, None]])),
    "全市合计行不符.xlsx": refused(book([*ROWS, ["全市合计", 40, 58, None]]), "total_mismatch", "表!C5"),
    "小计行.xlsx": Shape(book([*HEAD, ROWS[2], ["小计", 22, 23, None], ROWS[3]]), problems={"表!A4": "subtotal"}),
    "填表人和说明.xlsx": Shape(book([*ROWS, ["填表人：张三", "", "负责人：李四"], ["填报说明：截至季末"], ["注：4A5A含4A和5A"]])),
    "隐藏的行.xlsx": Shape(sheet(hide_row), problems={"表": "hidden_cells"}),
    "隐藏的列.xlsx": Shape(sheet(hide_column), problems={"表": "hidden_cells"}),
    "隐藏的工作表.xlsx": Shape(hidden_sheet(), problems={"旧稿": "hidden_sheet"}),
    "几张工作表.xlsx": Shape(several_sheets()),
    "同一张表两份.xlsx": Shape(one_sheet_twice(), {}, {f"副本!{cell}": "two_values" for cell in ("B3", "C3", "D3", "B4", "C4", "D4")}),
    "两张表上下.xlsx": refused(book([*ROWS, [], *ROWS]), "second_table", "表!A6"),
    "只有图没有表.xlsx": refused(book([["关于报送2024年一季度数据的函"]]), "no_table"),
    "没有写哪一期.xlsx": refused(book([["区划", CHARITIES], ["苍南", 18]]), "period_not_named", "表!B1"),
    "没有写区划.xlsx": refused(book([["指标", QUARTER], [CHARITIES, 18]]), "region_not_named", "表!B2"),
    "每行写报告期.xlsx": Shape(book([[*HEAD[0], "报告期"], [*HEAD[1], ""], [*ROWS[2], "2024年1季度"], [*ROWS[3], QUARTER]])),
    "每行写的报告期不同.xlsx": refused(book([[*HEAD[0], "报告期"], [*HEAD[1], ""], [*ROWS[2], "2024年二季度"], [*ROWS[3], QUARTER]]), "period_differs", "表!E3"),
    "表头叫2024年.xlsx": Shape(book([["区划", CHARITIES, RATED, HEALTHY], ["", "2024年", "2024年", "2024年"], *ROWS[2:]]), AT_YEARS_END),
    "半年.xlsx": refused(book([["区划", CHARITIES], ["", "2024年上半年"], ["苍南", 18]]), "period_unclear", "表!B2"),
    "目标抄错.xlsx": Shape(book([["区划", RATED, ""], ["", "2025年目标", "2024年"], ["苍南", 51, 34]], merge=["B1:C1"]),
        {("rated_4a5a", "苍南", "2024Q4"): 34}, {"表!B3": "target_differs"}),
    "公式引用别的文件.xlsx": Shape(linked(sheet_xml(lambda xml: xml.replace("<v>34</v>", "<f>[1]表!C4</f><v>34</v>"))), problems={"": "external_link"}),
}  # fmt: skip
