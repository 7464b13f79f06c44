"""Who asks the server directly, not through a page: each role for each action, and calls that no page sends."""

import re
from collections.abc import Iterator
from typing import Any

import dash
import pytest
from dash import Dash
from sqlalchemy import select

from accounts.people import viewer_of
from common.viewer import Viewer, can
from data.account_models import PersonRow
from data.database import Database
from layouts import security
from layouts.security import OPEN
from tests.layouts.attempts import (
    SECRET,
    Attempt,
    Held,
    ask,
    attempts,
    callback_key,
    everything,
    hold_returns,
    places_to_say,
    without_trail,
)
from tests.layouts.conftest import As
from tests.layouts.test_permissions import FOR_EVERYBODY, call, is_refused, payload, send, signed_in

ACCOUNTS = ("leader", "analyst:330383", "administrator", "auditor", "reviewer", "analyst", "analyst:330327")
EVERY = attempts(Held())


@pytest.fixture
def held(app: Dash, loaded_sqlite: Database, seen_by: As) -> dict[str, Attempt]:
    """Every attempt, on returns that are there."""
    with seen_by("analyst:330327"):
        places = places_to_say()
    return attempts(hold_returns(loaded_sqlite), places)


def viewer_named(database: Database, account: str) -> Viewer:
    with database.reading() as session:
        return viewer_of(session.scalars(select(PersonRow).where(PersonRow.name == account)).one())


@pytest.mark.parametrize("name", EVERY)
def test_what_somebody_may_not_do_is_refused_them_and_nothing_else(
    app: Dash, loaded_sqlite: Database, held: dict[str, Attempt], name: str
) -> None:
    attempt, acted = held[name], False
    for account in ACCOUNTS:
        client = signed_in(app, account)
        viewer, before = viewer_named(loaded_sqlite, account), everything(loaded_sqlite)
        status, said = ask(app, client, attempt)
        after = everything(loaded_sqlite)
        may = attempt.action is None or can(viewer, attempt.action, attempt.region)
        assert is_refused(status, said) is not may, (account, status, said[:500])
        assert "reference" not in said, account
        if not may:
            changed = {table for table, rows in after.items() if rows != before[table]}
            assert changed <= (WORD_OF_A_FILE if attempt.sends_file else set()), account
            assert SECRET not in said, account
        if may and not acted:
            # Otherwise the attempt was none.
            acted = True
            assert (without_trail(after) != without_trail(before)) is attempt.acts, (account, said[:500])
    assert acted


def test_every_callback_page_and_route_is_attempted(app: Dash) -> None:
    signed_in(app, "reviewer")
    called = {callback_key(app, one.callback) for one in EVERY.values() if one.callback}
    assert called == {key for key, callback in app.callback_map.items() if "callback" in callback}
    pages = {name.removeprefix("page ") for name in EVERY if name.startswith("page ")}
    assert pages == {page["path_template"] or page["path"] for page in dash.page_registry.values()}
    gets = [re.compile(re.sub("<.*?>", "[^/?]+", rule.rule)) for rule in app.server.url_map.iter_rules()
        if not (rule.endpoint in OPEN or rule.rule in FOR_EVERYBODY or rule.rule in FRAME)]  # fmt: skip
    assert [rule for rule in gets if not any(rule.match(one.address) for one in EVERY.values())] == []


# What is kept of a file that was refused: that somebody sent it.
WORD_OF_A_FILE = {"files", "rejected_uploads", "audit_entries", "audit_head"}
# What every page and every callback passes.
FRAME = ("/", "/<path:path>", "/_dash-update-component")


OUTDATED = "This page is no longer current"
# What stands in no field of a page, whatever the field.
IMPOSSIBLE: dict[str, Any] = {
    "a mapping": {}, "a list": [1], "lists in a list": [["x"]], "a huge number": 10**30, "yes": True, "a fraction": 1.5,
    "a zero character": "x\0", "half a character": "\ud800",
}  # fmt: skip
ODD: dict[str, Any] = {
    "nothing": None,
    "a letter": "x",
    "an address": "/?period=x&plan=%00",
    "a long text": "长" * 20_000,
}


def is_possible(end: dict[str, str], value: Any) -> bool:
    """Whether a page may send this all the same: a panel is open or not."""
    return end["property"] == "opened" and value is True


@pytest.fixture
def without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told to wait: a test asks more often than a person does."""
    monkeypatch.setattr(security, "_is_within_rate", lambda: True)


def forged(app: Dash, attempt: Attempt, values: dict[str, Any]) -> Iterator[tuple[dict[str, str], str, dict[str, Any]]]:
    """The attempt's call with one value after the other in place of each of its own."""
    key = callback_key(app, attempt.callback)
    sent = payload(app, key, dict(attempt.given))
    for part in ("inputs", "state"):
        for place, end in enumerate(app.callback_map[key][part]):
            for name, value in values.items():
                said = sent[part][place]
                instead = (
                    [{**one, "value": value} for one in said] if isinstance(said, list) else {**said, "value": value}
                )
                yield end, name, {**sent, part: [*sent[part][:place], instead, *sent[part][place + 1 :]]}


