"""What a file holds, found by its content: any order, either orientation, headings on several levels."""

import random

import openpyxl
import pytest

from common.periods import Period
from etl.reading import Reading, read_return_file
from etl.table import Choice
from indicators.plan import Plan
from tests.etl.workbooks import TABLE_1, TABLE_2, book, save, setting, table_2


def read(content: bytes, plan: Plan, region: str | None = None, period: str | None = None) -> Reading:
    choice = Choice(plan.region_by_code[region] if region else None, Period.read(period) if period else None)
    return read_return_file("return.xlsx", content, plan, choice)


def figures(reading: Reading) -> dict[tuple[str, str, str], tuple[int | None, str]]:
    """Every value by (indicator, region, period), with its cell."""
    return {
        (value.indicator.code, value.region.name, str(value.period)): (value.value, value.cell)
        for one in reading.returns
        for value in one.values
    }


def codes(reading: Reading) -> list[str]:
    return sorted(problem.code for problem in reading.problems)


def test_table_1_gives_the_citys_values_and_names_its_dashes(wenzhou: Plan) -> None:
    reading = read(TABLE_1.read_bytes(), wenzhou, region="330300")
    found = figures(reading)
    assert len(found) == 22
    assert found[("jobs", "温州", "2023Q4")] == (50000, "C3")
    assert found[("party_charter_rate", "温州", "2023Q4")] == (9000, "C11")
    assert found[("healthy_rate", "温州", "2023Q4")] == (None, "C7")
    assert codes(reading) == ["no_value"] * 4


def test_table_2_gives_thirteen_returns_from_its_2023_columns(wenzhou: Plan) -> None:
    reading = read(TABLE_2.read_bytes(), wenzhou)
    assert [one.region.name for one in reading.returns] == [
        "市本级", "鹿城", "龙湾", "瓯海", "洞头", "乐清", "瑞安", "永嘉", "文成", "平阳", "泰顺", "苍南", "龙港",
    ]  # fmt: skip
    found = figures(reading)
    assert len(found) == 13 * 5
    assert found[("rated_4a5a", "苍南", "2023Q4")] == (34, "E15")
    assert found[("jobs", "苍南", "2023Q4")] == (5000, "C15")
    assert found[("community_foundations", "市本级", "2023Q4")] == (None, "I4")
    assert codes(reading) == ["not_applicable"]


def test_the_total_row_and_the_targets_are_never_values(wenzhou: Plan) -> None:
    found = figures(read(TABLE_2.read_bytes(), wenzhou))
    assert {period for _indicator, _region, period in found} == {"2023Q4"}
    assert "温州" not in {region for _indicator, region, _period in found}
    assert not {cell for _value, cell in found.values()} & {f"{column}17" for column in "BCDEFGHIJK"}


@pytest.mark.parametrize("seed", range(5))
def test_columns_and_rows_in_any_order_give_the_same_values(wenzhou: Plan, seed: int) -> None:
    regions = [["苍南县", 34, 7], ["龙港市", 11, 21], ["鹿城", 23, 34]]
    columns = [("4A5A等级（个）", 1), ("慈善组织数", 2)]
    shuffled = random.Random(seed)
    shuffled.shuffle(regions)
    shuffled.shuffle(columns)
    rows: list[list[object]] = [["", *(name for name, _place in columns)], ["", *(2024 for _column in columns)]]
    rows += [[row[0], *(row[place] for _name, place in columns)] for row in regions]
    found = figures(read(book(rows), wenzhou))
    assert {key: value for key, (value, _cell) in found.items()} == {
        ("rated_4a5a", "苍南", "2024Q4"): 34, ("rated_4a5a", "龙港", "2024Q4"): 11, ("rated_4a5a", "鹿城", "2024Q4"): 23,
        ("charities", "苍南", "2024Q4"): 7, ("charities", "龙港", "2024Q4"): 21, ("charities", "鹿城", "2024Q4"): 34,
    }  # fmt: skip


