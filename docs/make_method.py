"""Writes the generated parts of docs/method.md in place (`make docs`).

The rules are as the engine has them, the examples as tests/spec/ runs them. What stands between `<!-- generated: … -->`
and `<!-- end -->` is replaced.
"""

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from indicators.rules import RULE_SET, STATUS_BY_NAME, STATUSES, Thresholds, rule_values, rules

METHOD = Path(__file__).with_name("method.md")
SPECIFICATIONS = Path(__file__).parent.parent / "tests" / "spec"
# The order a reader wants; a specification that is not named here stands at the end.
_ORDER = (
    "target_texts", "kinds_and_counting", "measures", "schedule", "status", "lights", "sums", "attainment", "outlook",
)  # fmt: skip
_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rewritten(document: str) -> str:
    """The document with its generated parts as they should be now."""
    return _PART.sub(lambda part: f"{part[1]}\n{_PARTS[part[2]]()}\n\n{part[3]}", document)


def _rules() -> str:
    limits = Thresholds()
    rows = (
        (rule.clause, f"`{rule.status}`", STATUS_BY_NAME[rule.status].light, rule.words.format(**rule_values(limits)))
        for rule in rules(limits)
    )
    return f"Rule set {RULE_SET}.\n\n" + _table(("rule", "status", "light", "when"), rows)


def _lights() -> str:
    rows = ((f"`{one.name}`", one.words, one.light, "yes" if one.warns else "") for one in STATUSES)
    return _table(("status", "in words", "light", "warns if binding"), rows)


def _examples() -> str:
    return "\n\n".join(text for module in _specifications() for text in _examples_of(module))


def _specifications() -> list[ModuleType]:
    names = [path.stem.removeprefix("test_") for path in sorted(SPECIFICATIONS.glob("test_*.py"))]
    names.sort(key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))
    return [import_module(f"tests.spec.test_{name}") for name in names]


def _examples_of(module: ModuleType) -> Iterator[str]:
    """A heading, where the examples are run, and each table under its title."""
    tables = [(name, text) for name, text in vars(module).items() if name.isupper() and _is_table(text)]
    if tables:
        heading = (module.__doc__ or "").split("\n")[0].removesuffix(".")
        yield f"### {heading}"
        yield f"`{module.__name__.replace('.', '/')}.py`"
    for name, text in tables:
        title, bar, rows = text.strip().partition("|")
        yield f"**{title.strip() or name.replace('_', ' ').capitalize()}**"
        yield bar + rows


def _is_table(text: object) -> bool:
    return isinstance(text, str) and "\n|--" in text


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))


_PARTS = {"rules": _rules, "lights": _lights, "examples": _examples}

if __name__ == "__main__":
    METHOD.write_text(rewritten(METHOD.read_text("utf-8")), "utf-8")
