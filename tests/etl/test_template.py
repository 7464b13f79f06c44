"""Templates: what they ask, what they protect, and that they are read back wherever their cells have gone."""

import io
import zipfile
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from common.language import use_language
from common.periods import Period
from common.problems import Refusal
from common.settings import PROJECT_FOLDER
from common.viewer import Viewer
from data.assessments import assess_plan
from data.database import Database
from data.plan_store import load_plan
from etl.intake import Taken
from etl.keeping import Upload
from etl.reading import Reading, read_return_file
from etl.table import Choice
from etl.template import Before, known_before, make_template, make_templates
from etl.template_workbook import template_file, write_template
from indicators.plan import Plan
from tests.etl.filling import (
    ANALYST,
    CITY,
    EXPLANATION,
    HEAD,
    INPUT,
    KEY,
    LUCHENG,
    blank,
    fill,
    sheet_to_fill,
    stored,
)
from tests.etl.workbooks import save
from tests.quarters import take_in_quarters
from tests.taking import take

_FIRST_QUARTER = Period(2024, 1)
_FILLED = {
    "jobs/value": 3700,
    "charities/value": 33,
    "community_foundations/value": "-",
    "healthy_rate/numerator": 1730,
    "healthy_rate/denominator": 1900,
    "rated_4a5a/value": 26,
}


def test_a_county_sees_what_it_is_asked_with_baseline_target_and_last_figure(loaded_sqlite: Database) -> None:
    use_language("zh")
    assert _lines(loaded_sqlite, LUCHENG) == [
        (1, "就业岗位", "人", 3000, "0.4（万个）", 3000, None),
        (2, "慈善组织数", "个", 34, "22", 34, None),
        (3, "社区发展基金会", "家", 3, "4", 3, None),
        (4, "社会组织园区", "个", 1, None, 1, None),
        (5, "健康社会组织率", "%", None, "超过90%", None, None),
        (None, "　分子：法人治理结构健全、无不良信用记录的社会组织数", "个", None, None, None, None),
        (None, "　分母：社会组织总数", "个", None, None, None, None),
        (15, "4A5A等级", "个", 23, "30", 23, None),
    ]


def test_the_city_is_asked_in_the_units_it_counts_in(loaded_sqlite: Database) -> None:
    use_language("zh")
    asked = {
        label: (unit, baseline, target) for _n, label, unit, baseline, target, _l, _light in _lines(loaded_sqlite, CITY)
    }
    assert asked["公益创投投入资金"] == ("元", 8750000, "1000（万元）")
    assert asked["社会组织资产数"] == ("万元", 690000, "70（亿元）")
    assert asked["　分母：应建党组织数"] == ("个", None, None)
    assert asked["年服务群众人次"] == ("人次", 350000, "80（万人）")


def test_every_region_that_is_asked_gets_one(wenzhou: Plan, loaded_sqlite: Database) -> None:
    with loaded_sqlite.reading() as session:
        plan = load_plan(session)
        templates = make_templates(plan, ANALYST, _FIRST_QUARTER, known_before(session, plan, ANALYST, _FIRST_QUARTER))
    assert [template.region.code for template in templates] == [region.code for region in wenzhou.regions]
    assert {template.before for template in templates} == {Period(2023, 4)}


