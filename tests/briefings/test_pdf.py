"""The briefing as a PDF: readable, selectable, the same figures as the page, and never a box for a character."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from briefings.briefing import Briefing, Section, compose
from briefings.pdf import render_pdf
from common.language import use_language
from common.periods import Period
from common.viewer import Viewer
from data.assessments import assess_plan
from data.database import Database
from data.printing import print_baseline, print_completion, print_target, print_value
from data.results import PlanAssessment
from tests.quarters import take_in_quarters


@pytest.fixture
def assessment(loaded_sqlite: Database) -> PlanAssessment:
    with loaded_sqlite.reading() as session:
        return assess_plan(session, Viewer("x", "leader"), None, Period(2023, 4))


@pytest.fixture
def briefing(assessment: PlanAssessment) -> Briefing:
    return compose(assessment)


def text_of(pdf: bytes) -> str:
    """The selectable text, without the white space and the page numbers that setting it put in."""
    pages = (re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(re.sub(r"—\d+—$", "", page) for page in pages)


def test_everything_composed_can_be_selected_in_the_pdf(briefing: Briefing) -> None:
    text = text_of(render_pdf(briefing))
    for said in _everything_said(briefing):
        assert re.sub(r"\s+", "", said) in text, said


def test_without_any_installed_cjk_font_it_says_the_same(briefing: Briefing) -> None:
    pdf = render_pdf(briefing, ignore_system_fonts=True)
    text = text_of(pdf)
    for said in _everything_said(briefing):
        assert re.sub(r"\s+", "", said) in text, said
    reader: Any = PdfReader(io.BytesIO(pdf))
    fonts = {font["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert all("NotoSansSC" in font for font in fonts), fonts


def test_a_character_no_font_has_is_an_error_not_a_box(briefing: Briefing) -> None:
    broken = replace(briefing, sections=[Section("\U000e0fff\U0003134f", ["\U00016800"])])
    with pytest.raises(typst.TypstError):
        render_pdf(broken, ignore_system_fonts=True)


def test_the_figures_are_those_of_the_assessment(assessment: PlanAssessment, briefing: Briefing) -> None:
    use_language("zh")
    table = briefing.attachments[0].tables[0]
    printed = {int(row[0]): row[4:8] for row in table.rows}
    for row in assessment.of_region("330300"):
        assert printed[row.indicator.number] == [
            print_baseline(row), print_value(row), print_target(row), print_completion(row),
        ]  # fmt: skip
    assert (printed[1], printed[21]) == (["5.0", "5.0", "6", "83.3%"], ["600", "600", "1200", "50.0%"])
    assert printed[5] == ["无基期", "无数值", "超过90%", "无数值"]


def test_county_tables_begin_with_the_own_level_and_end_with_the_total(briefing: Briefing) -> None:
    for table in briefing.attachments[1].tables:
        assert [table.rows[0][0], table.rows[-1][0], len(table.rows)] == ["市本级", "合计", 14]
    charities = next(table for table in briefing.attachments[1].tables if table.title.startswith("慈善组织"))
    by_region = {row[0]: row[1:] for row in charities.rows}
    assert by_region["苍南"] == ["7", "7", "19", "36.8%", "0.0%"]
    assert by_region["龙港"] == ["21", "21", "8", "262.5%", "目标低于基期"]


def test_every_reported_figure_names_its_cell(briefing: Briefing) -> None:
    rows = briefing.attachments[2].tables[0].rows
    assert len(rows) == 22 + 13 * 5
    assert ["苍南", "4A5A等级", "34", "34", "table2_counties.xlsx", "表2!E15", "1"] in [row[:7] for row in rows]


def test_figures_that_do_not_agree_are_named_without_saying_which_is_right(briefing: Briefing) -> None:
    (doubts,) = [section for section in briefing.sections if "核实" in section.heading]
    assert "社区发展基金会：温州市公布的数据为21家，分县（市、区）合计为20家，不一致，请核实。" in doubts.paragraphs
    assert any("鹿城（基期34，目标22）" in paragraph for paragraph in doubts.paragraphs)


def test_the_document_is_chinese_whatever_the_readers_language(assessment: PlanAssessment, briefing: Briefing) -> None:
    use_language("en")
    assert compose(assessment) == briefing
    assert not re.search(r"[a-z]{4,}", "".join(briefing.sections[1].paragraphs))


def test_the_same_briefing_gives_the_same_bytes(assessment: PlanAssessment, briefing: Briefing) -> None:
    """Also on another day: the date in the file is that of its figures, not of its making."""
    assert render_pdf(compose(assessment)) == render_pdf(briefing)
    earlier = replace(briefing, known_at=datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))
    metadata: Any = PdfReader(io.BytesIO(render_pdf(earlier))).metadata
    assert metadata.creation_date == earlier.known_at


def test_markup_in_a_text_stays_text(briefing: Briefing) -> None:
    nasty = '#let x = 1; *bold* _it_ $a$ <label> @ref \\ "quoted" ``` // = heading'
    marked = replace(briefing, sections=[Section("一、" + nasty, [nasty])])
    assert re.sub(r"\s+", "", nasty) in text_of(render_pdf(marked))


def test_the_pdf_has_its_title_and_language(briefing: Briefing) -> None:
    reader: Any = PdfReader(io.BytesIO(render_pdf(briefing)))
    assert reader.metadata.title == "".join(briefing.title_lines)
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert [item["/Title"] for item in reader.outline if not isinstance(item, list)][:2] == [
        "一、编制依据",
        "二、总体情况",
    ]


def _everything_said(briefing: Briefing) -> list[str]:
    said = [*briefing.title_lines, briefing.subtitle]
    for section in briefing.sections:
        said += [section.heading, *section.paragraphs]
    for attachment in briefing.attachments:
        said.append(attachment.title)
        for table in attachment.tables:
            said += [*table.head, table.note]
            said += [cell for row in table.rows for cell in row]
    return said


@pytest.fixture
def judged(loaded_sqlite: Database) -> PlanAssessment:
    """The fourth quarter of 2024, of simulated returns."""
    take_in_quarters(loaded_sqlite)
    with loaded_sqlite.reading() as session:
        return assess_plan(session, Viewer("x", "leader"), None, Period(2024, 4))


def test_after_the_baseline_tables_tell_lead_and_status_and_by_which_rules(judged: PlanAssessment) -> None:
    briefing = compose(judged)
    indicators, regions = briefing.attachments[0].tables[0], briefing.attachments[1].tables
    assert indicators.head[8:] == ["进度差", "状态", "说明"]
    printed = {row[1]: row[8:10] for row in indicators.rows}
    assert printed["4A5A等级"] == ["-5.3", "● 基本符合预期"]
    assert printed["党建入章率"] == ["-30.0", "▲ 滞后"]
    assert printed["公益创投资助项目数"] == ["-40.9", "■ 严重滞后"]
    assert printed["非法组织处置数"] == ["方向未定", "○ 口径未定"]
    charities = next(table for table in regions if table.title.startswith("慈善组织"))
    assert {row[0]: row[6:] for row in charities.rows}["苍南"] == ["-33.3", "■ 严重滞后"]
    for table in (indicators, *regions):
        assert "按评价规则集1，进度差≥+10 快于预期、≥0 符合预期、≥-10 基本符合预期、≥-30 滞后" in table.note


def test_a_quarter_made_up_since_says_so(judged: PlanAssessment, loaded_sqlite: Database) -> None:
    with loaded_sqlite.reading() as session:
        second = compose(assess_plan(session, Viewer("x", "leader"), None, Period(2024, 2)))
    printed = {row[1]: row[9] for row in second.attachments[0].tables[0].rows}
    assert printed["4A5A等级"] == "▲ 滞后（补回）"


def test_the_overall_part_counts_the_classes_and_names_the_warnings(judged: PlanAssessment) -> None:
    overall = "".join(compose(judged).sections[1].paragraphs)
    assert "22项指标中，2项提前实现、1项快于预期、2项符合预期、2项基本符合预期、1项滞后、2项严重滞后" in overall
    assert "约束性指标预警6项：" in overall
    assert "党建入章率滞后，落后时序进度30.0个百分点" in overall
    assert "非法组织处置数口径未定；" in overall


def test_what_is_said_of_a_later_quarter_stands_in_the_pdf(judged: PlanAssessment) -> None:
    briefing = compose(judged)
    text = text_of(render_pdf(briefing, ignore_system_fonts=True))
    for said in _everything_said(briefing):
        assert re.sub(r"\s+", "", said) in text, said
    assert "含模拟数据" in briefing.subtitle


def test_the_baseline_period_says_nothing_of_lights(briefing: Briefing) -> None:
    assert "状态" not in briefing.attachments[0].tables[0].head
    assert "按时序进度评价" not in "".join(briefing.sections[1].paragraphs)
    assert [table.note for one in briefing.attachments for table in one.tables] == [""] * 8
