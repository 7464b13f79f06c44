"""What a target comes to: the exact number, at the indicator's scale, that a value is held against."""

from dataclasses import replace
from fractions import Fraction

import pytest

from common.periods import Period
from indicators.plan import Indicator, Plan
from indicators.resolve import resolve
from indicators.target import TargetReading, read_target
from tests.spec.engine import Row, read_table

AMOUNTS = """
An amount counted one by one in 个; B is its baseline

| text             | counted       | B      | from   | to     | target          | upper | gap                  |
|------------------|---------------|--------|--------|--------|-----------------|-------|----------------------|
| 50个             | at_period_end | -      | 2023Q4 | 2025Q4 | 50              | -     | -                    |
| 不少于50         | at_period_end | 20     | 2023Q4 | 2025Q4 | 50              | -     | -                    |
| 35~40个          | at_period_end | 20     | 2023Q4 | 2025Q4 | 35              | 40    | -                    |
| 3.5~4.2个        | at_period_end | 20     | 2023Q4 | 2025Q4 | 35/10           | 42/10 | -                    |
| 比2023年增长20%  | at_period_end | 247    | 2023Q4 | 2025Q4 | 2964/10         | -     | -                    |
| 比2022年增长20%  | at_period_end | 247    | 2023Q4 | 2025Q4 | -               | -     | other_base           |
| 比上年增长20%    | at_period_end | 247    | 2023Q4 | 2025Q4 | -               | -     | other_base           |
| 比2024年增长20%  | at_period_end | 247    | 2024Q2 | 2025Q4 | -               | -     | other_base           |
| 翻一番           | at_period_end | 20     | 2023Q4 | 2025Q4 | 40              | -     | -                    |
| 翻一番           | at_period_end | 0      | 2023Q4 | 2025Q4 | -               | -     | base_not_positive    |
| 增长20%          | at_period_end | -5     | 2023Q4 | 2025Q4 | -               | -     | base_not_positive    |
| 增加50个         | at_period_end | 20     | 2023Q4 | 2025Q4 | 70              | -     | -                    |
| 增加50个         | at_period_end | 0      | 2023Q4 | 2025Q4 | 50              | -     | -                    |
| 增加50个         | at_period_end | -      | 2023Q4 | 2025Q4 | -               | -     | missing_baseline     |
| 年均增长10%      | at_period_end | 100    | 2023Q4 | 2025Q4 | 121             | -     | -                    |
| 年均增长6.5%     | at_period_end | 123456 | 2020Q4 | 2025Q4 | 1691454192/10^4 | -     | -                    |
| 年均增长10%      | at_period_end | 100    | 2024Q2 | 2025Q4 | -               | -     | date_does_not_fit    |
| 约50个           | at_period_end | 20     | 2023Q4 | 2025Q4 | -               | -     | reading_unconfirmed  |
| 90%              | at_period_end | 20     | 2023Q4 | 2025Q4 | -               | -     | unit_does_not_match  |
| 50家             | at_period_end | 20     | 2023Q4 | 2025Q4 | -               | -     | unit_does_not_match  |
| 2025年底前建成   | at_period_end | 20     | 2023Q4 | 2025Q4 | -               | -     | unit_does_not_match  |
| 不少于50个/年    | at_period_end | 20     | 2023Q4 | 2025Q4 | -               | -     | scope_does_not_match |
| 不少于50个/年    | by_year       | 20     | 2023Q4 | 2025Q4 | 50              | -     | -                    |
| 累计不少于50个   | by_year       | 20     | 2023Q4 | 2025Q4 | -               | -     | scope_does_not_match |
| 不少于50个       | by_year       | 20     | 2023Q4 | 2025Q2 | -               | -     | date_does_not_fit    |
| 不少于50个       | at_period_end | 20     | 2023Q4 | 2022Q4 | -               | -     | date_does_not_fit    |
| 不少于50个       | at_period_end | 20     | 2023Q4 | 2023Q4 | -               | -     | date_does_not_fit    |
"""

RATES = """
A rate kept to the ten-thousandth (10000 is 100%)

| text          | counted       | B    | from   | to     | target  | upper | gap                 |
|---------------|---------------|------|--------|--------|---------|-------|---------------------|
| 超过90%       | at_period_end | -    | 2023Q4 | 2025Q4 | 9000    | -     | -                   |
| 三分之二以上  | at_period_end | -    | 2023Q4 | 2025Q4 | 20000/3 | -     | -                   |
| 5‰以上        | at_period_end | -    | 2023Q4 | 2025Q4 | 50      | -     | -                   |
| 提高5个百分点 | at_period_end | 8500 | 2023Q4 | 2025Q4 | 9000    | -     | -                   |
| 提高5个百分点 | at_period_end | -    | 2023Q4 | 2025Q4 | -       | -     | missing_baseline    |
| 全覆盖        | at_period_end | 8500 | 2023Q4 | 2025Q4 | 10000   | -     | -                   |
| 2.5%~3.2%     | at_period_end | 200  | 2023Q4 | 2025Q4 | 250     | 320   | -                   |
"""


@pytest.mark.parametrize("row", read_table(AMOUNTS), ids=lambda row: f"{row['text']} from {row['B']}")
def test_an_amount_is_held_against(wenzhou: Plan, row: Row) -> None:
    _check(replace(wenzhou.indicator_by_code["charities"], counted=row["counted"]), row)


@pytest.mark.parametrize("row", read_table(RATES), ids=lambda row: f"{row['text']} from {row['B']}")
def test_a_rate_is_held_against(wenzhou: Plan, row: Row) -> None:
    _check(wenzhou.indicator_by_code["healthy_rate"], row)


def _check(indicator: Indicator, row: Row) -> None:
    reading = read_target(row["text"], indicator.unit, indicator.direction, name=indicator.name)
    assert isinstance(reading, TargetReading)
    baseline = None if row["B"] is None else int(row["B"])
    found = resolve(reading, indicator, baseline, Period.read(row["from"]), Period.read(row["to"]))
    numbers = [None if part is None else Fraction(part, found.under) for part in (found.over, found.upper)]
    assert (numbers, found.gap) == ([_fraction(row["target"]), _fraction(row["upper"])], row["gap"])


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text.replace("10^4", "10000"))
