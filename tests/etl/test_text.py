"""Tables kept as text: which characters, which sign between the fields, and what is no table."""

import pytest

from common.periods import Period
from common.problems import Refusal
from etl.reading import read_return_file
from etl.table import Choice
from etl.workbook import Sheet, read_workbook
from indicators.plan import Plan

TABLE = "区划,健康社会组织率\n苍南,90.6%\n"
CHOICE = Choice(period=Period(2024, 1))


def sheet_of(content: bytes, name: str = "苍南县 2024.csv") -> Sheet:
    (sheet,) = read_workbook(name, content).sheets
    return sheet


def code_of(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_workbook("return.xls", content)
    return refused.value.problems[0].code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.xlsx"])
def test_a_table_of_text_is_read_whatever_its_name(encoding: str, sign: str, name: str) -> None:
    sheet = sheet_of(TABLE.replace(",", sign).encode(encoding), name)
    assert [(cell.address, cell.state, cell.text) for cell in sheet.cells.values()] == [
        ("A1", "text", "区划"), ("B1", "text", "健康社会组织率"), ("A2", "text", "苍南"), ("B2", "text", "90.6%"),
    ]  # fmt: skip


def test_the_sheet_is_named_as_the_file() -> None:
    assert sheet_of(TABLE.encode()).name == "苍南县 2024"


def test_its_words_become_figures_like_any_others(wenzhou: Plan) -> None:
    reading = read_return_file("return.csv", TABLE.encode("gbk"), wenzhou, CHOICE)
    assert [(value.value, value.cell) for one in reading.returns for value in one.values] == [(9060, "B2")]


def test_a_figure_under_an_unknown_name_above_the_first_known_one_is_told(wenzhou: Plan) -> None:
    content = "区划,4A5A等级(个)\n苍北,12\n苍南,34\n".encode()
    assert "unknown_region" in {
        problem.code for problem in read_return_file("a.csv", content, wenzhou, CHOICE).problems
    }


def test_quoted_fields_keep_their_commas_and_lines() -> None:
    sheet = sheet_of('指标,值,备注\n就业岗位,"1,234","两\n行"\n'.encode())
    assert [sheet.at(2, column).text for column in (2, 3)] == ["1,234", "两\n行"]


def test_commas_within_figures_do_not_part_fields_that_tabs_part() -> None:
    sheet = sheet_of("区划\t收入\t人数\n苍南\t1,234,567\t1,200\n龙港\t2,345,678\t1,300\n".encode())
    assert (sheet.at(2, 2).text, sheet.at(3, 3).text) == ("1,234,567", "1,300")


def test_a_figure_parted_at_its_own_comma_is_not_taken_by_half() -> None:
    assert code_of("区划,收入\n苍南,1,234\n".encode()) == "text_figure_split"
    assert sheet_of("收入表\n区划,收入,人数\n苍南,1,234\n".encode()).at(3, 3).text == "234"


def test_text_in_no_known_characters_says_so() -> None:
    assert code_of("区划,值\n".encode("gbk") + b"\xff\xff,1\n") == "text_not_decoded"


@pytest.mark.parametrize(
    "content",
    [b"<html><table>", b"\xef\xbb\xbf\r\n<!DOCTYPE html>", "<html>".encode("utf-16"), b"MIME-Version: 1.0\n", b'<?xml version="1.0"?><Workbook/>'],
    ids=["html", "html with mark", "html in utf-16", "mhtml", "xml"],
)  # fmt: skip
def test_a_web_page_under_a_workbooks_name_is_named(content: bytes) -> None:
    assert code_of(content) == "workbook_is_web_page"


@pytest.mark.parametrize(
    "content",
    [b"1,2\n" * 2_000_000, b"," * 9_000_000, ("表,".encode("gbk")) * 3_000_000, b"a,b\n" * 100 + b"a" * 200_000, b"a,b\n" + b"\n" * 9_000_000],
    ids=["rows", "commas", "fields", "one field", "empty rows"],
)  # fmt: skip
def test_text_of_more_than_a_return_can_hold_is_refused(content: bytes) -> None:
    assert code_of(content) == "workbook_too_much"
