"""Which status a value has: every rule with what it takes in and what it just does not."""

import pytest

from indicators.rules import Thresholds
from tests.spec.engine import ENGINES, declared_row, fact_row, run
from tests.spec.tables import Case, every_row

WORKED = """
The worked numbers, half way (schedule 50%)

| title            | step | B   | T     | V   | completion | progress | lead  | status              |
|------------------|------|-----|-------|-----|------------|----------|-------|---------------------|
| 4A5A 453→500     | 1    | 453 | ≥ 500 | 470 | 94.0%      | 36.2%    | -13.8 | behind              |
| 慈善组织 247→260 | 1    | 247 | ≥ 260 | 254 | 97.7%      | 53.8%    | +3.8  | on_schedule         |
| 基金会 20→50     | 1    | 20  | ≥ 50  | 32  | 64.0%      | 40.0%    | -10.0 | roughly_on_schedule |
| 基金会 21→50     | 1    | 21  | ≥ 50  | 32  | 64.0%      | 37.9%    | -12.1 | behind              |
"""

NOT_JUDGED = """
Rules 1 to 3: not applicable, baseline period, not due, not reported, partly reported

| title                                        | applies | valid from | valid to | asked | every | adds up | B | T    | at     | V        | V of parts | B of parts | status          |
|----------------------------------------------|---------|------------|----------|-------|-------|---------|---|------|--------|----------|------------|------------|-----------------|
| 1 it does not apply, whatever is reported    | no      | -          | -        | yes   | 1     | own     | 0 | ≥ 10 | 2024Q4 | 10       | -          | -          | not_applicable  |
| 1 and not in the baseline's period either    | no      | -          | -        | yes   | 1     | own     | 0 | ≥ 10 | 2023Q4 | 0        | -          | -          | not_applicable  |
| 1 a region that is not there yet             | yes     | 2025Q1     | -        | yes   | 1     | own     | 0 | ≥ 10 | 2024Q4 | 10       | -          | -          | not_applicable  |
| 1 a region that has just come                | yes     | 2024Q4     | -        | yes   | 1     | own     | 0 | ≥ 10 | 2024Q4 | 10       | -          | -          | achieved_early  |
| 1 a region that is no more                   | yes     | -          | 2024Q3   | yes   | 1     | own     | 0 | ≥ 10 | 2024Q4 | 10       | -          | -          | not_applicable  |
| 1 a region in its last quarter               | yes     | -          | 2024Q4   | yes   | 1     | own     | 0 | ≥ 10 | 2024Q4 | 10       | -          | -          | achieved_early  |
| 2 the baseline's period                      | yes     | -          | -        | yes   | 1     | own     | 0 | ≥ 10 | 2023Q4 | 0        | -          | -          | baseline_period |
| 2 also where nothing was reported            | yes     | -          | -        | yes   | 1     | own     | 0 | ≥ 10 | 2023Q4 | -        | -          | -          | baseline_period |
| 2 the quarter after is judged                | yes     | -          | -        | yes   | 1     | own     | 0 | ≥ 10 | 2024Q1 | 10       | -          | -          | achieved_early  |
| 3 nobody is asked, nobody reports            | yes     | -          | -        | no    | 1     | own     | 0 | ≥ 10 | 2024Q4 | -        | -          | -          | not_due         |
| 3 nobody is asked, and a dash                | yes     | -          | -        | no    | 1     | own     | 0 | ≥ 10 | 2024Q4 | no_value | -          | -          | not_due         |
| 3 nobody is asked, but it is reported        | yes     | -          | -        | no    | 1     | own     | 0 | ≥ 10 | 2024Q4 | 10       | -          | -          | achieved_early  |
| 3 asked each quarter                         | yes     | -          | -        | yes   | 1     | own     | 0 | ≥ 10 | 2024Q1 | -        | -          | -          | not_reported    |
| 3 asked each half-year: not in spring        | yes     | -          | -        | yes   | 2     | own     | 0 | ≥ 10 | 2024Q1 | -        | -          | -          | not_due         |
| 3 asked each half-year: in summer            | yes     | -          | -        | yes   | 2     | own     | 0 | ≥ 10 | 2024Q2 | -        | -          | -          | not_reported    |
| 3 asked each year: not in summer             | yes     | -          | -        | yes   | 4     | own     | 0 | ≥ 10 | 2024Q2 | -        | -          | -          | not_due         |
| 3 asked each year: at its end                | yes     | -          | -        | yes   | 4     | own     | 0 | ≥ 10 | 2024Q4 | -        | -          | -          | not_reported    |
| 3 a dash is no figure                        | yes     | -          | -        | yes   | 1     | own     | 0 | ≥ 10 | 2024Q4 | no_value | -          | -          | not_reported    |
| 3 zero is one                                | yes     | -          | -        | yes   | 1     | own     | 0 | ≥ 10 | 2024Q4 | 0        | -          | -          | far_behind      |
| 3 a sum lacks a region, and meets the target | yes     | -          | -        | yes   | 1     | sum     | 0 | ≥ 10 | 2024Q4 | -        | 20 + ?     | 0 + 0      | partly_reported |
| 3 a sum of all its regions                   | yes     | -          | -        | yes   | 1     | sum     | 0 | ≥ 10 | 2024Q4 | -        | 20 + 0     | 0 + 0      | achieved_early  |
| 3 a sum without any, in no quarter asked     | yes     | -          | -        | yes   | 4     | sum     | 0 | ≥ 10 | 2024Q2 | -        | ? + ?      | 0 + 0      | not_due         |
| 3 a late target says nothing of missing ones | yes     | -          | -        | yes   | 1     | own     | 9 | ≥ 10 | 2025Q4 | -        | -          | -          | not_reported    |
"""

