"""What lies ahead: the forecast at the target date, and what is left until then."""

import pytest

from tests.spec.engine import ENGINES, declared_row, fact_row, run
from tests.spec.tables import Case, every_row

FORECAST = """
Forecast: if the mean change since the first point continues. Four points are needed; the baseline is one of them

| title                                                           | counted       | start  | B   | T      | at     | V   | forecast            |
|-----------------------------------------------------------------|---------------|--------|-----|--------|--------|-----|---------------------|
| a baseline and three values                                     | at_period_end | 2023Q4 | 10  | ≥ 50   | 2024Q1 | 11  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q2 | 15  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q3 | 16  | 26                  |
|                                                                 |               |        |     |        | 2024Q4 | 20  | 30                  |
|                                                                 |               |        |     |        | 2025Q4 | 30  | target_date_reached |
| without a baseline, four values                                 | at_period_end | 2023Q4 | -   | ≥ 50   | 2024Q1 | 11  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q2 | 15  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q3 | 16  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q4 | 20  | 32                  |
| the value reported for the baseline's period is no second point | at_period_end | 2023Q4 | 10  | ≥ 50   | 2023Q4 | 12  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q1 | 11  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q2 | 15  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q3 | 16  | 26                  |
| a gap between is no point                                       | at_period_end | 2023Q4 | 10  | ≥ 50   | 2024Q1 | 11  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q2 | -   | not_reported        |
|                                                                 |               |        |     |        | 2024Q3 | 16  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q4 | 20  | 30                  |
|                                                                 |               |        |     |        | 2025Q1 | -   | not_reported        |
| less and less                                                   | at_period_end | 2023Q4 | 50  | ≤ 10   | 2024Q1 | 48  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q2 | 48  | too_few_points      |
|                                                                 |               |        |     |        | 2024Q3 | 40  | 70/3                |
| by year: whole years only                                       | by_year       | 2023Q4 | 875 | ≥ 1000 | 2024Q1 | 200 | too_few_points      |
|                                                                 |               |        |     |        | 2024Q2 | 400 | too_few_points      |
|                                                                 |               |        |     |        | 2024Q3 | 600 | too_few_points      |
|                                                                 |               |        |     |        | 2024Q4 | 900 | too_few_points      |
|                                                                 |               |        |     |        | 2025Q1 | 300 | too_few_points      |
"""

FORECAST_BY_YEAR = """
A plan of five years, counted by year: the fourth whole year makes a trend

| title             | counted | start  | due    | B   | T     | at     | V   | forecast       |
|-------------------|---------|--------|--------|-----|-------|--------|-----|----------------|
| 10 more each year | by_year | 2023Q4 | 2028Q4 | 100 | ≥ 150 | 2024Q4 | 110 | too_few_points |
|                   |         |        |        |     |       | 2025Q2 | 60  | too_few_points |
|                   |         |        |        |     |       | 2025Q4 | 120 | too_few_points |
|                   |         |        |        |     |       | 2026Q4 | 130 | 150            |
|                   |         |        |        |     |       | 2027Q2 | 70  | too_few_points |
|                   |         |        |        |     |       | 2027Q4 | 136 | 145            |
"""

FORECAST_OF_SUMS = """
A sum that lacks a region is no point

| title             | adds up | B  | B of parts | T    | at     | V of parts | value | forecast        |
|-------------------|---------|----|------------|------|--------|------------|-------|-----------------|
| complete          | sum     | 10 | 5 + 5      | ≥ 50 | 2024Q1 | 5 + 6      | 11    | too_few_points  |
|                   |         |    |            |      | 2024Q2 | 7 + 8      | 15    | too_few_points  |
|                   |         |    |            |      | 2024Q3 | 8 + 8      | 16    | 26              |
| once not complete | sum     | 10 | 5 + 5      | ≥ 50 | 2024Q1 | 5 + 6      | 11    | too_few_points  |
|                   |         |    |            |      | 2024Q2 | 7 + ?      | 7     | partly_reported |
|                   |         |    |            |      | 2024Q3 | 8 + 8      | 16    | too_few_points  |
|                   |         |    |            |      | 2024Q4 | 10 + 10    | 20    | 30              |
"""

