"""Wherever a simulated figure appears it says so, and an official one beside it does not."""

import csv
import io
from typing import Any

import openpyxl
import pytest

from briefings.briefing import compose
from commands import as_text
from common.language import use_language
from common.periods import Period
from common.viewer import Viewer
from data.assessments import assess_plan
from data.database import Database
from data.exports import as_csv, as_records
from data.plan_store import load_plan
from data.results import PlanAssessment
from etl.keeping import Upload
from etl.table import Choice
from etl.template_workbook import template_file
from layouts import district, indicator, method, overview, source_panel
from tests.etl.workbooks import book
from tests.layouts.components import text_of, walk
from tests.quarters import take_in_quarters, take_in_simulated
from tests.taking import take

OPERATOR = Viewer("command-line", "operator")
CANGNAN, LUCHENG, CITY = "330327", "330302", "330300"
MIXED = Period(2025, 1)


@pytest.fixture(autouse=True)
def mixed(loaded_sqlite: Database, request_context: None) -> None:
    """Of the first quarter of 2025 苍南's figure is official and 鹿城's is simulated, as are all of 2024."""
    take_in_quarters(loaded_sqlite)
    take_in_simulated(loaded_sqlite, (("区划", "4A5A等级"), ("鹿城", 28)), Choice(None, MIXED))
    upload = Upload("official.xlsx", book([("区划", "4A5A等级"), ("苍南", 36)]), OPERATOR)
    take(loaded_sqlite, upload, Choice(None, MIXED, "made up for tests"), upto="approved")


@pytest.fixture
def assessment(loaded_sqlite: Database) -> PlanAssessment:
    with loaded_sqlite.reading() as session:
        return assess_plan(session, OPERATOR, None, MIXED)


def test_every_link_to_a_simulated_figure_is_marked() -> None:
    marked = _marked(overview.layout())
    value, completion = "#source=value:rated_4a5a:", "#source=completion:rated_4a5a:"
    assert {value + CITY, completion + LUCHENG} <= marked
    assert (
        not {completion + CANGNAN, "#source=baseline:rated_4a5a:" + CITY, "#source=target:rated_4a5a:" + CITY} & marked
    )
    assert "#source=lead:rated_4a5a:" + LUCHENG in _marked(district.layout(region_code=LUCHENG))
    assert _marked(district.layout(region_code=CANGNAN)) == set()
    assert _marked(indicator.layout(indicator_code="rated_4a5a"))


def test_of_an_official_quarter_only_earlier_ones_are_marked() -> None:
    page = indicator.layout(indicator_code="rated_4a5a")
    history = next(one for one in walk(page) if getattr(one, "className", None) == "history")
    said = [text_of(item) for item in history.children]
    assert ["simulated data" in words for words in said] == [False, False, True, False, True, True]
    assert "simulated" in next(text_of(one) for one in walk(page) if type(one).__name__ == "Figcaption")


def test_the_panel_of_a_sum_of_very_many_names_the_first_and_counts_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    def shown() -> tuple[int, str]:
        content = source_panel.follow(
            f"#source=completion:charities:{CITY}", "?period=2023Q4", closed_by_hand=False
        ).content
        return len([one for one in walk(content) if type(one).__name__ == "Tr"]), text_of(content)

    rows, words = shown()
    assert "and 3 more" not in words
    monkeypatch.setattr(source_panel, "AT_ONCE", 10)
    few, words = shown()
    assert rows - few == 3
    assert "and 3 more: all regions are on the indicator's page" in words


def test_the_panel_of_a_sum_tells_the_origin_of_each_part() -> None:
    shown = source_panel.follow(f"#source=value:rated_4a5a:{CITY}", "", closed_by_hand=False)
    rows = [text_of(one) for one in walk(shown.content) if type(one).__name__ == "Tr"]
    assert [row.endswith(origin) for row, origin in zip(rows, ("Origin", "simulated data", "official"), strict=True)]
    assert text_of(shown.content).count("simulated data") == 2
    official = source_panel.follow(f"#source=value:rated_4a5a:{CANGNAN}", "", closed_by_hand=False)
    assert "simulated" not in text_of(official.content)


def test_the_example_of_the_method_says_what_its_figures_are() -> None:
    (example,) = [one for one in walk(method.layout()) if getattr(one, "id", None) == "example"]
    (title,) = [text_of(one) for one in walk(example) if type(one).__name__ == "H3"]
    assert title.endswith("first quarter 2025 simulated data")


def test_other_programs_are_told_the_origin(assessment: PlanAssessment) -> None:
    records = as_records(assessment.of_indicator("rated_4a5a"), assessment.period)
    origins = {record["region"]: record["origin"] for record in records}
    assert (origins[CITY], origins[LUCHENG], origins[CANGNAN]) == ("simulated", "simulated", "official")
    assert origins["330303"] is None
    rows = list(csv.DictReader(io.StringIO(as_csv(records))))
    assert {row["region"]: row["origin"] for row in rows}[LUCHENG] == "simulated"


def test_so_is_who_reads_the_command_line(assessment: PlanAssessment) -> None:
    lines = as_text(assessment.of_indicator("rated_4a5a")).splitlines()
    said = {line.split()[0]: line.endswith("  simulated data") for line in lines}
    assert (said["温州"], said["鹿城"], said["苍南"], said["龙湾"]) == (True, True, False, False)


def test_the_briefing_marks_every_simulated_figure(assessment: PlanAssessment) -> None:
    briefing = compose(assessment)
    assert "数据中含模拟数据" in briefing.sections[0].paragraphs[0]
    whole, regions, sources = (attachment.tables for attachment in briefing.attachments)
    assert {row[1]: row[5] for row in whole[0].rows}["4A5A等级"] == "64*"
    rated = next(table for table in regions if table.title.startswith("4A5A等级"))
    values = {row[0]: row[2] for row in rated.rows}
    assert (values["鹿城"], values["苍南"], values["合计"]) == ("28*", "36", "64*")
    assert [("标“*”的现值为模拟数据" in table.note) for table in (whole[0], rated)] == [True, True]
    assert not any("*" in table.note for table in regions if table is not rated)
    head = sources[0].head.index("数据性质")
    assert {row[0]: row[head] for row in sources[0].rows} == {"鹿城": "模拟", "苍南": "正式"}


def test_a_template_says_what_its_last_figures_are(loaded_sqlite: Database) -> None:
    use_language("zh")
    heads = {region: _heads(loaded_sqlite, region) for region in (LUCHENG, CANGNAN)}
    assert heads[LUCHENG] == ["上期值（2025年一季度）（模拟数据）", "上期亮灯（模拟数据）"]
    assert heads[CANGNAN] == ["上期值（2025年一季度）", "上期亮灯"]


def _marked(page: Any) -> set[str]:
    """The links of a page that are marked as simulated, in words as well as by their looks."""
    return {
        one.href
        for one in walk(page)
        if getattr(one, "href", None)
        and "made-up" in (getattr(one, "className", None) or "").split()
        and one.title == "simulated data"
    }


def _heads(database: Database, region: str) -> list[str]:
    """The headings of the last figure and its light in a region's template for the quarter after."""
    with database.reading() as session:
        plan = load_plan(session)
        where, when = plan.plan.region_by_code[region], Period(2025, 2)
        _name, content = template_file(session, plan, OPERATOR, where, when)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [str(sheet.cell(4, column).value) for column in (6, 7)]
