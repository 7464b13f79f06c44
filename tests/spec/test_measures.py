"""Completion and progress: how much of the target, and how much of the way to it. B baseline, T target, V value."""

from tests.spec.tables import Case, every_row

COMPLETION_AND_PROGRESS = """
Completion V ÷ T and progress (V − B) ÷ (T − B)

| title                                  | direction   | B    | T        | V    | completion            | progress               |
|----------------------------------------|-------------|------|----------|------|-----------------------|------------------------|
| 4A5A half way                          | increase    | 453  | ≥ 500    | 470  | 94.0%                 | 36.2%                  |
| 慈善组织 half way                      | increase    | 247  | ≥ 260    | 254  | 97.7%                 | 53.8%                  |
| 基金会 from 20                         | increase    | 20   | ≥ 50     | 32   | 64.0%                 | 40.0%                  |
| 基金会 from 21                         | increase    | 21   | ≥ 50     | 32   | 64.0%                 | 37.9%                  |
| with nothing done there is completion  | increase    | 247  | ≥ 260    | 247  | 95.0%                 | 0.0%                   |
| zero baseline                          | increase    | 0    | ≥ 4      | 1    | 1/4                   | 1/4                    |
| overshoot is more than the whole       | increase    | 0    | ≥ 4      | 6    | 150%                  | 150%                   |
| falling back below the baseline        | increase    | 10   | ≥ 20     | 8    | 40%                   | -20%                   |
| a value of zero is a value             | increase    | 2    | ≥ 4      | 0    | 0%                    | -100%                  |
| a strict comparator, the same measures | increase    | 8000 | > 9000   | 9000 | 100%                  | 100%                   |
| the exact target of 20% more than 247  | increase    | 247  | ≥ 1482/5 | 296  | 740/741               | 245/247                |
| no baseline                            | increase    | -    | ≥ 3000   | 600  | 20%                   | missing_baseline       |
| target equals baseline                 | hold        | 13   | ≥ 13     | 13   | 100%                  | target_equals_baseline |
| target worse than baseline             | increase    | 34   | ≥ 22     | 34   | 17/11                 | target_below_baseline  |
| less is better                         | decrease    | 91   | ≤ 30     | 61   | lower_is_better       | 30/61                  |
| less is better, worse than before      | decrease    | 91   | ≤ 30     | 95   | lower_is_better       | -4/61                  |
| less is better, target worse           | decrease    | 30   | < 91     | 40   | lower_is_better       | target_below_baseline  |
| holding below, and nobody reports more | hold        | 5    | ≤ 5      | 5    | lower_is_better       | target_equals_baseline |
| nobody said which way is better        | unconfirmed | 91   | ≥ 30     | 91   | direction_unconfirmed | direction_unconfirmed  |
| a target of zero                       | increase    | -    | ≥ 0      | 5    | target_not_positive   | missing_baseline       |
| a target below zero                    | increase    | -10  | ≥ -5     | -6   | target_not_positive   | 4/5                    |
| nothing reported                       | increase    | 5    | ≥ 10     | -    | not_reported          | not_reported           |
"""

RANGES = """
A range: progress is 1 − the distance of V ÷ the distance of B

| title                                | B  | T     | V  | completion      | progress               |
|--------------------------------------|----|-------|----|-----------------|------------------------|
| from above                           | 50 | 35–40 | 44 | target_is_range | 60%                    |
| from below                           | 25 | 35–40 | 30 | target_is_range | 50%                    |
| through it and out on the other side | 25 | 35–40 | 42 | target_is_range | 80%                    |
| on its lower bound                   | 25 | 35–40 | 35 | target_is_range | 100%                   |
| on its upper bound                   | 25 | 35–40 | 40 | target_is_range | 100%                   |
| within it                            | 25 | 35–40 | 37 | target_is_range | 100%                   |
| farther away than before             | 50 | 35–40 | 55 | target_is_range | -50%                   |
| it was within the range              | 37 | 35–40 | 37 | target_is_range | target_equals_baseline |
| no baseline                          | -  | 35–40 | 44 | target_is_range | missing_baseline       |
"""

GAPS = """
A missing measure is named for what it is: what is asked comes first, then the figure, then the target

| title                               | applies | target gap           | direction   | T    | V              | completion            | progress              |
|-------------------------------------|---------|----------------------|-------------|------|----------------|-----------------------|-----------------------|
| it does not apply                   | no      | not_applicable       | increase    | -    | -              | not_applicable        | not_applicable        |
| it does not apply, whatever is said | no      | not_applicable       | increase    | -    | 5              | not_applicable        | not_applicable        |
| reported as a dash                  | yes     | -                    | increase    | ≥ 10 | no_value       | no_value              | no_value              |
| reported as not applicable          | yes     | -                    | increase    | ≥ 10 | not_applicable | not_applicable        | not_applicable        |
| nothing reported, no target         | yes     | not_understood       | increase    | -    | -              | not_reported          | not_reported          |
| the plan leaves the target blank    | yes     | blank                | increase    | -    | 1              | no_target             | no_target             |
| the plan says there is no target    | yes     | no_value             | increase    | -    | 1              | no_target             | no_target             |
| the text is not understood          | yes     | not_understood       | increase    | -    | 1              | not_understood        | not_understood        |
| the reading is not confirmed        | yes     | reading_unconfirmed  | increase    | -    | 1              | reading_unconfirmed   | reading_unconfirmed   |
| the unit is another                 | yes     | unit_does_not_match  | increase    | -    | 1              | unit_does_not_match   | unit_does_not_match   |
| the scope is another                | yes     | scope_does_not_match | increase    | -    | 1              | scope_does_not_match  | scope_does_not_match  |
| 比 another year                     | yes     | other_base           | increase    | -    | 1              | other_base            | other_base            |
| a growth from no baseline           | yes     | missing_baseline     | increase    | -    | 1              | missing_baseline      | missing_baseline      |
| a target too large                  | yes     | too_large            | increase    | -    | 1              | too_large             | too_large             |
| the target comes before direction   | yes     | not_understood       | unconfirmed | -    | 1              | not_understood        | not_understood        |
| the direction                       | yes     | -                    | unconfirmed | ≥ 10 | 1              | direction_unconfirmed | direction_unconfirmed |
| less is better, and at least 10     | yes     | -                    | decrease    | ≥ 10 | 1              | direction_contradicts | direction_contradicts |
"""

LARGE = """
Figures near the largest stay exact

| title             | B | T                  | V               | completion                       | progress                        |
|-------------------|---|--------------------|-----------------|----------------------------------|---------------------------------|
| one short of 10¹⁵ | 1 | ≥ 1000000000000000 | 999999999999999 | 999999999999999/1000000000000000 | 999999999999998/999999999999999 |
"""


@every_row(COMPLETION_AND_PROGRESS, RANGES, LARGE)
def test_measures(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(GAPS)
def test_a_missing_measure_is_named_for_what_it_is(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected
