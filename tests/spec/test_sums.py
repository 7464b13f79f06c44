"""The whole from its regions: sums, ratios of sums, and the whole's own figure beside them."""

import pytest

from tests.spec.engine import ENGINES, declared_row, fact_row, run
from tests.spec.tables import Case, every_row

SUMS = """
A whole and its parts, half way; `?` has not reported, `×` is a region it does not apply to

| title                                    | adds up | step | B  | B of parts   | T     | V  | V of parts       | value        | own | coverage | baseline | own baseline | progress            | status              |
|------------------------------------------|---------|------|----|--------------|-------|----|------------------|--------------|-----|----------|----------|--------------|---------------------|---------------------|
| all reported, and the whole agrees       | sum     | 1    | 40 | 10 + 10 + 20 | ≥ 100 | 60 | 3 + 7 + 50       | 60           | 60  | 3 of 3   | 40       | 40           | 1/3                 | behind              |
| the whole published another figure       | sum     | 1    | 40 | 10 + 10 + 20 | ≥ 100 | 61 | 3 + 7 + 50       | 60           | 61  | 3 of 3   | 40       | 40           | 1/3                 | behind              |
| the whole published none                 | sum     | 1    | -  | 10 + 10 + 20 | ≥ 100 | -  | 3 + 7 + 50       | 60           | -   | 3 of 3   | 40       | -            | 1/3                 | behind              |
| one region is missing                    | sum     | 1    | 40 | 10 + 10 + 20 | ≥ 100 | 60 | 3 + 7 + ?        | 10           | 60  | 2 of 3   | 40       | 40           | partly_reported     | partly_reported     |
| a region that reports zero has reported  | sum     | 1    | 40 | 10 + 10 + 20 | ≥ 100 | -  | 3 + 7 + 0        | 10           | -   | 3 of 3   | 40       | 40           | -1/2                | regressed           |
| a region that reports a dash has not     | sum     | 1    | 40 | 10 + 10 + 20 | ≥ 100 | -  | 3 + 7 + no_value | 10           | -   | 2 of 3   | 40       | 40           | partly_reported     | partly_reported     |
| a count below zero is no figure          | sum     | 1    | 40 | 10 + 10 + 20 | ≥ 100 | -  | 3 + 7 + -5       | 10           | -   | 2 of 3   | 40       | 40           | partly_reported     | partly_reported     |
| no region has reported                   | sum     | 1    | 40 | 10 + 10 + 20 | ≥ 100 | -  | ? + ? + ?        | not_reported | -   | 0 of 3   | 40       | 40           | not_reported        | not_reported        |
| only the whole has published             | sum     | 1    | 40 | 10 + 10 + 20 | ≥ 100 | 60 | ? + ? + ?        | not_reported | 60  | 0 of 3   | 40       | 40           | not_reported        | not_reported        |
| it does not apply to one region          | sum     | 1    | 40 | 10 + 10 + 20 | ≥ 100 | -  | 30 + 40 + ×      | 70           | -   | 2 of 2   | 20       | 40           | 5/8                 | ahead               |
| it applies to no region below            | sum     | 1    | 40 | 10 + 10 + 20 | ≥ 100 | 70 | × + × + ×        | 70           | 70  | -        | 40       | 40           | 1/2                 | on_schedule         |
| 基金会: 21 published, its regions had 20 | sum     | 1    | 21 | 10 + 10      | ≥ 50  | -  | 15 + 17          | 32           | -   | 2 of 2   | 20       | 21           | 40.0%               | roughly_on_schedule |
| a baseline that lacks a region is none   | sum     | 1    | 20 | 10 + ?       | ≥ 50  | -  | 5 + 6            | 11           | -   | 2 of 2   | -        | 20           | missing_baseline    | no_baseline         |
| every one of them, in every region       | sum     | 1    | 8  | 1 + 7        | all   | -  | 3 of 4 + 8 of 10 | 11           | -   | 2 of 2   | 8        | 8            | 1/2                 | on_schedule         |
| how many there should be lacks a region  | sum     | 1    | 8  | 1 + 7        | all   | -  | 3 of 4 + 8       | 11           | -   | 2 of 2   | 8        | 8            | missing_denominator | not_assessable      |
| less is better                           | sum     | 1    | 50 | 20 + 30      | ≤ 30  | -  | 15 + 25          | 40           | -   | 2 of 2   | 50       | 50           | 1/2                 | on_schedule         |
| it reports its own                       | own     | 1    | 40 | 10 + 10      | ≥ 100 | 70 | 3 + 7            | 70           | 70  | -        | 40       | 40           | 1/2                 | on_schedule         |
| nothing is added up                      | none    | 1    | 40 | 10 + 10      | ≥ 100 | 70 | 3 + 7            | 70           | 70  | -        | 40       | 40           | 1/2                 | on_schedule         |
"""

