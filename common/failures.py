"""Our own failures: each gets a reference number, is logged with it, and loses nothing."""

import logging
import secrets
from logging.handlers import WatchedFileHandler
from pathlib import Path

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
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


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
