"""Schedule and lead: how far a value should have come, and how far it is ahead or behind."""

from common.periods import Period
from indicators.frames import milestone_rows
from indicators.plan import Counted, Indicator, Milestone, Plan, Region, Target
from indicators.readings import Confirmations
from tests.spec.engine import Row, read_table
from tests.spec.tables import Case, every_row

IN_QUARTERS = """
The elapsed share of the plan, in whole quarters

| title                         | start  | due    | B   | T     | at     | V   | schedule | progress         | lead             |
|-------------------------------|--------|--------|-----|-------|--------|-----|----------|------------------|------------------|
| two years, quarter by quarter | 2023Q4 | 2025Q4 | 100 | ≥ 200 | 2023Q4 | 100 | 0%       | 0%               | 0.0              |
|                               |        |        |     |       | 2024Q1 | 110 | 12.5%    | 10%              | -2.5             |
|                               |        |        |     |       | 2024Q2 | 130 | 25%      | 30%              | +5.0             |
|                               |        |        |     |       | 2024Q3 | 130 | 37.5%    | 30%              | -7.5             |
|                               |        |        |     |       | 2024Q4 | 150 | 50%      | 50%              | 0.0              |
|                               |        |        |     |       | 2025Q1 | 150 | 62.5%    | 50%              | -12.5            |
|                               |        |        |     |       | 2025Q2 | 170 | 75%      | 70%              | -5.0             |
|                               |        |        |     |       | 2025Q3 | 180 | 87.5%    | 80%              | -7.5             |
|                               |        |        |     |       | 2025Q4 | 200 | 100%     | 100%             | 0.0              |
|                               |        |        |     |       | 2026Q1 | 210 | 100%     | 110%             | +10.0            |
| from mid-year to mid-year     | 2024Q2 | 2025Q2 | 100 | ≥ 200 | 2024Q3 | 150 | 25%      | 50%              | +25.0            |
|                               |        |        |     |       | 2025Q1 | 150 | 75%      | 50%              | -25.0            |
| less is better                | 2023Q4 | 2025Q4 | 200 | ≤ 100 | 2024Q4 | 160 | 50%      | 40%              | -10.0            |
| a range                       | 2023Q4 | 2025Q4 | 50  | 35–40 | 2024Q4 | 44  | 50%      | 60%              | +10.0            |
| without a baseline            | 2023Q4 | 2025Q4 | -   | ≥ 200 | 2024Q4 | 150 | 50%      | missing_baseline | missing_baseline |
| without a figure              | 2023Q4 | 2025Q4 | 100 | ≥ 200 | 2024Q4 | -   | 50%      | not_reported     | not_reported     |
"""

OWN_LINE = """
The plan's own yearly decomposition comes before the elapsed share: 2024Q4 is a corner of the line

| title                        | direction | B   | T     | own line               | at     | V  | schedule | progress               | lead                   | status              |
|------------------------------|-----------|-----|-------|------------------------|--------|----|----------|------------------------|------------------------|---------------------|
| slow first, then fast        | increase  | 20  | ≥ 50  | 2024Q4: 30             | 2024Q2 | 25 | 1/6      | 1/6                    | 0.0                    | on_schedule         |
|                              |           |     |       |                        | 2024Q4 | 30 | 1/3      | 1/3                    | 0.0                    | on_schedule         |
|                              |           |     |       |                        | 2025Q2 | 37 | 2/3      | 17/30                  | -10.0                  | roughly_on_schedule |
|                              |           |     |       |                        | 2025Q3 | 36 | 5/6      | 8/15                   | -30.0                  | behind              |
|                              |           |     |       |                        | 2025Q4 | 50 | 1        | 1                      | 0.0                    | achieved            |
| fast first, then slow        | increase  | 20  | ≥ 50  | 2024Q4: 44             | 2024Q4 | 35 | 4/5      | 1/2                    | -30.0                  | behind              |
| two corners                  | increase  | 0   | ≥ 100 | 2024Q2: 10, 2024Q4: 80 | 2024Q3 | 45 | 45%      | 45%                    | 0.0                    | on_schedule         |
| everything by the first year | increase  | 20  | ≥ 50  | 2024Q4: 50             | 2025Q2 | 44 | 1        | 4/5                    | -20.0                  | behind              |
| less is better               | decrease  | 100 | ≤ 50  | 2024Q4: 90             | 2024Q4 | 90 | 20%      | 20%                    | 0.0                    | on_schedule         |
| target and baseline are one  | hold      | 50  | ≥ 50  | 2024Q4: 45             | 2024Q4 | 45 | no_share | target_equals_baseline | target_equals_baseline | regressed           |
| without a baseline           | increase  | -   | ≥ 50  | 2024Q4: 30             | 2024Q4 | 30 | no_share | missing_baseline       | missing_baseline       | no_baseline         |
"""