NOT_ASSESSABLE = """
Rule 4: not assessable. A figure that is missing comes first

| title                                 | kind   | step | direction   | B | T     | target gap          | V        | status         |
|---------------------------------------|--------|------|-------------|---|-------|---------------------|----------|----------------|
| the direction is not confirmed        | amount | 0    | unconfirmed | 0 | ≥ 10  | -                   | 10       | not_assessable |
| it is confirmed                       | amount | 0    | increase    | 0 | ≥ 10  | -                   | 10       | achieved_early |
| not confirmed and not reported        | amount | 0    | unconfirmed | 0 | ≥ 10  | -                   | -        | not_reported   |
| the plan gives no target              | amount | 0    | increase    | 0 | -     | no_value            | 10       | not_assessable |
| the plan leaves the target blank      | amount | 0    | increase    | 0 | -     | blank               | 10       | not_assessable |
| its text is not understood            | amount | 0    | increase    | 0 | -     | not_understood      | 10       | not_assessable |
| its reading waits for confirmation    | amount | 0    | increase    | 0 | -     | reading_unconfirmed | 10       | not_assessable |
| how many there should be is not known | amount | 0    | increase    | 0 | all   | -                   | 10       | not_assessable |
| how many there should be is known     | amount | 0    | increase    | 0 | all   | -                   | 10 of 10 | achieved_early |
| the denominator is zero               | rate   | 0    | increase    | - | ≥ 90% | -                   | 0/0      | not_assessable |
| the numerator is zero                 | rate   | 0    | increase    | - | ≥ 90% | -                   | 0/7      | no_baseline    |
| a count below zero                    | amount | 1    | increase    | 0 | ≥ 10  | -                   | -1       | not_assessable |
| an amount below zero                  | amount | 0    | increase    | 0 | ≥ 10  | -                   | -1       | regressed      |
"""

