"""What a person says a foreign table means: it is read so, it is noted, and the next quarter's file needs no word."""

from typing import Any

import openpyxl
import pytest

from common.moments import now
from common.periods import Period
from common.viewer import Viewer
from data.database import Database
from data.plan_store import load_plan
from etl.binding import Binding, Bindings, Said
from etl.intake import read_upload
from etl.keeping import Upload
from etl.reading import Reading, read_return_file
from etl.remembering import remember, remembered
from etl.table import Choice
from etl.understanding import Understanding, binding_of, understandings
from indicators.plan import Plan
from tests.etl.test_reading import codes, figures
from tests.etl.workbooks import book, save
from tests.taking import take

CANGNAN = Viewer("analyst:330327", "analyst", frozenset({"330327"}))
LONGGANG = Viewer("analyst:330383", "analyst", frozenset({"330383"}))
NOT_TAKEN = Said("not_taken")
RATED = "4A5A等级"


def choice(plan: Plan, period: str | None = "2024Q1", region: str | None = None) -> Choice:
    return Choice(plan.region_by_code[region] if region else None, Period.read(period) if period else None)


def read(content: bytes, plan: Plan, asked: Choice, bindings: Bindings | None = None) -> Reading:
    return read_return_file("return.xlsx", content, plan, asked, lambda: bindings or {})


def understood(content: bytes, plan: Plan, asked: Choice, bindings: Bindings | None = None) -> Understanding:
    return understandings(read(content, plan, asked, bindings), plan)[0]


def bind(content: bytes, plan: Plan, asked: Choice, **said: dict[str, Said]) -> Bindings:
    """What the form of a file is bound to when somebody says so of its columns and rows, by their texts."""
    unaided = understood(content, plan, asked)
    columns = {one.name: said["columns"][one.text] for one in unaided.columns if one.text in said.get("columns", {})}
    rows = {one.name: said["rows"][one.text] for one in unaided.rows if one.text in said.get("rows", {})}
    assert len(columns) + len(rows) == sum(map(len, said.values())), "nothing of this name is asked"
    binding = binding_of(unaided, Binding(), Binding(columns, rows))
    return {unaided.form: Binding(binding.columns, binding.rows, "analyst:330327", now())}