def who_may(attempt: Attempt) -> str:
    """An account whose role allows it: what is forged must not fall to the role alone."""
    roles = {"leader": "leader", "analyst": "analyst:330327"}
    every = [
        Viewer("x", role, frozenset({"330327"}))
        for role in ("leader", "analyst", "reviewer", "administrator", "auditor")
    ]
    role = next(one.role for one in every if attempt.action is None or can(one, attempt.action, attempt.region))
    return roles.get(role, role)


CALLS = [name for name, attempt in EVERY.items() if attempt.callback]


@pytest.mark.usefixtures("without_end")
@pytest.mark.parametrize("name", CALLS)
def test_what_no_page_sends_is_refused_and_does_nothing(
    app: Dash, loaded_sqlite: Database, held: dict[str, Attempt], name: str
) -> None:
    client = signed_in(app, who_may(held[name]))
    before, answers = everything(loaded_sqlite), []
    for end, words, body in forged(app, held[name], IMPOSSIBLE):
        status, said = send(client, body)
        if not is_possible(end, IMPOSSIBLE[words]) and (status != 400 or OUTDATED not in said):
            answers.append((end["id"], words, status, said[:200]))
    assert answers == []
    assert everything(loaded_sqlite) == before


@pytest.mark.usefixtures("without_end")
@pytest.mark.parametrize("name", CALLS)
def test_what_a_page_hardly_sends_is_no_failure_of_ours(app: Dash, held: dict[str, Attempt], name: str) -> None:
    client = signed_in(app, who_may(held[name]))
    answers = []
    for end, words, body in forged(app, held[name], ODD):
        status, said = send(client, body)
        if status not in (200, 204, 400) or "reference" in said:
            answers.append((end["id"], words, status, said[:200]))
    assert answers == []


@pytest.mark.usefixtures("without_end")
@pytest.mark.parametrize("name", CALLS)
def test_a_call_that_says_nothing_of_ours_changed_does_nothing(
    app: Dash, loaded_sqlite: Database, held: dict[str, Attempt], name: str
) -> None:
    """Neither the last button's step nor any other is taken where none was pressed, or one that there is not."""
    client = signed_in(app, who_may(held[name]))
    sent = payload(app, callback_key(app, held[name].callback), dict(held[name].given))
    before = everything(loaded_sqlite)
    first = sent["inputs"][0]
    for further in (
        {"changedPropIds": ["return-delete.n_clicks"]},
        {"changedPropIds": ['{"type":"binding"}.value']},
        {"changedPropIds": ["{x.value"]},
        {
            "inputs": [
                {**(first if isinstance(first, dict) else {"property": "value"}), "id": "another"},
                *sent["inputs"][1:],
            ]
        },
        {"outputs": 5},
    ):
        assert send(client, {**sent, **further})[0] == 400, further
    status, said = send(client, {**sent, "changedPropIds": []})
    assert (status in (200, 204), "reference" in said) == (True, False)
    # A button that is alone is pressed where its presses are counted.
    assert everything(loaded_sqlite) == before or len(sent["inputs"]) == 1


@pytest.mark.parametrize("further", [{"review-period.data": "x"}, {"address.search": "?plan=nowhere"}])
def test_what_could_not_be_shown_then_is_not_decided_on(
    app: Dash, loaded_sqlite: Database, held: dict[str, Attempt], further: dict[str, str]
) -> None:
    client = signed_in(app, "reviewer")
    before = everything(loaded_sqlite)
    attempt = held["approve chosen"]
    status, said = call(app, client, callback_key(app, attempt.callback), {**attempt.given, **further})
    assert (status, "is not a period" in said or "nowhere" in said, "reference" in said) == (200, True, False), said
    assert everything(loaded_sqlite) == before


@pytest.mark.parametrize("said", ["x", "indicator:nowhere", "region:nowhere", "total", "own", "not_taken"])
def test_what_no_select_offers_keeps_no_file_from_being_read(app: Dash, held: dict[str, Attempt], said: str) -> None:
    client, attempt = signed_in(app, "analyst:330327"), held["say what a table means"]
    places = [(place, said) for place, _value in attempt.given["selects"]]
    assert (
        "reference"
        not in call(app, client, callback_key(app, attempt.callback), {**attempt.given, "selects": places})[1]
    )
    page = {name: attempt.given[name] for name in attempt.given if name.startswith("returns-")}
    status, shown = call(app, client, callback_key(app, "returns-result.children"), page)
    assert (status, "reference" in shown) == (200, False)
