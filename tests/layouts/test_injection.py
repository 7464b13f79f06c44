"""SQL and other things to be run, in everything that can be asked: it is a text like any other."""

from collections.abc import Iterator
from dataclasses import replace

import dash
import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import inspect

from app import create_app
from common.settings import Settings
from data.database import Database
from layouts import edge, security
from tests.layouts.attempts import (
    Attempt,
    attempts,
    callback_key,
    everything,
    hold_returns,
    places_to_say,
    without_trail,
)
from tests.layouts.conftest import As
from tests.layouts.test_attacks import CALLS, forged, who_may
from tests.layouts.test_permissions import PATHS, call, send, signed_in
from tests.layouts.test_security import PAGE, token_in

TEXTS = ["' OR '1'='1", "x'; DROP TABLE people;--", "../../etc/passwd%\\", "\0", "<script>alert(1)</script>"]
# Whatever an address can say, to any page.
PARAMETERS = ["plan", "period", "region", "as-of", "revision", "next", "return_id", "region_code", "indicator_code", "who",
    "action", "subject", "before"]  # fmt: skip
ROUTES = ["/sign-in", "/returns/template", "/briefings/briefing.pdf", "/returns/1/revisions/1/file"]


@pytest.fixture
def app_on_each(settings: Settings, loaded: Database) -> Iterator[Dash]:
    """The application over each kind of database: they take different texts."""
    url = loaded.url.render_as_string(hide_password=False)
    application = create_app(replace(settings, database_url=url))
    yield application
    edge.close(application.server)


@pytest.fixture(autouse=True)
def without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told to wait: a test asks more often than a person does."""
    monkeypatch.setattr(security, "_is_within_rate", lambda: True)


def tables(database: Database) -> dict[str, int]:
    """The tables there are, with how many rows each has; the trail apart, which tells of reading as well."""
    counts = {name: len(rows) for name, rows in without_trail(everything(database)).items()}
    with database.reading() as session:
        assert set(inspect(session.connection()).get_table_names()) >= counts.keys()
    return counts


def visit(app: Dash, client: FlaskClient, pathname: str, search: str) -> tuple[int, str]:
    values = {"_pages_location.pathname": pathname, "_pages_location.search": search}
    return call(app, client, callback_key(app, "_pages_content.children"), values)


def written(text: str) -> str:
    """A text as an address holds it."""
    return "".join(f"%{byte:02X}" for byte in text.encode())


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_written_into_an_address_is_run(app_on_each: Dash, loaded: Database, text: str) -> None:
    client = signed_in(app_on_each, "reviewer")
    before = tables(loaded)
    for path in ROUTES:
        for name in PARAMETERS:
            # A period, or no route would look at a region.
            response = client.get(path, query_string={"period": "2024Q1", name: text})
            assert response.status_code in (200, 400, 404), (path, name)
            assert response.mimetype != "text/html" or "<script>alert(1)" not in response.text, (path, name)
    for path in (
        "/returns/{}/revisions/1/file",
        "/returns/1/revisions/{}/marked",
        "/language/{}",
        "/theme/{}",
        "/tables/{}.xlsx",
        "/{}",
    ):
        assert client.get(path.format(written(text))).status_code in (200, 302, 400, 404), path
    assert tables(loaded) == before


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_written_into_the_address_of_a_page_is_run(app_on_each: Dash, loaded: Database, text: str) -> None:
    # Who reads everything.
    client = signed_in(app_on_each, "auditor")
    before, answers = tables(loaded), []
    for page in dash.page_registry.values():
        path = page["path_template"] or page["path"]
        known = path
        for name, value in PATHS.items():
            known = known.replace(f"<{name}>", value)
        asked = [(known, f"?{name}={written(text)}") for name in PARAMETERS]
        # The same thing said twice, too.
        asked += [(known, f"?{name}=1&{name}={written(text)}") for name in PARAMETERS]
        asked += [(path.replace("<", "").replace(">", "") + written(text), ""), (known, f"?{written(text)}")]
        for address, search in asked:
            status, said = visit(app_on_each, client, address, search)
            if status != 200 or "reference" in said:
                answers.append((address, search, status, said[:300]))
    assert answers == []
    assert tables(loaded) == before


@pytest.mark.parametrize("name", CALLS)
def test_nothing_written_into_a_field_is_run(app: Dash, loaded_sqlite: Database, seen_by: As, name: str) -> None:
    with seen_by("analyst:330327"):
        places = places_to_say()
    attempt: Attempt = attempts(hold_returns(loaded_sqlite), places)[name]
    client = signed_in(app, who_may(attempt))
    before, answers = tables(loaded_sqlite), []
    for end, words, body in forged(app, attempt, {text: text for text in TEXTS}):
        status, said = send(client, body)
        if status not in (200, 204, 400) or "reference" in said:
            answers.append((end["id"], words, status, said[:300]))
    after = tables(loaded_sqlite)
    assert answers == []
    # What the attempt itself does it may do once or more often; nothing is lost, and nothing else is there.
    assert attempt.acts or after == before
    assert all(after[table] >= count for table, count in before.items()) and after.keys() == before.keys()


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_written_to_sign_in_is_run(app_on_each: Dash, loaded: Database, text: str) -> None:
    signed_in(app_on_each, "reviewer")
    client = app_on_each.server.test_client()
    before = tables(loaded)
    for path, fields in (
        ("/sign-in", {"name": text, "password": text}),
        ("/sign-in", {"name": "reviewer", "password": text}),
        ("/sign-in", {"name": text, "password": "x", "next": text}),
        ("/sign-in/demo", {"name": text}),
    ):
        token = token_in(client.get("/sign-in"))
        response = client.post(path, data={**fields, "csrf_token": token})
        assert response.status_code == (400 if "\0" in text else 403), (path, fields)
        assert client.get("/", headers=PAGE).status_code == 302
    client = signed_in(app_on_each, "reviewer")
    for field in ("old", "new", "again"):
        given = {"old": "x", "new": "y", "again": "y", field: text, "csrf_token": token_in(client.get("/password"))}
        assert client.post("/password", data=given).status_code == (400 if "\0" in text else 403), field
    # That somebody tried is counted.
    assert {**tables(loaded), "sign_in_attempts": 0} == {**before, "sign_in_attempts": 0}
