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
    assert ["苍南", "4A5A等级", "34", "34", "table2_counties.xlsx", "表2", "E15", "1"] in [row[:8] for row in rows]


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
            said += table.head
            said += [cell for row in table.rows for cell in row]
    return said