DIRECTIONS = """
Rule 4: every direction with every comparator; what contradicts is never guessed

| title              | direction   | kind      | B  | T     | V        | progress              | status              |
|--------------------|-------------|-----------|----|-------|----------|-----------------------|---------------------|
| increase, ≥ 20     | increase    | amount    | 10 | ≥ 20  | 15       | 1/2                   | on_schedule         |
| increase, > 20     | increase    | amount    | 10 | > 20  | 15       | 1/2                   | on_schedule         |
| increase, all      | increase    | amount    | 10 | all   | 15 of 20 | 1/2                   | on_schedule         |
| increase, done     | increase    | milestone | 0  | done  | not done | 0                     | not_due             |
| increase, ≤ 5      | increase    | amount    | 10 | ≤ 5   | 8        | direction_contradicts | not_assessable      |
| increase, < 5      | increase    | amount    | 10 | < 5   | 8        | direction_contradicts | not_assessable      |
| increase, 10–12    | increase    | amount    | 16 | 10–12 | 13       | 3/4                   | ahead               |
| decrease, ≥ 20     | decrease    | amount    | 10 | ≥ 20  | 15       | direction_contradicts | not_assessable      |
| decrease, > 20     | decrease    | amount    | 10 | > 20  | 15       | direction_contradicts | not_assessable      |
| decrease, all      | decrease    | amount    | 10 | all   | 15 of 20 | direction_contradicts | not_assessable      |
| decrease, done     | decrease    | milestone | 0  | done  | not done | direction_contradicts | not_assessable      |
| decrease, ≤ 5      | decrease    | amount    | 10 | ≤ 5   | 8        | 2/5                   | roughly_on_schedule |
| decrease, < 5      | decrease    | amount    | 10 | < 5   | 8        | 2/5                   | roughly_on_schedule |
| decrease, 10–12    | decrease    | amount    | 16 | 10–12 | 13       | 3/4                   | ahead               |
| hold, ≥ 20         | hold        | amount    | 10 | ≥ 20  | 15       | 1/2                   | on_schedule         |
| hold, > 20         | hold        | amount    | 10 | > 20  | 15       | 1/2                   | on_schedule         |
| hold, all          | hold        | amount    | 10 | all   | 15 of 20 | 1/2                   | on_schedule         |
| hold, done         | hold        | milestone | 0  | done  | not done | 0                     | not_due             |
| hold, ≤ 5          | hold        | amount    | 10 | ≤ 5   | 8        | 2/5                   | roughly_on_schedule |
| hold, < 5          | hold        | amount    | 10 | < 5   | 8        | 2/5                   | roughly_on_schedule |
| hold, 10–12        | hold        | amount    | 16 | 10–12 | 13       | 3/4                   | ahead               |
| range, ≥ 20        | range       | amount    | 10 | ≥ 20  | 15       | direction_contradicts | not_assessable      |
| range, > 20        | range       | amount    | 10 | > 20  | 15       | direction_contradicts | not_assessable      |
| range, all         | range       | amount    | 10 | all   | 15 of 20 | direction_contradicts | not_assessable      |
| range, done        | range       | milestone | 0  | done  | not done | direction_contradicts | not_assessable      |
| range, ≤ 5         | range       | amount    | 10 | ≤ 5   | 8        | direction_contradicts | not_assessable      |
| range, < 5         | range       | amount    | 10 | < 5   | 8        | direction_contradicts | not_assessable      |
| range, 10–12       | range       | amount    | 16 | 10–12 | 13       | 3/4                   | ahead               |
| unconfirmed, ≥ 20  | unconfirmed | amount    | 10 | ≥ 20  | 15       | direction_unconfirmed | not_assessable      |
| unconfirmed, > 20  | unconfirmed | amount    | 10 | > 20  | 15       | direction_unconfirmed | not_assessable      |
| unconfirmed, all   | unconfirmed | amount    | 10 | all   | 15 of 20 | direction_unconfirmed | not_assessable      |
| unconfirmed, done  | unconfirmed | milestone | 0  | done  | not done | direction_unconfirmed | not_assessable      |
| unconfirmed, ≤ 5   | unconfirmed | amount    | 10 | ≤ 5   | 8        | direction_unconfirmed | not_assessable      |
| unconfirmed, < 5   | unconfirmed | amount    | 10 | < 5   | 8        | direction_unconfirmed | not_assessable      |
| unconfirmed, 10–12 | unconfirmed | amount    | 16 | 10–12 | 13       | direction_unconfirmed | not_assessable      |
"""

