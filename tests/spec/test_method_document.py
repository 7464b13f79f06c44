"""docs/method.md says what the engine does: its generated parts are up to date, and none is missing."""

from docs.make_method import METHOD, SPECIFICATIONS, rewritten
from indicators.rules import STATUSES, Thresholds, rules


def test_the_document_is_as_the_script_writes_it() -> None:
    document = METHOD.read_text("utf-8")
    assert document == rewritten(document), "docs/method.md is out of date: run `make docs`"


def test_a_stale_part_is_found() -> None:
    document = METHOD.read_text("utf-8")
    assert rewritten(document.replace("4A5A 453→500", "4A5A 453→501")) == document


def test_every_rule_status_and_table_is_in_it() -> None:
    document = METHOD.read_text("utf-8")
    assert [rule.clause for rule in rules(Thresholds()) if f"\n| {rule.clause} | " not in document] == []
    assert [status.name for status in STATUSES if f"`{status.name}`" not in document] == []
    with_tables = [path for path in SPECIFICATIONS.glob("test_*.py") if "\n|--" in path.read_text("utf-8")]
    assert [path.name for path in with_tables if f"`tests/spec/{path.name}`" not in document] == []
