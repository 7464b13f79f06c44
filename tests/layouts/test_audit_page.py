"""The auditor's page, and that every use case leaves an entry there: who, and from where."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import select, text

from common.periods import Period
from common.terms import ACTIONS
from common.viewer import Viewer
from data.account_models import AuditRow
from data.audit import entries
from data.bindings import keep_binding
from data.confirmations import Said, confirm
from data.database import Database
from data.plan_store import load_plan, save_plan
from data.return_states import approve, revision_in_turn, send_back, submit
from etl.keeping import Upload
from indicators.plan import Plan
from layouts import audit_page, shell
from tests.etl.workbooks import book
from tests.layouts.components import links, text_of, walk
from tests.signed_in import cookies, session_cookie
from tests.taking import take

ANALYST = Viewer("analyst:330327", "analyst", frozenset({"330327"}), "10.0.0.1")
REVIEWER = Viewer("reviewer", "reviewer", address="10.0.0.2")
OPERATOR = Viewer("somebody", "operator", address="10.0.0.3")
SCRIPT = "<script>alert(1)</script>"


@dataclass
class Case:
    """What a use case has to work with."""

    database: Database
    app: Dash
    plan: Plan

    def sent(self, rated: object = 35) -> int:
        """A revision of 苍南's return that waits for nobody yet."""
        content = book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", rated]])
        taken = take(self.database, Upload("return.xlsx", content, ANALYST)).taken
        with self.database.reading() as session:
            query = text("SELECT max(id) FROM revisions")
            return int(session.execute(query).scalar_one()) if taken else 0

    def steps(self, *steps: str) -> None:
        revision_id = self.sent()
        takes = {
            "submit": lambda session, row: submit(session, ANALYST, row, "漏报一家"),
            "approve": lambda session, row: approve(session, REVIEWER, row),
            "send_back": lambda session, row: send_back(session, REVIEWER, row, "请附名单"),
        }
        for step in steps:
            with self.database.writing() as session:
                takes[step](session, revision_in_turn(session, REVIEWER, revision_id))
                session.commit()

    def confirm(self) -> None:
        with self.database.writing() as session:
            stored = load_plan(session)
            target = self.plan.target_by_cell[("cases_handled", "330300")]
            confirm(session, stored, REVIEWER, target, Said(direction="hold", note="局长办公会"))
            session.commit()

    def save(self) -> None:
        first = replace(self.plan.targets[0], target="≥7万个")
        with self.database.writing() as session:
            save_plan(session, replace(self.plan, targets=(first, *self.plan.targets[1:])), OPERATOR)
            session.commit()

    def bind(self) -> None:
        with self.database.writing() as session:
            keep_binding(session, 1, ANALYST, {"330327"}, "f" * 64, {"columns": {}, "rows": {}})
            session.commit()

    def get(self, path: str) -> None:
        response = client_of(self.app, "reviewer").get(path)
        assert response.status_code == 200, response.text


# Of each use case: what is done, then the entry it leaves: whose, from where, about what.
USE_CASES: dict[str, tuple[Callable[[Case], object], str, str, str]] = {
    "take_in": (lambda c: c.sent(), "analyst:330327", "10.0.0.1", r"return:\d+/2"),
    "reject_file": (lambda c: c.sent("许多"), "analyst:330327", "10.0.0.1", r"file:[0-9a-f]{64}"),
    "submit": (lambda c: c.steps("submit"), "analyst:330327", "10.0.0.1", r"return:\d+/2"),
    "approve": (lambda c: c.steps("submit", "approve"), "reviewer", "10.0.0.2", r"return:\d+/2"),
    "send_back": (lambda c: c.steps("submit", "send_back"), "reviewer", "10.0.0.2", r"return:\d+/2"),
    "confirm": (Case.confirm, "reviewer", "10.0.0.2", r"target:wenzhou-2025/cases_handled/330300"),
    "save_plan": (Case.save, "somebody", "10.0.0.3", r"plan:wenzhou-2025/2"),
    "bind": (Case.bind, "analyst:330327", "10.0.0.1", r"form:f{64}"),
    "make_briefing": (
        lambda c: c.get("/briefings/briefing.pdf"),
        "reviewer",
        "127.0.0.1",
        r"document:wenzhou-2025/2023Q4/briefing",
    ),
    "download_table": (
        lambda c: c.get("/tables/indicators.xlsx?region=330327"),
        "reviewer",
        "127.0.0.1",
        r"document:wenzhou-2025/2023Q4/indicators",
    ),
    "download_template": (
        lambda c: c.get("/returns/template?period=2024Q1&region=330327"),
        "reviewer",
        "127.0.0.1",
        r"document:wenzhou-2025/2024Q1/template",
    ),
    "download_file": (lambda c: c.get("/returns/1/revisions/1/file"), "reviewer", "127.0.0.1", r"return:1/1"),
    "download_marked": (lambda c: c.get("/returns/1/revisions/1/marked"), "reviewer", "127.0.0.1", r"return:1/1"),
}
# Recorded where people and their sessions are, and tested there.
ACCOUNTS = {
    "sign_in", "sign_in_failed", "change_password_failed", "sign_out", "sign_out_everywhere", "add_person", "change_person", "disable_person", "enable_person",
    "reset_password", "change_password",
}  # fmt: skip


