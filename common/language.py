"""The language a person reads: Chinese unless they chose English.

Message ids are the English texts; Chinese stands in locale/zh_Hans_CN. The language is a ContextVar, so that it
holds in a request, in a command and in a test alike.
"""

import gettext
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from common.settings import PROJECT_FOLDER

LANGUAGES = {"zh": "中文", "en": "English"}
CHINESE_CATALOGUE = PROJECT_FOLDER / "locale" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"

_language: ContextVar[str] = ContextVar("language", default="zh")


def use_language(language: str) -> None:
    """Make `language` ("zh" or "en") the one of this request or command."""
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    _language.set(language)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Use `language` within the block, whatever the reader's own."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def current_language() -> str:
    """The language in use: "zh" or "en"."""
    return _language.get()


def _(message: str, /, **params: object) -> str:
    """The message in the language in use, its {names} filled from `params`."""
    words = message if _language.get() == "en" else _chinese().gettext(message)
    return words.format(**params) if params else words


def in_every_language(words: Callable[[], str]) -> set[str]:
    """What `words` says in each language: a file may come back in another language than its reader's."""
    said = set()
    for language in LANGUAGES:
        with in_language(language):
            said.add(words())
    return said


def mark(message: str) -> str:
    """Mark a text for translation where it is written but not yet shown (data at module level)."""
    return message


@cache
def _chinese() -> gettext.GNUTranslations:
    # Compiled here, in memory, so that no binary catalogue can fall behind the readable one.
    with CHINESE_CATALOGUE.open("rb") as catalogue:
        compiled = io.BytesIO()
        write_mo(compiled, read_po(catalogue, locale="zh_Hans_CN"))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
