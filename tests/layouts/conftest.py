"""The application over a loaded database, and a request to be in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from dash import Dash

from app import create_app
from common.settings import Settings
from layouts.edge import close
from tests.signed_in import cookies

As = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def app(settings: Settings) -> Iterator[Dash]:
    application = create_app(settings)
    yield application
    close(application.server)


@pytest.fixture
def seen_by(app: Dash) -> As:
    """Inside a request of somebody, in English: leader, reviewer, analyst (of every region), analyst:330327."""

    @contextmanager
    def enter(account: str) -> Iterator[None]:
        with app.server.test_request_context(headers={"Cookie": cookies(app, account)}):
            app.server.preprocess_request()
            yield

    return enter


@pytest.fixture
def request_context(seen_by: As) -> Iterator[None]:
    """Inside a request of a reviewer, in English."""
    with seen_by("reviewer"):
        yield


@pytest.fixture
def as_leader(seen_by: As) -> Iterator[None]:
    """Inside a request of a leader."""
    with seen_by("leader"):
        yield
