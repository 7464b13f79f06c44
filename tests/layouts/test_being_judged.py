"""While a large plan is judged no page hangs: one waits and comes back by itself, others show what was known before."""

from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from data import judged_once, judging_apart
from data.database import Database
from layouts import district, overview, source_panel
from tests.data.test_judged_apart import Judge
from tests.data.test_judgement import report
from tests.layouts.components import text_of, walk
from tests.layouts.test_permissions import signed_in

FIGURE = "#source=value:rated_4a5a:330327"


@pytest.fixture(autouse=True)
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Every plan is a large one."""
    monkeypatch.setattr(judged_once, "_MOST_HERE", 0)
    monkeypatch.setattr(judging_apart, "process", judging_apart._Process())
    judge = Judge(tmp_path / "results")
    monkeypatch.setattr(judging_apart, "_started", judge.start)
    return judge


@pytest.mark.usefixtures("request_context")
def test_a_page_waits_for_the_first_figures_and_loads_itself_again(judge: Judge) -> None:
    for page in (overview.layout(), district.layout(region_code="330327")):
        assert "The figures are being computed" in text_of(page)
        assert [one.id for one in walk(page) if type(one).__name__ == "Interval"] == ["being-judged"]
    judge.work()
    page = overview.layout()
    assert "The figures are being computed" not in text_of(page)
    assert not [one for one in walk(page) if type(one).__name__ == "Interval"]


@pytest.mark.usefixtures("request_context")
def test_a_panel_says_that_its_figure_is_being_computed() -> None:
    shown = source_panel.follow(FIGURE, "", closed_by_hand=False)
    assert shown.is_open
    assert "are being computed" in text_of(shown.content)


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return signed_in(app, "leader")


def test_a_document_is_to_be_asked_for_later(client: FlaskClient, judge: Judge) -> None:
    answer = client.get("/briefings/briefing.pdf")
    assert (answer.status_code, "are being computed" in answer.text) == (503, True)
    judge.work()
    assert client.get("/briefings/briefing.pdf").status_code == 200


@pytest.mark.usefixtures("request_context")
def test_a_page_says_that_more_is_known_than_it_shows(loaded_sqlite: Database, judge: Judge) -> None:
    overview.layout()
    judge.work()
    assert "what was known on" not in text_of(overview.layout())
    report(loaded_sqlite, "2023Q4", {("rated_4a5a", "330327"): 41})
    before = district.layout(region_code="330327")
    assert "This is what was known on" in text_of(before)
    assert "34" in [text_of(one) for one in walk(before) if getattr(one, "href", "") == FIGURE]
    judge.work()
    new = district.layout(region_code="330327")
    assert "what was known on" not in text_of(new)
    assert "41" in [text_of(one) for one in walk(new) if getattr(one, "href", "") == FIGURE]


@pytest.mark.usefixtures("request_context")
def test_who_asks_for_an_earlier_day_is_told_nothing_of_later_ones(loaded_sqlite: Database, judge: Judge) -> None:
    day = "2100-01-01"
    overview.layout(**{"as-of": day})
    judge.work()
    assert "what was known on" not in text_of(overview.layout(**{"as-of": day}))