def test_only_the_inputs_can_be_changed(wenzhou: Plan) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(blank(wenzhou)))
    sheet = sheet_to_fill(workbook)
    assert all(page.protection.sheet for page in workbook.worksheets)
    open_cells = {(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    lines = [row for row in range(HEAD + 1, HEAD + 9) if row != _row_of(sheet, "healthy_rate/worked_out")]
    inputs = {(row, column) for row in lines for column in (INPUT, EXPLANATION)}
    # Below them the names of those who filled it in.
    assert inputs <= open_cells
    assert {row for row, _column in open_cells - inputs} == {HEAD + 10}


def test_each_sheet_is_printed_as_wide_as_its_page_and_the_guide_on_one(wenzhou: Plan) -> None:
    to_fill, guide = openpyxl.load_workbook(io.BytesIO(blank(wenzhou))).worksheets
    assert all(sheet.sheet_properties.pageSetUpPr.fitToPage for sheet in (to_fill, guide))
    # 0: on as many pages as its height takes.
    fits = [(sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) for sheet in (to_fill, guide)]
    assert fits == [(1, 0), (1, 1)]


def test_a_heading_has_room_for_all_its_lines(loaded_sqlite: Database, wenzhou: Plan) -> None:
    take_in_quarters(loaded_sqlite)
    use_language("zh")
    with loaded_sqlite.reading() as session:
        plan = load_plan(session)
        _name, content = template_file(session, plan, ANALYST, wenzhou.region_by_code[LUCHENG], Period(2025, 1))
    sheet = sheet_to_fill(openpyxl.load_workbook(io.BytesIO(content)))
    assert sheet.cell(HEAD, 6).value == "上期值（2024年四季度）（模拟数据）"
    assert sheet.row_dimensions[HEAD].height == 4 * 18


def test_what_may_be_typed_follows_from_the_kind_of_figure(wenzhou: Plan) -> None:
    sheet = sheet_to_fill(openpyxl.load_workbook(io.BytesIO(blank(wenzhou, CITY))))
    kinds = {
        str(sheet.cell(row, KEY).value): rule.type
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for row, column in [(area.min_row, area.min_col)]
        if column == INPUT
    }
    assert kinds["assets/value"] == "whole"
    assert kinds["party_charter_rate/value"] == "decimal"
    assert kinds["party_organisations/denominator"] == "whole"


def test_figures_parts_and_explanations_are_read_in_the_plans_units(wenzhou: Plan) -> None:
    reading = _read(fill(blank(wenzhou), _FILLED, {"community_foundations/value": "正在筹建"}), wenzhou)
    (read,) = reading.returns
    assert (read.region.code, read.period) == (LUCHENG, _FIRST_QUARTER)
    assert [(value.indicator.code, value.part, value.value, value.gap, value.explanation) for value in read.values] == [
        ("jobs", "value", 3700, None, ""),
        ("charities", "value", 33, None, ""),
        ("community_foundations", "value", None, "no_value", "正在筹建"),
        ("healthy_rate", "numerator", 1730, None, ""),
        ("healthy_rate", "denominator", 1900, None, ""),
        ("rated_4a5a", "value", 26, None, ""),
    ]
    assert {problem.code for problem in reading.problems} == {"no_value", "blank"}


def test_money_asked_in_yuan_is_kept_in_the_plans_unit(wenzhou: Plan) -> None:
    reading = _read(fill(blank(wenzhou, CITY), {"venture_funding/value": 9512345}), wenzhou)
    (value,) = reading.returns[0].values
    assert value.value == 9512345
    assert wenzhou.indicator_by_code["venture_funding"].scale == 4


def test_a_template_is_read_with_its_lines_in_any_order(wenzhou: Plan) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(fill(blank(wenzhou), _FILLED)))
    sheet = sheet_to_fill(workbook)
    lines = [[(cell.value, cell.number_format) for cell in sheet[row]] for row in range(HEAD + 1, HEAD + 9)]
    for row, line in enumerate(reversed(lines), start=HEAD + 3):
        for column, content in enumerate(line, start=1):
            sheet.cell(row, column).value, sheet.cell(row, column).number_format = content
    for column in range(1, KEY + 1):
        for row in (HEAD + 1, HEAD + 2):
            sheet.cell(row, column).value = None
    assert _figures(save(workbook), wenzhou) == _figures(fill(blank(wenzhou), _FILLED), wenzhou)


def test_a_template_is_read_with_its_columns_moved(wenzhou: Plan) -> None:
    """Excel moves a name with its cell; so does this."""
    workbook = openpyxl.load_workbook(io.BytesIO(fill(blank(wenzhou), _FILLED)))
    sheet = sheet_to_fill(workbook)
    sheet.unmerge_cells("A1:L1")
    sheet.unmerge_cells("A2:L2")
    sheet.unmerge_cells("A3:L3")
    sheet.move_range(f"A1:L{sheet.max_row}", rows=3, cols=2)
    sheet.title = "一季度'鹿城"
    title = sheet.title.replace("'", "''")
    for name, column in (("DABIAO_KEYS", "N"), ("DABIAO_INPUTS", "J"), ("DABIAO_EXPLANATIONS", "K")):
        workbook.defined_names[name] = DefinedName(name, attr_text=f"'{title}'!${column}${HEAD + 3}")
    assert _figures(save(workbook), wenzhou) == _figures(fill(blank(wenzhou), _FILLED), wenzhou)


@pytest.mark.parametrize("name", ["template.xls", "template.ods"])
def test_a_template_saved_in_another_format_keeps_its_names(wenzhou: Plan, name: str) -> None:
    """As LibreOffice saved it."""
    reading = read_return_file(name, (PROJECT_FOLDER / "tests/etl/files" / name).read_bytes(), wenzhou, Choice())
    (read,) = reading.returns
    assert (read.region.code, read.period) == (LUCHENG, _FIRST_QUARTER)
    assert [(value.indicator.code, value.part, value.value, value.explanation) for value in read.values] == [
        ("jobs", "value", 3700, "abcd"),
        ("healthy_rate", "numerator", 90, ""),
        ("healthy_rate", "denominator", 100, ""),
    ]


@pytest.mark.parametrize(
    ("figures", "code", "place"),
    [
        ({"jobs/value": -1}, "negative_value", "Return!H5"),
        ({"jobs/value": 0.5}, "part_of_a_unit", "Return!H5"),
        ({"healthy_rate/numerator": 0.91}, "part_of_a_unit", "Return!H10"),
        ({"healthy_rate/denominator": -3}, "negative_value", "Return!H11"),
        ({"healthy_rate/numerator": "91%"}, "percent_unexpected", "Return!H10"),
        ({"jobs/value": "约3700"}, "not_a_number", "Return!H5"),
        ({"jobs/value": "#REF!"}, "error_cell", "Return!H5"),
    ],
)
def test_what_cannot_be_a_figure_is_named_with_its_cell(
    wenzhou: Plan, figures: dict[str, object], code: str, place: str
) -> None:
    problems = [problem for problem in _read(fill(blank(wenzhou), figures), wenzhou).problems if problem.is_hard]
    assert [(problem.code, problem.place) for problem in problems] == [(code, place)]


def test_it_says_itself_which_region_and_period_it_is_for(wenzhou: Plan) -> None:
    filled = fill(blank(wenzhou), _FILLED)
    other_region = Choice(region=wenzhou.region_by_code["330303"])
    assert _hard(read_return_file("a.xlsx", filled, wenzhou, other_region)) == ["region_differs"]
    assert _hard(read_return_file("a.xlsx", filled, wenzhou, Choice(period=Period(2024, 2)))) == ["period_differs"]
    assert (
        _hard(read_return_file("a.xlsx", filled, wenzhou, Choice(wenzhou.region_by_code[LUCHENG], _FIRST_QUARTER)))
        == []
    )


@pytest.mark.parametrize(
    ("cells", "code", "place"),
    [
        ({"A2": "填报单位：鹿城区   报告期：2024年二季度"}, "title_differs", "Return!A2"),
        ({"A2": "填报单位：龙湾区   报告期：2024年一季度"}, "title_differs", "Return!A2"),
        ({"H9": 0.95}, "rate_typed_over", "Return!H9"),
        ({"B12": "慈善组织数"}, "key_and_label_differ", "Return!L12"),
        ({"H11": None}, "half_a_rate", "Return!H10"),
    ],
)
def test_a_template_that_contradicts_itself_is_refused(
    wenzhou: Plan, cells: dict[str, object], code: str, place: str
) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(fill(blank(wenzhou), _FILLED)))
    for address, content in cells.items():
        sheet_to_fill(workbook)[address] = content
    hard = [problem for problem in _read(save(workbook), wenzhou).problems if problem.is_hard]
    assert [(problem.code, problem.place) for problem in hard] == [(code, place)]