REMAINING = """
What is left, and how much that is for each quarter that remains

| title                                    | kind   | counted       | B   | T        | own line    | at     | V        | remaining    | needed              |
|------------------------------------------|--------|---------------|-----|----------|-------------|--------|----------|--------------|---------------------|
| 30 left in four quarters                 | amount | at_period_end | 453 | ≥ 500    | -           | 2024Q4 | 470      | 30           | 15/2                |
| the same with one quarter to go          | amount | at_period_end | 453 | ≥ 500    | -           | 2025Q3 | 470      | 30           | 30                  |
| at the target date                       | amount | at_period_end | 453 | ≥ 500    | -           | 2025Q4 | 470      | 30           | target_date_reached |
| exactly met                              | amount | at_period_end | 453 | ≥ 500    | -           | 2024Q4 | 500      | 0            | nothing_left        |
| more than met                            | amount | at_period_end | 453 | ≥ 500    | -           | 2024Q4 | 510      | -10          | nothing_left        |
| strict, exactly on the target            | amount | at_period_end | 453 | > 500    | -           | 2024Q4 | 500      | 0            | strictly_more       |
| less is better                           | amount | at_period_end | 91  | ≤ 30     | -           | 2024Q4 | 60       | -30          | -15/2               |
| less is better, and met                  | amount | at_period_end | 91  | ≤ 30     | -           | 2024Q4 | 25       | 5            | nothing_left        |
| a target of 296.4                        | amount | at_period_end | 247 | ≥ 1482/5 | -           | 2024Q4 | 290      | 32/5         | 8/5                 |
| a range, from above to its upper bound   | amount | at_period_end | 50  | 35–40    | -           | 2024Q4 | 44       | -4           | -1                  |
| a range, from below to its lower bound   | amount | at_period_end | 25  | 35–40    | -           | 2024Q4 | 31       | 4            | 1                   |
| within the range                         | amount | at_period_end | 25  | 35–40    | -           | 2024Q4 | 37       | 0            | nothing_left        |
| every one of them                        | amount | at_period_end | 10  | all      | -           | 2024Q4 | 16 of 20 | 4            | 1                   |
| without a baseline too                   | amount | at_period_end | -   | ≥ 500    | -           | 2024Q4 | 470      | 30           | 15/2                |
| over the plan                            | amount | over_the_plan | -   | ≥ 12000  | -           | 2024Q4 | 6000     | 6000         | 1500                |
| within the year, up to its milestone     | amount | by_year       | 875 | ≥ 1000   | -           | 2024Q1 | 300      | 637.5        | 212.5               |
| within the year, up to the plan's own    | amount | by_year       | 875 | ≥ 1000   | 2024Q4: 900 | 2024Q2 | 300      | 600          | 300                 |
| within the year, its milestone is passed | amount | by_year       | 875 | ≥ 1000   | -           | 2024Q3 | 940      | -2.5         | nothing_left        |
| within the year, what may yet come       | amount | by_year       | 90  | ≤ 60     | -           | 2025Q2 | 40       | 20           | nothing_left        |
| within the year, no milestone            | amount | by_year       | -   | ≥ 1000   | -           | 2024Q1 | 300      | no_milestone | no_milestone        |
| the year is over, the next begins anew   | amount | by_year       | 875 | ≥ 1000   | -           | 2024Q4 | 900      | 100          | year_is_over        |
| nothing reported                         | amount | at_period_end | 453 | ≥ 500    | -           | 2024Q4 | -        | not_reported | not_reported        |
"""


@every_row(FORECAST, FORECAST_BY_YEAR, FORECAST_OF_SUMS)
def test_forecast(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(REMAINING)
def test_what_is_left(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@pytest.mark.parametrize("engine", ENGINES)
def test_a_forecast_too_large_to_compute_says_so_and_harms_no_other_measure(engine: str) -> None:
    """Two denominators of more than a thousand million, multiplied with each other, leave 64 bits."""
    declared = declared_row(kind="rate", whole=10_000, baseline=None, target=9_600)
    periods = ("2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2")
    facts = [
        fact_row(period=period, numerator=1_300_000_000, denominator=1_400_000_000 + place)
        for place, period in enumerate(periods)
    ]
    last = run(engine, [declared], facts, last="2025Q2")[-1]
    assert (last["forecast_gap"], last["forecast_over"], last["forecast_under"]) == ("too_large", None, None)
    assert (last["status"], last["completion_gap"]) == ("no_baseline", None)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_figure_beside_a_missing_one_keeps_all_its_digits(engine: str) -> None:
    declared = [declared_row(target=10**15, baseline=None), declared_row(indicator="b", target=None, baseline=None)]
    facts = [fact_row(value=10**15 - 1), fact_row(indicator="b", value=None, gap="no_value")]
    first = run(engine, declared, facts, last="2024Q4")[4]
    assert (first["value_over"], first["target_over"]) == (10**15 - 1, 10**15)