TARGET_WORSE = """
Rule 5: a target worse than its baseline is never achieved

| title                                  | counted       | direction | B  | T     | at     | V  | completion      | status                |
|----------------------------------------|---------------|-----------|----|-------|--------|----|-----------------|-----------------------|
| more than the target all the same      | at_period_end | increase  | 34 | ≥ 22  | 2024Q4 | 34 | 17/11           | target_below_baseline |
| less than the target                   | at_period_end | increase  | 34 | ≥ 22  | 2024Q4 | 20 | 10/11           | target_below_baseline |
| at the target date it meets the target | at_period_end | increase  | 34 | ≥ 22  | 2025Q4 | 22 | 1               | target_below_baseline |
| at the target date not even that       | at_period_end | increase  | 34 | ≥ 22  | 2025Q4 | 21 | 21/22           | missed                |
| strict, at the target date, exactly    | at_period_end | increase  | 34 | > 22  | 2025Q4 | 22 | 1               | missed                |
| target and baseline are one            | at_period_end | increase  | 34 | ≥ 34  | 2024Q4 | 34 | 1               | achieved_at_baseline  |
| less is better                         | at_period_end | decrease  | 30 | ≤ 91  | 2024Q4 | 30 | lower_is_better | target_below_baseline |
| less is better, missed                 | at_period_end | decrease  | 30 | ≤ 91  | 2025Q4 | 92 | lower_is_better | missed                |
| less is better, and the target is less | at_period_end | decrease  | 91 | ≤ 30  | 2024Q4 | 30 | lower_is_better | achieved_early        |
| within the year                        | by_year       | increase  | 34 | ≥ 22  | 2025Q2 | 40 | 20/11           | target_below_baseline |
| a range asks for less than there was   | at_period_end | range     | 50 | 35–40 | 2024Q4 | 40 | target_is_range | achieved_early        |
"""

WITHIN_THE_YEAR = """
Rule 6: counted by year, in the first three quarters

| title                                        | counted | B   | T      | at     | V    | milestone | lead         | status         |
|----------------------------------------------|---------|-----|--------|--------|------|-----------|--------------|----------------|
| the year so far meets the target             | by_year | 875 | ≥ 1000 | 2025Q3 | 1000 | 1000      | +25.0        | achieved_early |
| one less                                     | by_year | 875 | ≥ 1000 | 2025Q3 | 999  | 1000      | +24.9        | ahead          |
| not the target year                          | by_year | 875 | ≥ 1000 | 2024Q3 | 1000 | 937.5     | +31.7        | ahead          |
| strict: exactly the target does not meet it  | by_year | 875 | > 1000 | 2025Q3 | 1000 | 1000      | +25.0        | ahead          |
| without a baseline                           | by_year | -   | ≥ 1000 | 2025Q1 | 1000 | 1000      | +75.0        | achieved_early |
| more than a decreasing target allows         | by_year | 90  | ≤ 60   | 2025Q2 | 61   | 60        | -51.7        | missed         |
| as much as it allows                         | by_year | 90  | ≤ 60   | 2025Q2 | 60   | 60        | -50.0        | far_behind     |
| strict: as much as it does not allow         | by_year | 90  | < 60   | 2025Q2 | 60   | 60        | -50.0        | missed         |
| more than it allows, not in the target year  | by_year | 90  | ≤ 60   | 2024Q2 | 76   | 75        | -51.3        | far_behind     |
| less is better and there is little so far    | by_year | 90  | ≤ 60   | 2025Q3 | 30   | 60        | +25.0        | ahead          |
| above a range in the target year             | by_year | 50  | 35–40  | 2025Q2 | 41   | -         | no_milestone | missed         |
| within a range, and more may come            | by_year | 50  | 35–40  | 2025Q2 | 40   | -         | no_milestone | no_baseline    |
| above a range, not in the target year        | by_year | 50  | 35–40  | 2024Q2 | 41   | -         | no_milestone | no_baseline    |
| no milestone                                 | by_year | -   | ≥ 1000 | 2024Q2 | 1000 | -         | no_milestone | no_baseline    |
| a year that is over is judged whole          | by_year | 875 | ≥ 1000 | 2024Q4 | 1000 | -         | +50.0        | achieved_early |
| less than the base year so far is no regress | by_year | 875 | ≥ 1000 | 2024Q3 | 750  | 937.5     | +5.0         | on_schedule    |
| less than the base year at its end is        | by_year | 875 | ≥ 1000 | 2024Q4 | 874  | -         | -50.8        | regressed      |
| a rate within the year is held to its share  | by_year | 30  | ≥ 30   | 2024Q2 | 15   | 30        | 0.0          | on_schedule    |
"""

