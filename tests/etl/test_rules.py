"""Every rule has an example that breaks it and one that does not; none may be missing."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from common.language import in_language
from common.periods import Period
from common.problem_rules import RULES
from common.problems import Problem, Refusal, any_hard
from common.settings import PROJECT_FOLDER, Settings
from common.viewer import Viewer
from data.assessments import assess_plan
from data.confirmations import Said, confirm
from data.database import Database
from data.doubts import doubtful_targets
from data.plan_files import read_plan
from data.plan_store import indicator_of, load_plan, save_plan
from etl.intake import read_upload
from etl.keeping import Upload
from etl.package import LARGEST_FILE_MB
from etl.parse import Part
from etl.plausible import Known, check_plausible
from etl.reading import Reading, read_return_file
from etl.relations import check_relations
from etl.table import Choice
from etl.workbook import read_file
from indicators.plan import Check, CheckSeverity, Plan
from indicators.readings import Confirmations
from indicators.rules import RULE_SET
from tests.conftest import WENZHOU
from tests.etl import figures
from tests.etl.figures import changed, figure, known
from tests.etl.filling import blank, fill
from tests.etl.workbooks import TABLE_1, TABLE_2, Rows, book, container, linked, package, save, setting, table_2

LIBREOFFICE = PROJECT_FOLDER / "tests/etl/files/libreoffice.xls"


def template(change: Callable[[openpyxl.Workbook], object]) -> bytes:
    """鹿城's template for the first quarter of 2024 with one figure, after `change`."""
    workbook = openpyxl.load_workbook(io.BytesIO(FILLED))
    change(workbook)
    return save(workbook)


def saying(**names: str) -> Callable[[openpyxl.Workbook], None]:
    """A change of what a template says of itself, by its names."""

    def change(workbook: openpyxl.Workbook) -> None:
        for name, text in names.items():
            title, address = workbook.defined_names[name].attr_text.rsplit("!", 1)
            workbook[title.strip("'")][address.replace("$", "")] = text

    return change


class Example(NamedTuple):
    """A file that breaks a rule, with the place and value the problem must name, and one that keeps it."""

    breaks: bytes
    place: str
    value: str | None
    keeps: bytes
    choice: Choice = Choice()


CANGNAN = Choice(period=Period(2024, 1))
HEAD = ["区划", "4A5A等级(个)"]
with in_language("en"):
    FILLED = fill(blank(read_plan(WENZHOU)), {"jobs/value": 3700})
GOOD = book([HEAD, ["苍南", 34]])
# The lines of a template copied into a workbook of somebody's own, which has none of its names.
LINES: Rows = [["填报单位：鹿城区  报告期：2024年一季度"], ["本期完成值", "上报说明", "代码"], [3700, "", "jobs/value"]]
WITHOUT_HEADINGS = book([LINES[0], ["数据", "说明", "代码"], LINES[2]])


def copied(workbook: openpyxl.Workbook) -> None:
    """The lines on two sheets, and none of the names."""
    workbook.defined_names.clear()
    workbook.copy_worksheet(workbook.worksheets[0])


def unknown_rows(count: int) -> bytes:
    """A table as text with so many rows of regions nobody knows, and one of a known one."""
    rows = "".join(f"某某{number},3\n" for number in range(1, count + 1))
    return f"区划,2024年4A5A等级(个)\n{rows}苍南,34\n".encode()


def cell(value: object, indicator: str = "4A5A等级(个)", number_format: str = "General") -> bytes:
    return book([["区划", indicator], ["苍南", value]], formats={"B2": number_format})


def hiding(*, sheet: bool) -> bytes:
    """Table 2 with a hidden sheet beside it, or with a hidden row."""
    workbook = openpyxl.load_workbook(TABLE_2)
    if sheet:
        workbook.create_sheet("表").sheet_state = "hidden"
    else:
        workbook["表2"].row_dimensions[5].hidden = True
    return save(workbook)


def at(example: Example) -> Example:
    return example._replace(choice=CANGNAN)


