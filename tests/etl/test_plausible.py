"""What is asked about a figure beside those known before it and beside its own parts, row by row."""

from collections.abc import Mapping
from typing import Any

import pytest

from common.explanations import unexplained
from common.problems import Problem
from etl.parse import Part
from etl.plausible import Known, check_plausible
from indicators.plan import Plan
from tests.etl.figures import CANGNAN, NOW, changed, figure, known

ROOT = "330300"
NOTHING = Known({})

# Title, indicator, what was known of it before, its figure for 2024Q2, and what is asked. Of Wenzhou's plan: parks are
# to be held (13 by the plan), rated_4a5a and jobs (in persons) should rise, charity_events count by year, assets and
# rates (10000 is 100%) are continuous.
CHANGES: list[tuple[str, str, dict[str, int], int, list[str]]] = [
    ("nothing known", "parks", {}, 14, []),
    ("half as much again", "parks", {"2024Q1": 10}, 15, []),
    ("more than that", "parks", {"2024Q1": 10}, 16, ["jump_since_last"]),
    ("a third less", "parks", {"2024Q1": 15}, 10, []),
    ("less than that", "parks", {"2024Q1": 15}, 9, ["jump_since_last"]),
    ("few and few more", "parks", {"2024Q1": 3}, 7, []),
    ("few and five more", "parks", {"2024Q1": 3}, 8, ["jump_since_last"]),
    ("few and few less", "parks", {"2024Q1": 8}, 4, []),
    ("none, then few", "parks", {"2024Q1": 0}, 4, []),
    ("none, then five", "parks", {"2024Q1": 0}, 5, ["jump_since_last"]),
    ("none left", "parks", {"2024Q1": 13}, 0, ["jump_since_last"]),
    ("a few persons counted in 万", "jobs", {"2024Q1": 4}, 8, []),
    ("the last one known, quarters ago", "parks", {"2022Q1": 16, "2023Q3": 10}, 16, ["jump_since_last"]),
    ("only later ones known", "parks", {"2024Q2": 100, "2024Q3": 100}, 10, []),
    ("an amount without steps", "assets", {"2024Q1": 100_000}, 150_001, ["jump_since_last"]),
    ("a rate by some points", "healthy_rate", {"2024Q1": 800}, 1299, []),
    ("a rate by five points", "healthy_rate", {"2024Q1": 800}, 1300, ["jump_since_last"]),
    ("a running total grows", "charity_events", {"2024Q1": 1000}, 4000, []),
    ("a running total begins anew", "charity_events", {"2023Q4": 9000}, 100, []),
    ("twice last year's", "charity_events", {"2023Q2": 3000}, 6000, []),
    ("more than twice last year's", "charity_events", {"2023Q2": 3000}, 6001, ["jump_since_last_year"]),
    ("half of last year's", "charity_events", {"2023Q2": 3000}, 1500, []),
    ("less than half of last year's", "charity_events", {"2023Q2": 3000}, 1499, ["jump_since_last_year"]),
    ("last year's other quarters", "charity_events", {"2023Q1": 300, "2023Q3": 300}, 6001, []),
    ("beside last year's only", "parks", {"2024Q1": 10, "2023Q2": 6}, 14, ["jump_since_last_year"]),
    ("beside both, said once", "parks", {"2024Q1": 10, "2023Q2": 5}, 16, ["jump_since_last"]),
    ("few beside last year's", "parks", {"2024Q1": 5, "2023Q2": 2}, 6, []),
    ("as it was, and should rise", "rated_4a5a", {"2024Q1": 35}, 35, []),
    ("falls and should rise", "rated_4a5a", {"2024Q1": 35}, 34, ["falls_but_should_rise"]),
    ("falls below the last, not an earlier one", "rated_4a5a", {"2023Q4": 33, "2024Q1": 35}, 34, ["falls_but_should_rise"]),
    ("above the last, below an earlier one", "rated_4a5a", {"2023Q4": 36, "2024Q1": 33}, 34, []),
    ("falls and is to be held", "parks", {"2024Q1": 13}, 12, []),
    ("falls far and should rise, said once", "rated_4a5a", {"2024Q1": 35}, 20, ["jump_since_last"]),
    ("falls, far above last year's", "rated_4a5a", {"2024Q1": 35, "2023Q2": 16}, 34, ["jump_since_last_year", "falls_but_should_rise"]),
    ("a rate falls and should rise", "healthy_rate", {"2024Q1": 9060}, 9059, ["falls_but_should_rise"]),
    ("just not three thousand times", "parks", {"2024Q1": 13}, 38_999, ["jump_since_last"]),
    ("three thousand times", "parks", {"2024Q1": 13}, 39_000, ["magnitude_unlike_last"]),
    ("thirty thousand times", "parks", {"2024Q1": 13}, 390_000, ["magnitude_unlike_last"]),
    ("more than thirty thousand times", "parks", {"2024Q1": 13}, 390_001, ["jump_since_last"]),
    ("a ten-thousandth", "parks", {"2024Q1": 130_000}, 13, ["magnitude_unlike_last"]),
    ("a ten-thousandth of a running total", "charity_events", {"2024Q1": 30_000}, 3, ["magnitude_unlike_last"]),
    ("ten thousand times the baseline", "jobs", {}, 50_000_000, ["magnitude_unlike_plan"]),
    ("a ten-thousandth of the baseline", "jobs", {}, 1, ["magnitude_unlike_plan"]),
    ("ten thousand times the target", "youth_jobs", {}, 30_000_000, ["magnitude_unlike_plan"]),
    ("the beginning of a running total", "youth_jobs", {}, 1, []),
    ("as before, unlike the plan", "jobs", {"2024Q1": 50_000_000}, 50_000_000, ["magnitude_unlike_plan"]),
    ("a rate is no count", "healthy_rate", {"2024Q1": 9000}, 1, ["jump_since_last"]),
    ("a running total stays", "charity_events", {"2024Q1": 3000}, 3000, []),
    ("a running total shrinks", "charity_events", {"2024Q1": 3000}, 2999, ["running_total_shrinks"]),
    ("it shrinks, unlike last year", "charity_events", {"2024Q1": 3000, "2023Q2": 6}, 2999, ["running_total_shrinks"]),
    ("a rate by year may shrink", "evaluation_rate", {"2024Q1": 3000}, 2500, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "before", "now", "asked"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES]
)
def test_a_change_is_asked_about(
    wenzhou: Plan, indicator: str, before: dict[str, int], now: int, asked: list[str]
) -> None:
    region = CANGNAN if (indicator, CANGNAN) in wenzhou.target_by_cell else ROOT
    value = figure(wenzhou, indicator, now, region=region)
    found = check_plausible([value], wenzhou, known(indicator, before, region=region))
    assert [problem.code for problem in found] == asked
    assert {(problem.severity, problem.place) for problem in found} <= {("soft", "表!B2")}