def test_indicators_may_be_rows_and_regions_columns(wenzhou: Plan) -> None:
    content = book([["2024年三季度报送", "", ""], ["指标", "苍南", "龙港"], ["4A5A等级", 34, 11]], merge=["A1:C1"])
    assert figures(read(content, wenzhou)) == {
        ("rated_4a5a", "苍南", "2024Q3"): (34, "B3"),
        ("rated_4a5a", "龙港", "2024Q3"): (11, "C3"),
    }


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("2024年", "2024Q4"),
        ("2024年三季度", "2024Q3"),
        ("2024年第1季度", "2024Q1"),
        ("2024Q2", "2024Q2"),
        (2024, "2024Q4"),
    ],
)
def test_a_heading_names_its_period(wenzhou: Plan, heading: object, period: str) -> None:
    content = book([["区划", "4A5A等级"], ["", heading], ["苍南", 34]])
    assert list(figures(read(content, wenzhou))) == [("rated_4a5a", "苍南", period)]


def test_what_the_file_does_not_say_the_sender_does(wenzhou: Plan) -> None:
    content = book([["指标", "完成值"], ["4A5A等级", 35]])
    assert figures(read(content, wenzhou, "330327", "2024Q1")) == {("rated_4a5a", "苍南", "2024Q1"): (35, "B2")}


def test_signatures_and_notes_below_the_table_do_no_harm(wenzhou: Plan) -> None:
    content = book(
        [["区划", "4A5A等级"], ["", 2024], ["苍南", 34], ["填表人：张三", "负责人：李四"], ["注：截至年底", None]]
    )
    reading = read(content, wenzhou)
    assert (codes(reading), len(figures(reading))) == ([], 1)


def test_a_cell_covering_two_rows_is_read_once(wenzhou: Plan) -> None:
    content = book([["区划", "4A5A等级"], ["", 2024], ["苍南", 34], ["龙港", None]], merge=["B3:B4"])
    reading = read(content, wenzhou)
    assert (figures(reading), codes(reading)) == ({("rated_4a5a", "苍南", "2024Q4"): (34, "B3")}, ["blank"])


def test_an_unknown_region_above_the_first_known_one_is_not_a_heading(wenzhou: Plan) -> None:
    content = book([["区划", "4A5A等级"], ["", 2024], ["苍北", 12], ["苍南", 34]])
    reading = read(content, wenzhou)
    assert [(problem.code, problem.place) for problem in reading.problems] == [("unknown_region", "表!A3")]
    assert reading.is_blocked


def test_a_row_of_figures_without_a_name_is_not_lost_silently(wenzhou: Plan) -> None:
    content = book([["区划", "4A5A等级"], ["", 2024], ["苍南", 34], [None, 12]])
    assert codes(read(content, wenzhou)) == ["row_not_named"]


def test_a_hard_problem_in_a_cell_blocks_its_own_return_only(wenzhou: Plan) -> None:
    reading = read(table_2(setting(E15="约34")), wenzhou)
    assert [one.region.name for one in reading.returns if one.is_blocked] == ["苍南"]
    assert (reading.is_blocked, len(reading.to_take)) == (False, 12)


def test_a_total_is_not_held_against_a_column_with_an_unreadable_cell(wenzhou: Plan) -> None:
    assert "total_mismatch" not in codes(read(table_2(setting(E15="约34")), wenzhou))


@pytest.mark.parametrize(("total", "mismatch"), [(5.7, False), (4.3, False), (5.71, True), (5.8, True), (4.2, True)])
def test_a_total_of_rounded_figures_tolerates_their_rounding(wenzhou: Plan, total: float, mismatch: bool) -> None:
    """Thirteen figures to one decimal that add up to 5.0 tolerate 13 × 0.05 + 0.05 = 0.7."""
    assert ("total_mismatch" in codes(read(table_2(setting(C17=total)), wenzhou))) is mismatch


def test_a_total_of_whole_counts_tolerates_nothing(wenzhou: Plan) -> None:
    reading = read(table_2(setting(G17=248)), wenzhou)
    (problem,) = [problem for problem in reading.problems if problem.code == "total_mismatch"]
    assert (problem.place, problem.params["printed"], problem.params["computed"]) == ("表2!G17", "248", "247")
    assert reading.is_blocked
    assert reading.to_take == []