@pytest.fixture
def case(loaded_sqlite: Database, app: Dash, wenzhou: Plan) -> Case:
    return Case(loaded_sqlite, app, wenzhou)


@pytest.fixture
def as_auditor(app: Dash) -> Iterator[None]:
    """Inside a request of the auditor, in English."""
    with app.server.test_request_context(headers={"Cookie": cookies(app, "auditor")}):
        app.server.preprocess_request()
        yield


def client_of(app: Dash, account: str) -> FlaskClient:
    client: FlaskClient = app.server.test_client()
    client.set_cookie("dabiao", session_cookie(app, account))
    return client


def last_entry(database: Database, action: str) -> AuditRow:
    with database.reading() as session:
        return session.scalars(entries(action=action).limit(1)).one()


def shown(**asked: object) -> str:
    return text_of(audit_page.layout(**asked))


def test_every_action_has_its_use_case() -> None:
    assert {*USE_CASES, *ACCOUNTS} == set(ACTIONS)


@pytest.mark.parametrize("action", USE_CASES)
def test_a_use_case_leaves_an_entry_with_who_and_from_where(case: Case, action: str) -> None:
    do, who, address, subject = USE_CASES[action]
    do(case)
    entry = last_entry(case.database, action)
    assert (entry.who, entry.address) == (who, address)
    assert re.fullmatch(subject, entry.subject), entry.subject


def test_an_approval_says_which_approved_figures_it_replaced(case: Case) -> None:
    case.steps("submit", "approve")
    entry = last_entry(case.database, "approve")
    assert entry.before == {"figures": {"rated_4a5a/value": 34}}
    assert entry.after == {
        "region": "330327",
        "period": "2023Q4",
        "facts": 1,
        "figures": {"rated_4a5a/value": 35},
    }


def test_a_new_version_of_a_plan_says_which_targets_are_others(case: Case, wenzhou: Plan) -> None:
    case.save()
    entry, first = last_entry(case.database, "save_plan"), wenzhou.targets[0]
    place = f"targets/{first.indicator}/{first.region}/target"
    assert entry.before == {"plan": {place: first.target}}
    assert entry.after == {"plan": {place: "≥7万个"}}


def test_a_confirmation_taken_back_says_what_it_was(case: Case) -> None:
    case.confirm()
    with case.database.writing() as session:
        stored = load_plan(session)
        target = case.plan.target_by_cell[("cases_handled", "330300")]
        confirm(session, stored, REVIEWER, target, Said(withdraw=True))
        session.commit()
    entry = last_entry(case.database, "confirm")
    assert (entry.before, entry.after) == ({"direction": "hold"}, {"note": ""})


def test_a_refused_download_leaves_no_entry(case: Case) -> None:
    case.sent()
    return_id = last_entry(case.database, "take_in").subject.removeprefix("return:").partition("/")[0]
    response = client_of(case.app, "analyst:330383").get(f"/returns/{return_id}/revisions/2/file")
    assert response.status_code == 404
    with case.database.reading() as session:
        assert session.scalars(entries(action="download_file")).all() == []