# Title, indicator as declared otherwise, what was known of it before, its figure for 2024Q2, and what is asked.
DECLARED: list[tuple[str, dict[str, Any], dict[str, int], int, list[str]]] = [
    ("should fall and falls", {"direction": "decrease"}, {"2024Q1": 13}, 12, []),
    ("should fall and rises", {"direction": "decrease"}, {"2024Q1": 13}, 14, ["rises_but_should_fall"]),
    ("should rise and rises", {"direction": "increase"}, {"2024Q1": 13}, 14, []),
    ("lies in a range", {"direction": "range"}, {"2024Q1": 13}, 12, []),
    ("should fall, by year", {"direction": "decrease", "counted": "by_year"}, {"2024Q1": 13}, 14, []),
    ("over the plan, grows", {"counted": "over_the_plan"}, {"2023Q2": 10, "2024Q1": 20}, 90, []),
    ("over the plan, shrinks", {"counted": "over_the_plan"}, {"2023Q4": 30}, 29, ["running_total_shrinks"]),
    ("done", {"kind": "milestone", "step": 0}, {"2024Q1": 0}, 1, []),
    ("no longer done", {"kind": "milestone", "step": 0, "direction": "increase"}, {"2024Q1": 1}, 0, ["falls_but_should_rise"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "before", "now", "asked"), [row[1:] for row in DECLARED], ids=[row[0] for row in DECLARED]
)
def test_what_is_asked_depends_on_what_the_plan_declares(
    wenzhou: Plan, declared: dict[str, Any], before: dict[str, int], now: int, asked: list[str]
) -> None:
    plan = changed(wenzhou, "parks", **declared)
    value = figure(plan, "parks", now, region=ROOT)
    found = check_plausible([value], plan, known("parks", before, region=ROOT))
    assert [problem.code for problem in found] == asked


# Title, indicator, its value, numerator and denominator (None: not reported), and what is asked and where.
PARTS: list[tuple[str, str, tuple[int | None, int | None, int | None], list[tuple[str, str]]]] = [
    ("a rate and its parts", "healthy_rate", (9057, 48, 53), []),
    ("rounded as printed", "healthy_rate", (9060, 48, 53), []),
    ("half a unit off", "healthy_rate", (9055, 181, 200), []),
    ("more than half a unit off", "healthy_rate", (9056, 181, 200), [("rate_unlike_its_parts", "B2")]),
    ("half a unit off, below", "healthy_rate", (9045, 181, 200), []),
    ("more than half a unit off, below", "healthy_rate", (9044, 181, 200), [("rate_unlike_its_parts", "B2")]),
    ("a rate alone", "healthy_rate", (9060, None, None), []),
    ("a rate and its numerator", "healthy_rate", (9060, 48, None), []),
    ("a rate and its denominator", "healthy_rate", (9060, None, 53), []),
    ("the parts alone", "healthy_rate", (None, 48, 53), []),
    ("all of them", "healthy_rate", (10_000, 53, 53), []),
    ("more than all", "healthy_rate", (10_000, 54, 53), [("numerator_above_denominator", "C2")]),
    ("some of none", "healthy_rate", (None, 3, 0), [("zero_denominator", "D2")]),
    ("none of none", "healthy_rate", (0, 0, 0), []),
    ("every one there should be", "party_organisations", (2445, None, 2445), []),
    ("more than there should be", "party_organisations", (2446, None, 2445), [("more_than_there_should_be", "B2")]),
    ("one, where none should be", "party_organisations", (1, None, 0), [("more_than_there_should_be", "B2")]),
    ("no whole is declared", "parks", (14, None, 13), []),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "parts", "asked"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS])