def test_parts_make_the_rate_of_the_county_and_of_the_city(loaded_sqlite: Database, wenzhou: Plan) -> None:
    _take(loaded_sqlite, wenzhou, {"healthy_rate/numerator": 9, "healthy_rate/denominator": 10}, LUCHENG)
    _take(loaded_sqlite, wenzhou, {"healthy_rate/numerator": 50, "healthy_rate/denominator": 90}, "330303")
    with loaded_sqlite.reading() as session:
        found = assess_plan(session, ANALYST, None, _FIRST_QUARTER)
    rows = {row.region.code: row for row in found.of_indicator("healthy_rate")}
    assert rows[LUCHENG].value == Fraction(9, 10) * 10**4
    assert rows[CITY].value == Fraction(59, 100) * 10**4
    assert (rows[CITY].reported, rows[CITY].expected) == (2, 13)


def test_a_dash_for_both_counts_of_a_rate_is_an_answer(loaded_sqlite: Database, wenzhou: Plan) -> None:
    _take(loaded_sqlite, wenzhou, {"healthy_rate/numerator": "-", "healthy_rate/denominator": "-"})
    with loaded_sqlite.reading() as session:
        found = assess_plan(session, ANALYST, None, _FIRST_QUARTER)
    rate = found.cell("healthy_rate", LUCHENG)
    assert rate is not None
    assert rate.value_gap == "no_value"


