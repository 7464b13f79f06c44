"""The application over a loaded database, and a request to be in."""

from collections.abc import Iterator

import pytest
from dash import Dash

from app import create_app
from common.settings import Settings
from layouts.edge import close
from tests.signed_in import cookies


@pytest.fixture
def app(settings: Settings) -> Iterator[Dash]:
    application = create_app(settings)
    yield application
    close(application.server)


@pytest.fixture
def request_context(app: Dash) -> Iterator[None]:
    """Inside a request of a reviewer, in English."""
    with app.server.test_request_context(headers={"Cookie": cookies(app)}):
        app.server.preprocess_request()
        yield