AMBIGUOUS: dict[str, tuple[list[list[object]], Choice | str, dict[str, dict[str, Said]], Any]] = {
    "unknown_region": (
        [["区划", RATED], ["苍南", 34], ["龙港新城", 11]], "2024Q1",
        {"rows": {"龙港新城": Said("region:330383")}}, {("rated_4a5a", "苍南"): 34, ("rated_4a5a", "龙港"): 11},
    ),
    "unknown_indicator": (
        [["区划", RATED, "登记慈善类机构"], ["苍南", 34, 7]], "2024Q1",
        {"columns": {"登记慈善类机构": Said("indicator:charities")}},
        {("rated_4a5a", "苍南"): 34, ("charities", "苍南"): 7},
    ),
    "unknown_column": (
        [["区划", "4A5A等级"], ["", "含复评"], ["苍南", 34]], "2024Q1",
        {"columns": {"4A5A等级 含复评": Said("indicator:rated_4a5a")}}, {("rated_4a5a", "苍南"): 34},
    ),
    "column_ambiguous": (
        [["区划", "4A5A等级 2025年"], ["苍南", 34]], "2025Q2",
        {"columns": {"4A5A等级 2025年": Said(figures="values")}}, {("rated_4a5a", "苍南"): 34},
    ),
    "period_unclear": (
        [["区划", "4A5A等级 2024年1—9月"], ["苍南", 34]], "2024Q3",
        {"columns": {"4A5A等级 2024年1—9月": Said(figures="values")}}, {("rated_4a5a", "苍南"): 34},
    ),
    "period_not_named": (
        [["区划", RATED, "慈善组织数 2024年"], ["苍南", 50, 7]], "",
        {"columns": {RATED: Said(figures="target")}}, {("charities", "苍南"): 7},
    ),
    "unit_not_named": (
        [["区划", "就业岗位"], ["苍南", 5000]], "2024Q1",
        {"columns": {"就业岗位": Said(unit="个")}}, {("jobs", "苍南"): 5000},
    ),
    "unit_differs": (
        [["区划", "4A5A等级(家)"], ["苍南", 34]], "2024Q1",
        {"columns": {"4A5A等级(家)": Said(unit="个")}}, {("rated_4a5a", "苍南"): 34},
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", AMBIGUOUS)
def test_a_word_solves_what_was_ambiguous_and_is_noted(wenzhou: Plan, code: str) -> None:
    rows, period, said, expected = AMBIGUOUS[code]
    asked = choice(wenzhou, str(period) or None)
    content = book(rows)
    before = read(content, wenzhou, asked)
    place = next(problem.cell for problem in before.problems if problem.code == code)
    assert {
        one.cell
        for one in (*understood(content, wenzhou, asked).columns, *understood(content, wenzhou, asked).rows)
        if code in one.asked
    } == {place}
    after = read(content, wenzhou, asked, bind(content, wenzhou, asked, **said))
    assert code not in codes(after)
    assert {key[:2]: value for key, (value, _cell) in figures(after).items()} == expected
    assert [problem.cell for problem in after.problems if problem.code == "bound_by_hand"] == [place]
    assert "as analyst:330327 said on 20" in next(one.message for one in after.problems if one.code == "bound_by_hand")


def test_in_a_table_of_indicators_rows_and_columns_are_bound(wenzhou: Plan) -> None:
    content = book(
        [
            ["指标", "苍南", "龙港新城", "全区小计"],
            [RATED, 34, 11, 45],
            ["慈善机构", 7, 21, 28],
            ["就业岗位", 5000, 4000, 9000],
        ]
    )
    asked = choice(wenzhou)
    assert codes(read(content, wenzhou, asked)) == [
        "unit_not_named",
        "unknown_column",
        "unknown_column",
        "unknown_indicator",
    ]
    bindings = bind(
        content, wenzhou, asked,
        columns={"龙港新城": Said("region:330383"), "全区小计": Said("total")},
        rows={"慈善机构": Said("indicator:charities"), "就业岗位": Said(unit="个")},
    )  # fmt: skip
    after = read(content, wenzhou, asked, bindings)
    assert {key[:2]: value for key, (value, _cell) in figures(after).items()} == {
        ("rated_4a5a", "苍南"): 34, ("rated_4a5a", "龙港"): 11, ("charities", "苍南"): 7, ("charities", "龙港"): 21,
        ("jobs", "苍南"): 5000, ("jobs", "龙港"): 4000,
    }  # fmt: skip
    assert codes(after) == ["bound_by_hand"] * 4 + ["unit_converted"] * 3


def test_a_column_may_be_of_the_region_the_table_is_for(wenzhou: Plan) -> None:
    content = book([["指标", "我县上报"], [RATED, 34]])
    asked = choice(wenzhou, region="330327")
    assert "unknown_column" in codes(read(content, wenzhou, asked))
    after = read(content, wenzhou, asked, bind(content, wenzhou, asked, columns={"我县上报": Said("own")}))
    assert figures(after) == {("rated_4a5a", "苍南", "2024Q1"): (34, "B2")}


def test_what_is_said_not_to_be_taken_is_noted_and_no_longer_asked(wenzhou: Plan) -> None:
    content = book([["区划", RATED, "会员数"], ["苍南", 34, 7], ["开发区", 3, 1]])
    bindings = bind(content, wenzhou, choice(wenzhou), columns={"会员数": NOT_TAKEN}, rows={"开发区": NOT_TAKEN})
    after = read(content, wenzhou, choice(wenzhou), bindings)
    assert (codes(after), len(figures(after))) == (["bound_by_hand"] * 2, 1)
    assert not understood(content, wenzhou, choice(wenzhou), bindings).is_asked


def test_a_total_of_other_rows_can_be_left_aside(wenzhou: Plan) -> None:
    content = book([["区划", RATED], ["苍南", 34], ["开发区", 3], ["合计", 37]])
    said = {"开发区": NOT_TAKEN}
    assert "total_mismatch" in codes(
        read(content, wenzhou, choice(wenzhou), bind(content, wenzhou, choice(wenzhou), rows=said))
    )
    bindings = bind(content, wenzhou, choice(wenzhou), rows={**said, "合计": NOT_TAKEN})
    assert codes(read(content, wenzhou, choice(wenzhou), bindings)) == ["bound_by_hand"] * 2


def test_a_row_under_another_name_may_be_the_total(wenzhou: Plan) -> None:
    content = book([["区划", RATED], ["苍南", 34], ["龙港", 11], ["各地相加", 46]])
    after = read(
        content, wenzhou, choice(wenzhou), bind(content, wenzhou, choice(wenzhou), rows={"各地相加": Said("total")})
    )
    assert codes(after) == ["bound_by_hand", "total_mismatch"]


def test_what_is_called_a_total_may_be_a_region(wenzhou: Plan) -> None:
    content = book([["区划", RATED], ["龙港", 11], ["合计", 34]])
    bindings = bind(content, wenzhou, choice(wenzhou), rows={"合计": Said("region:330327")})
    assert figures(read(content, wenzhou, choice(wenzhou), bindings))[("rated_4a5a", "苍南", "2024Q1")] == (34, "B3")


def test_sheets_of_one_form_are_asked_about_where_something_is_open(wenzhou: Plan) -> None:
    workbook = openpyxl.Workbook()
    first, second = workbook.worksheets[0], workbook.create_sheet("二")
    for row in (["单位：人", None], ["区划", "就业岗位"], ["苍南", 5000]):
        first.append(row)
    for row in (["区划", "就业岗位"], ["龙港", 4000]):
        second.append(row)
    (shown,) = understandings(read(save(workbook), wenzhou, choice(wenzhou)), wenzhou)
    assert [(one.sheet, set(one.asked)) for one in shown.columns] == [("二", {"unit_not_named"})]


def test_a_person_may_correct_what_a_heading_says(wenzhou: Plan) -> None:
    content = book([["区划", RATED], ["苍南", 7]])
    bindings = bind(content, wenzhou, choice(wenzhou), columns={RATED: Said("indicator:charities")})
    after = read(content, wenzhou, choice(wenzhou), bindings)
    assert figures(after) == {("charities", "苍南", "2024Q1"): (7, "B2")}
    assert codes(after) == ["bound_by_hand"]


NINE_MONTHS: list[list[object]] = [["区划", "4A5A等级 2024年1—9月", "会员数"], ["苍南", 34, 1]]


def nine_months(plan: Plan) -> Bindings:
    said = {"4A5A等级 2024年1—9月": Said("indicator:rated_4a5a", "values"), "会员数": NOT_TAKEN}
    return bind(book(NINE_MONTHS), plan, choice(plan, "2024Q3"), columns=said)


def test_the_same_form_is_recognised_next_quarter(wenzhou: Plan) -> None:
    moved = book(
        [["2024年度情况表", "", ""], ["区划", "会员数", "4A5A等级 2024年1—12月"], ["苍南", 1, 36], ["龙港", 1, 12]],
        merge=["A1:C1"],
    )
    after = read(moved, wenzhou, choice(wenzhou, "2024Q4"), nine_months(wenzhou))
    assert figures(after) == {
        ("rated_4a5a", "苍南", "2024Q4"): (36, "C3"),
        ("rated_4a5a", "龙港", "2024Q4"): (12, "C4"),
    }
    assert codes(after) == ["bound_by_hand"] * 2


@pytest.mark.parametrize(
    "rows",
    [
        [["区划", "4A5A等级 2024年1—12月"], ["苍南", 36]],
        [["区划", "4A5A等级 2024年1—12月", "会员人数"], ["苍南", 36, 1]],
        [["区划", "4A5A等级 2024年1—12月", "会员数", "慈善组织数"], ["苍南", 36, 1, 7]],
    ],
)
def test_a_changed_form_asks_again(wenzhou: Plan, rows: list[list[object]]) -> None:
    after = read(book(rows), wenzhou, choice(wenzhou, "2024Q4"), nine_months(wenzhou))
    assert "period_unclear" in codes(after)
    assert "bound_by_hand" not in codes(after)


def test_the_same_headings_under_a_title_of_targets_are_another_form(wenzhou: Plan) -> None:
    rows: list[list[object]] = [["任务分解表", "", ""], *NINE_MONTHS]
    after = read(book(rows, merge=["A1:C1"]), wenzhou, choice(wenzhou, "2024Q3"), nine_months(wenzhou))
    assert "bound_by_hand" not in codes(after)


@pytest.mark.parametrize("heading", ["4A5A等级 2024年1—9月", "4A5A等级 2023年1—12月", "4A5A等级 2024年前三季度"])
def test_a_span_that_plainly_ends_elsewhere_is_refused_whatever_was_said(wenzhou: Plan, heading: str) -> None:
    """Last quarter's file sent again for this one."""
    rows: list[list[object]] = [["区划", heading, "会员数"], ["苍南", 34, 1]]
    after = read(book(rows), wenzhou, choice(wenzhou, "2024Q4"), nine_months(wenzhou))
    assert "period_differs" in codes(after)
    assert figures(after) == {}


def test_values_of_the_returns_period_need_the_period_chosen(wenzhou: Plan) -> None:
    after = read(book(NINE_MONTHS), wenzhou, choice(wenzhou, None), nine_months(wenzhou))
    assert "period_not_named" in codes(after)


def test_columns_that_differ_in_their_year_alone_are_told_apart_by_its_order(wenzhou: Plan) -> None:
    """The earlier column was said not to be taken; next year it is the earlier one still, wherever it stands."""
    first = book([["区划", "4A5A等级 2023年1—6月", "4A5A等级 2024年1—6月"], ["苍南", 30, 34]])
    bindings = bind(
        first, wenzhou, choice(wenzhou, "2024Q2"),
        columns={"4A5A等级 2023年1—6月": NOT_TAKEN, "4A5A等级 2024年1—6月": Said("", "values")},
    )  # fmt: skip
    second = book([["区划", "4A5A等级 2025年1—6月", "4A5A等级 2024年1—6月"], ["苍南", 36, 34]])
    after = read(second, wenzhou, choice(wenzhou, "2025Q2"), bindings)
    assert figures(after) == {("rated_4a5a", "苍南", "2025Q2"): (36, "B2")}


def test_a_whole_year_comes_after_all_its_quarters(wenzhou: Plan) -> None:
    first = book([["区划", "4A5A等级 2025年一季度", "4A5A等级 2025年"], ["苍南", 34, 50]])
    said = {"4A5A等级 2025年": Said(figures="target")}
    bindings = bind(first, wenzhou, choice(wenzhou, "2025Q1"), columns=said)
    second = book([["区划", "4A5A等级 2025年", "4A5A等级 2025年三季度"], ["苍南", 50, 36]])
    after = read(second, wenzhou, choice(wenzhou, "2025Q3"), bindings)
    assert (figures(after), codes(after)) == ({("rated_4a5a", "苍南", "2025Q3"): (36, "C2")}, ["bound_by_hand"])


def test_values_of_a_period_the_plan_does_not_have_are_refused(wenzhou: Plan) -> None:
    after = read(
        book([[one.replace("2024", "2031") if isinstance(one, str) else one for one in row] for row in NINE_MONTHS]),
        wenzhou,
        choice(wenzhou, "2031Q3"),
        nine_months(wenzhou),
    )
    assert "period_outside_plan" in codes(after)
    assert figures(after) == {}


def test_what_was_understood_anyway_is_not_kept(wenzhou: Plan) -> None:
    content = book([["区划", RATED, "慈善组织数 2024年一季度", "备注", "会员数"], ["苍南", 34, 7, "无", 3]])
    unaided = understood(content, wenzhou, choice(wenzhou))
    said = {one.name: one.said for one in unaided.columns}
    assert binding_of(unaided, Binding(), Binding(said)) == Binding({"会员数": NOT_TAKEN}, {})


def test_what_was_said_before_of_rows_not_in_this_file_stays(wenzhou: Plan) -> None:
    before = Binding({}, {"龙港新城": Said("region:330383")})
    unaided = understood(book([["区划", RATED], ["苍北", 1], ["苍南", 34]]), wenzhou, choice(wenzhou))
    said = {"苍北": Said("region:330326")}
    assert binding_of(unaided, before, Binding({}, said)).rows == {**before.rows, **said}


def test_a_word_about_something_the_plan_no_longer_has_is_asked_again(wenzhou: Plan) -> None:
    content = book([["区划", RATED], ["苍南", 34], ["龙港新城", 11]])
    asked = choice(wenzhou)
    bindings = {understood(content, wenzhou, asked).form: Binding({}, {"龙港新城": Said("region:999999")})}
    assert codes(read(content, wenzhou, asked, bindings)) == ["unknown_region"]


def test_a_region_that_was_bound_still_answers_to_the_choice(wenzhou: Plan) -> None:
    content = book([["区划", RATED], ["苍南", 34], ["龙港新城", 11]])
    bindings = bind(content, wenzhou, choice(wenzhou), rows={"龙港新城": Said("region:330383")})
    after = read(content, wenzhou, choice(wenzhou, region="330327"), bindings)
    assert "region_differs" in codes(after)


def test_what_was_understood_is_shown_for_every_column(wenzhou: Plan) -> None:
    content = book(
        [["区划", "4A5A等级 2024年一季度", "慈善组织数目标值", "会员数"], ["苍南", 34, 19, 3], ["合计", 34, 19, 3]]
    )
    shown = understood(content, wenzhou, choice(wenzhou, None))
    assert [(one.cell, one.said.subject, str(one.period), one.role, set(one.asked)) for one in shown.columns] == [
        ("B1", "indicator:rated_4a5a", "2024Q1", "value", set()),
        ("C1", "indicator:charities", "2025Q4", "target", set()),
        ("D1", "not_taken", "None", None, {"unknown_indicator"}),
    ]
    assert [(one.text, one.said.subject) for one in shown.rows] == [("合计", "total")]


AMBIGUOUS_FILE = book([["指标", "1—3月"], [RATED, 34]])
NEXT_FILE = book([["指标", "1—6月"], [RATED, 35]])


def keep(database: Database, viewer: Viewer, asked: Choice, bindings: Bindings) -> None:
    with database.writing() as session:
        remember(session, load_plan(session).plan_id, viewer, asked, bindings)
        session.commit()


def sent(database: Database, viewer: Viewer, content: bytes, asked: Choice) -> list[str]:
    with database.reading() as session:
        return codes(read_upload(session, load_plan(session), Upload("return.xlsx", content, viewer), asked))


def of_cangnan(plan: Plan) -> Bindings:
    return bind(AMBIGUOUS_FILE, plan, choice(plan, "2024Q1", "330327"), columns={"1—3月": Said(figures="values")})


def test_what_was_said_is_remembered_for_the_next_file(loaded: Database, wenzhou: Plan) -> None:
    asked, following = choice(wenzhou, "2024Q1", "330327"), choice(wenzhou, "2024Q2", "330327")
    assert sent(loaded, CANGNAN, AMBIGUOUS_FILE, asked) == ["period_unclear"]
    keep(loaded, CANGNAN, asked, of_cangnan(wenzhou))
    assert sent(loaded, CANGNAN, AMBIGUOUS_FILE, asked) == ["bound_by_hand"]
    upload = Upload("next.xlsx", NEXT_FILE, CANGNAN)
    intake = take(loaded, upload, following, upto="draft")
    assert [(one.read.region.name, str(one.read.period)) for one in intake.taken] == [("苍南", "2024Q2")]
    assert codes(intake.reading) == ["bound_by_hand"]


def test_a_reviewer_and_the_command_line_read_a_countys_file_as_the_county_said(
    loaded_sqlite: Database, wenzhou: Plan, operator: Viewer
) -> None:
    asked = choice(wenzhou, "2024Q1", "330327")
    keep(loaded_sqlite, CANGNAN, asked, of_cangnan(wenzhou))
    assert sent(loaded_sqlite, operator, AMBIGUOUS_FILE, asked) == ["bound_by_hand"]


def test_what_one_county_said_touches_no_others_file(loaded_sqlite: Database, wenzhou: Plan, operator: Viewer) -> None:
    keep(loaded_sqlite, CANGNAN, choice(wenzhou, "2024Q1", "330327"), of_cangnan(wenzhou))
    other = choice(wenzhou, "2024Q1", "330383")
    assert sent(loaded_sqlite, LONGGANG, AMBIGUOUS_FILE, other) == ["period_unclear"]
    assert sent(loaded_sqlite, operator, AMBIGUOUS_FILE, other) == ["period_unclear"]
    # Nor by naming the county that said it.
    with loaded_sqlite.reading() as session:
        plan_id, theirs = load_plan(session).plan_id, choice(wenzhou, "2024Q1", "330327")
        assert remembered(session, plan_id, CANGNAN, theirs) != {}
        assert remembered(session, plan_id, LONGGANG, theirs) == {}
    with loaded_sqlite.writing() as session, pytest.raises(PermissionError):
        remember(
            session, load_plan(session).plan_id, LONGGANG, choice(wenzhou, "2024Q1", "330327"), of_cangnan(wenzhou)
        )


def test_who_may_not_report_may_not_say_either(loaded_sqlite: Database, wenzhou: Plan) -> None:
    leader = Viewer("leader", "leader")
    with loaded_sqlite.writing() as session, pytest.raises(PermissionError):
        remember(session, load_plan(session).plan_id, leader, choice(wenzhou), of_cangnan(wenzhou))


def test_the_newest_word_holds_and_can_be_taken_back(loaded: Database, wenzhou: Plan) -> None:
    asked = choice(wenzhou, "2024Q1", "330327")
    bindings = of_cangnan(wenzhou)
    (form,) = bindings
    keep(loaded, CANGNAN, asked, bindings)
    keep(loaded, CANGNAN, asked, {form: Binding({"": Said(figures="target")}, {})})
    with loaded.reading() as session:
        held = remembered(session, load_plan(session).plan_id, CANGNAN, asked)
    assert held[form].columns == {"": Said(figures="target")}
    assert held[form].bound_by == "analyst:330327"
    keep(loaded, CANGNAN, asked, {form: Binding()})
    assert sent(loaded, CANGNAN, AMBIGUOUS_FILE, asked) == ["period_unclear"]


def test_the_same_word_again_adds_nothing(loaded_sqlite: Database, wenzhou: Plan) -> None:
    asked = choice(wenzhou, "2024Q1", "330327")
    (form,) = bindings = of_cangnan(wenzhou)
    keep(loaded_sqlite, CANGNAN, asked, bindings)
    with loaded_sqlite.reading() as session:
        first = remembered(session, load_plan(session).plan_id, CANGNAN, asked)[form].bound_at
    keep(loaded_sqlite, CANGNAN, asked, bindings)
    with loaded_sqlite.reading() as session:
        assert remembered(session, load_plan(session).plan_id, CANGNAN, asked)[form].bound_at == first
