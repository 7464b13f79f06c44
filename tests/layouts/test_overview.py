"""The overview: classes that filter it, the way to the target as a line, what changed, and who has reported."""

from fractions import Fraction
from typing import Any

import pytest
from dash.development.base_component import Component

from common.viewer import Viewer
from data.database import Database
from data.results import Assessment
from etl.keeping import Upload
from etl.table import Choice
from indicators.plan import Plan
from layouts import overview
from layouts.address import Address
from layouts.bullet import bullet
from layouts.edge import load_assessment, reading
from layouts.way_strip import way_strip
from tests.etl.workbooks import book
from tests.layouts.components import links, text_of, walk
from tests.quarters import take_in_quarters
from tests.taking import take

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def judged(loaded_sqlite: Database) -> Database:
    take_in_quarters(loaded_sqlite)
    return loaded_sqlite


def of_class(page: Component, name: str) -> list[Component]:
    return [one for one in walk(page) if name in str(getattr(one, "className", "")).split()]


def rows_of(page: Component) -> list[str]:
    """The indicators of the table, by the addresses of their pages."""
    (table, *_rest) = [one for one in walk(page) if type(one).__name__ == "Tbody"]
    return [href for href in links(table) if href.startswith("/indicator/")]


@pytest.mark.usefixtures("judged")
def test_each_class_is_a_part_of_one_bar_and_leaves_its_indicators_alone() -> None:
    page = overview.layout(period="2024Q4")
    classes = {href: words for href, words in links(page).items() if "status=" in href}
    assert sum(int(words.split()[-1 if "binding" not in words else -3]) for words in classes.values()) == 22
    (href,) = [href for href in classes if "status=behind" in href]
    filtered = overview.layout(period="2024Q4", status="behind")
    assert 0 < len(rows_of(filtered)) < len(rows_of(page)) == 22
    assert f"Indicators: behind, {len(rows_of(filtered))}" in text_of(filtered)
    # Pressed again, and by the way back, everything is there.
    assert "/?period=2024Q4" in links(filtered)
    assert "period=2024Q4" in href


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize("status", ["nothing", "<script>", "ahead_of_time"])
def test_a_class_that_is_none_leaves_everything(status: str) -> None:
    assert len(rows_of(overview.layout(period="2024Q4", status=status))) == 22


def way(row: Assessment) -> dict[str, str]:
    """Where the marks of a line stand, by their kinds."""
    return {
        str(one.className).removeprefix("point "): str(one.style["left"])
        for one in walk(bullet(row))
        if str(getattr(one, "className", "")).startswith("point")
    }


def assessed(indicator: str, region: str) -> Assessment:
    with reading() as session:
        row = load_assessment(session, Address()).cell(indicator, region)
    assert row is not None
    return row


@pytest.mark.usefixtures("judged")
def test_the_line_puts_value_and_schedule_where_their_shares_are() -> None:
    row = assessed("community_foundations", "330300")
    marks = way(row)
    assert (marks["baseline"], marks["target"]) == ("12.0%", "88.0%")
    assert marks["schedule"] == "50.0%"
    assert row.progress.value is not None
    assert marks["value"] == f"{12 + 76 * float(row.progress.value):.1f}%"
    assert "of the way" in str(getattr(bullet(row), "title", ""))


@pytest.mark.usefixtures("judged")
def test_what_fell_back_or_overtook_stands_at_the_lines_end() -> None:
    with reading() as session:
        rows = [row for row in load_assessment(session, Address()).rows if row.progress.value is not None]
    kinds = set()
    for row in rows:
        progress, marks = row.progress.value, way(row)
        (kind,) = {"value", "value beyond"} & marks.keys()
        kinds.add(kind)
        assert 2 <= float(marks[kind].rstrip("%")) <= 98
        assert progress is not None
        assert (kind == "value beyond") is not (Fraction(-12, 76) <= progress <= Fraction(88, 76))
    assert kinds == {"value", "value beyond"}


