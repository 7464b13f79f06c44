"""The key that session cookies are signed with: of the settings, or made once and kept."""

import os
import secrets
from pathlib import Path

from common.settings import SHORTEST_SECRET, SettingError, Settings


def secret_key(settings: Settings) -> str:
    """The settings' key, or the one in the folder for what the program writes, which is made if it is not there."""
    if settings.secret_key is not None:
        return settings.secret_key
    settings.var.mkdir(parents=True, exist_ok=True)
    file = settings.var / "secret-key"
    if not file.exists():
        _make(file)
    key = file.read_text("ascii").strip()
    if len(key) < SHORTEST_SECRET:
        raise SettingError(f"{file} holds no key any more; remove it, and another is made: everybody signs in again.")
    return key


def _make(file: Path) -> None:
    """Write a new key, whole and once: of several workers that begin at a time, one makes it."""
    made = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(secrets.token_hex(32))
    try:
        os.link(made, file)
    except FileExistsError:
        # Another worker was first; its key holds.
        return
    finally:
        made.unlink()