FILES: dict[str, Example] = {
    "not_a_workbook": Example(b"%PDF-1.7", "", "return.xlsx", TABLE_2.read_bytes()),
    "workbook_locked": Example(container(EncryptionInfo=b"", EncryptedPackage=b""), "", "return.xlsx", TABLE_2.read_bytes()),
    "workbook_of_wps": Example(container(ET=b""), "", "return.xlsx", LIBREOFFICE.read_bytes()),
    "workbook_is_xlsb": Example(package({"xl/workbook.bin": b""}), "", "return.xlsx", TABLE_2.read_bytes()),
    "workbook_is_web_page": Example(b"<html>", "", "return.xlsx", "区划,4A5A等级\n苍南,34\n".encode()),
    "old_workbook_unclear": Example(container(Workbook=b""), "", "return.xlsx", LIBREOFFICE.read_bytes()),
    "text_not_decoded": Example("区划,值\n".encode("gbk") + b"\xff\xff", "", "return.xlsx", "区划,4A5A等级\n苍南,34\n".encode("gbk")),
    "text_figure_split": Example("区划,4A5A等级\n苍南,1,234\n".encode(), "", "return.xlsx", '区划,4A5A等级\n苍南,"1,234"\n'.encode()),
    "workbook_broken": Example(TABLE_2.read_bytes()[:3000], "", "return.xlsx", TABLE_2.read_bytes()),
    "no_table": Example(book([["某某", "某某"], [1, 2]]), "", "return.xlsx", TABLE_2.read_bytes()),
    "more_problems": Example(unknown_rows(1001), "return!A1002", "某某1001", unknown_rows(1000)),
    "region_not_named": Example(TABLE_1.read_bytes(), "表1!C3", "", TABLE_2.read_bytes()),
    "unknown_region": Example(table_2(setting(A15="苍北")), "表2!A15", "苍北", table_2(setting(A15=" 苍 南 县 "))),
    "row_not_named": at(Example(book([HEAD, ["苍南", 34], ["", 12]]), "表!A3", "", book([HEAD, ["苍南", 34], ["", ""]]))),
    "period_not_named": Example(GOOD, "表!B1", "4A5A等级(个)", book([HEAD, ["", "2024年"], ["苍南", 34]])),
    "unit_differs": at(Example(cell(1, "4A5A等级(家)"), "表!B1", "4A5A等级(家)", GOOD)),
    "unknown_indicator": at(Example(book([[*HEAD, "会员数"], ["苍南", 1, 2]]), "表!C1", "会员数", book([[*HEAD, "备注"], ["苍南", 1, 2]]))),
    "unknown_column": Example(
        book([["指标", "2024年", "同比增长"], ["4A5A等级", 34, 0.1]]), "表!C1", "同比增长",
        book([["指标", "2024年", "备注"], ["4A5A等级", 34, 0.1]]),
    ),
    "period_unclear": Example(book([["区划", "4A5A等级 2024年1-9月"], ["苍南", 34]]), "表!B1", "4A5A等级 2024年1-9月",
        book([["区划", "4A5A等级 2024年三季度"], ["苍南", 34]])),
    "unit_not_named": at(Example(cell(0.5, "就业岗位"), "表!B1", "就业岗位", cell(0.5, "就业岗位(万个)"))),
    "unit_converted": at(Example(cell(5000, "就业岗位(人)"), "表!B1", "就业岗位(人)", cell(0.5, "就业岗位(万个)"))),
    "subtotal": at(Example(book([HEAD, ["苍南", 34], ["小计", 34]]), "表!A3", "小计", book([HEAD, ["苍南", 34], ["合计", 34]]))),
    "rate_rounded": at(Example(cell(48 / 53, "健康社会组织率", "0%"), "表!B2", "90.5660377358491%",
        cell(0.9057, "健康社会组织率", "0%"))),
    "second_table": at(Example(book([HEAD, ["苍南", 34], ["区划", "慈善组织数"], ["龙港", 21]]), "表!A3", "区划", GOOD)),
    "nothing_to_take": at(Example(book([HEAD]), "", "return.xlsx", GOOD)),
    "hidden_sheet": Example(hiding(sheet=True), "表", "表", TABLE_2.read_bytes()),
    "external_link": Example(linked(TABLE_2.read_bytes()), "", "return.xlsx", TABLE_2.read_bytes()),
    "hidden_cells": Example(hiding(sheet=False), "表2", None, TABLE_2.read_bytes()),
    "workbook_too_much": Example(book([HEAD], merge=["A3:ZZ1000"]), "", "return.xlsx", book([HEAD], merge=["A3:C9"])),
    "not_a_number": at(Example(cell("约34"), "表!B2", "约34", cell("３４"))),
    "no_figure_in_words": at(Example(cell("无"), "表!B2", "无", cell("-"))),
    "percent_sign_missing": at(Example(cell(90.6, "健康社会组织率"), "表!B2", "90.6", cell(0.906, "健康社会组织率", "0.0%"))),
    "share_or_percent": at(Example(cell(0.906, "健康社会组织率"), "表!B2", "0.906", cell("90.6%", "健康社会组织率"))),
    "percent_unexpected": at(Example(cell(0.34, number_format="0%"), "表!B2", "34%", cell(34))),
    "negative_value": at(Example(cell(-1), "表!B2", "-1", cell(0))),
    "part_of_a_unit": at(Example(cell(34.5), "表!B2", "34.5", cell(0.5001, "就业岗位(万个)"))),
    "number_too_large": at(Example(cell("1" + "0" * 18), "表!B2", "1" + "0" * 18, cell(10**6))),
    "error_cell": at(Example(cell("#DIV/0!"), "表!B2", "#DIV/0!", GOOD)),
    "scaled_format": at(Example(cell(3000, number_format="0!.0,"), "表!B2", "3000", cell(3000, number_format="#,##0"))),
    "formula_without_value": at(Example(cell("=1+33"), "表!B2", "", GOOD)),
    "template_damaged": Example(template(lambda book: book.defined_names.pop("DABIAO_KEYS")), "", None, FILLED),
    "template_of_other_form": Example(template(saying(DABIAO_TEMPLATE="0")), "How to fill it in!B11", "0", FILLED),
    "template_of_other_plan": Example(template(saying(DABIAO_PLAN="panyu")), "How to fill it in!B12", "panyu", FILLED),
    "template_region_unknown": Example(template(saying(DABIAO_REGION="鹿城街道")), "How to fill it in!B14", "鹿城街道", template(saying(DABIAO_REGION="鹿城区"))),
    "template_period_unclear": Example(template(saying(DABIAO_PERIOD="2024年")), "How to fill it in!B15", "2024年", template(saying(DABIAO_PERIOD="2024年一季度"))),
    "title_differs": Example(template(lambda book: setting(A2="报告期：2024年二季度")(book.worksheets[0])), "Return!A2", "报告期：2024年二季度",
        template(lambda book: setting(A2="报告期：2024年一季度")(book.worksheets[0]))),
    "template_names_lost": Example(WITHOUT_HEADINGS, "表", "表", FILLED),
    "template_read_by_keys": Example(book(LINES), "表", None, FILLED),
    "templates_in_one_file": Example(template(copied), "", None, book(LINES)),
    "lines_missing": Example(template(lambda book: book.worksheets[0].delete_rows(6)), "Return", "慈善组织数", FILLED),
    "unknown_key": Example(template(lambda book: setting(L5="members/value")(book.worksheets[0])), "Return!H5", "members/value", FILLED),
    "rate_typed_over": Example(template(lambda book: setting(H9=0.95)(book.worksheets[0])), "Return!H9", "95.00%", FILLED),
    "rate_of_nothing": Example(template(lambda book: setting(H9=0)(book.worksheets[0])), "Return!H9", "0.00%", FILLED),
    "key_and_label_differ": Example(template(lambda book: setting(B5="慈善组织数")(book.worksheets[0])), "Return!L5", "jobs/value", FILLED),
    "half_a_rate": Example(template(lambda book: setting(H10=90)(book.worksheets[0])), "Return!H10", "90", FILLED),
    "sheet_beside_template": Example(template(lambda book: setting(A1=4020)(book.create_sheet("修改后"))), "修改后", "修改后", FILLED),
    "explanation_too_long": Example(template(lambda book: setting(I5="因" * 501)(book.worksheets[0])), "Return!I5", "因" * 501,
        template(lambda book: setting(I5="因" * 500)(book.worksheets[0]))),
    "explained_but_empty": Example(template(lambda book: setting(I6="筹建中")(book.worksheets[0])), "Return!H6", "筹建中", FILLED),
    "gap_unexplained": Example(template(lambda book: setting(H6="-", I6="无")(book.worksheets[0])), "Return!H6", "-",
        template(lambda book: setting(H6="-", I6="正在筹建")(book.worksheets[0]))),
    "two_values": at(Example(book([HEAD, ["苍南", 34], ["苍南县", 35]]), "表!B3", "35", book([HEAD, ["苍南", 34], ["龙港", 11]]))),
    "not_applicable_here": Example(table_2(setting(I4=1, I17=21)), "表2!I4", "1", TABLE_2.read_bytes()),
    "total_mismatch": Example(table_2(setting(E17=454)), "表2!E17", "454", table_2(setting(C17=5.4))),
    "blank": at(Example(book([HEAD, ["苍南", None], ["龙港", 11]]), "表!B2", "", GOOD)),
    "no_value": at(Example(cell("-"), "表!B2", "-", GOOD)),
    "not_applicable": at(Example(cell("——"), "表!B2", "——", GOOD)),
    "target_differs": Example(table_2(setting(D15=51, D17=501)), "表2!D15", "51", table_2(setting(K15="超过９０％"))),
    "baseline_differs": Example(table_2(setting(E15=35, E17=454)), "表2!E15", "35", TABLE_2.read_bytes()),
    "period_differs": Example(TABLE_2.read_bytes(), "表2!C3", "2023", GOOD, CANGNAN),
    "period_outside_plan": Example(book([["区划", "4A5A等级 2031年完成值"], ["苍南", 34]]), "表!B1", "4A5A等级 2031年完成值",
        book([["区划", "4A5A等级 2027年完成值"], ["苍南", 34]])),
    "column_ambiguous": Example(
        book([["区划", "4A5A等级"], ["", "2025年"], ["苍南", 1]]), "表!B2", "4A5A等级 2025年",
        book([["区划", "4A5A等级"], ["", "2025年完成值"], ["苍南", 1]]), Choice(period=Period(2025, 4)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", FILES)
def test_a_file_that_breaks_the_rule_is_told_where(wenzhou: Plan, code: str) -> None:
    example = FILES[code]
    found = read_return_file("return.xlsx", example.breaks, wenzhou, example.choice).problems
    first = next(problem for problem in found if problem.code == code)
    assert (first.place, first.value) == (example.place, example.value)
    assert "{" not in first.message


@pytest.mark.parametrize("code", FILES)
def test_a_file_that_keeps_the_rule_is_left_alone(wenzhou: Plan, code: str) -> None:
    example = FILES[code]
    found = read_return_file("return.xlsx", example.keeps, wenzhou, example.choice).problems
    assert code not in {problem.code for problem in found}


def _milestone(plan: Plan) -> Plan:
    """The plan with 4A5A等级 as something that is done or not."""
    rated = plan.indicator_by_code["rated_4a5a"]
    kinds = (replace(one, kind="milestone", aggregation="own") if one == rated else one for one in plan.indicators)
    return replace(plan, indicators=tuple(kinds))


class Question(NamedTuple):
    """Something asked in a way that breaks a rule, and in a way that does not."""

    breaks: Callable[["Context"], object]
    keeps: Callable[["Context"], object]


class Context(NamedTuple):
    database: Database
    empty: Database
    plan: Plan
    settings: Settings
    folder: Path

    def assess(self, slug: str | None = None, period: Period | None = None) -> object:
        with self.database.reading() as session:
            return assess_plan(session, REVIEWER, slug, period)

    def save(self, plan: Plan) -> object:
        with self.database.writing() as session:
            stored = save_plan(session, plan, REVIEWER)
            session.commit()
            return stored


REVIEWER = Viewer("command-line", "operator")


def _scale_changed(plan: Plan) -> Plan:
    jobs = plan.indicator_by_code["jobs"]
    return replace(plan, indicators=tuple(replace(one, scale=5) if one == jobs else one for one in plan.indicators))


def _before_any_plan(context: Context) -> object:
    with context.database.reading() as session:
        loaded_at = load_plan(session).loaded_at
        return load_plan(session, as_of=loaded_at.replace(year=2000))


def _two_plans(context: Context) -> object:
    context.save(replace(context.plan, slug="other"))
    return context.assess()


def _no_figures(context: Context) -> object:
    context.save(replace(context.plan, slug="other"))
    return context.assess("other")


def _read_for(context: Context, region: str) -> Reading:
    """苍南's file, sent with a region chosen."""
    choice = Choice(region=context.plan.region_by_code[region], period=Period(2024, 1))
    return _refusing(read_return_file("return.xlsx", GOOD, context.plan, choice))


def _read_as(context: Context, region: str) -> Reading:
    """苍南's file, sent by a region's analyst."""
    analyst = Viewer(f"analyst:{region}", "analyst", frozenset({region}))
    with context.database.reading() as session:
        upload = Upload("return.xlsx", GOOD, analyst)
        return _refusing(read_upload(session, load_plan(session), upload, CANGNAN))


def _refusing(reading: Reading) -> Reading:
    if any_hard(reading.problems):
        raise Refusal(*reading.problems)
    return reading


def _too_large(context: Context) -> object:
    file = context.folder / "large.xlsx"
    with file.open("wb") as content:
        content.truncate((LARGEST_FILE_MB << 20) + 1)
    return read_file(file)


def _say(context: Context, said: Said, indicator: str = "cases_handled", region: str = "330300") -> object:
    with context.database.writing() as session:
        target = context.plan.target_by_cell[(indicator, region)]
        return confirm(session, load_plan(session), REVIEWER, target, said)


def _judged_by(context: Context, rule_set: str) -> object:
    context.save(replace(context.plan, rule_set=rule_set))
    return context.assess()


def _doubts(_context: Context, plan: Plan) -> object:
    return _asked(doubtful_targets(plan, Confirmations()))


def _certain(plan: Plan) -> Plan:
    """The plan with the targets of one indicator only, which all are plain numbers."""
    return replace(plan, targets=tuple(one for one in plan.targets if one.indicator == "jobs"))


def _targets_dropped(context: Context, dropped: int) -> object:
    """The plan without its last targets, whose figures then have no place in it."""
    context.save(replace(context.plan, targets=context.plan.targets[: len(context.plan.targets) - dropped]))
    with context.database.reading() as session:
        return _asked(assess_plan(session, REVIEWER, None, None).problems)


def _asked(problems: Sequence[Problem]) -> Sequence[Problem]:
    if problems:
        raise Refusal(*problems)
    return problems


def _related(plan: Plan, severity: CheckSeverity, rated: int) -> Sequence[Problem]:
    """So many rated organisations beside 34 charities, where a check wants no more than there are of these."""
    checked = replace(plan, checks=(Check("within", "rated_4a5a", "<=", "charities", severity, "按定义"),))
    return _asked(check_relations([figure(plan, "rated_4a5a", rated), figure(plan, "charities", 34)], checked))


def _changed(indicator: str, before: dict[str, int], breaks: int, keeps: int) -> Question:
    """A figure beside those known before it, in a way that is asked about, and in a way that is not."""

    def ask(context: Context, now: int) -> Sequence[Problem]:
        return _asked(check_plausible([figure(context.plan, indicator, now)], context.plan, known(indicator, before)))

    return Question(lambda c: ask(c, breaks), lambda c: ask(c, keeps))


def _corrected_rate(plan: Plan, value: int) -> Sequence[Problem]:
    """A rate sent alone where 48 of 53 was approved before."""
    counts: dict[Part, int] = {"numerator": 48, "denominator": 53}
    approved = Known({("healthy_rate", figures.CANGNAN, part, figures.NOW): count for part, count in counts.items()})
    return _asked(check_plausible([figure(plan, "healthy_rate", value)], plan, approved))


def _parts(indicator: str, breaks: dict[Part, int], keeps: dict[Part, int]) -> Question:
    """The parts of a figure that do not go together, and those that do."""

    def ask(context: Context, parts: dict[Part, int]) -> Sequence[Problem]:
        values = [figure(context.plan, indicator, value, part=part) for part, value in parts.items()]
        return _asked(check_plausible(values, context.plan, Known({})))

    return Question(lambda c: ask(c, breaks), lambda c: ask(c, keeps))


def _should_fall(context: Context, now: int) -> Sequence[Problem]:
    plan = changed(context.plan, "parks", direction="decrease")
    return _asked(check_plausible([figure(plan, "parks", now)], plan, known("parks", {"2024Q1": 13})))


QUESTIONS: dict[str, Question] = {
    "magnitude_unlike_last": _changed("parks", {"2024Q1": 13}, 130_000, 13),
    "magnitude_unlike_plan": _changed("jobs", {}, 50_000_000, 5_000),
    "running_total_shrinks": _changed("charity_events", {"2024Q1": 3000}, 2500, 6000),
    "jump_since_last": _changed("parks", {"2024Q1": 13}, 26, 15),
    "jump_since_last_year": _changed("charity_events", {"2023Q2": 3000}, 9000, 5000),
    "falls_but_should_rise": _changed("rated_4a5a", {"2024Q1": 35}, 34, 36),
    "rises_but_should_fall": Question(lambda c: _should_fall(c, 14), lambda c: _should_fall(c, 12)),
    "rate_unlike_its_parts": _parts(
        "healthy_rate",
        {"value": 9160, "numerator": 48, "denominator": 53},
        {"value": 9060, "numerator": 48, "denominator": 53},
    ),
    "more_than_there_should_be": _parts(
        "credit_management", {"value": 1300, "denominator": 1299}, {"value": 1299, "denominator": 1299}
    ),
    "numerator_above_denominator": _parts(
        "healthy_rate", {"numerator": 54, "denominator": 53}, {"numerator": 53, "denominator": 53}
    ),
    "rate_above_all": _parts("healthy_rate", {"value": 10001}, {"value": 10000}),
    "rate_above_whole": _parts("party_charter_rate", {"value": 95000}, {"value": 9500}),
    "rate_has_counts": Question(lambda c: _corrected_rate(c.plan, 9500), lambda c: _corrected_rate(c.plan, 9060)),
    "zero_denominator": _parts("healthy_rate", {"numerator": 1, "denominator": 0}, {"numerator": 0, "denominator": 0}),
    "relation_broken": Question(lambda c: _related(c.plan, "hard", 35), lambda c: _related(c.plan, "hard", 34)),
    "relation_doubtful": Question(lambda c: _related(c.plan, "soft", 35), lambda c: _related(c.plan, "soft", 34)),
    "neither_done_nor_open": Question(
        lambda c: _refusing(read_return_file("return.xlsx", cell(13), _milestone(c.plan), CANGNAN)),
        lambda c: _refusing(read_return_file("return.xlsx", cell(1), _milestone(c.plan), CANGNAN)),
    ),
    "fact_without_place": Question(lambda c: _targets_dropped(c, 50), lambda c: _targets_dropped(c, 0)),
    "target_not_judged": Question(lambda c: _doubts(c, c.plan), lambda c: _doubts(c, _certain(c.plan))),
    "other_rule_set": Question(lambda c: _judged_by(c, "0"), lambda c: _judged_by(c, RULE_SET)),
    "unknown_direction": Question(lambda c: _say(c, Said(direction="up")), lambda c: _say(c, Said(direction="hold"))),
    "direction_is_declared": Question(
        lambda c: _say(c, Said(direction="hold"), "jobs"), lambda c: _say(c, Said(direction="hold"))
    ),
    "not_below_baseline": Question(
        lambda c: _say(c, Said(acknowledge=True), "charities"),
        lambda c: _say(c, Said(acknowledge=True), "charities", "330383"),
    ),
    "confirmation_does_not_fit": Question(
        lambda c: _say(c, Said(read_as="≤90%")), lambda c: _say(c, Said(read_as="≤90个"))
    ),
    "reading_not_understood": Question(
        lambda c: _say(c, Said(read_as="差不多"), "jobs"), lambda c: _say(c, Said(read_as="≥7万个"), "jobs")
    ),
    "file_missing": Question(lambda c: read_file(c.folder / "none.xlsx"), lambda _c: read_file(TABLE_2)),
    "file_too_large": Question(_too_large, lambda _c: read_file(TABLE_2)),
    "region_differs": Question(lambda c: _read_for(c, "330383"), lambda c: _read_for(c, "330327")),
    "not_allowed": Question(lambda c: _read_as(c, "330383"), lambda c: _read_as(c, "330327")),
    "not_initialised": Question(lambda c: load_plan(c.empty.reading()), lambda c: c.assess()),
    "unknown_plan": Question(lambda c: c.assess("nowhere"), lambda c: c.assess("wenzhou-2025")),
    "plan_not_named": Question(_two_plans, lambda c: c.assess()),
    "plan_not_known_then": Question(_before_any_plan, lambda c: c.assess()),
    "no_figures": Question(lambda c: c.assess(period=Period(2024, 1)), lambda c: c.assess(period=Period(2023, 4))),
    "no_figures_yet": Question(_no_figures, lambda c: c.assess()),
    "indicator_not_in_plan": Question(lambda c: indicator_of(c.plan, "job"), lambda c: indicator_of(c.plan, "jobs")),
    "plan_changes_meaning": Question(lambda c: c.save(_scale_changed(c.plan)), lambda c: c.save(c.plan)),
}

# Rules of the command line, the pages and the plan's files, with the test that breaks each, by its code or its words.
ELSEWHERE = {
    "plan_file_broken": "tests/data/test_plan_files.py",
    "region_not_in_plan": "tests/test_commands.py",
    "target_not_in_plan": "tests/test_commands.py",
    "bound_by_hand": "tests/etl/test_binding.py",
    "nothing_asked": "tests/etl/test_template.py",
    "bad_period": "tests/test_commands.py",
    "bad_day": "tests/test_commands.py",
    "being_judged": "tests/data/test_judged_apart.py",
    "no_such_table": "tests/layouts/test_downloads.py",
    "output_not_writable": "tests/test_commands.py",
    "database_not_reached": "tests/test_commands.py",
    "address_not_free": "tests/test_commands.py",
    "spark_not_named": "tests/test_commands.py",
    "spark_not_installed": "tests/test_commands.py",
    "spark_not_reached": "tests/test_commands.py",
    "unknown_figure": "tests/layouts/test_bad_addresses.py",
    "unknown_return": "tests/layouts/test_returns_pages.py",
    "not_waiting": "tests/etl/test_states.py",
    "explanation_missing": "tests/etl/test_states.py",
    "correction_without_reason": "tests/etl/test_states.py",
    "send_back_without_reason": "tests/etl/test_states.py",
    "passwords_differ": "tests/layouts/test_security.py",
    "sign_in_wrong": "tests/accounts/test_people.py",
    "sign_in_locked": "tests/accounts/test_people.py",
    "password_length": "tests/accounts/test_people.py",
    "password_simple": "tests/accounts/test_people.py",
    "password_holds_name": "tests/accounts/test_people.py",
    "password_as_before": "tests/accounts/test_people.py",
    "old_password_wrong": "tests/accounts/test_people.py",
    "unknown_person": "tests/accounts/test_people.py",
    "bad_account_name": "tests/accounts/test_people.py",
    "account_name_taken": "tests/accounts/test_people.py",
    "bad_full_name": "tests/accounts/test_people.py",
    "unknown_role": "tests/accounts/test_people.py",
    "regions_for_analysts": "tests/accounts/test_people.py",
    "not_oneself": "tests/accounts/test_people.py",
    "demo_account_has_none": "tests/accounts/test_people.py",
    "regions_missing": "tests/etl/test_people_list.py",
    "password_guessed": "tests/accounts/test_people.py",
    "changed_meanwhile": "tests/etl/test_intake.py",
    "file_holds_more": "tests/layouts/test_returns_pages.py",
    "people_list_headings": "tests/etl/test_people_list.py",
    "people_list_empty": "tests/etl/test_people_list.py",
    "people_list_long": "tests/etl/test_people_list.py",
    "person_listed_twice": "tests/etl/test_people_list.py",
    "audit_entry_missing": "tests/data/test_audit.py",
    "audit_chain_broken": "tests/data/test_audit.py",
    "audit_entry_altered": "tests/data/test_audit.py",
    "audit_end_missing": "tests/data/test_audit.py",
    "audit_end_differs": "tests/accounts/test_audit_commands.py",
}


@pytest.fixture
def context(loaded_sqlite: Database, wenzhou: Plan, settings: Settings, tmp_path: Path) -> Context:
    empty = Database(f"sqlite:///{tmp_path / 'empty'}")
    empty.migrate()
    return Context(loaded_sqlite, empty, wenzhou, settings, tmp_path)


@pytest.mark.parametrize("code", QUESTIONS)
def test_a_question_that_breaks_the_rule_is_refused(context: Context, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        QUESTIONS[code].breaks(context)
    assert code in {problem.code for problem in refused.value.problems}
    assert all("{" not in problem.message for problem in refused.value.problems)


@pytest.mark.parametrize("code", QUESTIONS)
def test_a_question_that_keeps_the_rule_is_answered(context: Context, code: str) -> None:
    assert QUESTIONS[code].keeps(context) is not None


def test_no_rule_lacks_its_examples() -> None:
    assert {*FILES, *QUESTIONS, *ELSEWHERE} == set(RULES)
    for code, file in ELSEWHERE.items():
        text = (PROJECT_FOLDER / file).read_text("utf-8")
        assert f'"{code}"' in text or RULES[code].words.split("{")[0] in text, (code, file)


def test_every_severity_is_one_of_three() -> None:
    assert {rule.severity for rule in RULES.values()} <= {"hard", "soft", "note"}
    assert Problem("blank").severity == "note"