def test_without_a_way_there_is_the_share_of_the_target() -> None:
    assert way(assessed("healthy_rate", "330300")) == {}


def test_leaders_are_told_who_waits_for_approval_and_no_figure_of_it(loaded_sqlite: Database) -> None:
    analyst = Viewer("command-line", "operator")
    for region, rated, upto in (("鹿城", 28, "approved"), ("苍南", 6543, "submitted")):
        content = book([["区划", "4A5A等级"], ["", "2024年一季度"], [region, rated]])
        choice = Choice(explanation="made up for tests")
        take(loaded_sqlite, Upload("return.xlsx", content, analyst), choice, upto=upto)
    shown = text_of(overview.layout(period="2024Q1"))
    assert "1 of 13 regions approved" in shown
    assert "submitted, not approved yet: 苍南" in " ".join(shown.split())
    assert "6543" not in shown


@pytest.mark.usefixtures("judged")
def test_nothing_changed_is_said_and_what_was_reported_first_leads_to_its_page() -> None:
    page = overview.layout(period="2024Q2")
    (groups,) = of_class(page, "changed-groups")
    assert "First reported" in text_of(groups)
    assert any(href.startswith("/district/") for href in links(groups))


@pytest.mark.usefixtures("judged")
def test_the_first_sentence_counts_every_indicator_once() -> None:
    rows = assessed_rows("330300")
    (words,) = [text_of(one) for one in of_class(overview.layout(period="2024Q4"), "finding")]
    counts = [int(word) for word in words.replace(";", "").split() if word.isdecimal()]
    count, binding, good, behind, unclear, warnings = counts
    assert (count, good + behind + unclear) == (22, 22)
    assert (binding, warnings) == (9, sum(row.warning is not None for row in rows))
    assert behind == sum(row.light in ("yellow", "red") for row in rows)


def assessed_rows(region: str) -> tuple[Assessment, ...]:
    with reading() as session:
        return load_assessment(session, Address()).of_region(region)


@pytest.mark.usefixtures("judged")
def test_every_way_that_can_be_measured_is_on_one_line() -> None:
    rows = assessed_rows("330300")
    strip = way_strip(rows, Fraction(1, 2))
    points: list[Any] = of_class(strip, "point") if strip else []
    measured = [row for row in rows if row.progress.value is not None]
    assert [one.title.rpartition(" ")[0] for one in points] == [row.indicator.name for row in measured]
    at = {
        row.indicator.name: float(one.style["left"].removesuffix("%"))
        for row, one in zip(measured, points, strict=True)
    }
    assert sorted(at, key=at.__getitem__) == [
        row.indicator.name for row in sorted(measured, key=lambda row: min(max(row.progress.value or 0, -0.2), 1.2))
    ]
    assert all(0 <= place <= 100 for place in at.values())


def test_without_a_way_there_is_no_line() -> None:
    assert way_strip((), Fraction(1, 2)) is None


def test_targets_that_nobody_can_judge_are_listed_by_what_stands_in_the_way(wenzhou: Plan) -> None:
    (card,) = [one for one in walk(overview.layout()) if getattr(one, "id", None) == "doubts"]
    reasons = [text_of(one) for one in walk(card) if type(one).__name__ == "Summary"]
    assert [reason.split(" · ")[0].split() for reason in reasons] == [
        ["direction", "unclear", "2"],
        ["target", "below", "base", "7"],
    ]
    for one in wenzhou.targets:
        if one.region != wenzhou.root.code and _number(one.target) < _number(one.baseline):
            name = wenzhou.indicator_by_code[one.indicator].name
            assert f"{wenzhou.region_by_code[one.region].name} {name}" in text_of(card)


def _number(text: str) -> float:
    """A plain figure; what is none is worse than nothing."""
    return float(text) if text.replace(".", "").isdecimal() else float("nan")
