"""Kinds and counting: amounts, rates and milestones; at a period's end, by year, over the plan."""

from fractions import Fraction

import pytest

from tests.spec.engine import ENGINES, declared_row, fact_row, run
from tests.spec.tables import Case, every_row

KINDS = """
What is measured, half way from 2023Q4 to 2025Q4

| title                                        | kind      | B    | T           | at     | V            | value        | completion          | progress            | status         |
|----------------------------------------------|-----------|------|-------------|--------|--------------|--------------|---------------------|---------------------|----------------|
| an amount                                    | amount    | 453  | ≥ 500       | 2024Q4 | 470          | 470          | 94.0%               | 17/47               | behind         |
| a rate, as reported                          | rate      | 80%  | ≥ 90%       | 2024Q4 | 85%          | 85%          | 17/18               | 50%                 | on_schedule    |
| a rate from its two counts is exact          | rate      | 0%   | ≥ 50%       | 2024Q4 | 1/3          | 1/3          | 2/3                 | 2/3                 | ahead          |
| every one of them is the whole               | rate      | 50%  | all of 100% | 2024Q4 | 7/7          | 1            | 1                   | 1                   | achieved_early |
| every one of them, and only 100% is reported | rate      | 50%  | all of 100% | 2024Q4 | 100%         | 100%         | missing_denominator | missing_denominator | not_assessable |
| one short of all, finer than is printed      | rate      | 50%  | ≥ 100%      | 2024Q4 | 99999/100000 | 99999/100000 | 99999/100000        | 49999/50000         | ahead          |
| nine of ten is not more than 90%             | rate      | 80%  | > 90%       | 2024Q4 | 9/10         | 90%          | 1                   | 1                   | ahead          |
| 89.96% does not meet 90%                     | rate      | -    | ≥ 90%       | 2024Q4 | 8996/10000   | 89.96%       | 99.96%              | missing_baseline    | no_baseline    |
| a milestone not done, before its date        | milestone | 0    | done        | 2024Q4 | not done     | 0            | 0%                  | 0%                  | not_due        |
| a milestone done before its date             | milestone | 0    | done        | 2024Q4 | done         | 1            | 100%                | 100%                | achieved_early |
| a milestone done on its date                 | milestone | 0    | done        | 2025Q4 | done         | 1            | 100%                | 100%                | achieved       |
| a milestone not done on its date             | milestone | 0    | done        | 2025Q4 | not done     | 0            | 0%                  | 0%                  | missed         |
| every one of those there should be           | amount    | 2000 | all         | 2024Q4 | 2355 of 2400 | 2355         | 157/160             | 71/80               | ahead          |
| all of those there should be                 | amount    | 2000 | all         | 2024Q4 | 2400 of 2400 | 2400         | 1                   | 1                   | achieved_early |
| more than there should be                    | amount    | 2000 | all         | 2024Q4 | 2401 of 2400 | 2401         | 2401/2400           | 401/400             | achieved_early |
| every one, and how many is not reported      | amount    | 2000 | all         | 2024Q4 | 2355         | 2355         | missing_denominator | missing_denominator | not_assessable |
| fewer there should be than there were        | amount    | 2500 | all         | 2024Q4 | 2355 of 2400 | 2355         | 157/160             | missing_baseline    | no_baseline    |
"""

COUNTED = """
How it is counted, from 2023Q4 to 2025Q4

| title                                   | counted       | B    | T       | at     | V    | baseline | milestone | schedule | progress      | lead  | status              |
|-----------------------------------------|---------------|------|---------|--------|------|----------|-----------|----------|---------------|-------|---------------------|
| at the period's end, after two quarters | at_period_end | 100  | ≥ 200   | 2024Q2 | 130  | 100      | -         | 25%      | 30%           | +5.0  | on_schedule         |
| over the plan: half of it at half time  | over_the_plan | -    | ≥ 12000 | 2024Q4 | 6000 | 0        | -         | 50%      | 50%           | 0.0   | on_schedule         |
| over the plan: one less                 | over_the_plan | -    | ≥ 12000 | 2024Q4 | 5999 | 0        | -         | 50%      | 49.99%        | -0.01 | roughly_on_schedule |
| over the plan begins at nothing         | over_the_plan | 5000 | ≥ 12000 | 2024Q4 | 6000 | 0        | -         | 50%      | 50%           | 0.0   | on_schedule         |
| by year: a whole year is one point      | by_year       | 875  | ≥ 1000  | 2024Q4 | 937  | 875      | -         | 50%      | 49.6%         | -0.4  | roughly_on_schedule |
| by year: within the year only the pace  | by_year       | 875  | ≥ 1000  | 2024Q2 | 500  | 875      | 937.5     | 50%      | year_not_over | +3.3  | on_schedule         |
| by year: each January starts again      | by_year       | 875  | ≥ 1000  | 2025Q1 | 250  | 875      | 1000      | 25%      | year_not_over | 0.0   | on_schedule         |
"""