RATIOS = """
A rate of the whole is the ratio of sums, never the average of its regions' percentages

| title                                    | kind | adds up       | B   | B of parts | T     | V   | V of parts  | value            | own | coverage | baseline | progress         | status          |
|------------------------------------------|------|---------------|-----|------------|-------|-----|-------------|------------------|-----|----------|----------|------------------|-----------------|
| 1 of 2 and 9 of 100: 9.8%, not 29.5%     | rate | ratio_of_sums | 0%  | 0% + 0%    | ≥ 90% | -   | 1/2 + 9/100 | 5/51             | -   | 2 of 2   | 0%       | 50/459           | far_behind      |
| one region is missing                    | rate | ratio_of_sums | 0%  | 0% + 0%    | ≥ 90% | 60% | 1/2 + ?     | 1/2              | 60% | 1 of 2   | 0%       | partly_reported  | partly_reported |
| a percentage alone cannot be added       | rate | ratio_of_sums | 0%  | 0% + 0%    | ≥ 90% | -   | 1/2 + 95%   | 1/2              | -   | 1 of 2   | 0%       | partly_reported  | partly_reported |
| no region reports counts: its own stands | rate | ratio_of_sums | 0%  | 0% + 0%    | ≥ 90% | 45% | 50% + 95%   | 45%              | 45% | -        | 0%       | 1/2              | on_schedule     |
| a region that has none of none           | rate | ratio_of_sums | 0%  | 0% + 0%    | ≥ 90% | -   | 1/2 + 0/0   | 1/2              | -   | 2 of 2   | 0%       | 5/9              | on_schedule     |
| no region has any                        | rate | ratio_of_sums | 0%  | 0% + 0%    | ≥ 90% | -   | 0/0 + 0/0   | zero_denominator | -   | 2 of 2   | 0%       | zero_denominator | not_assessable  |
| the baseline of a rate is the whole's    | rate | ratio_of_sums | 10% | 50% + 70%  | ≥ 90% | -   | 1/2 + 1/2   | 1/2              | -   | 2 of 2   | 10%      | 1/2              | on_schedule     |
"""

LEVELS = """
Any number of levels: a whole is made of the regions an indicator is passed down to, and no further

| title                                  | region   | in       | adds up | B | T     | V  | value        | own | coverage | baseline |
|----------------------------------------|----------|----------|---------|---|-------|----|--------------|-----|----------|----------|
| passed down to counties and to a city  | nation   | -        | sum     | 9 | ≥ 100 | 50 | 27           | 50  | 3 of 3   | 6        |
|                                        | province | nation   | sum     | 8 | ≥ 100 | -  | 27           | -   | 3 of 3   | 6        |
|                                        | city 1   | province | sum     | 7 | ≥ 50  | 99 | 7            | 99  | 2 of 2   | 2        |
|                                        | county 1 | city 1   | sum     | 1 | ≥ 9   | 3  | 3            | 3   | -        | 1        |
|                                        | county 2 | city 1   | sum     | 1 | ≥ 9   | 4  | 4            | 4   | -        | 1        |
|                                        | city 2   | province | sum     | 4 | ≥ 50  | 20 | 20           | 20  | -        | 4        |
| a city has no figure of its own        | province | nation   | sum     | 8 | ≥ 100 | -  | 12           | -   | 3 of 3   | 3        |
|                                        | county 1 | city 1   | sum     | 1 | ≥ 9   | 3  | 3            | 3   | -        | 1        |
|                                        | county 2 | city 1   | sum     | 1 | ≥ 9   | 4  | 4            | 4   | -        | 1        |
|                                        | city 2   | province | sum     | 1 | ≥ 50  | 5  | 5            | 5   | -        | 1        |
| what a county lacks, every level lacks | nation   | -        | sum     | 9 | ≥ 100 | -  | 23           | -   | 2 of 3   | 6        |
|                                        | city 1   | province | sum     | 7 | ≥ 50  | 99 | 3            | 99  | 1 of 2   | 2        |
|                                        | county 1 | city 1   | sum     | 1 | ≥ 9   | 3  | 3            | 3   | -        | 1        |
|                                        | county 2 | city 1   | sum     | 1 | ≥ 9   | -  | not_reported | -   | -        | 1        |
|                                        | city 2   | province | sum     | 4 | ≥ 50  | 20 | 20           | 20  | -        | 4        |
"""

