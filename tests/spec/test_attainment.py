"""How the regions stand to their own targets, beside the whole's own figure."""

import csv
from fractions import Fraction

from common.numbers import print_percent
from common.settings import PROJECT_FOLDER
from tests.spec.engine import read_table
from tests.spec.tables import Case, every_row

CHARITIES = """
慈善组织 in Wenzhou with nothing done: 95.0% together, 80.4% where no region makes up for another

| title                | region | in   | adds up | step | B   | T     | at     | V  | value | completion | capped | regions met | below baseline | status                |
|----------------------|--------|------|---------|------|-----|-------|--------|----|-------|------------|--------|-------------|----------------|-----------------------|
| 慈善组织 on day zero | 温州   | -    | sum     | 1    | 247 | ≥ 260 | 2024Q1 | -  | 247   | 95.0%      | 80.4%  | 4 of 13     | 4 of 4         | behind                |
|                      | 市本级 | 温州 | sum     | 1    | 48  | ≥ 53  | 2024Q1 | 48 | 48    | 90.6%      | -      | -           | -              | roughly_on_schedule   |
|                      | 鹿城   | 温州 | sum     | 1    | 34  | ≥ 22  | 2024Q1 | 34 | 34    | 154.5%     | -      | -           | -              | target_below_baseline |
|                      | 龙湾   | 温州 | sum     | 1    | 8   | ≥ 19  | 2024Q1 | 8  | 8     | 42.1%      | -      | -           | -              | behind                |
|                      | 瓯海   | 温州 | sum     | 1    | 18  | ≥ 22  | 2024Q1 | 18 | 18    | 81.8%      | -      | -           | -              | roughly_on_schedule   |
|                      | 洞头   | 温州 | sum     | 1    | 7   | ≥ 9   | 2024Q1 | 7  | 7     | 77.8%      | -      | -           | -              | roughly_on_schedule   |
|                      | 乐清   | 温州 | sum     | 1    | 18  | ≥ 20  | 2024Q1 | 18 | 18    | 90.0%      | -      | -           | -              | roughly_on_schedule   |
|                      | 瑞安   | 温州 | sum     | 1    | 19  | ≥ 20  | 2024Q1 | 19 | 19    | 95.0%      | -      | -           | -              | roughly_on_schedule   |
|                      | 永嘉   | 温州 | sum     | 1    | 15  | ≥ 20  | 2024Q1 | 15 | 15    | 75.0%      | -      | -           | -              | roughly_on_schedule   |
|                      | 文成   | 温州 | sum     | 1    | 8   | ≥ 17  | 2024Q1 | 8  | 8     | 47.1%      | -      | -           | -              | behind                |
|                      | 平阳   | 温州 | sum     | 1    | 22  | ≥ 14  | 2024Q1 | 22 | 22    | 157.1%     | -      | -           | -              | target_below_baseline |
|                      | 泰顺   | 温州 | sum     | 1    | 22  | ≥ 17  | 2024Q1 | 22 | 22    | 129.4%     | -      | -           | -              | target_below_baseline |
|                      | 苍南   | 温州 | sum     | 1    | 7   | ≥ 19  | 2024Q1 | 7  | 7     | 36.8%      | -      | -           | -              | behind                |
|                      | 龙港   | 温州 | sum     | 1    | 21  | ≥ 8   | 2024Q1 | 21 | 21    | 262.5%     | -      | -           | -              | target_below_baseline |
"""