def test_an_explanation_is_kept_beside_its_figure_and_a_new_one_is_a_new_revision(
    loaded_sqlite: Database, wenzhou: Plan
) -> None:
    first = _take(loaded_sqlite, wenzhou, {"jobs/value": 3700})
    again = _take(loaded_sqlite, wenzhou, {"jobs/value": 3700})
    explained = _take(loaded_sqlite, wenzhou, {"jobs/value": 3700}, explanations={"jobs/value": "新设社工机构三家"})
    assert [(taken.revision, taken.is_new) for taken in (first, again, explained)] == [(1, True), (1, False), (2, True)]


def test_the_next_template_shows_the_last_figure_and_its_light(loaded_sqlite: Database, wenzhou: Plan) -> None:
    use_language("zh")
    _take(loaded_sqlite, wenzhou, _FILLED)
    lines = {line[1]: line for line in _lines(loaded_sqlite, LUCHENG, Period(2024, 2))}
    assert lines["就业岗位"][5:] == (3700, "● 快于预期")
    assert lines["健康社会组织率"][5] == pytest.approx(0.9105)
    assert lines["　分母：社会组织总数"][5] == 1900


def test_nothing_is_asked_in_the_baselines_period_or_of_who_may_not_report(wenzhou: Plan) -> None:
    with pytest.raises(Refusal) as refused:
        blank(wenzhou, LUCHENG, "2023Q4")
    assert refused.value.problems[0].code == "nothing_asked"
    elsewhere = Viewer("longwan", "analyst", frozenset({"330303"}))
    with pytest.raises(Refusal) as refused:
        make_template(stored(wenzhou), elsewhere, wenzhou.region_by_code[LUCHENG], _FIRST_QUARTER, Before())
    assert refused.value.problems[0].code == "not_allowed"


def test_all_regions_come_in_one_archive(loaded_sqlite: Database) -> None:
    with loaded_sqlite.reading() as session:
        name, content = template_file(session, load_plan(session), ANALYST, None, _FIRST_QUARTER)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        openpyxl.load_workbook(io.BytesIO(archive.read(names[0])))
    assert name == "wenzhou-2025-2024Q1.zip"
    assert len(names) == 14
    assert "330302-鹿城-2024Q1.xlsx" in names


def _lines(database: Database, region: str, period: Period = _FIRST_QUARTER) -> list[tuple[Any, ...]]:
    """Number, label, unit, baseline, target, last figure and light of each line of a region's template."""
    with database.reading() as session:
        plan = load_plan(session)
        before = known_before(session, plan, ANALYST, period)
        content = write_template(make_template(plan, ANALYST, plan.plan.region_by_code[region], period, before))
    sheet = sheet_to_fill(openpyxl.load_workbook(io.BytesIO(content)))
    rows = (sheet[row] for row in range(HEAD + 1, sheet.max_row + 1))
    return [tuple(cell.value for cell in row[:7]) for row in rows if row[KEY - 1].value]


def _row_of(sheet: Any, key: str) -> int:
    return next(row for row in range(HEAD + 1, sheet.max_row + 1) if sheet.cell(row, KEY).value == key)


def _read(content: bytes, plan: Plan) -> Reading:
    return read_return_file("a.xlsx", content, plan, Choice())


def _figures(content: bytes, plan: Plan) -> set[tuple[str, str, int | None, str | None]]:
    reading = _read(content, plan)
    assert _hard(reading) == []
    return {(one.indicator.code, one.part, one.value, one.gap) for read in reading.returns for one in read.values}


def _hard(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems if problem.is_hard]


def _take(
    database: Database,
    plan: Plan,
    figures: dict[str, Any],
    region: str = LUCHENG,
    explanations: dict[str, str] | None = None,
) -> Taken:
    upload = Upload("a.xlsx", fill(blank(plan, region), figures, explanations), Viewer("command-line", "operator"))
    choice = Choice(explanation="made up for tests")
    intake = take(database, upload, choice, upto="approved")
    assert not intake.is_rejected, intake.reading.problems
    return intake.taken[0]