NO_FIGURES = """
What is no figure has a name, and never a number

| title                                      | kind   | step | B | T                  | V                            | value            | completion       | status         |
|--------------------------------------------|--------|------|---|--------------------|------------------------------|------------------|------------------|----------------|
| none of none                               | rate   | 0    | - | ≥ 90%              | 0/0                          | zero_denominator | zero_denominator | not_assessable |
| five of none                               | rate   | 0    | - | ≥ 90%              | 5/0                          | zero_denominator | zero_denominator | not_assessable |
| a numerator without a denominator          | rate   | 0    | - | ≥ 90%              | 5/-                          | not_reported     | not_reported     | not_reported   |
| a numerator below zero                     | rate   | 0    | - | ≥ 90%              | -1/3                         | negative_count   | negative_count   | not_assessable |
| a denominator below zero                   | rate   | 0    | - | ≥ 90%              | 1/-3                         | negative_count   | negative_count   | not_assessable |
| a count below zero                         | amount | 1    | 0 | ≥ 10               | -3                           | negative_count   | negative_count   | not_assessable |
| a continuous amount below zero is a figure | amount | 0    | 0 | ≥ 10               | -3                           | -3               | -30%             | regressed      |
| a count of zero is a figure                | amount | 1    | 0 | ≥ 10               | 0                            | 0                | 0%               | far_behind     |
| the largest there may be                   | amount | 1    | 0 | ≥ 1000000000000000 | 1000000000000000             | 1000000000000000 | 100%             | achieved_early |
| one more                                   | amount | 1    | 0 | ≥ 1000000000000000 | 1000000000000001             | too_large        | too_large        | not_assessable |
| a ratio of counts that are too large       | rate   | 0    | - | ≥ 90%              | 5000000000000/10000000000000 | too_large        | too_large        | not_assessable |
| too large beside so fine a target          | amount | 0    | 0 | ≥ 1/1000           | 100000000000000              | 100000000000000  | too_large        | not_assessable |
| a dash: there is no figure                 | amount | 1    | 0 | ≥ 10               | no_value                     | no_value         | no_value         | not_reported   |
| two dashes: it does not apply              | amount | 1    | 0 | ≥ 10               | not_applicable               | not_applicable   | not_applicable   | not_reported   |
| nothing                                    | amount | 1    | 0 | ≥ 10               | -                            | not_reported     | not_reported     | not_reported   |
"""


@every_row(KINDS)
def test_kinds(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(COUNTED)
def test_counting(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(NO_FIGURES)
def test_what_is_no_figure_is_named(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@pytest.mark.parametrize("engine", ENGINES)
def test_counts_say_the_rate_also_beside_a_dash(engine: str) -> None:
    """The dash was approved before the counts were: it says of the rate what no longer holds."""
    rate = declared_row(kind="rate", whole=10_000, target=9_000)
    fact = fact_row(numerator=48, denominator=53, gap="no_value")
    (result,) = (row for row in run(engine, [rate], [fact]) if row["period"] == "2024Q4")
    assert Fraction(result["value_over"], result["value_under"]) == Fraction(48 * 10_000, 53)
    assert result["value_gap"] is None


@pytest.mark.parametrize("engine", ENGINES)
def test_half_of_the_counts_beside_a_dash_say_nothing(engine: str) -> None:
    fact = fact_row(denominator=53, gap="no_value")
    found = run(engine, [declared_row(kind="rate", whole=10_000, target=9_000)], [fact])
    assert next(row for row in found if row["period"] == "2024Q4")["value_gap"] == "no_value"
