"""What a target text means. Every wording of the Wenzhou tables, and what must never become a number."""

from decimal import Decimal

import pytest

from indicators.plan import Direction, Plan
from indicators.target import TargetNotRead, TargetReading, read_target
from tests.spec.engine import Row, read_table

UNDERSTOOD = """
| text          | unit  | direction | comparator | value    | read unit | scope    | needs        |
|---------------|-------|-----------|------------|----------|-----------|----------|--------------|
| 6             | 万个  | increase  | >=         | 6        | 万个      | plan_end | -            |
| 6             | -     | -         | >=         | 6        | -         | plan_end | confirmation |
| 260           | 个    | increase  | >=         | 260      | 个        | plan_end | -            |
| 13            | 个    | hold      | >=         | 13       | 个        | plan_end | -            |
| 0             | 个    | increase  | >=         | 0        | 个        | plan_end | confirmation |
| 1.3           | -     | decrease  | <=         | 1.3      | -         | plan_end | -            |
| 30            | 个/年 | unconfirmed | >=       | 30       | 个        | year     | confirmation |
| 3000          | 人/年 | increase  | >=         | 3000     | 人        | year     | -            |
| 100%          | %     | hold      | >=         | 1        | %         | plan_end | -            |
| 95%           | %     | increase  | >=         | 0.95     | %         | plan_end | -            |
| 超过90%       | %     | increase  | >          | 0.9      | %         | plan_end | -            |
| 超过９０％    | -     | -         | >          | 0.9      | %         | plan_end | -            |
| 应建尽建      | -     | increase  | all        | -        | -         | plan_end | denominator  |
| 应列尽列      | 家    | increase  | all        | -        | 家        | plan_end | denominator  |
| 3A以上100%    | -     | increase  | all        | -        | -         | plan_end | denominator  |
| 突破500家     | -     | -         | >          | 500      | 家        | plan_end | -            |
| 不少于50家    | -     | -         | >=         | 50       | 家        | plan_end | -            |
| 达到13个      | -     | -         | >=         | 13       | 个        | plan_end | -            |
| 达到6万人     | -     | -         | >=         | 60000    | 人        | plan_end | -            |
| 6万个         | 万个  | increase  | >=         | 6        | 万个      | plan_end | -            |
| 6万           | 万个  | increase  | >=         | 6        | 万个      | plan_end | -            |
| 5万           | 亿元  | increase  | >=         | 50000    | 元        | plan_end | -            |
| 1000万元/年   | -     | -         | >=         | 10000000 | 元        | year     | confirmation |
| 1000万元/年   | 万元  | increase  | >=         | 1000     | 万元      | year     | -            |
| 10,000        | 场    | increase  | >=         | 10000    | 场        | plan_end | -            |
| １，２００    | -     | increase  | >=         | 1200     | -         | plan_end | -            |
| ≥95%          | -     | -         | >=         | 0.95     | %         | plan_end | -            |
| 30%以上       | -     | -         | >=         | 0.3      | %         | plan_end | -            |
| 不高于1.3%    | -     | -         | <=         | 0.013    | %         | plan_end | -            |
"""

NOT_UNDERSTOOD = """
| text                 | problem        |
|----------------------|----------------|
| 约1000               | not_understood |
| 35~40                | not_understood |
| 比2023年增长20%      | not_understood |
| 翻一番               | not_understood |
| 34①                  | not_understood |
| 5²                   | not_understood |
| 12,34                | not_understood |
| 超过90%，且不低于50家 | not_understood |
| 超过30%以上          | not_understood |
| 65岁及以上100%       | not_understood |
| 高于全省平均         | not_understood |
| 90%家                | not_understood |
| ——                   | not_applicable |
| --                   | not_applicable |
| —                    | no_value       |
"""


@pytest.mark.parametrize(
    "row", read_table(UNDERSTOOD), ids=lambda row: f"{row['text']} {row['unit']} {row['direction']}"
)
def test_a_target_is_read(row: Row) -> None:
    reading = read_target(row["text"], row["unit"], row["direction"])
    assert isinstance(reading, TargetReading)
    expected = None if row["value"] is None else Decimal(row["value"])
    needs = () if row["needs"] is None else (row["needs"],)
    assert (reading.comparator, reading.value, reading.unit, reading.scope, reading.needs) == (
        row["comparator"],
        expected,
        row["read unit"],
        row["scope"],
        needs,
    )
    assert reading.text == row["text"]


@pytest.mark.parametrize("row", read_table(NOT_UNDERSTOOD), ids=lambda row: row["text"])
def test_what_is_not_understood_never_becomes_a_number(row: Row) -> None:
    reading = read_target(row["text"])
    assert isinstance(reading, TargetNotRead)
    assert (reading.problem, reading.text) == (row["problem"], row["text"])


@pytest.mark.parametrize("text", ["90", "超过90", "不低于90", "+5%", "-3"])
def test_a_factor_of_a_hundred_or_a_sign_is_never_guessed(text: str) -> None:
    reading = read_target(text, "%", "increase")
    assert isinstance(reading, TargetNotRead)
    assert reading.problem == "not_understood"


@pytest.mark.parametrize(("text", "problem"), [("", "blank"), ("  ", "blank"), ("-", "no_value"), ("－", "no_value")])
def test_silence_is_told_apart(text: str, problem: str) -> None:
    reading = read_target(text)
    assert isinstance(reading, TargetNotRead)
    assert reading.problem == problem


@pytest.mark.parametrize("direction", ["increase", "decrease", "hold", "unconfirmed", None])
def test_a_written_comparator_outranks_the_direction(direction: Direction | None) -> None:
    reading = read_target("超过90%", "%", direction)
    assert isinstance(reading, TargetReading)
    assert reading.comparator == ">"


def test_every_target_of_wenzhou_is_read_or_says_why_not(wenzhou: Plan) -> None:
    problems = set()
    for target in wenzhou.targets:
        indicator = wenzhou.indicator_by_code[target.indicator]
        reading = read_target(target.target, indicator.unit, indicator.direction)
        if isinstance(reading, TargetNotRead):
            problems.add((target.indicator, target.target, reading.problem))
    assert problems == {("parks", "", "blank"), ("community_foundations", "——", "not_applicable")}
