"""目标口径: how targets are read is shown to all; what is meant is said by those who may, and checked on the server."""

from decimal import Decimal

import pytest
from dash import no_update

from common.language import use_language
from common.periods import Period
from data.database import Database
from indicators.target import TargetReading, read_target
from layouts import indicator, reading_card
from layouts.reading_words import needs_words, reading_words
from tests.layouts.components import text_of, walk
from tests.quarters import take_in_quarters

CASES = ("illegal_organisations", "330300")


def say(pressed: str, *, text: str = "", direction: str = "", note: str = "", region: str = "330300") -> str:
    """Press a button on the page of 非法组织处置数; what the page answers and shows then."""
    said, shown = reading_card.say(CASES[0], region, text, direction, note, "", pressed=pressed)
    return f"{text_of(said)} {'' if shown is no_update else text_of(shown)}"


def has_form(page: object) -> bool:
    return "reading-confirm" in {getattr(one, "id", None) for one in walk(page)}


@pytest.mark.usefixtures("request_context")
def test_a_target_is_shown_as_written_and_as_read() -> None:
    text = text_of(indicator.layout(indicator_code="healthy_rate"))
    assert "苍南 超过90% more than 90%; at the end of the plan" in text
    assert "not yet" in text
    text = text_of(indicator.layout(indicator_code="illegal_organisations"))
    assert "not stated by the plan" in text
    assert "a person's confirmation" in text


@pytest.mark.usefixtures("request_context")
def test_a_direction_and_a_correction_change_the_assessment(loaded_sqlite: Database) -> None:
    take_in_quarters(loaded_sqlite)
    assert "not assessable" in text_of(indicator.layout(indicator_code=CASES[0]))
    assert "less is better (bureau reviewer (demo)" in say("reading-direct", direction="decrease", note="会议纪要3号")
    shown = say("reading-confirm", text="≤10家")
    assert "at most 10 家" in shown
    assert "read as: ≤10家 (bureau reviewer (demo)" in shown
    page = text_of(indicator.layout(indicator_code=CASES[0]))
    assert "not assessable" not in page
    assert "会议纪要3号" in page


@pytest.mark.usefixtures("request_context")
def test_an_empty_text_confirms_what_is_written() -> None:
    assert "read as: ≥10 (bureau reviewer (demo)" in say("reading-confirm")


@pytest.mark.usefixtures("request_context")
def test_a_target_below_its_baseline_is_acknowledged() -> None:
    said, shown = reading_card.say("charities", "330383", "", "", "", "", pressed="reading-acknowledge")
    assert "It is kept" in text_of(said)
    assert "target below baseline acknowledged: yes (bureau reviewer (demo)" in text_of(shown)


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize(
    ("pressed", "choices", "words"),
    [
        ("reading-confirm", {"text": "大概十来家吧"}, "is not understood as a target"),
        ("reading-direct", {"direction": ""}, "is no direction"),
        ("reading-confirm", {"region": "330327"}, "The plan has no target for illegal_organisations in 330327"),
    ],
)
def test_a_refusal_says_why_and_keeps_nothing(pressed: str, choices: dict[str, str], words: str) -> None:
    before = text_of(indicator.layout(indicator_code=CASES[0]))
    assert words in say(pressed, **choices)
    assert text_of(indicator.layout(indicator_code=CASES[0])) == before


@pytest.mark.usefixtures("as_leader")
def test_who_may_not_confirm_has_no_form_and_is_refused_by_the_server() -> None:
    assert not has_form(indicator.layout(indicator_code=CASES[0]))
    assert "Only reviewers confirm" in say("reading-confirm")
    assert "not yet" in text_of(indicator.layout(indicator_code=CASES[0]))


@pytest.mark.usefixtures("request_context")
def test_what_is_said_now_is_not_said_on_a_page_of_the_past() -> None:
    assert has_form(indicator.layout(indicator_code=CASES[0]))
    assert not has_form(indicator.layout(indicator_code=CASES[0], **{"as-of": "2999-12-31"}))


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("≥95%", "%", "at least 95%; at the end of the plan"),
        ("不高于1.3%", "%", "at most 1.3%; at the end of the plan"),
        ("35~40", "张", "from 35 张 to 40 张; at the end of the plan"),
        ("比2023年增长20%", "个", "at least 20%; at the end of the plan; change from 2023"),
        ("[12000]", "人", "at least 12000 人; over the plan"),
        ("-", "个", "says that there is no target"),
        ("", "个", "left empty: no target"),
        ("——", "个", "says that it does not apply here"),
    ],
)
def test_readings_in_words(text: str, unit: str, words: str) -> None:
    assert reading_words(read_target(text, unit, "increase" if "不高于" not in text else None)) == words


def test_what_a_reading_carries_is_said() -> None:
    reading = TargetReading(
        "x", "all", Decimal("1"), "个", approximate=True, relative_to="baseline", due=Period(2024, 2),
        needs=("denominator", "baseline"),
    )  # fmt: skip
    assert reading_words(reading) == (
        "every one of them; at the end of the plan; change from the baseline; approximate; due second quarter 2024"
    )
    assert needs_words(reading) == "its denominator, a baseline"
    use_language("zh")
    assert reading_words(read_target("不少于50家", "家", "increase")) == "不低于 50 家；规划期末"