def test_noise_of_binary_floats_is_not_a_figure(wenzhou: Plan) -> None:
    content = book([["区划", "就业岗位(万个)"], ["", 2024], ["苍南", 0.1 + 0.2]])
    assert figures(read(content, wenzhou)) == {("jobs", "苍南", "2024Q4"): (3000, "B3")}


@pytest.mark.parametrize(
    ("value", "number_format", "scaled"),
    [(0.906, "0.0%", 9060), ("90.6%", "General", 9060), ("９０．６％", "General", 9060), (1, "0%", 10000)],
)
def test_a_percentage_is_the_same_typed_or_formatted(
    wenzhou: Plan, value: object, number_format: str, scaled: int
) -> None:
    content = book([["区划", "健康社会组织率"], ["", 2024], ["苍南", value]], formats={"B3": number_format})
    assert figures(read(content, wenzhou)) == {("healthy_rate", "苍南", "2024Q4"): (scaled, "B3")}


def test_hidden_sheets_are_not_read(wenzhou: Plan) -> None:
    workbook = openpyxl.load_workbook(TABLE_2)
    copy = workbook.copy_worksheet(workbook["表2"])
    copy.sheet_state = "hidden"
    assert len(figures(read(save(workbook), wenzhou))) == 13 * 5


def test_two_sheets_that_say_the_same_thing_twice_are_refused(wenzhou: Plan) -> None:
    workbook = openpyxl.load_workbook(TABLE_2)
    workbook.copy_worksheet(workbook["表2"])
    reading = read(save(workbook), wenzhou)
    assert reading.is_blocked
    assert set(codes(reading)) == {"two_values", "not_applicable"}


def test_year_and_quarter_may_stand_on_two_levels(wenzhou: Plan) -> None:
    content = book(
        [["区划", "4A5A等级", ""], ["", "2024年", ""], ["", "二季度", "三季度"], ["苍南", 34, 35]],
        merge=["B1:C1", "B2:C2"],
    )
    assert figures(read(content, wenzhou)) == {
        ("rated_4a5a", "苍南", "2024Q2"): (34, "B4"),
        ("rated_4a5a", "苍南", "2024Q3"): (35, "C4"),
    }


def test_a_title_adds_the_period_its_headings_lack(wenzhou: Plan) -> None:
    rows: list[list[object]] = [
        ["社会组织报送表（2024年二季度）", ""],
        ["填报日期：2024年7月5日", ""],
        ["区划", "4A5A等级"],
        ["苍南", 34],
    ]
    content = book(rows, merge=["A1:B1", "A2:B2"])
    assert list(figures(read(content, wenzhou))) == [("rated_4a5a", "苍南", "2024Q2")]


@pytest.mark.parametrize(
    "heading", ["2024年前三季度", "2024年9月", "2024年上半年", "2024年1-9月", "2024.6", "2024年I季度"]
)
def test_a_span_that_is_no_quarter_is_refused_not_guessed(wenzhou: Plan, heading: str) -> None:
    reading = read(book([["区划", "4A5A等级"], ["", heading], ["苍南", 34]]), wenzhou)
    assert (codes(reading), reading.is_blocked) == (["period_unclear"], True)


def test_the_target_years_fourth_quarter_can_be_reported(wenzhou: Plan) -> None:
    content = book([["区划", "4A5A等级"], ["", "2025年四季度"], ["苍南", 51]])
    assert figures(read(content, wenzhou)) == {("rated_4a5a", "苍南", "2025Q4"): (51, "B3")}


@pytest.mark.parametrize("heading", ["同比增长", "上年同期", "本年新增", "2024年计划", "排名"])
def test_a_column_of_something_else_is_named_and_not_taken(wenzhou: Plan, heading: str) -> None:
    by_region = book([["区划", "4A5A等级", ""], ["", "2024年", heading], ["苍南", 34, 30]], merge=["B1:C1"])
    by_indicator = book([["指标", "2024年", heading], ["4A5A等级", 34, 30]])
    for content, region in ((by_region, None), (by_indicator, "330327")):
        reading = read(content, wenzhou, region)
        assert (list(figures(reading).values())[0][0], codes(reading)) == (34, ["unknown_column"])


