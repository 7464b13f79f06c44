"""What every request passes: nobody unknown, nothing another site sent, and answers that allow nothing foreign."""

import re
from dataclasses import replace

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from accounts.passwords import initial_password
from accounts.people import Said, add_person
from app import create_app
from common.settings import Settings
from common.viewer import Viewer
from data.audit import entries
from data.database import Database
from layouts import edge
from layouts.address import own_path
from layouts.security import sender
from tests.layouts.test_permissions import call, signed_in
from tests.signed_in import session_cookie

ADMINISTRATOR = Viewer("root", "administrator")
PAGE = {"Accept": "text/html"}


@pytest.fixture
def stranger(app: Dash) -> FlaskClient:
    """A browser that has not signed in."""
    client: FlaskClient = app.server.test_client()
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def password(loaded_sqlite: Database) -> str:
    """That of 张三, a leader with an account, who has to change it."""
    given = initial_password()
    with loaded_sqlite.writing() as session:
        add_person(session, ADMINISTRATOR, "zhang", Said("张三", "leader"), (), given)
        session.commit()
    return given.text


def token_in(response: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', response.text)
    assert found is not None
    return found[1]


def enter(client: FlaskClient, name: str, password: str, **further: str) -> TestResponse:
    token = token_in(client.get("/sign-in"))
    return client.post("/sign-in", data={"name": name, "password": password, "csrf_token": token, **further})


def change(client: FlaskClient, old: str, new: str, again: str | None = None) -> TestResponse:
    token = token_in(client.get("/password"))
    return client.post("/password", data={"old": old, "new": new, "again": again or new, "csrf_token": token})


@pytest.mark.parametrize(
    "path", ["/", "/district/330327?period=2023Q4", "/returns/1/revisions/1/file", "/no/such/page"]
)
def test_a_stranger_is_sent_to_sign_in_and_on_from_there(stranger: FlaskClient, path: str) -> None:
    response = stranger.get(path, headers=PAGE)
    assert response.status_code == 302
    assert response.location.startswith("/sign-in?next=%2F")


def test_a_strangers_callback_gets_no_page_but_word_of_it(app: Dash, stranger: FlaskClient) -> None:
    stranger.get("/sign-in")
    status, said = call(app, stranger, "navigation.children", {"address.search": ""})
    assert (status, said) == (401, "Your session has ended. Sign in again.")


@pytest.mark.parametrize("path", ["/healthz", "/sign-in", "/assets/dabiao.css"])
def test_what_anybody_may_have(stranger: FlaskClient, path: str) -> None:
    assert stranger.get(path, buffered=True).status_code == 200


def test_signing_in_leads_to_a_password_of_ones_own_and_then_to_the_page(stranger: FlaskClient, password: str) -> None:
    assert enter(stranger, "zhang", password, next="/district/330327").location == "/district/330327"
    assert stranger.get("/", headers=PAGE).location == "/password"
    assert change(stranger, password, "Zwölf-Äpfel-77").location == "/sign-in?changed=1"
    assert stranger.get("/", headers=PAGE).location.startswith("/sign-in")
    enter(stranger, "zhang", "Zwölf-Äpfel-77")
    assert stranger.get("/", headers=PAGE).status_code == 200


def test_before_that_no_callback_answers(app: Dash, stranger: FlaskClient, password: str) -> None:
    enter(stranger, "zhang", password)
    stranger.get("/password")
    assert call(app, stranger, "navigation.children", {"address.search": ""})[0] == 403


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("wrong", "Zwölf-Äpfel-77", None, "The present password is another"),
        (None, "Zwölf-Äpfel-77", "Zwölf-Äpfel-78", "The two new passwords differ. Write the same one twice."),
        (None, "short-1A", None, "A password has from 10"),
        (None, "onlysmallletters", None, "A password mixes at least 3"),
        (None, "Zhang-2026-zhang", None, "does not hold the account&#39;s name"),
        (None, None, None, "This is the password you had"),
    ],
)
def test_a_poor_password_is_refused_in_words(
    stranger: FlaskClient, password: str, old: str | None, new: str | None, again: str | None, words: str
) -> None:
    enter(stranger, "zhang", password)
    response = change(stranger, old or password, new or password, again)
    assert (response.status_code, words in response.text) == (403, True)


def test_a_wrong_password_is_said_on_the_page_and_never_shown(stranger: FlaskClient, password: str) -> None:
    response = enter(stranger, "zhang", "Hunter2-<script>")
    assert (response.status_code, "Name and password do not go together" in response.text) == (403, True)
    assert "Hunter2" not in response.text


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/returns?period=2024Q1", "/returns?period=2024Q1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil", "/"),
        (None, "/"),
    ],
)
def test_signing_in_leads_nowhere_else(text: str | None, path: str) -> None:
    assert own_path(text) == path


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/demo", "/sign-out", "/password", "/_dash-update-component"])
@pytest.mark.parametrize("token", ["", "made-up", "another's"])
def test_what_another_site_sends_is_refused(app: Dash, path: str, token: str) -> None:
    client: FlaskClient = app.server.test_client()
    client.set_cookie("dabiao", session_cookie(app, "leader"))
    if token == "another's":
        other = signed_in(app, "reviewer").get_cookie("_csrf_token")
        token = other.value if other else ""
    response = client.post(path, data={"csrf_token": token}, headers={"X-CSRFToken": token})
    assert response.status_code == 400


