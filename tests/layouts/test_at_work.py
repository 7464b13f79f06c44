"""Coming, working and going: a session lasts while its person is at work, and what is done to accounts is kept."""

from datetime import timedelta

from dash import Dash
from sqlalchemy import select, update

from accounts.sessions import IDLE
from common.moments import now
from data.account_models import AuditRow, PersonRow, SessionRow
from data.audit import entries
from data.database import Database
from layouts import people
from layouts.edge import current_database
from tests.layouts.conftest import As
from tests.layouts.test_people_page import add_wang
from tests.layouts.test_permissions import signed_in
from tests.layouts.test_security import PAGE, token_in


def last_entry(database: Database) -> AuditRow:
    with database.reading() as session:
        return session.scalars(entries().limit(1)).one()


def test_who_is_at_work_stays_signed_in(app: Dash, loaded_sqlite: Database) -> None:
    client = signed_in(app, "leader")
    # Two requests, each a little before the session would have ended.
    for _request in range(2):
        with loaded_sqlite.writing() as session:
            row = session.scalars(select(SessionRow).order_by(SessionRow.id.desc()).limit(1)).one()
            assert row.seen_at > now() - timedelta(minutes=1)
            session.execute(update(SessionRow).values(seen_at=row.seen_at - (IDLE - timedelta(minutes=1))))
            session.commit()
        assert client.get("/", headers=PAGE).status_code == 200


def test_who_goes_is_in_the_trail(app: Dash, loaded_sqlite: Database) -> None:
    for given, action in (({}, "sign_out"), ({"everywhere": "1"}, "sign_out_everywhere")):
        client = signed_in(app, "leader")
        client.post("/sign-out", data={"csrf_token": token_in(client.get("/password")), **given})
        entry = last_entry(loaded_sqlite)
        assert (entry.who, entry.action, entry.subject) == ("leader", action, "person:leader")
        assert entry.address == "127.0.0.1"


def test_who_is_kept_out_is_in_the_trail_with_what_was_before(seen_by: As) -> None:
    with seen_by("administrator"):
        add_wang()
        for button, is_disabled in (("people-disable", True), ("people-enable", False)):
            people.change("wang", "", None, [], pressed=button)
            entry = last_entry(current_database())
            action = "disable_person" if is_disabled else "enable_person"
            assert (entry.action, entry.subject) == (action, "person:wang")
            assert entry.before is not None and entry.after is not None
            states = (entry.before["is_disabled"], entry.after["is_disabled"])
            assert (states, entry.after["role"]) == ((not is_disabled, is_disabled), "analyst")


def test_a_new_password_is_one_to_change(seen_by: As) -> None:
    with seen_by("administrator"):
        add_wang()
        with current_database().writing() as session:
            session.execute(update(PersonRow).where(PersonRow.name == "wang").values(must_change=False))
            session.commit()
        people.change("wang", "", None, [], pressed="people-reset")
        with current_database().reading() as session:
            assert session.scalars(select(PersonRow.must_change).where(PersonRow.name == "wang")).one()