def test_a_group_heading_above_the_indicators_says_nothing(wenzhou: Plan) -> None:
    content = book([["区划", "约束性指标"], ["", "4A5A等级"], ["", "2024年"], ["苍南", 34]])
    assert list(figures(read(content, wenzhou))) == [("rated_4a5a", "苍南", "2024Q4")]


@pytest.mark.parametrize(
    ("unit", "figure", "scaled", "code"),
    [
        ("万个", 0.52, 5200, None),
        ("人", 5200, 5200, "unit_converted"),
        ("个", 5200, 5200, "unit_converted"),
        ("亿个", 0.000052, 5200, "unit_converted"),
        ("家", 5200, None, "unit_differs"),
        ("", 5200, None, "unit_not_named"),
    ],
)
def test_units_that_convert_are_converted_and_others_refused(
    wenzhou: Plan, unit: str, figure: float, scaled: int | None, code: str | None
) -> None:
    bracketed = f"就业岗位({unit})" if unit else "就业岗位"
    by_region = book([["区划", bracketed], ["", "2024年"], ["苍南", figure]])
    by_column = book([["指标", "计量单位", "2024年"], ["就业岗位", unit, figure]])
    for content in (by_region, by_column):
        reading = read(content, wenzhou, None if content is by_region else "330327")
        assert [value for value, _cell in figures(reading).values()] == ([] if scaled is None else [scaled])
        assert codes(reading) == ([code] if code else [])


def test_the_chosen_region_is_compared_with_columns_and_titles(wenzhou: Plan) -> None:
    by_column = book([["指标", "龙港"], ["4A5A等级", 11]])
    by_title = book(
        [["龙港市社会组织报送表", "", ""], ["指标", "完成值", "备注"], ["4A5A等级", 11, ""]], merge=["A1:C1"]
    )
    for content in (by_column, by_title):
        reading = read(content, wenzhou, "330327", "2024Q1")
        assert (figures(reading), codes(reading)[0]) == ({}, "region_differs")
    assert list(figures(read(by_title, wenzhou, None, "2024Q1"))) == [("rated_4a5a", "龙港", "2024Q1")]


def test_a_total_column_is_a_check_too(wenzhou: Plan) -> None:
    rows: list[list[object]] = [
        ["2024年三季度报送", "", "", ""],
        ["指标", "苍南", "龙港", "合计"],
        ["4A5A等级", 34, 11, 45],
    ]
    assert codes(read(book(rows, merge=["A1:D1"]), wenzhou)) == []
    rows[2][3] = 46
    assert codes(read(book(rows, merge=["A1:D1"]), wenzhou)) == ["total_mismatch"]


def test_rounded_figures_that_happen_to_be_whole_tolerate_no_more(wenzhou: Plan) -> None:
    rows: list[list[object]] = [
        ["区划", "就业岗位(万个)"],
        ["", "2024年"],
        ["苍南", 1.0],
        ["龙港", 1.0],
        ["鹿城", 1.0],
        ["合计", 4.0],
    ]
    formats = {f"B{row}": "0.0" for row in range(3, 7)}
    assert codes(read(book(rows, formats=formats), wenzhou)) == ["total_mismatch"]


def test_a_second_table_on_a_sheet_is_not_read_under_the_first_ones_headings(wenzhou: Plan) -> None:
    rows: list[list[object]] = [
        ["区划", "慈善组织数"],
        ["", "2024年"],
        ["鹿城", 34],
        ["区划", "4A5A等级"],
        ["瓯海", 25],
    ]
    reading = read(book(rows), wenzhou)
    assert (codes(reading), reading.is_blocked) == (["second_table"], True)
    assert len(figures(reading)) == 1