VALIDITY = """
Regions that came or went: only those valid in a period are expected, and their baseline counts only then

| title                                           | region | in | adds up | valid from | valid to | B  | T     | at     | V  | value        | coverage | baseline | status              |
|-------------------------------------------------|--------|----|---------|------------|----------|----|-------|--------|----|--------------|----------|----------|---------------------|
| 龙港 is made from part of old                   | w      | -  | sum     | -          | -        | 40 | ≥ 100 | 2024Q2 | -  | 50           | 2 of 2   | 40       | roughly_on_schedule |
|                                                 | old    | w  | sum     | -          | 2024Q2   | 30 | ≥ 60  | 2024Q2 | 35 | 35           | -        | 30       | roughly_on_schedule |
|                                                 | stays  | w  | sum     | -          | -        | 10 | ≥ 20  | 2024Q2 | 15 | 15           | -        | 10       | ahead               |
|                                                 | new    | w  | sum     | 2024Q3     | -        | 20 | ≥ 60  | 2024Q2 | -  | not_reported | -        | 20       | not_applicable      |
|                                                 | w      | -  | sum     | -          | -        | 40 | ≥ 100 | 2024Q3 | -  | 44           | 2 of 2   | 30       | behind              |
|                                                 | old    | w  | sum     | -          | 2024Q2   | 30 | ≥ 60  | 2024Q3 | -  | not_reported | -        | 30       | not_applicable      |
|                                                 | stays  | w  | sum     | -          | -        | 10 | ≥ 20  | 2024Q3 | 14 | 14           | -        | 10       | on_schedule         |
|                                                 | new    | w  | sum     | 2024Q3     | -        | 20 | ≥ 60  | 2024Q3 | 30 | 30           | -        | 20       | behind              |
| what an old region still reports does not count | w      | -  | sum     | -          | -        | 40 | ≥ 100 | 2024Q3 | -  | 14           | 1 of 1   | 10       | far_behind          |
|                                                 | old    | w  | sum     | -          | 2024Q2   | 30 | ≥ 60  | 2024Q3 | 36 | 36           | -        | 30       | not_applicable      |
|                                                 | stays  | w  | sum     | -          | -        | 10 | ≥ 20  | 2024Q3 | 14 | 14           | -        | 10       | on_schedule         |
"""


@every_row(SUMS)
def test_the_whole_is_the_sum_of_its_regions(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(RATIOS)
def test_a_rate_is_a_ratio_of_sums(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(LEVELS)
def test_every_level_is_added_up(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(VALIDITY)
def test_only_regions_that_are_valid_count(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@pytest.mark.parametrize("engine", ENGINES)
def test_the_thirteen_county_targets_of_jobs_add_up_exactly(engine: str) -> None:
    """As floats they come to 5.999999999999999, 6.0 or 6.000000000000001, depending on order. Scale 4: 60000."""
    figures = [6000, 4000, 3000, 4000, 2000, 7000, 9000, 5000, 2000, 5000, 4000, 6000, 3000]
    whole = declared_row(region="w", aggregation="sum", target=60000)
    parts = [declared_row(region=f"{n}", parent="w", aggregation="sum", target=one) for n, one in enumerate(figures)]
    facts = [fact_row(region=f"{n}", value=one) for n, one in enumerate(figures)]
    for order in (1, -1):
        found = run(engine, [whole, *parts[::order]], facts[::order], last="2024Q4")
        (result,) = [row for row in found if (row["region"], row["period"]) == ("w", "2024Q4")]
        assert (result["value_over"], result["status"]) == (60000, "achieved_early")
