"""Where a request comes in: who asks, in which language, about which plan, period and moment, with which session."""

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import signature
from typing import Any, TypeVar

from dash.development.base_component import Component
from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from common.language import LANGUAGES, use_language
from common.problems import Refusal
from common.settings import Settings
from common.viewer import Action, Viewer, require
from data.assessments import assess_plan
from data.database import Database
from data.judging_apart import BeingJudged
from data.results import PlanAssessment
from layouts.address import Address, read_address
from layouts.being_judged import being_judged_page, with_note
from layouts.page_title import name_page
from layouts.refused import not_allowed_page, refusal_page
from layouts.theme import THEMES, use_theme
from layouts.ways_on import AskedAddress, Way, ways_on

Answer = TypeVar("Answer")
_EXTENSION = "dabiao"
# What a page may take from its address beside the plan, the period and the moment, and what the page calls it.
_OF_THE_ADDRESS = {
    "region_code": "region_code",
    "indicator_code": "indicator_code",
    "status": "status",
    "indicator": "indicator",
    "region": "region",
    "from": "first",
}


def attach(server: Flask, settings: Settings) -> None:
    """Give the web server its database and its settings."""
    server.extensions[_EXTENSION] = (Database(settings.database_url, settings.var / "results"), settings)
    server.before_request(_use_choices)


def close(server: Flask) -> None:
    """Give the web server's database connections back."""
    server.extensions[_EXTENSION][0].close()


def current_database() -> Database:
    """The database of this application."""
    database: Database = current_app.extensions[_EXTENSION][0]
    return database


def current_settings() -> Settings:
    """The settings of this application."""
    settings: Settings = current_app.extensions[_EXTENSION][1]
    return settings


def reading() -> Session:
    """A session to read with, for the length of one request."""
    return current_database().reading()


def ping() -> None:
    """Refuse where the database does not answer."""
    current_database().ping()


def writing() -> Session:
    """A session that takes its turn among writers."""
    return current_database().writing()


def is_signed_in() -> bool:
    """Whether it is known who asks."""
    return g.get("viewer") is not None


def current_viewer() -> Viewer:
    """Who asks: who signed in (layouts/security.py lets nobody else come so far)."""
    viewer: Viewer = g.viewer
    return viewer


def load_assessment(session: Session, address: Address) -> PlanAssessment:
    """The assessment an address asks for."""
    return assess_plan(session, current_viewer(), address.plan, address.period, address.moment)


def viewer_who_may(action: Action) -> Viewer:
    """Who asks, if they may do this; PermissionError for anybody else."""
    viewer = current_viewer()
    require(viewer, action)
    return viewer


def asks(action: Action) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Let a page, a callback or a route answer only who may do this; PermissionError for anybody else."""

    def let_ask(answer: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(answer)
        def answer_if_allowed(*given: Any, **named: Any) -> Answer:
            viewer_who_may(action)
            return answer(*given, **named)

        return answer_if_allowed

    return let_ask


def guarded(layout: Callable[..., Component]) -> Callable[..., Component]:
    """A page that shows a refusal as its problems, and to whom it is not meant for, that it is not.

    A failure of ours is left to the application's one handler.
    """

    @wraps(layout)
    def guarded_layout(**given: Any) -> Component:
        # An address may say one thing twice, and hold the page's own words as well: the last counts.
        said = {name: value[-1] if isinstance(value, list) else value for name, value in given.items()}
        try:
            content = layout(**said)
        except BeingJudged:
            content = being_judged_page()
        except Refusal as refusal:
            asked = AskedAddress(said)
            content = refusal_page(refusal, asked, ways_from(refusal, asked))
        except PermissionError:
            content = not_allowed_page()
        name_page(content)
        return content

    return guarded_layout


def ways_from(refusal: Refusal, asked: AskedAddress) -> list[Way]:
    """Where who asks can go on from what was refused."""
    with reading() as session:
        return ways_on(session, current_viewer(), refusal.problems[0], asked)


def page(body: Callable[..., Component]) -> Callable[..., Component]:
    """Turn `body(assessment, address, **more)` into a Dash page that reads its address.

    `more` is what the body asks for by name: parts of the address, and the session, open until the page is made.
    """

    @guarded
    @wraps(body)
    def layout(**given: Any) -> Component:
        asked = signature(body).parameters.keys()
        more = {name: given[said] for said, name in _OF_THE_ADDRESS.items() if said in given and name in asked}
        address = read_address(given)
        with reading() as session:
            more |= {"session": session} if "session" in asked else {}
            assessment = load_assessment(session, address)
            return with_note(body(assessment, address, **more), assessment, address)

    return layout


def _use_choices() -> None:
    """Answer in the language and the theme that the reader chose."""
    use_language(_language())
    use_theme(_chosen("theme", THEMES, "light"))


def _language() -> str:
    return _chosen("language", LANGUAGES, current_settings().language)


def _chosen(name: str, among: Mapping[str, object], otherwise: str) -> str:
    """What the reader's cookie of this name says, where it is one of those there are."""
    said = request.cookies.get(name, otherwise)
    return said if said in among else otherwise
