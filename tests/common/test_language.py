"""Chinese first, English complete: every message has both, with the same placeholders."""

import ast
import re
from collections.abc import Iterator

from babel.messages.pofile import read_po

from common.gaps import GAPS, SHORT_GAPS
from common.language import CHINESE_CATALOGUE, _, in_language, use_language
from common.settings import PROJECT_FOLDER

SOURCES = ("app.py", "commands.py", "accounts", "common", "indicators", "data", "etl", "briefings", "layouts")


def test_every_message_has_chinese_words_with_the_same_placeholders() -> None:
    with CHINESE_CATALOGUE.open("rb") as file:
        chinese = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    written = set(_messages())
    assert written - set(chinese) == set(), "run `make messages` and translate these"
    assert set(chinese) - written == set(), "run `make messages`: these are no longer used"
    for message, words in chinese.items():
        assert words, message
        assert _placeholders(message) == _placeholders(words), message


# Words that would be a second one for what docs/glossary.md has a word for: 区划, 规划, 上报说明, 填报表.
_SECOND_WORDS = ("区域", "计划", "情况说明", "模板")


def test_one_word_for_one_thing() -> None:
    said = (CHINESE_CATALOGUE, PROJECT_FOLDER / "README.zh.md", PROJECT_FOLDER / "briefings" / "briefing.py")
    found = {(file.name, word) for file in said for word in _SECOND_WORDS if word in file.read_text("utf-8")}
    assert found == set()


def test_a_message_is_chinese_unless_english_was_chosen() -> None:
    use_language("zh")
    assert _("{count} problems", count=3) == "3 个问题"
    with in_language("en"):
        assert _("{count} problems", count=3) == "3 problems"
    assert _("Overview") == "总览"


def test_every_gap_has_a_sentence_and_a_word() -> None:
    assert GAPS.keys() == SHORT_GAPS.keys()


def _messages() -> Iterator[str]:
    """Every literal given to _() or mark(), in modules and in templates."""
    for source in SOURCES:
        path = PROJECT_FOLDER / source
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "mark"):
                    (message, *_rest) = node.args
                    if isinstance(message, ast.Constant):
                        yield str(message.value)
        for file in sorted(path.rglob("*.html")):
            yield from re.findall(r'_\("([^"]+)"', file.read_text("utf-8"))


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))