AGAINST_THE_TARGET = """
Rules 7 to 10: the exact value against target and baseline

| title                                              | kind      | direction | B    | T        | at     | V            | status               |
|----------------------------------------------------|-----------|-----------|------|----------|--------|--------------|----------------------|
| 7 met, as it was at the baseline                   | amount    | hold      | 13   | ≥ 13     | 2024Q4 | 13           | achieved_at_baseline |
| 7 more than that                                   | amount    | hold      | 13   | ≥ 13     | 2024Q4 | 14           | achieved_at_baseline |
| 7 at the target date, as it was at the baseline    | amount    | hold      | 13   | ≥ 13     | 2025Q4 | 13           | achieved_at_baseline |
| 7 within the range, as it was at the baseline      | amount    | range     | 40   | 35–40    | 2024Q4 | 35           | achieved_at_baseline |
| 7 met before the target date                       | amount    | increase  | 453  | ≥ 500    | 2025Q3 | 500          | achieved_early       |
| 7 met at the target date                           | amount    | increase  | 453  | ≥ 500    | 2025Q4 | 500          | achieved             |
| 7 one less, before                                 | amount    | increase  | 453  | ≥ 500    | 2025Q3 | 499          | ahead                |
| 7 met without a baseline                           | amount    | increase  | -    | ≥ 3000   | 2024Q4 | 3000         | achieved_early       |
| 7 strict: exactly on the target is not over it     | amount    | increase  | 8000 | > 9000   | 2024Q4 | 9000         | ahead                |
| 7 strict: one more                                 | amount    | increase  | 8000 | > 9000   | 2024Q4 | 9001         | achieved_early       |
| 7 strictly below: exactly on it is not             | amount    | decrease  | 91   | < 30     | 2024Q4 | 30           | ahead                |
| 7 strictly below: one less                         | amount    | decrease  | 91   | < 30     | 2024Q4 | 29           | achieved_early       |
| 7 a rate that prints as the target is not it       | rate      | increase  | 80%  | ≥ 90%    | 2025Q4 | 89999/100000 | missed               |
| 7 a target of 296.4 is not met by 296              | amount    | increase  | 247  | ≥ 1482/5 | 2025Q4 | 296          | missed               |
| 7 and is met by 297                                | amount    | increase  | 247  | ≥ 1482/5 | 2025Q4 | 297          | achieved             |
| 7 on a range's lower bound                         | amount    | range     | 25   | 35–40    | 2025Q4 | 35           | achieved             |
| 7 on a range's upper bound                         | amount    | range     | 25   | 35–40    | 2025Q4 | 40           | achieved             |
| 8 above a range                                    | amount    | range     | 25   | 35–40    | 2025Q4 | 41           | missed               |
| 8 below a range                                    | amount    | range     | 25   | 35–40    | 2025Q4 | 34           | missed               |
| 8 one less at the target date                      | amount    | increase  | 453  | ≥ 500    | 2025Q4 | 499          | missed               |
| 8 strict: exactly on the target at its date        | amount    | increase  | 8000 | > 9000   | 2025Q4 | 9000         | missed               |
| 8 without a baseline                               | amount    | increase  | -    | ≥ 3000   | 2025Q4 | 2999         | missed               |
| 8 a milestone before its date                      | milestone | increase  | 0    | done     | 2025Q3 | not done     | not_due              |
| 8 a milestone on its date                          | milestone | increase  | 0    | done     | 2025Q4 | not done     | missed               |
| 9 no baseline: only the distance                   | amount    | increase  | -    | ≥ 3000   | 2024Q4 | 2999         | no_baseline          |
| 9 T = B is not more than B                         | amount    | hold      | 90   | > 90     | 2024Q4 | 90           | no_baseline          |
| 9 T = B, and one more                              | amount    | hold      | 90   | > 90     | 2024Q4 | 91           | achieved_early       |
| 9 T = B, and one less                              | amount    | hold      | 90   | > 90     | 2024Q4 | 89           | regressed            |
| 9 T = B at the target date                         | amount    | hold      | 90   | > 90     | 2025Q4 | 90           | missed               |
| 9 T = B where less is better                       | amount    | decrease  | 90   | < 90     | 2024Q4 | 90           | no_baseline          |
| 10 the baseline met the target, the value does not | amount    | hold      | 13   | ≥ 13     | 2024Q4 | 12           | regressed            |
| 10 it left the range                               | amount    | range     | 37   | 35–40    | 2024Q4 | 41           | regressed            |
| 10 farther from the range than before              | amount    | range     | 50   | 35–40    | 2024Q4 | 51           | regressed            |
| 10 as far from the range as before                 | amount    | range     | 50   | 35–40    | 2024Q4 | 50           | far_behind           |
| 10 less than the baseline                          | amount    | increase  | 453  | ≥ 500    | 2024Q1 | 452          | regressed            |
| 10 as much as the baseline                         | amount    | increase  | 453  | ≥ 500    | 2024Q1 | 453          | behind               |
| 10 less is better, and there is more               | amount    | decrease  | 91   | ≤ 30     | 2024Q1 | 92           | regressed            |
| 10 less at the target date is missed               | amount    | increase  | 453  | ≥ 500    | 2025Q4 | 452          | missed               |
"""