def test_a_form_that_is_no_longer_current_says_so_on_a_page_with_a_way_on(stranger: FlaskClient) -> None:
    response = stranger.post("/sign-in", data={"csrf_token": "old"}, headers={"Accept": READER})
    assert (response.status_code, response.mimetype) == (400, "text/html")
    assert "This page is no longer current" in response.text and 'href="/"' in response.text


def test_what_cannot_be_answered_is_a_page_for_who_reads_and_plain_text_for_a_script(app: Dash) -> None:
    client = signed_in(app, "leader")
    for path, status in (
        ("/returns/template?period=x", 404),
        ("/returns/1/revisions/99/file", 404),
        ("/briefings/briefing.pdf?plan=<b>nowhere</b>", 404),
    ):
        page, words = client.get(path, headers={"Accept": READER}), client.get(path)
        assert (page.status_code, page.mimetype) == (status, "text/html"), path
        assert (words.status_code, words.mimetype) == (status, "text/plain"), path
        assert "<main" in page.text and "<b>nowhere" not in page.text


MALFORMED: dict[str, object] = {
    "nothing": {},
    "a list": [],
    "a text": "x",
    "an unknown callback": {"output": "nowhere.children", "inputs": []},
    "a callback that is no name": {"output": ["overview.children"]},
    "too few inputs": {"output": "returns-template.children", "inputs": [], "state": []},
    "inputs that are none": {"output": "returns-template.children", "inputs": 5, "state": []},
    "inputs without names": {"output": "returns-template.children", "inputs": [{}, {}], "state": [{}]},
    "a change that is none": {"output": "returns-template.children", "inputs": [], "changedPropIds": [{}]},
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_a_call_that_no_page_sends_is_refused_and_no_failure_of_ours(
    app: Dash, settings: Settings, body: object
) -> None:
    client = signed_in(app, "analyst")
    token = client.get_cookie("_csrf_token")
    headers = {"X-CSRFToken": token.value if token else ""}
    response = client.post("/_dash-update-component", json=body, headers=headers)
    assert (response.status_code, response.mimetype) == (400, "text/plain")
    assert "This page is no longer current" in response.text
    assert (settings.var / "dabiao.log").read_text("utf-8") == ""


# What a browser asks for when a person opens an address.
READER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_nothing_of_the_session_before_is_kept_when_somebody_signs_in(stranger: FlaskClient, password: str) -> None:
    planted = token_in(stranger.get("/sign-in"))
    before = stranger.get_cookie("dabiao")
    enter(stranger, "zhang", password)
    after = stranger.get_cookie("dabiao")
    assert before is not None and after is not None and before.value != after.value
    refused = stranger.post("/sign-out", data={"csrf_token": planted})
    assert refused.status_code == 400


def test_a_session_that_was_left_does_not_come_back_with_its_cookie(app: Dash) -> None:
    client = signed_in(app, "leader")
    kept = client.get_cookie("dabiao")
    token = token_in(client.get("/password"))
    assert client.post("/sign-out", data={"csrf_token": token}).location == "/sign-in"
    assert kept is not None
    client.set_cookie("dabiao", kept.value)
    assert client.get("/", headers=PAGE).location.startswith("/sign-in")


def test_signing_out_everywhere_ends_the_others_too(app: Dash) -> None:
    here, elsewhere = signed_in(app, "leader"), signed_in(app, "leader")
    token = token_in(here.get("/password"))
    here.post("/sign-out", data={"csrf_token": token, "everywhere": "1"})
    assert elsewhere.get("/", headers=PAGE).location.startswith("/sign-in")


def test_a_session_of_a_demonstration_is_worth_nothing_once_it_is_none(app: Dash, settings: Settings) -> None:
    cookie = session_cookie(app, "leader")
    real = create_app(replace(settings, is_demo=False))
    for application, status in ((app, 200), (real, 401)):
        client = application.server.test_client()
        client.set_cookie("dabiao", cookie)
        assert client.get("/method").status_code == status
    edge.close(real.server)


def test_a_real_installation_has_no_demonstration(settings: Settings) -> None:
    app = create_app(replace(settings, is_demo=False, language="en"))
    session_cookie(app)
    client: FlaskClient = app.server.test_client()
    page = client.get("/sign-in")
    assert "Demonstration" not in page.text
    response = client.post("/sign-in/demo", data={"name": "reviewer", "csrf_token": token_in(page)})
    assert (response.status_code, client.get("/", headers=PAGE).status_code) == (403, 302)
    edge.close(app.server)


def test_an_account_of_the_demonstration_is_one_press_away(stranger: FlaskClient, app: Dash) -> None:
    session_cookie(app)
    page = stranger.get("/sign-in?next=/review")
    assert 'value="analyst:330327"' in page.text
    response = stranger.post("/sign-in/demo", data={"name": "auditor", "next": "/review", "csrf_token": token_in(page)})
    assert response.location == "/review"


@pytest.mark.parametrize(
    "path", ["/sign-in", "/healthz", "/", "/assets/dabiao.css", "/returns/template?period=2024Q1", "/nothing"]
)
def test_every_answer_says_what_it_allows(app: Dash, path: str) -> None:
    headers = signed_in(app, "reviewer").get(path, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy and "script-src 'self'" in policy
    assert re.search(r"script-src [^;]*unsafe-inline", policy) is None
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "same-origin")
    assert headers.get("Cache-Control") == "no-store" or path.startswith("/assets")


@pytest.mark.parametrize("is_https", [False, True])
def test_cookies_are_for_this_site_alone(settings: Settings, is_https: bool) -> None:
    app = create_app(replace(settings, is_https=is_https))
    response = app.server.test_client().get(
        "/sign-in", base_url="https://localhost" if is_https else "http://localhost"
    )
    (session,) = [one for one in response.headers.getlist("Set-Cookie") if one.startswith("dabiao=")]
    assert "HttpOnly" in session and "SameSite=Lax" in session
    assert ("Secure" in session) is is_https
    assert ("Strict-Transport-Security" in response.headers) is is_https
    edge.close(app.server)


def test_the_key_of_cookies_is_made_once_and_kept_for_its_owner(settings: Settings) -> None:
    first, second = (create_app(settings) for _start in range(2))
    assert first.server.secret_key == second.server.secret_key
    assert (settings.var / "secret-key").stat().st_mode & 0o077 == 0
    for app in (first, second):
        edge.close(app.server)


@pytest.mark.parametrize(
    "path",
    ["/returns/1/revisions/..%2f..%2f/file", "/assets/..%2f..%2fapp.py", "/returns/1/revisions/1/file/../../../etc"],
)
def test_no_path_leads_out(app: Dash, path: str) -> None:
    assert "import" not in signed_in(app, "reviewer").get(path).text


@pytest.mark.parametrize(("proxies", "known"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_where_somebody_asks_from_is_believed_of_our_own_proxies_only(
    settings: Settings, proxies: int, known: str
) -> None:
    app = create_app(replace(settings, proxies=proxies))
    seen: list[str | None] = []
    app.server.before_request(lambda: seen.append(sender()))
    app.server.test_client().get("/healthz", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    assert seen == [known]
    edge.close(app.server)


def test_who_asks_without_end_is_told_to_wait_and_nobody_else(app: Dash) -> None:
    busy, other = signed_in(app, "leader"), signed_in(app, "reviewer")
    answers = [busy.get("/password").status_code for _request in range(320)]
    assert (answers[0], answers[-1], other.get("/password").status_code) == (200, 429, 200)
    assert busy.get("/healthz").status_code == 200


def test_the_way_back_keeps_all_of_its_address(stranger: FlaskClient) -> None:
    response = stranger.get("/review?plan=wenzhou-2025&period=2025Q1", headers=PAGE)
    assert 'name="next" value="/review?plan=wenzhou-2025&amp;period=2025Q1"' in stranger.get(response.location).text


@pytest.mark.parametrize("address", ["/sign-in?next=//%5B", "/language/en"])
def test_an_address_that_is_none_leads_to_the_overview(stranger: FlaskClient, address: str) -> None:
    assert stranger.get(address, headers={"Referer": "http://["}).status_code in (200, 302)


def test_the_present_password_cannot_be_guessed_either(
    stranger: FlaskClient, password: str, loaded_sqlite: Database
) -> None:
    enter(stranger, "zhang", password)
    for _try in range(5):
        assert "The present password is another" in change(stranger, "wrong", "Zwölf-Äpfel-77").text
    assert "too many wrong tries" in change(stranger, password, "Zwölf-Äpfel-77").text
    with loaded_sqlite.reading() as session:
        entry = session.scalars(entries("zhang")).first()
        assert entry is not None
        assert (entry.action, entry.subject) == ("change_password_failed", "person:zhang")


def test_who_signs_in_again_leaves_the_session_before(app: Dash, stranger: FlaskClient) -> None:
    client = signed_in(app, "leader")
    kept = client.get_cookie("dabiao")
    token = token_in(client.get("/sign-in"))
    client.post("/sign-in/demo", data={"name": "auditor", "csrf_token": token})
    assert kept is not None
    stranger.set_cookie("dabiao", kept.value)
    assert stranger.get("/", headers=PAGE).location.startswith("/sign-in")


def test_signing_out_of_a_session_that_has_ended_leads_to_sign_in(stranger: FlaskClient) -> None:
    assert stranger.post("/sign-out", headers=PAGE).location.startswith("/sign-in")