BY_YEAR = """
Counted by year, 创投资金 875 → 1000: a whole year is a point of a yearly line; within the year only its pace is judged

| title                                                 | counted | start  | B    | T      | own line    | at     | V    | milestone | schedule | lead             | status              |
|-------------------------------------------------------|---------|--------|------|--------|-------------|--------|------|-----------|----------|------------------|---------------------|
| 2024 lies half way: 937.5                             | by_year | 2023Q4 | 875  | ≥ 1000 | -           | 2024Q1 | 235  | 937.5     | 25%      | +0.07            | on_schedule         |
|                                                       |         |        |      |        |             | 2024Q2 | 468  | 937.5     | 50%      | -0.08            | roughly_on_schedule |
|                                                       |         |        |      |        |             | 2024Q3 | 800  | 937.5     | 75%      | +10.33           | ahead               |
|                                                       |         |        |      |        |             | 2024Q4 | 938  | -         | 50%      | +0.4             | on_schedule         |
| the target year: the target itself                    | by_year | 2023Q4 | 875  | ≥ 1000 | -           | 2025Q1 | 249  | 1000      | 25%      | -0.1             | roughly_on_schedule |
|                                                       |         |        |      |        |             | 2025Q2 | 399  | 1000      | 50%      | -10.1            | behind              |
|                                                       |         |        |      |        |             | 2025Q3 | 449  | 1000      | 75%      | -30.1            | far_behind          |
|                                                       |         |        |      |        |             | 2025Q4 | 1000 | -         | 100%     | 0.0              | achieved            |
| without a baseline, before                            | by_year | 2023Q4 | -    | ≥ 1000 | -           | 2024Q2 | 500  | -         | 50%      | no_milestone     | no_baseline         |
| without a baseline, the target year                   | by_year | 2023Q4 | -    | ≥ 1000 | -           | 2025Q2 | 500  | 1000      | 50%      | 0.0              | on_schedule         |
|                                                       |         |        |      |        |             | 2025Q4 | 999  | -         | 100%     | missing_baseline | missed              |
| the plan's own figure for 2024                        | by_year | 2023Q4 | 875  | ≥ 1000 | 2024Q4: 900 | 2024Q2 | 450  | 900       | 50%      | 0.0              | on_schedule         |
|                                                       |         |        |      |        |             | 2024Q4 | 899  | -         | 20%      | -0.8             | roughly_on_schedule |
| its own figure, without a baseline                    | by_year | 2023Q4 | -    | ≥ 1000 | 2024Q4: 900 | 2024Q2 | 449  | 900       | 50%      | -0.1             | roughly_on_schedule |
| a baseline in mid-year stands for the last whole year | by_year | 2024Q2 | 875  | ≥ 1000 | -           | 2024Q4 | 938  | -         | 50%      | +0.4             | on_schedule         |
| less is better: half is allowed by mid-year           | by_year | 2023Q4 | 100  | ≤ 60   | -           | 2024Q2 | 40   | 80        | 50%      | 0.0              | on_schedule         |
|                                                       |         |        |      |        |             | 2024Q3 | 70   | 80        | 75%      | -12.5            | behind              |
|                                                       |         |        |      |        |             | 2024Q4 | 80   | -         | 50%      | 0.0              | on_schedule         |
| a milestone of nothing is kept by nothing             | by_year | 2023Q4 | 100  | ≤ 60   | 2024Q4: 0   | 2024Q2 | 0    | 0         | 50%      | 0.0              | on_schedule         |
|                                                       |         |        |      |        |             | 2024Q3 | 1    | 0         | 75%      | -100.0           | far_behind          |
| nothing asked for, and more is better                 | by_year | 2023Q4 | 0    | ≥ 10   | 2024Q4: 0   | 2024Q2 | 0    | 0         | 50%      | 0.0              | on_schedule         |
|                                                       |         |        |      |        |             | 2024Q3 | 5    | 0         | 75%      | 0.0              | on_schedule         |
| a milestone below nothing is none                     | by_year | 2023Q4 | -100 | ≥ 0    | -           | 2024Q2 | 5    | -         | 50%      | no_milestone     | no_baseline         |
| a range has no milestone                              | by_year | 2023Q4 | 50   | 35–40  | -           | 2024Q2 | 20   | -         | 50%      | no_milestone     | no_baseline         |
|                                                       |         |        |      |        |             | 2024Q4 | 44   | -         | 50%      | +10.0            | ahead               |
"""