ON_THE_THRESHOLDS = """
Rule 11: the lead over the schedule, on every threshold and just below it

| title                             | counted       | B    | T         | at     | V      | lead     | status              |
|-----------------------------------|---------------|------|-----------|--------|--------|----------|---------------------|
| ahead by 10                       | at_period_end | 0    | ≥ 1000    | 2024Q4 | 600    | +10.0    | ahead               |
| ahead by 9.9                      | at_period_end | 0    | ≥ 1000    | 2024Q4 | 599    | +9.9     | on_schedule         |
| on the line                       | at_period_end | 0    | ≥ 1000    | 2024Q4 | 500    | 0.0      | on_schedule         |
| behind by 0.1                     | at_period_end | 0    | ≥ 1000    | 2024Q4 | 499    | -0.1     | roughly_on_schedule |
| behind by 10                      | at_period_end | 0    | ≥ 1000    | 2024Q4 | 400    | -10.0    | roughly_on_schedule |
| behind by 10.1                    | at_period_end | 0    | ≥ 1000    | 2024Q4 | 399    | -10.1    | behind              |
| behind by 30                      | at_period_end | 0    | ≥ 1000    | 2024Q4 | 200    | -30.0    | behind              |
| behind by 30.1                    | at_period_end | 0    | ≥ 1000    | 2024Q4 | 199    | -30.1    | far_behind          |
| behind by 10 and a ten-thousandth | at_period_end | 0    | ≥ 1000000 | 2024Q4 | 399999 | -10.0001 | behind              |
| less is better, ahead by 10       | at_period_end | 1000 | ≤ 0       | 2024Q4 | 400    | +10.0    | ahead               |
| less is better, ahead by 9.9      | at_period_end | 1000 | ≤ 0       | 2024Q4 | 401    | +9.9     | on_schedule         |
| less is better, behind by 10      | at_period_end | 1000 | ≤ 0       | 2024Q4 | 600    | -10.0    | roughly_on_schedule |
| less is better, behind by 10.1    | at_period_end | 1000 | ≤ 0       | 2024Q4 | 601    | -10.1    | behind              |
| less is better, behind by 30.1    | at_period_end | 1000 | ≤ 0       | 2024Q4 | 801    | -30.1    | far_behind          |
| a range, on the line              | at_period_end | 1100 | 0–100     | 2024Q4 | 600    | 0.0      | on_schedule         |
| a range, behind by 0.1            | at_period_end | 1100 | 0–100     | 2024Q4 | 601    | -0.1     | roughly_on_schedule |
| within the year, ahead by 10      | by_year       | 900  | ≥ 1000    | 2025Q2 | 600    | +10.0    | ahead               |
| within the year, ahead by 9.9     | by_year       | 900  | ≥ 1000    | 2025Q2 | 599    | +9.9     | on_schedule         |
| within the year, behind by 10     | by_year       | 900  | ≥ 1000    | 2025Q2 | 400    | -10.0    | roughly_on_schedule |
| within the year, behind by 10.1   | by_year       | 900  | ≥ 1000    | 2025Q2 | 399    | -10.1    | behind              |
| within the year, behind by 30     | by_year       | 900  | ≥ 1000    | 2025Q2 | 200    | -30.0    | behind              |
| within the year, behind by 30.1   | by_year       | 900  | ≥ 1000    | 2025Q2 | 199    | -30.1    | far_behind          |
"""