def test_a_figure_agrees_with_its_parts(
    wenzhou: Plan, indicator: str, parts: tuple[int | None, int | None, int | None], asked: list[tuple[str, str]]
) -> None:
    value, numerator, denominator = parts
    values = [
        figure(wenzhou, indicator, value, cell="B2"),
        figure(wenzhou, indicator, numerator, part="numerator", cell="C2"),
        figure(wenzhou, indicator, denominator, part="denominator", cell="D2"),
    ]
    found = check_plausible(values, wenzhou, NOTHING)
    assert [(problem.code, problem.cell) for problem in found] == asked


def test_what_contradicts_itself_blocks_and_the_rest_asks(wenzhou: Plan) -> None:
    hard = {"numerator_above_denominator", "zero_denominator"}
    asked = {code for row in PARTS for code, _cell in row[3]}
    assert {code for code in asked if Problem(code).is_hard} == hard
    assert all(Problem(code).severity == "soft" for code in asked - hard)


def test_a_dash_cannot_correct_a_rate_made_of_approved_counts(wenzhou: Plan) -> None:
    counts: dict[Part, int] = {"numerator": 48, "denominator": 53}
    approved = Known({("healthy_rate", CANGNAN, part, NOW): count for part, count in counts.items()})
    dash = figure(wenzhou, "healthy_rate", None)
    assert [problem.code for problem in check_plausible([dash], wenzhou, approved)] == ["rate_has_counts"]
    counted = [figure(wenzhou, "healthy_rate", None, part=part, cell="C2") for part in counts]
    assert check_plausible([dash, *counted], wenzhou, approved) == []


def test_a_part_is_compared_with_the_same_part_before(wenzhou: Plan) -> None:
    before = known("healthy_rate", {"2024Q1": 100}, part="denominator")
    whole = figure(wenzhou, "healthy_rate", 151, part="denominator")
    part = figure(wenzhou, "healthy_rate", 140, part="numerator", cell="C2")
    (problem,) = check_plausible([part, whole], wenzhou, before)
    assert (problem.code, problem.cell) == ("jump_since_last", "B2")
    assert (problem.params["figure"], problem.params["before"]) == ("151", "100")
    myriad = figure(wenzhou, "healthy_rate", 1_000_000, part="denominator")
    assert [one.code for one in check_plausible([myriad], wenzhou, before)] == ["magnitude_unlike_last"]
    fewer = figure(wenzhou, "healthy_rate", 99, part="denominator")
    assert check_plausible([fewer], wenzhou, before) == []


def test_a_few_more_of_a_part_are_no_jump(wenzhou: Plan) -> None:
    before = known("healthy_rate", {"2024Q1": 3}, part="numerator")
    assert check_plausible([figure(wenzhou, "healthy_rate", 7, part="numerator")], wenzhou, before) == []
    assert check_plausible([figure(wenzhou, "healthy_rate", 8, part="numerator")], wenzhou, before) != []


