"""What a page is called in the browser's tab: what it is of, in its reader's language; no two alike."""

import json

import pytest
from dash import Dash

from tests.layouts.attempts import callback_key
from tests.layouts.test_permissions import call, signed_in

CHOSEN = "?period=2023Q4&as-of=2999-12-31"


def title(app: Dash, account: str, path: str, search: str = "", language: str = "zh") -> str:
    client = signed_in(app, account)
    client.set_cookie("language", language)
    values = {"_pages_location.pathname": path, "_pages_location.search": search}
    said = call(app, client, callback_key(app, "_pages_content.children"), values)[1]
    found: str = json.loads(said)["response"]["_pages_store"]["data"]["title"]
    return found


@pytest.mark.parametrize(
    ("account", "path", "search", "language", "expected"),
    [
        ("leader", "/", "", "zh", "温州市社会组织发展指标（2023—2025年） · 2023年四季度 · 达标"),
        ("leader", "/district/330303", "", "zh", "龙湾区 · 2023年四季度 · 达标"),
        ("leader", "/district/330303", "", "en", "龙湾区 · fourth quarter 2023 · Dabiao"),
        ("leader", "/district/330303", CHOSEN, "zh", "龙湾区 · 2023年四季度 · 截至 2999-12-31 · 达标"),
        ("leader", "/indicator/rated_4a5a", "", "zh", "4A5A等级 · 2023年四季度 · 达标"),
        ("leader", "/method", "", "zh", "方法 · 2023年四季度 · 达标"),
        ("leader", "/method/examples", "", "zh", "方法算例 · 达标"),
        ("reviewer", "/review", "", "zh", "审核 · 达标"),
        ("analyst:330327", "/returns", "", "zh", "报送 · 达标"),
        ("administrator", "/admin/people", "", "en", "People · Dabiao"),
        ("auditor", "/admin/audit", "", "en", "Audit trail · Dabiao"),
        # A page in place of the one that was asked for says what it is itself.
        ("leader", "/district/1", "", "en", "There is no such region · Dabiao"),
        ("leader", "/nowhere", "", "en", "There is no such page · Dabiao"),
        ("administrator", "/", "", "en", "This is not for your role · Dabiao"),
    ],
)
def test_a_page_is_called_what_it_is_of(
    app: Dash, account: str, path: str, search: str, language: str, expected: str
) -> None:
    assert title(app, account, path, search, language) == expected


def test_a_page_that_fails_is_not_called_what_it_would_have_been(app: Dash, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_asked: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("layouts.overview._finding", fail)
    client = signed_in(app, "leader")
    said = call(app, client, callback_key(app, "_pages_content.children"), {"_pages_location.pathname": "/"})[1]
    assert "This page could not be made · Dabiao" in said


def test_before_any_page_the_title_is_the_programs_name(app: Dash) -> None:
    assert "<title>达标 Dabiao</title>" in signed_in(app, "leader").get("/method", headers={"Accept": "text/html"}).text
