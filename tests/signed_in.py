"""Requests of somebody who has signed in: as an account of the demonstration, without going through the page for it."""

from dash import Dash
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from accounts.demo import bring_in_demo_people
from accounts.sessions import open_session
from common.viewer import Viewer
from data.account_models import PersonRow
from data.database import Database
from data.plan_store import load_plan
from layouts.security import TOKEN

OPERATOR = Viewer("command-line", "operator")


def session_cookie(app: Dash, account: str = "reviewer") -> str:
    """The value of the session cookie of somebody signed in as an account of the demonstration."""
    server: Flask = app.server
    database: Database = server.extensions["dabiao"][0]
    with database.writing() as session:
        regions = {region.code: region.name for region in load_plan(session).plan.reporting_regions}
        bring_in_demo_people(session, OPERATOR, regions)
        person = session.scalars(select(PersonRow).where(PersonRow.name == account)).one()
        token = open_session(session, person, "127.0.0.1")
        session.commit()
    serializer = server.session_interface.get_signing_serializer(server)  # type: ignore[attr-defined]
    assert isinstance(serializer, URLSafeTimedSerializer)
    value = serializer.dumps({TOKEN: token})
    return value.decode() if isinstance(value, bytes) else value


def cookies(app: Dash, account: str = "reviewer", language: str = "en") -> str:
    """The Cookie header of a request of theirs."""
    return f"language={language}; dabiao={session_cookie(app, account)}"
