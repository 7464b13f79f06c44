"""Nothing answers without asking what its reader may do: every page, callback and route, walked through."""

import base64
import json
import re
import sys
from typing import Any, get_args

import dash
import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import func, select

from common import viewer
from common.viewer import ALLOWED, Action
from data.database import Database
from data.return_models import ReturnRow
from etl.keeping import Upload
from layouts.security import OPEN
from tests.etl.workbooks import book
from tests.signed_in import session_cookie
from tests.taking import take

# What anybody who has signed in may have: the frame around the pages, the rules of the method, their own account.
FOR_EVERYBODY = {
    "/static/<path:filename>",
    "/_dash-layout",
    "/_dash-dependencies",
    "/_reload-hash",
    "/sign-out",
    "/password",
    "/method",
    "/method/examples",
    "/404",
}
PATHS = {
    "region_code": "330327", "indicator_code": "rated_4a5a", "return_id": "1", "number": "1",
    "name": "indicators",
}  # fmt: skip
# What a page always holds, and sends along.
HELD = {
    "return-revision.data": 1, "review-period.data": "2023Q4", "reading-indicator.data": "rated_4a5a",
    "_pages_location.pathname": "/",
}  # fmt: skip

# How a page, a callback or a route says that it is not for who asks.
REFUSED = (
    "Your role does not allow this", "There is no return", "You may not", "This page is for administrators",
    "The audit trail is for the auditor", "Leaders see approved figures only", "Returns are sent by analysts",
)  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The actions that were asked about, wherever `can` is used."""
    found: list[str] = []
    original = viewer.can

    def spy(who: viewer.Viewer, action: viewer.Action, region: str | None = None) -> bool:
        found.append(action)
        return original(who, action, region)

    for module in list(sys.modules.values()):
        if getattr(module, "can", None) is original:
            monkeypatch.setattr(module, "can", spy)
    return found


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return signed_in(app, "reviewer")


@pytest.fixture
def denied(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client of somebody who, whatever is asked, may not do it."""
    original = viewer.can
    for module in list(sys.modules.values()):
        if getattr(module, "can", None) is original:
            monkeypatch.setattr(module, "can", lambda *_asked: False)
    return client


def is_refused(status: int, said: str) -> bool:
    return status in (403, 404) or any(words in said for words in REFUSED)


def signed_in(app: Dash, account: str) -> FlaskClient:
    """A client of somebody, with the token that pages carry."""
    client: FlaskClient = app.server.test_client()
    client.set_cookie("dabiao", session_cookie(app, account))
    client.set_cookie("language", "en")
    client.get("/method", headers={"Accept": "text/html"})
    return client


def call(app: Dash, client: FlaskClient, key: str, values: dict[str, Any] | None = None) -> tuple[int, str]:
    """Call a callback as the browser does, with nothing chosen unless `values` says so; the first of them changed."""
    return send(client, payload(app, key, values))


