"""Plain routes: health, language, identity, the document, and what goes wrong in them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app
from common.settings import Settings
from common.viewer import Viewer
from data.database import Database
from data.plan_store import save_plan
from etl.intake import take_in
from etl.keeping import Upload
from etl.table import Choice
from indicators.plan import Plan
from layouts import edge, routes
from layouts.theme import NIGHT
from tests.etl.workbooks import TABLE_2
from tests.signed_in import session_cookie


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    test_client: FlaskClient = app.server.test_client()
    test_client.set_cookie("dabiao", session_cookie(app))
    return test_client


def test_health(client: FlaskClient) -> None:
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (200, "ok")


def test_health_is_bad_without_a_database(settings: Settings, tmp_path: Path) -> None:
    app = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'none'}", language="en"))
    response = app.server.test_client().get("/healthz")
    assert (response.status_code, "app.py init" in response.text) == (503, True)
    edge.close(app.server)


@pytest.mark.parametrize(("cookie", "lang", "loading"), [("", "zh-CN", "正在载入"), ("en", "en", "Loading")])
def test_the_page_frame_is_in_the_readers_language(client: FlaskClient, cookie: str, lang: str, loading: str) -> None:
    client.set_cookie("language", cookie)
    page = client.get("/").text
    assert f'<html lang="{lang}" ' in page
    assert loading in page


def test_nothing_in_the_frame_comes_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/").text
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', page) == []


@pytest.mark.parametrize(
    ("referrer", "leads_to"),
    [
        ("http://localhost/district/330327?period=2023Q4", "/district/330327?period=2023Q4"),
        ("http://localhost//evil.example/x", "/"),
        ("http://localhost/\\evil.example", "/"),
        ("https://evil.example/x", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_on_this_site(client: FlaskClient, referrer: str, leads_to: str) -> None:
    response = client.get("/language/en", headers={"Referer": referrer})
    assert (response.status_code, response.location) == (302, leads_to)
    assert "language=en" in response.headers["Set-Cookie"]


@pytest.mark.parametrize("choice", ["/language/fr", "/theme/neon"])
def test_an_unknown_choice_is_not_kept(client: FlaskClient, choice: str) -> None:
    assert "Set-Cookie" not in client.get(choice).headers


def test_the_theme_is_kept_and_holds_on_every_page(client: FlaskClient) -> None:
    client.get("/theme/dark")
    for path in ("/", "/sign-in"):
        page = client.get(path, headers={"Accept": "text/html"}).text
        assert 'data-theme="dark"' in page
        assert f"--paper:{NIGHT['paper']}" in page


def test_health_notices_a_database_that_went_away(client: FlaskClient, settings: Settings) -> None:
    assert client.get("/healthz").status_code == 200
    Path(settings.database_url.removeprefix("sqlite:///")).unlink()
    assert client.get("/healthz").status_code == 503


def test_a_plan_may_have_a_chinese_name(client: FlaskClient, loaded_sqlite: Database, wenzhou: Plan) -> None:
    operator = Viewer("r", "operator")
    with loaded_sqlite.writing() as session:
        stored = save_plan(session, replace(wenzhou, slug="温州-2026"), operator)
        session.commit()
    take_in(loaded_sqlite, stored, Upload("t.xlsx", TABLE_2.read_bytes(), operator), Choice(), upto="approved")
    response = client.get("/briefings/briefing.pdf", query_string={"plan": "温州-2026"})
    assert (response.status_code, response.data[:4]) == (200, b"%PDF")


def test_more_than_a_file_can_hold_is_not_even_read(client: FlaskClient) -> None:
    response = client.post("/_dash-update-component", data=b"x" * (16 * 2**20), content_type="application/json")
    assert response.status_code == 413


def test_the_briefing_is_a_download(client: FlaskClient) -> None:
    response = client.get("/briefings/briefing.pdf?plan=wenzhou-2025&period=2023Q4")
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert response.data.startswith(b"%PDF")
    assert "wenzhou-2025-2023Q4.pdf" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("query", ["?plan=nowhere", "?period=2030Q1", "?period=x", "?as-of=x"])
def test_a_briefing_that_cannot_be_made_says_why(client: FlaskClient, query: str) -> None:
    client.set_cookie("language", "en")
    response = client.get(f"/briefings/briefing.pdf{query}")
    assert (response.status_code, response.mimetype) == (404, "text/plain")
    assert response.text


@pytest.mark.parametrize(
    ("query", "name", "beginning"),
    [
        ("?period=2024Q1&region=330302", "330302-", b"PK"),
        ("?plan=wenzhou-2025&period=2024Q1", "wenzhou-2025-2024Q1.zip", b"PK"),
    ],
)
def test_a_template_is_a_download(client: FlaskClient, query: str, name: str, beginning: bytes) -> None:
    response = client.get(f"/returns/template{query}")
    assert response.status_code == 200
    assert response.data.startswith(beginning)
    assert name in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "query", ["", "?period=x", "?period=2023Q4", "?period=2024Q1&region=1", "?period=2024Q1&plan=x"]
)
def test_a_template_that_cannot_be_made_says_why(client: FlaskClient, query: str) -> None:
    response = client.get(f"/returns/template{query}")
    assert (response.status_code, response.mimetype) == (404, "text/plain")


def test_a_leader_downloads_no_template(app: Dash, client: FlaskClient) -> None:
    client.set_cookie("dabiao", session_cookie(app, "leader"))
    assert client.get("/returns/template?period=2024Q1&region=330302").status_code == 404


def test_our_own_failure_is_a_reference_number_without_a_traceback(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(routes, "load_assessment", fail)
    client.set_cookie("language", "en")
    response = client.get("/briefings/briefing.pdf")
    assert (response.status_code, "Traceback" in response.text) == (500, False)
    reference = response.text.rpartition(" ")[2]
    assert f"reference {reference}" in (settings.var / "dabiao.log").read_text("utf-8")


def test_two_applications_in_one_process_both_have_their_callbacks(app: Dash, settings: Settings) -> None:
    second = create_app(settings)
    assert set(second.callback_map) == set(app.callback_map)
    assert "_pages_content.children" in " ".join(_prepared(second).callback_map)
    edge.close(second.server)


def _prepared(app: Dash) -> Dash:
    app.server.test_client().get("/")
    return app
