"""Our own failures: each gets a reference number, is logged with it, and loses nothing."""

import json
import logging
import secrets
import traceback
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from common.language import _

log = logging.getLogger("dabiao")


def start_log(folder: Path) -> None:
    """Log to dabiao.log in `folder`, so that a reference number someone tells us can be found."""
    folder.mkdir(parents=True, exist_ok=True)
    for earlier in list(log.handlers):
        log.removeHandler(earlier)
        earlier.close()
    # Several web workers write to the one file, so the system's logrotate, not Python, may turn it over.
    handler = WatchedFileHandler(folder / "dabiao.log", encoding="utf-8")
    handler.setFormatter(_OneLine())
    log.addHandler(handler)
    log.setLevel(logging.INFO)


class _OneLine(logging.Formatter):
    """An entry as one line of JSON: when, how grave, what, and of a failure its kind and where it came about.

    No request, no form and no figure stands in it; what a database was asked with is left out (data/database.py).
    """

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said: dict[str, object] = {"at": at, "level": record.levelname, "message": record.getMessage()}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            said["error"] = f"{type(error).__name__}: {_words_of(error)}"
            said["trace"] = traceback.format_tb(error.__traceback__)
        return json.dumps(said, ensure_ascii=False)


def _words_of(error: BaseException) -> str:
    """What an error says; a database's own words may hold the values it was given, its statement does not."""
    return f"{type(error.orig).__name__} {error.statement}" if isinstance(error, DBAPIError) else str(error)


def record_failure(error: BaseException) -> str:
    """Log an unexpected error and return the reference number it was logged under."""
    reference = secrets.token_hex(4).upper()
    log.error("reference %s", reference, exc_info=error)
    return reference


def failure_words(reference: str) -> str:
    """What a person is told: that it is our fault, that nothing is lost, and what to quote."""
    return _(
        "Something went wrong on our side; nothing you entered or stored before is lost. "
        "Try again, and if it happens again tell the administrator this reference number: {reference}",
        reference=reference,
    )


def unreachable_words() -> str:
    """What a person is told when nothing answers: what is lost, and what to try."""
    return _(
        "The server does not answer. Nothing that was stored is lost; what is shown may be what was there before. "
        "Check the network and try again; if it goes on, tell the administrator."
    )