LESS_THAN_A_STEP = """
Rule 11: less than one step short of the line is at worst roughly on schedule; no county has 3.5 foundations

| title                                       | counted       | step | B   | T     | at     | V   | lead  | status              |
|---------------------------------------------|---------------|------|-----|-------|--------|-----|-------|---------------------|
| from 2 to 4: the line is at 3, a whole step | at_period_end | 1    | 2   | ≥ 4   | 2024Q4 | 2   | -50.0 | far_behind          |
| from 2 to 4: on the line                    | at_period_end | 1    | 2   | ≥ 4   | 2024Q4 | 3   | 0.0   | on_schedule         |
| the line is at 2.75                         | at_period_end | 1    | 2   | ≥ 4   | 2024Q3 | 2   | -37.5 | roughly_on_schedule |
| the same, where it is continuous            | at_period_end | 0    | 2   | ≥ 4   | 2024Q3 | 2   | -37.5 | far_behind          |
| the line is at 3.75                         | at_period_end | 1    | 2   | ≥ 4   | 2025Q3 | 3   | -37.5 | roughly_on_schedule |
| the line is at 3.75, more than a step       | at_period_end | 1    | 2   | ≥ 4   | 2025Q3 | 2   | -87.5 | far_behind          |
| a target of 2.5: the line is at 1.5625      | at_period_end | 1    | 0   | ≥ 5/2 | 2025Q1 | 1   | -22.5 | roughly_on_schedule |
| a target of 2.5: more than a step           | at_period_end | 1    | 0   | ≥ 5/2 | 2025Q1 | 0   | -62.5 | far_behind          |
| in hundreds: the line is at 275             | at_period_end | 100  | 200 | ≥ 400 | 2024Q3 | 200 | -37.5 | roughly_on_schedule |
| less is better: the line is at 3.25         | at_period_end | 1    | 4   | ≤ 2   | 2024Q3 | 4   | -37.5 | roughly_on_schedule |
| less is better: the line is at 3            | at_period_end | 1    | 4   | ≤ 2   | 2024Q4 | 4   | -50.0 | far_behind          |
| a range: the line is 1.25 outside           | at_period_end | 1    | 7   | 3–5   | 2024Q3 | 7   | -37.5 | roughly_on_schedule |
| a range: the line is 1 outside              | at_period_end | 1    | 7   | 3–5   | 2024Q4 | 7   | -50.0 | far_behind          |
| within the year: 1.5 of 3 by mid-year       | by_year       | 1    | 3   | ≥ 3   | 2025Q2 | 1   | -16.7 | roughly_on_schedule |
| within the year: 1.5 of 3, and nothing      | by_year       | 1    | 3   | ≥ 3   | 2025Q2 | 0   | -50.0 | far_behind          |
| worse than the baseline is not saved by it  | at_period_end | 1    | 2   | ≥ 4   | 2024Q1 | 1   | -62.5 | regressed           |
| nor is the target date                      | at_period_end | 1    | 0   | ≥ 5/2 | 2025Q4 | 2   | -20.0 | missed              |
"""

