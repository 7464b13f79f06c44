"""A list of people as a workbook: what is read of it, and how it is told what is wrong with it."""

from collections.abc import Sequence
from typing import Any

import pytest

from common.problems import Problem, Refusal
from common.viewer import EVERY_REGION
from etl.people_list import MOST, ListedPerson, read_people_list
from indicators.plan import Plan
from tests.etl.workbooks import book

HEAD = ["账号", "姓名", "角色", "区划"]
WANG = ["wang", "王芳", "填报员", "苍南"]


def read(plan: Plan, *rows: Sequence[Any], head: Sequence[str] = HEAD, **more: Any) -> list[ListedPerson]:
    return read_people_list("people.xlsx", book([head, *rows], sheet="名单", **more), [plan])


def refused(plan: Plan, *rows: Sequence[Any], **more: Any) -> list[tuple[str, str, str | None]]:
    """The problems of a list: code, place and what stood there."""
    with pytest.raises(Refusal) as refusal:
        read(plan, *rows, **more)
    assert all("{" not in problem.message for problem in refusal.value.problems)
    return [(problem.code, problem.place, problem.value) for problem in refusal.value.problems]


def test_a_list_is_read_row_by_row(wenzhou: Plan) -> None:
    people = read(wenzhou, WANG, ["li", "李强", "reviewer", None])
    assert [(one.name, one.full_name, one.role, one.regions) for one in people] == [
        ("wang", "王芳", "analyst", {"330327"}),
        ("li", "李强", "reviewer", frozenset()),
    ]
    assert (people[1].sheet, people[1].cells["role"]) == ("名单", "C3")


@pytest.mark.parametrize("between", ["、", "，", ",", "；", ";", " ", "、 "])
def test_regions_stand_beside_one_another_by_name_full_name_or_code(wenzhou: Plan, between: str) -> None:
    (person,) = read(wenzhou, ["wang", "王芳", "填报员", between.join(["苍南", "龙港市", "330302"])])
    assert person.regions == {"330327", "330383", "330302"}


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("领导", "leader"),
        ("审核员", "reviewer"),
        ("管理员", "administrator"),
        ("审计员", "auditor"),
        ("Auditor", "auditor"),
    ],
)
def test_roles_are_named_in_chinese_or_by_their_codes(wenzhou: Plan, role: str, code: str) -> None:
    assert read(wenzhou, ["wang", "王芳", role, ""])[0].role == code


@pytest.mark.parametrize("everything", ["全部", "全部区划", "ALL"])
def test_all_regions_are_said_in_so_many_words(wenzhou: Plan, everything: str) -> None:
    assert read(wenzhou, ["wang", "王芳", "填报员", everything])[0].regions == {EVERY_REGION}


def test_nobody_gets_all_regions_by_forgetting_to_name_one(wenzhou: Plan) -> None:
    assert refused(wenzhou, ["wang", "王芳", "填报员", None]) == [("regions_missing", "名单!D2", "")]
    assert refused(wenzhou, ["wang", "王芳", "填报员", "、"]) == [("regions_missing", "名单!D2", "、")]


def test_everything_that_is_wrong_is_told_at_once_with_its_place(wenzhou: Plan) -> None:
    rows = [["wang", "王芳", "科长", ""], ["li", "李强", "填报员", "苍南、杭州"], WANG, ["WANG", "王勇", "领导", ""]]
    assert refused(wenzhou, *rows) == [
        ("unknown_role", "名单!C2", "科长"),
        ("region_not_in_plan", "名单!D3", "苍南、杭州"),
        ("person_listed_twice", "名单!A4", "wang"),
        ("person_listed_twice", "名单!A5", "WANG"),
    ]


def test_the_command_lines_role_is_nobodys(wenzhou: Plan) -> None:
    assert refused(wenzhou, ["wang", "王芳", "operator", ""])[0][:2] == ("unknown_role", "名单!C2")


def test_a_cell_that_holds_an_error_is_no_name(wenzhou: Plan) -> None:
    assert refused(wenzhou, ["wang", "#REF!", "领导", ""]) == [("error_cell", "名单!B2", "#REF!")]


def test_a_number_is_an_account_and_other_columns_and_rows_without_anybody_are_left_out(wenzhou: Plan) -> None:
    rows: list[list[Any]] = [
        ["2024年填报人员"],
        ["序号", *HEAD],
        [1, 13800000000, "王芳", "领导", None],
        [2, None, None, None, None],
    ]
    people = read_people_list("people.xlsx", book(rows), [wenzhou])
    assert [one.name for one in people] == ["13800000000"]


def test_a_merged_cell_stands_for_every_row_it_covers(wenzhou: Plan) -> None:
    people = read(wenzhou, WANG, ["li", "李强", "填报员", None], merge=["D2:D3"])
    assert [one.regions for one in people] == [{"330327"}, {"330327"}]


def test_a_list_without_its_headings_is_told_which(wenzhou: Plan) -> None:
    assert refused(wenzhou, WANG, head=["账号", "姓名", "角色", "电话"]) == [
        ("people_list_headings", "", "people.xlsx")
    ]


def test_a_list_of_nobody_is_told_where(wenzhou: Plan) -> None:
    assert refused(wenzhou) == [("people_list_empty", "名单!A1", None)]


def test_a_list_is_not_longer_than_a_bureau(wenzhou: Plan) -> None:
    rows = [[f"person{number}", "某某", "领导", ""] for number in range(MOST + 1)]
    assert refused(wenzhou, *rows) == [("people_list_long", f"名单!A{MOST + 2}", None)]


def test_a_file_is_what_it_holds_and_not_what_it_is_called(wenzhou: Plan) -> None:
    with pytest.raises(Refusal) as refusal:
        read_people_list("people.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", [wenzhou])
    assert [problem.code for problem in refusal.value.problems] == ["not_a_workbook"]
    as_text = "账号,姓名,角色,区划\nwang,王芳,填报员,苍南\n".encode()
    assert read_people_list("people.xlsx", as_text, [wenzhou])[0].name == "wang"


def test_a_problem_of_a_row_gets_the_cell_of_its_field(wenzhou: Plan) -> None:
    (person,) = read(wenzhou, WANG)
    assert person.problem_at("name", Problem("account_name_taken", value="wang")).place == "名单!A2"