def payload(app: Dash, key: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the browser sends for a callback. `selects` are those that a callback asks for together, with their ids."""
    callback = app.callback_map[key]
    given = values or {}

    def said(end: dict[str, Any]) -> Any:
        if end["id"].startswith("{"):
            of_each = given.get("selects", [])
            return [
                {"id": i, "property": end["property"], "value": i if end["property"] == "id" else v} for i, v in of_each
            ]
        name = f"{end['id']}.{end['property']}"
        return {"id": end["id"], "property": end["property"], "value": given.get(name, HELD.get(name))}

    outputs = [
        {"id": json.loads(i) if i.startswith("{") else i, "property": p.partition("@")[0]}
        for i, p in (one.rsplit(".", 1) for one in key.strip(".").split("..."))
    ]
    return {
        "output": key,
        "outputs": outputs if key.startswith("..") else outputs[0],
        "inputs": [said(end) for end in callback["inputs"]],
        "state": [said(end) for end in callback["state"]],
        "changedPropIds": [name for name in given if "." in name][:1],
    }


def send(client: FlaskClient, body: object) -> tuple[int, str]:
    """Send it, with the token that the page carries."""
    token = client.get_cookie("_csrf_token")
    headers = {"X-CSRFToken": token.value if token else ""}
    response = client.post("/_dash-update-component", json=body, headers=headers)
    # Written anew, for Dash writes / and < as numbers.
    said = json.dumps(response.json, ensure_ascii=False) if response.is_json else response.text
    return response.status_code, said


def routes_to_ask(app: Dash) -> dict[str, str]:
    """The routes that are not for everybody, each with an address."""
    return {
        rule.rule: re.sub(r"<(?:\w+:)?(\w+)>", lambda match: PATHS[match[1]], rule.rule) + "?period=2024Q1"
        for rule in app.server.url_map.iter_rules()
        if not (rule.endpoint in OPEN or rule.rule in FOR_EVERYBODY)
        and rule.rule not in ("/", "/<path:path>", "/_dash-update-component")
    }


def calls_to_ask(app: Dash) -> dict[str, tuple[str, dict[str, Any]]]:
    """The pages that are not for everybody, and the callbacks, each as it is called."""
    pages = [page["path_template"] or page["path"] for page in dash.page_registry.values()]
    key = next(key for key in app.callback_map if "_pages_content.children" in key)
    calls = {
        path: (key, {"_pages_location.pathname": re.sub(r"<(\w+)>", lambda match: PATHS[match[1]], path)})
        for path in pages
        if path not in FOR_EVERYBODY
    }
    for key, callback in app.callback_map.items():
        if "callback" in callback and "_pages_" not in key:
            calls[key] = (key, PRESSED.get(key.strip(".").partition(".")[0], {}))
    return calls


def test_every_route_asks_what_its_reader_may_do(app: Dash, client: FlaskClient, asked: list[str]) -> None:
    silent = []
    for rule, address in routes_to_ask(app).items():
        asked.clear()
        client.get(address)
        if not asked:
            silent.append(rule)
    assert silent == []


def test_every_page_and_callback_asks_what_its_reader_may_do(app: Dash, client: FlaskClient, asked: list[str]) -> None:
    silent = []
    for name, (key, values) in calls_to_ask(app).items():
        asked.clear()
        call(app, client, key, values)
        if not asked:
            silent.append(name)
    assert silent == []


def test_every_route_page_and_callback_heeds_the_answer(app: Dash, denied: FlaskClient) -> None:
    answers = {rule: denied.get(address) for rule, address in routes_to_ask(app).items()}
    assert {rule: one.status_code for rule, one in answers.items() if one.status_code not in (403, 404)} == {}
    said = {name: call(app, denied, key, values) for name, (key, values) in calls_to_ask(app).items()}
    _status, links = said.pop("navigation.children")
    assert [path for path in ("/review", "/returns", "/admin") if path in links] == []
    assert {name: one for name, one in said.items() if not is_refused(*one)} == {}


PRESSED: dict[str, dict[str, Any]] = {
    "source-panel": {"address.hash": "#source=value:rated_4a5a:330327", "address.search": ""},
}


FORBIDDEN = [
    (role, key, action)
    for role in ("leader", "analyst", "reviewer", "administrator", "auditor")
    for key, action in {
        "returns-template.children": "submit",
        "returns-download.data": "submit",
        "..returns-result.children...returns-take.disabled...returns-submit.disabled...returns-file.contents...returns-seen.data..": "submit",
        "..return-body.children...return-result.children..": "see_drafts",
        "..review-body.children...review-result.children..": "approve",
        "..binding-kept.data...binding-said.children..": "submit",
        "..reading-result.children...readings.children..": "confirm",
    }.items()
    if action not in ALLOWED[role]
]


@pytest.mark.parametrize(("role", "key", "action"), FORBIDDEN)
def test_a_forged_callback_does_nothing_for_who_may_not(
    app: Dash, role: str, key: str, action: Action, caplog: pytest.LogCaptureFixture
) -> None:
    client = signed_in(app, role)
    _status, said = call(app, client, key, {})
    assert "Your role does not allow this" in said
    # It is no failure of ours: nobody looks for its reference number.
    assert "reference" not in caplog.text


@pytest.mark.parametrize("role", ["leader", "administrator", "analyst:330383", "reviewer"])
def test_who_sees_no_drafts_is_shown_none(app: Dash, loaded_sqlite: Database, role: str) -> None:
    """A draft of 苍南 is for its analyst and the bureau: its page, the list it stands in, and the return's number."""
    reporter = viewer.Viewer("analyst:330327", "analyst", frozenset({"330327"}))
    content = book([["区划", "4A5A等级"], ["", "2024年一季度"], ["苍南", 36]])
    assert take(loaded_sqlite, Upload("return.xlsx", content, reporter)).taken
    with loaded_sqlite.reading() as session:
        number = session.scalars(select(func.max(ReturnRow.id))).one()
    client, sees = signed_in(app, role), role == "reviewer"
    key = next(key for key in app.callback_map if "_pages_content.children" in key)
    _status, page = call(app, client, key, {"_pages_location.pathname": f"/returns/{number}"})
    assert (is_refused(200, page), "return.xlsx" in page) == (not sees, sees)
    values = {"_pages_location.pathname": "/review", "_pages_location.search": "?period=2024Q1"}
    _status, listed = call(app, client, key, values)
    assert (f"/returns/{number}" in listed, "state draft" in listed) == (sees, sees)


@pytest.mark.parametrize("path", ["/", "/district/330327", "/indicator/rated_4a5a"])
def test_an_administrator_sees_no_figure(app: Dash, path: str) -> None:
    client = signed_in(app, "administrator")
    key = next(key for key in app.callback_map if "_pages_content.children" in key)
    _status, said = call(app, client, key, {"_pages_location.pathname": path, "_pages_location.search": ""})
    assert "Your role does not allow this" in said
    assert "453" not in said


def test_every_action_is_somebodys() -> None:
    given = set().union(*(actions for role, actions in ALLOWED.items() if role != "operator"))
    assert given == set(get_args(Action)) == ALLOWED["operator"]


def test_administration_operation_and_audit_are_apart() -> None:
    apart = [("manage_people", "submit"), ("manage_people", "approve"), ("manage_people", "see_audit"), ("see_audit", "approve"),
        ("submit", "approve")]  # fmt: skip
    for role, actions in ALLOWED.items():
        assert role == "operator" or not any({one, other} <= actions for one, other in apart)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("analyst:330327", 404),
        ("analyst:330302", 200),
        ("reviewer", 200),
        ("leader", 404),
        ("administrator", 403),
        ("auditor", 200),
    ],
)
def test_a_template_holds_figures_and_is_for_who_may_see_them(app: Dash, role: str, status: int) -> None:
    response = signed_in(app, role).get("/returns/template?period=2024Q1&region=330302")
    assert response.status_code == status