def test_a_percent_sign_that_is_only_written_there_makes_no_percentage(wenzhou: Plan) -> None:
    content = book([["区划", "健康社会组织率"], ["", 2024], ["苍南", 90.6]], formats={"B3": '0.0"%"'})
    assert codes(read(content, wenzhou)) == ["percent_sign_missing"]


def test_a_rate_worked_out_by_a_formula_is_rounded_and_that_is_said(wenzhou: Plan) -> None:
    content = book([["区划", "健康社会组织率"], ["", 2024], ["苍南", 48 / 53]], formats={"B3": "0.0%"})
    reading = read(content, wenzhou)
    assert (figures(reading), codes(reading)) == ({("healthy_rate", "苍南", "2024Q4"): (9057, "B3")}, ["rate_rounded"])


def test_an_empty_form_is_not_called_in_order(wenzhou: Plan) -> None:
    assert codes(read(book([["区划", "4A5A等级"], ["", 2024], ["苍南", None]]), wenzhou)) == ["nothing_to_take"]
    assert codes(read(book([["区划", "4A5A等级"]]), wenzhou)) == ["nothing_to_take"]


@pytest.mark.parametrize(
    "name", ["健康社会组织率（较上年增长）", "健康社会组织率（计划）", "健康社会组织率（本年新增）"]
)
def test_words_in_brackets_that_are_no_unit_make_it_another_figure(wenzhou: Plan, name: str) -> None:
    content = book([["区划", name], ["", 2024], ["苍南", "5%"]])
    assert (figures(read(content, wenzhou)), codes(read(content, wenzhou))[0]) == ({}, "nothing_to_take")


@pytest.mark.parametrize(
    "name", ["就业岗位（单位：万个）", "（一）就业岗位（万个）", "1.就业岗位（万个）", "一、就业岗位(万个)"]
)
def test_ways_of_writing_a_name_do_no_harm(wenzhou: Plan, name: str) -> None:
    content = book([["区划", name], ["", 2024], ["苍南", 0.5]])
    assert figures(read(content, wenzhou)) == {("jobs", "苍南", "2024Q4"): (5000, "B3")}


def test_targets_of_a_quarter_are_never_values(wenzhou: Plan) -> None:
    rows: list[list[object]] = [["指标", "2024年一季度目标值", "2024年一季度完成值"], ["4A5A等级", 40, 35]]
    reading = read(book(rows), wenzhou, "330327")
    assert (figures(reading), codes(reading)) == ({("rated_4a5a", "苍南", "2024Q1"): (35, "C2")}, ["unknown_column"])


@pytest.mark.parametrize("title", ["2024年度社会组织发展计划", "2025年社会组织发展目标任务分解表"])
def test_under_a_title_of_targets_or_plans_a_bare_column_is_no_value(wenzhou: Plan, title: str) -> None:
    content = book([[title, ""], ["区划", "4A5A等级"], ["苍南", 40]], merge=["A1:B1"])
    assert (figures(read(content, wenzhou)), codes(read(content, wenzhou))) == ({}, ["column_ambiguous"])


@pytest.mark.parametrize("line", ["温民社组〔2024〕56号附件", "填报日期：2025-01-10", "填报日期：2024年7月5日"])
def test_numbers_of_documents_and_days_name_no_period(wenzhou: Plan, line: str) -> None:
    content = book([[line, ""], ["区划", "4A5A等级"], ["苍南", 34]], merge=["A1:B1"])
    assert codes(read(content, wenzhou)) == ["period_not_named"]
    assert list(figures(read(content, wenzhou, None, "2024Q2"))) == [("rated_4a5a", "苍南", "2024Q2")]


@pytest.mark.parametrize("group", ["本年新增", "2024年计划数", "同比增减", "上年同期"])
def test_a_group_heading_that_changes_the_meaning_is_heeded(wenzhou: Plan, group: str) -> None:
    content = book([["区划", group, ""], ["", "4A5A等级", "慈善组织数"], ["苍南", 4, 1]], merge=["B1:C1"])
    reading = read(content, wenzhou, None, "2024Q2")
    assert (figures(reading), set(codes(reading))) == ({}, {"unknown_column", "nothing_to_take"})


