"""Completion and progress, on pandas and on lazy Polars. B baseline, T target, V value, as integers of one scale."""

import pytest

from tests.spec.engine import ENGINES, Row, declared_row, fact_row, number, read_table, run

MEASURES = """
| title                                   | direction   | comparator | B    | T    | V    | completion | progress | completion gap        | progress gap           |
|-----------------------------------------|-------------|------------|------|------|------|------------|----------|-----------------------|------------------------|
| 4A5A half way                           | increase    | >=         | 453  | 500  | 470  | 470/500    | 17/47    | -                     | -                      |
| 慈善组织 half way                       | increase    | >=         | 247  | 260  | 254  | 254/260    | 7/13     | -                     | -                      |
| 基金会 from 20                          | increase    | >=         | 20   | 50   | 32   | 32/50      | 12/30    | -                     | -                      |
| 基金会 from 21                          | increase    | >=         | 21   | 50   | 32   | 32/50      | 11/29    | -                     | -                      |
| at the baseline nothing is done         | increase    | >=         | 247  | 260  | 247  | 247/260    | 0/13     | -                     | -                      |
| zero baseline                           | increase    | >=         | 0    | 4    | 1    | 1/4        | 1/4      | -                     | -                      |
| overshoot is more than the whole        | increase    | >=         | 0    | 4    | 6    | 6/4        | 6/4      | -                     | -                      |
| falling back below the baseline         | increase    | >=         | 10   | 20   | 8    | 8/20       | -2/10    | -                     | -                      |
| a value of zero is a value              | increase    | >=         | 2    | 4    | 0    | 0/4        | -2/2     | -                     | -                      |
| strict comparator, same measures        | increase    | >          | 8000 | 9000 | 9000 | 9000/9000  | 1000/1000| -                     | -                      |
| no baseline                             | increase    | >=         | -    | 3000 | 600  | 600/3000   | -        | -                     | missing_baseline       |
| target equals baseline                  | hold        | >=         | 13   | 13   | 13   | 13/13      | -        | -                     | target_equals_baseline |
| target worse than baseline              | increase    | >=         | 34   | 22   | 34   | 34/22      | -        | -                     | target_below_baseline  |
| less is better                          | decrease    | <=         | 91   | 30   | 61   | -          | -30/-61  | lower_is_better       | -                      |
| less is better, worse than before       | decrease    | <=         | 91   | 30   | 95   | -          | 4/-61    | lower_is_better       | -                      |
| less is better, target worse            | decrease    | <          | 30   | 91   | 40   | -          | -        | lower_is_better       | target_below_baseline  |
| nobody said which way is better         | unconfirmed | >=         | 91   | 30   | 91   | -          | -        | direction_unconfirmed | direction_unconfirmed  |
| a target of zero                        | increase    | >=         | -    | 0    | 5    | -          | -        | target_not_positive   | missing_baseline       |
| nothing reported                        | increase    | >=         | 5    | 10   | -    | -          | -        | not_reported          | not_reported           |
"""

GAPS = """
| title                               | applicable | target gap          | V gap          | V    | gap                 |
|-------------------------------------|------------|---------------------|----------------|------|---------------------|
| the plan says it does not apply     | no         | not_applicable      | -              | -    | not_applicable      |
| it does not apply, whatever is said | no         | not_applicable      | not_applicable | -    | not_applicable      |
| reported as a dash                  | yes        | -                   | no_value       | -    | no_value            |
| reported as not applicable          | yes        | -                   | not_applicable | -    | not_applicable      |
| nothing reported comes first        | yes        | missing_denominator | -              | -    | not_reported        |
| every one of them, of how many?     | yes        | missing_denominator | -              | 2355 | missing_denominator |
| the plan leaves the target blank    | yes        | blank               | -              | 1    | no_target           |
| the plan says there is no target    | yes        | no_value            | -              | 1    | no_target           |
| the target's text is not understood | yes        | not_understood      | -              | 1    | not_understood      |
"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("row", read_table(MEASURES), ids=lambda row: row["title"])
def test_measures(engine: str, row: Row) -> None:
    declared = declared_row(
        direction=row["direction"],
        comparator=row["comparator"],
        baseline=number(row["B"]),
        target=number(row["T"]),
    )
    (result,) = run(engine, [declared], [fact_row(value=number(row["V"]))] if row["V"] else [])
    for measure in ("completion", "progress"):
        over, under = (number(part) for part in row[measure].split("/")) if row[measure] else (None, None)
        assert (result[f"{measure}_over"], result[f"{measure}_under"]) == (over, under)
        assert result[f"{measure}_gap"] == row[f"{measure} gap"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("row", read_table(GAPS), ids=lambda row: row["title"])
def test_a_missing_measure_is_named_for_what_it_is(engine: str, row: Row) -> None:
    declared = declared_row(
        applicable=row["applicable"] == "yes",
        baseline=1,
        target=None if row["target gap"] else 10,
        target_gap=row["target gap"],
    )
    facts = [fact_row(value=number(row["V"]), gap=row["V gap"])] if row["V"] or row["V gap"] else []
    (result,) = run(engine, [declared], facts)
    assert result["completion_gap"] == result["progress_gap"] == row["gap"]
    assert (result["completion_over"], result["progress_over"]) == (None, None)


@pytest.mark.parametrize("engine", ENGINES)
def test_figures_near_the_largest_stay_exact(engine: str) -> None:
    value = 10**17 - 1
    (result,) = run(engine, [declared_row(baseline=1, target=value - 1)], [fact_row(value=value)])
    assert (result["completion_over"], result["completion_under"]) == (value, value - 1)
    assert (result["progress_over"], result["progress_under"]) == (value - 1, value - 2)
