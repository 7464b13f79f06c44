"""Lights, their memory, and warnings."""

from indicators.rules import STATUSES
from tests.spec.engine import read_table
from tests.spec.tables import Case, every_row

LIGHTS = """
The light of each status, and whether it is a warning where the indicator is binding

| status                | light  | warns |
|-----------------------|--------|-------|
| not_applicable        | grey   | no    |
| baseline_period       | none   | no    |
| not_due               | grey   | no    |
| not_reported          | grey   | yes   |
| partly_reported       | grey   | no    |
| not_assessable        | grey   | yes   |
| target_below_baseline | grey   | yes   |
| no_baseline           | grey   | yes   |
| achieved_at_baseline  | green  | no    |
| achieved_early        | green  | no    |
| achieved              | green  | no    |
| ahead                 | green  | no    |
| on_schedule           | green  | no    |
| roughly_on_schedule   | green  | no    |
| behind                | yellow | yes   |
| far_behind            | red    | yes   |
| regressed             | red    | yes   |
| missed                | red    | yes   |
"""

EVERY_STATUS = """
Every status of a binding indicator, with its light and warning; the returns of 2024Q4 and 2025Q4 are overdue

| title                    | nature       | applies | asked | direction   | adds up | B   | B of parts | T     | at     | overdue | V   | V of parts | status                | light  | warning |
|--------------------------|--------------|---------|-------|-------------|---------|-----|------------|-------|--------|---------|-----|------------|-----------------------|--------|---------|
| it does not apply        | binding      | no      | yes   | increase    | own     | 0   | -          | ≥ 100 | 2024Q4 | yes     | 0   | -          | not_applicable        | grey   | no      |
| before it begins         | binding      | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2023Q4 | no      | 0   | -          | baseline_period       | -      | no      |
| nothing is asked         | binding      | yes     | no    | increase    | own     | 0   | -          | ≥ 100 | 2024Q4 | yes     | -   | -          | not_due               | grey   | no      |
| nothing is reported      | binding      | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2024Q4 | yes     | -   | -          | not_reported          | grey   | yes     |
| a part is not reported   | binding      | yes     | yes   | increase    | sum     | 0   | 0 + 0      | ≥ 100 | 2024Q4 | yes     | -   | 5 + ?      | partly_reported       | grey   | no      |
| nobody knows which way   | binding      | yes     | yes   | unconfirmed | own     | 0   | -          | ≥ 100 | 2024Q4 | yes     | 50  | -          | not_assessable        | grey   | yes     |
| it asks for less         | binding      | yes     | yes   | increase    | own     | 200 | -          | ≥ 100 | 2024Q4 | yes     | 150 | -          | target_below_baseline | grey   | yes     |
| from where?              | binding      | yes     | yes   | increase    | own     | -   | -          | ≥ 100 | 2024Q4 | yes     | 50  | -          | no_baseline           | grey   | yes     |
| it was there             | binding      | yes     | yes   | increase    | own     | 100 | -          | ≥ 100 | 2024Q4 | yes     | 100 | -          | achieved_at_baseline  | green  | no      |
| it is there              | binding      | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2024Q4 | yes     | 100 | -          | achieved_early        | green  | no      |
| it is there in time      | binding      | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2025Q4 | yes     | 100 | -          | achieved              | green  | no      |
| more than asked for      | binding      | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2024Q4 | yes     | 60  | -          | ahead                 | green  | no      |
| as much                  | binding      | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2024Q4 | yes     | 50  | -          | on_schedule           | green  | no      |
| nearly                   | binding      | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2024Q4 | yes     | 40  | -          | roughly_on_schedule   | green  | no      |
| less                     | binding      | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2024Q4 | yes     | 30  | -          | behind                | yellow | yes     |
| much less                | binding      | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2024Q4 | yes     | 10  | -          | far_behind            | red    | yes     |
| less than there was      | binding      | yes     | yes   | increase    | own     | 20  | -          | ≥ 100 | 2024Q4 | yes     | 10  | -          | regressed             | red    | yes     |
| it is not there in time  | binding      | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2025Q4 | yes     | 99  | -          | missed                | red    | yes     |
| anticipatory: no warning | anticipatory | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2024Q4 | yes     | 10  | -          | far_behind            | red    | no      |
| nor for what is missed   | anticipatory | yes     | yes   | increase    | own     | 0   | -          | ≥ 100 | 2025Q4 | yes     | 99  | -          | missed                | red    | no      |
"""