@pytest.mark.parametrize(
    "rows",
    [
        [["指标", "2024年一季度"], ["4A5A等级", 34], ["指标", "2023年"], ["慈善组织数", 7]],
        [["区划", "4A5A等级"], ["", "2024年"], ["苍南", 34], ["2023年四季度", ""], ["龙港", 11]],
        [["区划", "4A5A等级", "区划", "慈善组织数"], ["苍南", 34, "龙港", 21], ["鹿城", 23, "龙湾", 8]],
    ],
    ids=["below, by indicators", "a divider with a period", "beside"],
)
def test_second_tables_are_refused_below_and_beside(wenzhou: Plan, rows: list[list[object]]) -> None:
    reading = read(book(rows), wenzhou, None if rows[0][0] == "区划" else "330327")
    assert ("second_table" in codes(reading), reading.is_blocked) == (True, True)


@pytest.mark.parametrize("line", ["鹿城区社会组织情况", "填报单位：鹿城区民政局"])
def test_a_line_above_that_names_another_region_than_chosen_is_heeded(wenzhou: Plan, line: str) -> None:
    content = book([[line, ""], ["指标", "完成值"], ["4A5A等级", 34]])
    assert codes(read(content, wenzhou, "330327", "2024Q1"))[0] == "region_differs"
    assert list(figures(read(content, wenzhou, None, "2024Q1"))) == [("rated_4a5a", "鹿城", "2024Q1")]


def test_a_baseline_beside_this_periods_value_is_left_to_the_plan(wenzhou: Plan) -> None:
    content = book([["指标", "基期值", "完成值", "目标值"], ["4A5A等级", 34, 36, 50]])
    reading = read(content, wenzhou, "330327", "2024Q1")
    assert (figures(reading), codes(reading)) == ({("rated_4a5a", "苍南", "2024Q1"): (36, "C2")}, [])


def test_a_unit_named_for_the_whole_table_counts(wenzhou: Plan) -> None:
    content = book([["单位：万人", ""], ["指标", "2024年"], ["就业岗位", 0.5]])
    assert figures(read(content, wenzhou, "330327")) == {("jobs", "苍南", "2024Q4"): (5000, "B3")}


def test_column_numbers_and_signatures_are_no_rows(wenzhou: Plan) -> None:
    rows: list[list[object]] = [
        ["区划", "4A5A等级"],
        ["", "2024年"],
        ["甲", 1],
        ["苍南", 34],
        ["填表人：张三", 13900000000],
    ]
    reading = read(book(rows), wenzhou)
    assert (len(figures(reading)), codes(reading)) == (1, [])


def test_the_whole_among_its_regions_is_their_total(wenzhou: Plan) -> None:
    rows: list[list[object]] = [["区划", "4A5A等级"], ["", "2024年"], ["温州市", 45], ["苍南", 34], ["龙港", 11]]
    assert codes(read(book(rows), wenzhou)) == []
    rows[2][1] = 99
    assert codes(read(book(rows), wenzhou)) == ["total_mismatch"]


def test_whole_persons_tolerate_no_rounding(wenzhou: Plan) -> None:
    rows: list[list[object]] = [
        ["区划", "就业岗位（人）"],
        ["", "2024年"],
        ["苍南", 3000],
        ["龙港", 3000],
        ["合计", 6001],
    ]
    assert codes(read(book(rows), wenzhou)) == ["total_mismatch", "unit_converted"]


def test_names_in_full_width_letters_and_codes_beside_names_are_read(wenzhou: Plan) -> None:
    rows: list[list[object]] = [
        ["代码", "区划", "４Ａ５Ａ等级"],
        ["", "", "2024年"],
        ["330327", "苍南", 35],
        ["330383", "龙港", 20],
    ]
    reading = read_return_file("return.xlsx", book(rows), wenzhou, Choice())
    assert reading.problems == []
    assert [(one.region.name, [value.value for value in one.values]) for one in reading.returns] == [
        ("苍南", [35]),
        ("龙港", [20]),
    ]