AFTER_THE_DATE = """
After the target date everything stays as it was judged then; a later success stands beside it

| title                                                       | counted       | valid to | B   | T      | at     | V    | status                | met late |
|-------------------------------------------------------------|---------------|----------|-----|--------|--------|------|-----------------------|----------|
| missed, and met two quarters later                          | at_period_end | -        | 453 | ≥ 500  | 2025Q4 | 490  | missed                | no       |
|                                                             |               |          |     |        | 2026Q1 | 499  | missed                | no       |
|                                                             |               |          |     |        | 2026Q2 | 500  | missed                | yes      |
|                                                             |               |          |     |        | 2026Q3 | -    | missed                | no       |
| achieved, and lost again                                    | at_period_end | -        | 453 | ≥ 500  | 2025Q4 | 500  | achieved              | no       |
|                                                             |               |          |     |        | 2026Q1 | 400  | achieved              | no       |
| achieved early, and lost by the date                        | at_period_end | -        | 453 | ≥ 500  | 2025Q3 | 500  | achieved_early        | no       |
|                                                             |               |          |     |        | 2025Q4 | 499  | missed                | no       |
| not reported at the date                                    | at_period_end | -        | 453 | ≥ 500  | 2025Q4 | -    | not_reported          | no       |
|                                                             |               |          |     |        | 2026Q1 | 500  | not_reported          | yes      |
| a target below its baseline                                 | at_period_end | -        | 34  | ≥ 22   | 2025Q4 | 30   | target_below_baseline | no       |
|                                                             |               |          |     |        | 2026Q1 | 20   | target_below_baseline | no       |
| below its baseline, and missed                              | at_period_end | -        | 34  | ≥ 22   | 2025Q4 | 20   | missed                | no       |
|                                                             |               |          |     |        | 2026Q1 | 22   | missed                | yes      |
| a region that is no more                                    | at_period_end | 2025Q4   | 453 | ≥ 500  | 2025Q4 | 490  | missed                | no       |
|                                                             |               |          |     |        | 2026Q1 | 500  | not_applicable        | no       |
| by year: the next year is another                           | by_year       | -        | 875 | ≥ 1000 | 2025Q4 | 999  | missed                | no       |
|                                                             |               |          |     |        | 2026Q1 | 250  | missed                | no       |
|                                                             |               |          |     |        | 2026Q4 | 1000 | missed                | yes      |
| by year: enough before its year ends                        | by_year       | -        | 875 | ≥ 1000 | 2025Q4 | 999  | missed                | no       |
|                                                             |               |          |     |        | 2026Q3 | 1000 | missed                | yes      |
| by year, less is better: a year that has begun says nothing | by_year       | -        | 90  | ≤ 60   | 2025Q4 | 70   | missed                | no       |
|                                                             |               |          |     |        | 2026Q1 | 10   | missed                | no       |
|                                                             |               |          |     |        | 2026Q4 | 60   | missed                | yes      |
"""


@every_row(WORKED)
def test_worked_numbers(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(NOT_JUDGED, NOT_ASSESSABLE, DIRECTIONS)
def test_what_cannot_be_judged(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(TARGET_WORSE)
def test_a_target_worse_than_its_baseline(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(WITHIN_THE_YEAR)
def test_within_the_year(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(AGAINST_THE_TARGET)
def test_against_the_target(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(ON_THE_THRESHOLDS, LESS_THAN_A_STEP)
def test_against_the_schedule(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(AFTER_THE_DATE)
def test_after_the_target_date(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@pytest.mark.parametrize("engine", ENGINES)
def test_the_thresholds_are_the_plans_own(engine: str) -> None:
    declared = [
        declared_row(indicator=f"{value}", baseline=0, target=100) for value in (55, 54, 51, 50, 45, 44, 35, 34)
    ]
    facts = [fact_row(indicator=row["indicator"], value=int(row["indicator"])) for row in declared]
    limits = Thresholds(ahead=5, on_schedule=1, roughly_on_schedule=-5, behind=-15)
    found = run(engine, declared, facts, last="2024Q4", thresholds=limits)
    assert {int(row["indicator"]): row["status"] for row in found if row["period"] == "2024Q4"} == {
        55: "ahead", 54: "on_schedule", 51: "on_schedule", 50: "roughly_on_schedule", 45: "roughly_on_schedule",
        44: "behind", 35: "behind", 34: "far_behind",
    }  # fmt: skip