WARNINGS = """
What is not reported warns once its return is overdue, a target below its baseline until a person has acknowledged it

| title                        | nature  | acknowledged | B   | T     | at     | overdue | V   | status                | warning |
|------------------------------|---------|--------------|-----|-------|--------|---------|-----|-----------------------|---------|
| not reported, not yet due    | binding | no           | 0   | ≥ 100 | 2024Q3 | no      | -   | not_reported          | no      |
|                              |         |              |     |       | 2024Q2 | yes     | -   | not_reported          | yes     |
| below baseline               | binding | no           | 200 | ≥ 100 | 2024Q3 | no      | 150 | target_below_baseline | yes     |
| below baseline, acknowledged | binding | yes          | 200 | ≥ 100 | 2024Q3 | no      | 150 | target_below_baseline | no      |
| acknowledged, and missed     | binding | yes          | 200 | ≥ 100 | 2025Q4 | no      | 90  | missed                | yes     |
| acknowledged, not reported   | binding | yes          | 200 | ≥ 100 | 2024Q2 | yes     | -   | not_reported          | yes     |
| behind, and not overdue      | binding | no           | 0   | ≥ 100 | 2024Q3 | no      | 20  | behind                | yes     |
"""

RECOVERED = """
A light keeps its past: what was yellow or red stays so, and is marked once a later period is green

| title                       | B   | T     | at     | V   | status                | light  | recovered |
|-----------------------------|-----|-------|--------|-----|-----------------------|--------|-----------|
| behind, far behind, made up | 0   | ≥ 80  | 2024Q1 | 10  | on_schedule           | green  | no        |
|                             |     |       | 2024Q2 | 10  | behind                | yellow | yes       |
|                             |     |       | 2024Q3 | 0   | far_behind            | red    | yes       |
|                             |     |       | 2024Q4 | -   | not_reported          | grey   | no        |
|                             |     |       | 2025Q1 | 50  | on_schedule           | green  | no        |
|                             |     |       | 2025Q2 | 50  | behind                | yellow | no        |
| never made up               | 0   | ≥ 80  | 2024Q1 | 10  | on_schedule           | green  | no        |
|                             |     |       | 2024Q2 | 10  | behind                | yellow | no        |
|                             |     |       | 2024Q3 | -   | not_reported          | grey   | no        |
| grey is not made up         | 200 | ≥ 100 | 2024Q3 | 150 | target_below_baseline | grey   | no        |
| missed, and met too late    | 0   | ≥ 80  | 2025Q4 | 70  | missed                | red    | no        |
|                             |     |       | 2026Q1 | 80  | missed                | red    | no        |
"""


def test_every_status_has_its_light_and_its_warning() -> None:
    rules = [{"status": one.name, "light": one.light, "warns": "yes" if one.warns else "no"} for one in STATUSES]
    assert rules == read_table(LIGHTS)


def test_every_status_has_an_example() -> None:
    assert {row["status"] for row in read_table(EVERY_STATUS)} == {status.name for status in STATUSES}


@every_row(EVERY_STATUS)
def test_lights_and_warnings(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(WARNINGS)
def test_when_a_warning_is_due(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected


@every_row(RECOVERED)
def test_a_light_keeps_its_past(engine: str, case: Case) -> None:
    assert case.found(engine) == case.expected