def test_how_many_there_should_be_may_fall_within_a_year(wenzhou: Plan) -> None:
    plan = changed(wenzhou, "credit_management", counted="by_year")
    before = known("credit_management", {"2024Q1": 1300}, part="denominator")
    assert check_plausible([figure(plan, "credit_management", 1299, part="denominator")], plan, before) == []


def test_parts_of_different_figures_are_not_put_together(wenzhou: Plan) -> None:
    here = figure(wenzhou, "healthy_rate", 54, part="numerator")
    there = figure(wenzhou, "healthy_rate", 53, part="denominator", region="330383")
    assert check_plausible([here, there], wenzhou, NOTHING) == []


def test_what_was_known_of_another_region_or_indicator_is_nothing(wenzhou: Plan) -> None:
    figures = {**known("parks", {"2024Q1": 5}, region=ROOT).figures, **known("charities", {"2024Q1": 5}).figures}
    assert check_plausible([figure(wenzhou, "parks", 100)], wenzhou, Known(figures)) == []


def test_where_there_is_no_figure_nothing_is_asked(wenzhou: Plan) -> None:
    assert check_plausible([figure(wenzhou, "parks", None)], wenzhou, known("parks", {"2024Q1": 100})) == []


# The indicator, what was known, the figure, and what the reader is told.
WORDS: list[tuple[str, Mapping[str, int], int, str]] = [
    ("jobs", {"2024Q1": 5000}, 8000, "is 0.8万个, and was 0.5万个 when last reported, for first quarter 2024: more than 50% up or 33% down."),
    ("charity_events", {"2023Q2": 3000}, 7000, "is 7000场, and was 3000场 in the same quarter of last year, second quarter 2023: more than 100% up or 50% down."),
    ("healthy_rate", {"2024Q1": 9060}, 9055, "健康社会组织率 should rise; in 苍南 it is 90.55% for second quarter 2024 and was 90.6% for"),
    ("venture_projects", {"2024Q1": 90}, 80, "is 80个 for second quarter 2024 and was 90个 for first quarter 2024 already."),
    ("jobs", {}, 50_000_000, "is 5000.0万个, but the plan speaks of 0.5万个: about ten thousand times"),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "before", "now", "words"), WORDS)
def test_both_figures_are_printed_in_the_indicators_unit(
    wenzhou: Plan, indicator: str, before: dict[str, int], now: int, words: str
) -> None:
    value = figure(wenzhou, indicator, now)
    (problem,) = check_plausible([value], wenzhou, known(indicator, before))
    assert words in problem.message
    assert "write an explanation of at least 4 characters beside it." in problem.message
    assert (problem.field, problem.value) == (indicator, str(now))


@pytest.mark.parametrize(
    ("explanation", "is_explained"),
    [("新并入三个园区", True), ("新建园区", True), ("正常", False), (" 正常  ", False), ("无", False), ("", False)],
)
def test_an_explanation_lets_a_soft_problem_through(wenzhou: Plan, explanation: str, is_explained: bool) -> None:
    value = figure(wenzhou, "parks", 30, explanation=explanation)
    problems = check_plausible([value], wenzhou, known("parks", {"2024Q1": 13}))
    assert [problem.code for problem in problems] == ["jump_since_last"]
    assert unexplained(problems, [value]) == ([] if is_explained else problems)


def test_an_explanation_counts_where_it_was_written(wenzhou: Plan) -> None:
    asked = Problem("jump_since_last", "表", "B2")
    elsewhere = Problem("jump_since_last", "表二", "B2")
    of_the_table = Problem("jump_since_last")
    value = figure(wenzhou, "parks", 30, cell="C2", explanation="新并入三个园区")
    assert unexplained([asked, elsewhere, of_the_table], [value]) == [asked, elsewhere, of_the_table]
    here = figure(wenzhou, "parks", 30, explanation="新并入三个园区")
    assert unexplained([asked, elsewhere, of_the_table], [here]) == [elsewhere, of_the_table]


def test_only_what_asks_can_be_unexplained(wenzhou: Plan) -> None:
    """What blocks is not explained away, and what informs needs no explanation."""
    hard, note = Problem("zero_denominator", "表", "B2"), Problem("blank", "表", "B2")
    assert unexplained([hard, note], [figure(wenzhou, "parks", 3)]) == []