SCHEDULED = """
The scheduled value 时序应达值: where the line is, in the value's own unit

| title                                    | kind      | counted       | direction   | B   | T        | own line   | at     | V         | scheduled |
|------------------------------------------|-----------|---------------|-------------|-----|----------|------------|--------|-----------|-----------|
| on the way                               | amount    | at_period_end | increase    | 100 | ≥ 200    | -          | 2023Q4 | 100       | 100       |
|                                          |           |               |             |     |          |            | 2024Q3 | -         | 137.5     |
|                                          |           |               |             |     |          |            | 2025Q4 | -         | 200       |
|                                          |           |               |             |     |          |            | 2026Q1 | -         | 200       |
| less is better                           | amount    | at_period_end | decrease    | 200 | ≤ 100    | -          | 2024Q3 | 160       | 162.5     |
| the plan's own figure is a corner        | amount    | at_period_end | increase    | 20  | ≥ 50     | 2024Q4: 30 | 2024Q2 | 25        | 25        |
|                                          |           |               |             |     |          |            | 2025Q2 | 37        | 40        |
| a range, from above                      | amount    | at_period_end | range       | 50  | 35–40    | -          | 2024Q4 | 44        | 45        |
| a range, from below                      | amount    | at_period_end | range       | 25  | 35–40    | -          | 2024Q4 | 44        | 30        |
| a range that holds the baseline          | amount    | at_period_end | range       | 37  | 35–40    | -          | 2024Q4 | 44        | -         |
| a fraction of a unit                     | amount    | at_period_end | increase    | 247 | ≥ 1482/5 | -          | 2024Q4 | 250       | 271.7     |
| a rate made of counts                    | rate      | at_period_end | increase    | 80% | ≥ 90%    | -          | 2024Q4 | 7/9       | 8500      |
| every one of them: as many as there are  | amount    | at_period_end | increase    | 80  | all      | -          | 2024Q4 | 90 of 120 | 100       |
| a year so far: its part of the milestone | amount    | by_year       | increase    | 875 | ≥ 1000   | -          | 2024Q2 | 400       | 468.75    |
|                                          |           |               |             |     |          |            | 2024Q4 | 938       | 937.5     |
|                                          |           |               |             |     |          |            | 2025Q1 | 200       | 250       |
| without a baseline                       | amount    | at_period_end | increase    | -   | ≥ 200    | -          | 2024Q4 | 150       | -         |
| a target worse than the baseline         | amount    | at_period_end | increase    | 300 | ≥ 200    | -          | 2024Q4 | 250       | -         |
| done or not                              | milestone | at_period_end | increase    | 0   | done     | -          | 2024Q4 | not done  | -         |
| a direction that is not known            | amount    | by_year       | unconfirmed | 91  | ≥ 30     | 2024Q4: 60 | 2024Q2 | 40        | -         |
"""

STRETCHES = """
The plan's own figure 2024Q4: 30 as stretches of its line; `-` is the baseline before it, and the target after

| counted       | at     | from | to | part | of |
|---------------|--------|------|----|------|----|
| at_period_end | 2024Q1 | -    | 30 | 1    | 4  |
| at_period_end | 2024Q2 | -    | 30 | 2    | 4  |
| at_period_end | 2024Q3 | -    | 30 | 3    | 4  |
| at_period_end | 2024Q4 | -    | 30 | 4    | 4  |
| at_period_end | 2025Q1 | 30   | -  | 1    | 4  |
| at_period_end | 2025Q2 | 30   | -  | 2    | 4  |
| at_period_end | 2025Q3 | 30   | -  | 3    | 4  |
| at_period_end | 2025Q4 | 30   | -  | 4    | 4  |
| by_year       | 2024Q1 | 30   | 30 | 1    | 1  |
| by_year       | 2024Q2 | 30   | 30 | 1    | 1  |
| by_year       | 2024Q3 | 30   | 30 | 1    | 1  |
| by_year       | 2024Q4 | 30   | 30 | 1    | 1  |
"""


@every_row(IN_QUARTERS)
def test_the_elapsed_share(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(OWN_LINE)
def test_the_plans_own_line(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(BY_YEAR)
def test_by_year(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(SCHEDULED)
def test_the_scheduled_value(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


def test_the_plans_figures_become_stretches_of_its_line() -> None:
    """A stretch without a beginning begins at the baseline, one without an end ends at the target."""
    assert [_stretch(row) for row in milestone_rows(_plan(), Confirmations())] == read_table(STRETCHES)


_COUNTED: tuple[Counted, ...] = ("at_period_end", "by_year")


def _stretch(row: Row) -> Row:
    names = {"from": "line_from", "to": "line_to", "part": "part", "of": "steps"}
    figures = {name: None if row[column] is None else str(row[column]) for name, column in names.items()}
    return {"counted": _COUNTED[row["cell"]], "at": str(Period.at(row["period"])), **figures}


def _plan() -> Plan:
    """Two indicators, one of each way of counting, with one figure for 2024."""
    nothing = ("", (), "个", "个", 0, 0, "binding", "amount")
    indicators = [
        Indicator(0, counted, *nothing, counted, "increase", "own", "city", "quarterly", 1, "", "", "", "", "", "", 0)  # type: ignore[arg-type]
        for counted in _COUNTED
    ]
    region = Region("w", "w", "w", (), "city", None, "", "")
    targets = tuple(Target(counted, "w", "20", "50", "", 0, "", "") for counted in _COUNTED)
    milestones = tuple(Milestone(counted, "w", Period(2024, 4), "30", "") for counted in _COUNTED)
    start, due = Period(2023, 4), Period(2025, 4)
    return Plan("p", "p", "", "", start, due, (), (), (region,), tuple(indicators), targets, milestones)