ATTAINMENT = """
How many regions meet their own target, how many of these have a target below their baseline, and Σ min(V, T) ÷ Σ T

| title                                    | kind   | adds up       | B  | B of parts | T     | T of parts    | V of parts | coverage | completion      | capped | regions met | below baseline |
|------------------------------------------|--------|---------------|----|------------|-------|---------------|------------|----------|-----------------|--------|-------------|----------------|
| what one has too much helps no other     | amount | sum           | 0  | 0 + 0      | ≥ 20  | ≥ 10 + ≥ 10   | 15 + 5     | 2 of 2   | 100%            | 75%    | 1 of 2      | 0 of 1         |
| met, with a target below its baseline    | amount | sum           | 20 | 12 + 8     | ≥ 20  | ≥ 10 + ≥ 10   | 12 + 10    | 2 of 2   | 110%            | 100%   | 2 of 2      | 1 of 2         |
| below its baseline, and not met          | amount | sum           | 20 | 12 + 8     | ≥ 20  | ≥ 10 + ≥ 10   | 9 + 10     | 2 of 2   | 95%             | 95%    | 1 of 2      | 0 of 1         |
| strict: exactly on the target is not met | amount | sum           | 0  | 0 + 0      | > 20  | > 10 + > 10   | 10 + 11    | 2 of 2   | 105%            | 100%   | 1 of 2      | 0 of 1         |
| a region has not reported                | amount | sum           | 0  | 0 + 0      | ≥ 20  | ≥ 10 + ≥ 10   | 15 + ?     | 1 of 2   | partly_reported | -      | 1 of 1      | 0 of 1         |
| a region has no target                   | amount | sum           | 0  | 0 + 0      | ≥ 20  | ≥ 10 + -      | 15 + 5     | 2 of 2   | 100%            | -      | 1 of 1      | 0 of 1         |
| it does not apply to one region          | amount | sum           | 0  | 0 + 0      | ≥ 20  | ≥ 10 + ≥ 10   | 15 + ×     | 1 of 1   | 75%             | 100%   | 1 of 1      | 0 of 1         |
| less is better: nothing to cap           | amount | sum           | 40 | 20 + 20    | ≤ 20  | ≤ 10 + ≤ 10   | 9 + 11     | 2 of 2   | lower_is_better | -      | 1 of 2      | 0 of 1         |
| a rate: percentages are not added        | rate   | ratio_of_sums | 0% | 0% + 0%    | ≥ 90% | ≥ 90% + ≥ 90% | 9/10 + 1/2 | 2 of 2   | 25/27           | -      | 1 of 2      | 0 of 1         |
"""

WITHIN_THE_YEAR = """
Counted by year: a yearly limit is not kept before its year is over

| title                             | counted | adds up | B  | B of parts | T    | T of parts  | at     | V of parts | regions met |
|-----------------------------------|---------|---------|----|------------|------|-------------|--------|------------|-------------|
| more is better: who is there is   | by_year | sum     | 10 | 5 + 5      | ≥ 20 | ≥ 10 + ≥ 10 | 2025Q2 | 10 + 5     | 1 of 2      |
| less is better: nobody yet        | by_year | sum     | 40 | 20 + 20    | ≤ 20 | ≤ 10 + ≤ 10 | 2025Q2 | 4 + 5      | 0 of 2      |
| less is better: at the year's end | by_year | sum     | 40 | 20 + 20    | ≤ 20 | ≤ 10 + ≤ 10 | 2025Q4 | 10 + 11    | 1 of 2      |
"""


@every_row(CHARITIES)
def test_the_charities_of_wenzhou(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(ATTAINMENT, WITHIN_THE_YEAR)
def test_attainment(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


def test_the_figures_are_those_of_the_plan() -> None:
    path = PROJECT_FOLDER / "data" / "plans" / "wenzhou-2025" / "targets.csv"
    with path.open(encoding="utf-8", newline="") as file:
        planned = [(row["baseline"], row["target"]) for row in csv.DictReader(file) if row["indicator"] == "charities"]
    assert planned == [(row["B"], row["T"].removeprefix("≥ ")) for row in read_table(CHARITIES)]


def test_a_mean_of_ratios_would_say_something_else() -> None:
    """103.1%, from the same thirteen regions: why no percentages are averaged."""
    ratios = [Fraction(row["V"]) / int(row["T"].removeprefix("≥ ")) for row in read_table(CHARITIES)[1:]]
    assert print_percent(sum(ratios, Fraction(0)) / len(ratios)) == "103.1%"