@pytest.mark.parametrize("account", ["leader", "analyst", "analyst:330327", "reviewer", "administrator"])
def test_only_the_auditor_sees_the_trail(app: Dash, account: str) -> None:
    with app.server.test_request_context(headers={"Cookie": cookies(app, account)}):
        app.server.preprocess_request()
        assert shown() == "Audit trail The audit trail is for the auditor."
        assert "/admin/audit" not in str(shell.navigation(""))


@pytest.mark.usefixtures("as_auditor")
def test_the_auditor_reads_who_did_what_to_which_return(case: Case) -> None:
    case.steps("submit", "approve")
    page = audit_page.layout(action="approve")
    words = text_of(page)
    assert "each of the" in words
    for said in ("10.0.0.2", "bureau reviewer (demo)", "approved a return", "苍南 fourth quarter 2023", "34 → 35"):
        assert said in words, said
    assert "/admin/audit" in str(shell.navigation(""))
    entry = last_entry(case.database, "approve")
    return_id = entry.subject.removeprefix("return:").partition("/")[0]
    assert f"/returns/{return_id}" in links(page)


@pytest.mark.usefixtures("as_auditor", "app")
def test_entries_are_chosen_by_the_address(case: Case) -> None:
    case.confirm()
    case.bind()
    assert "局长办公会" in shown(subject="target:")
    assert "said how a form is read" in shown(who="analyst:330327")
    assert "局长办公会" not in shown(who="analyst:330327")
    for nothing in ({"who": "' OR 1=1 --"}, {"who": "\0"}, {"subject": "%"}, {"action": "x" * 500}):
        words = shown(**nothing)
        assert ("There is no such entry." in words) is (nothing != {"who": "\0"}), nothing
    for number in ("x", "-1", "9" * 30, "٣x", ""):
        assert "the newest first" in shown(before=number)


@pytest.mark.usefixtures("as_auditor")
def test_older_entries_are_a_page_away(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_page, "PAGE_LENGTH", 3)
    with case.database.reading() as session:
        last = session.scalars(select(AuditRow.number).order_by(AuditRow.number.desc()).limit(1)).one()
    assert f"3 entries, numbers {last} to {last - 2}," in shown()
    assert f"/admin/audit?before={last - 2}" in links(audit_page.layout())
    assert f"3 entries, numbers {last - 3} to {last - 5}," in shown(before=str(last - 2))
    assert "Older entries" not in shown(before="3")


@pytest.mark.usefixtures("as_auditor")
def test_script_in_a_file_name_and_a_reason_is_plain_text(case: Case) -> None:
    content = book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", 35]])
    take(case.database, Upload(f"{SCRIPT}.xlsx".replace("/", "∕"), content, ANALYST), upto="submitted", reason=SCRIPT)
    page = audit_page.layout(who="analyst:330327")
    assert SCRIPT in text_of(page)
    kinds = {type(one).__name__ for one in walk(page)}
    assert not kinds & {"DangerouslySetInnerHTML", "Markdown", "Iframe", "Script"}


@pytest.mark.usefixtures("as_auditor")
@pytest.mark.parametrize("tampering", ["after = '[1]'", "after = '{'", "subject = 'return:x/y/z'", "at = 'x'"])
def test_a_trail_that_was_tampered_with_is_said_and_still_shown(case: Case, tampering: str) -> None:
    with case.database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entries_no_update"))
        connection.execute(text(f"UPDATE audit_entries SET {tampering} WHERE number = 3"))
    assert "Entry 3 of the audit trail is not what was written" in shown()


@pytest.mark.usefixtures("as_auditor")
def test_a_long_trail_is_left_to_the_command(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_page, "MOST_CHECKED", 3)
    assert "app.py audit verify" in shown()


@pytest.mark.usefixtures("as_auditor")
def test_of_many_changes_the_first_are_shown(case: Case, wenzhou: Plan) -> None:
    others = tuple(replace(target, target="≥9") for target in wenzhou.targets)
    with case.database.writing() as session:
        save_plan(session, replace(wenzhou, targets=others, target_period=Period(2026, 4)), OPERATOR)
        session.commit()
    assert re.search(r"and \d+ more", shown(action="save_plan"))