@pytest.mark.parametrize(
    ("role", "says"), [("leader", True), ("reviewer", False), ("analyst:330327", False), ("administrator", False)]
)
def test_leaders_are_told_that_they_see_what_is_approved(app: Dash, role: str, says: bool) -> None:
    frame = signed_in(app, role).get("/_dash-layout").text
    assert ("approved figures only" in frame) is says


def test_a_file_is_what_it_holds_whatever_it_is_called_or_declared_to_be(app: Dash) -> None:
    client = signed_in(app, "analyst")
    page = (
        "data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,"
        + base64.b64encode(b"<html><script>alert(1)</script>").decode()
    )
    key = next(key for key in app.callback_map if key.startswith("..returns-result"))
    _status, said = call(
        app,
        client,
        key,
        {"returns-file.contents": page, "returns-file.filename": "<img src=x>.xlsx", "address.search": ""},
    )
    assert "is a web page or XML under the name of a workbook" in said
    assert "figures would be stored" not in said


@pytest.mark.parametrize(
    "path",
    [
        "/returns/1/revisions/1/file",
        "/returns/1/revisions/1/marked",
        "/briefings/briefing.pdf",
        "/tables/indicators.xlsx",
    ],
)
def test_an_administrator_is_given_no_file_with_figures(app: Dash, path: str) -> None:
    assert signed_in(app, "administrator").get(path).status_code in (403, 404)


@pytest.mark.parametrize("path", ["/returns/1", "/review"])
def test_an_administrator_sees_no_return(app: Dash, path: str) -> None:
    client = signed_in(app, "administrator")
    key = next(key for key in app.callback_map if "_pages_content.children" in key)
    _status, said = call(app, client, key, {"_pages_location.pathname": path, "_pages_location.search": ""})
    assert "Your role does not allow this" in said or "There is no return" in said
    assert "50000" not in said


def test_an_administrator_comes_to_the_people(app: Dash) -> None:
    assert signed_in(app, "administrator").get("/", headers={"Accept": "text/html"}).location == "/admin/people"
