"""The relations a plan declares between its figures hold exactly, or are said where their left side begins."""

from dataclasses import replace

import pytest

from common.periods import Period
from etl.relations import check_relations
from indicators.formulas import read_formula
from indicators.plan import Check, CheckComparator, CheckSeverity, Plan
from tests.etl.figures import changed, figure, known


def checking(plan: Plan, left: str, comparator: CheckComparator, right: str, severity: CheckSeverity = "hard") -> Plan:
    return replace(plan, checks=(Check("made", left, comparator, right, severity, "按定义"),))


# Title, the check, the figures as they are stored (jobs in persons, at scale 4), and whether it holds.
CASES: list[tuple[str, tuple[str, CheckComparator, str], dict[str, int], bool]] = [
    ("no more than", ("rated_4a5a", "<=", "charities"), {"rated_4a5a": 8, "charities": 8}, True),
    ("one more than", ("rated_4a5a", "<=", "charities"), {"rated_4a5a": 9, "charities": 8}, False),
    ("no less than", ("rated_4a5a", ">=", "charities"), {"rated_4a5a": 8, "charities": 8}, True),
    ("one less than", ("rated_4a5a", ">=", "charities"), {"rated_4a5a": 7, "charities": 8}, False),
    ("less than", ("rated_4a5a", "<", "charities"), {"rated_4a5a": 7, "charities": 8}, True),
    ("not less but the same", ("rated_4a5a", "<", "charities"), {"rated_4a5a": 8, "charities": 8}, False),
    ("more than", ("rated_4a5a", ">", "charities"), {"rated_4a5a": 9, "charities": 8}, True),
    ("not more but the same", ("rated_4a5a", ">", "charities"), {"rated_4a5a": 8, "charities": 8}, False),
    ("a sum", ("rated_4a5a", "=", "charities + parks"), {"rated_4a5a": 9, "charities": 8, "parks": 1}, True),
    ("a sum that is not", ("rated_4a5a", "=", "charities + parks"), {"rated_4a5a": 9, "charities": 8, "parks": 2}, False),
    ("a difference", ("rated_4a5a - parks", "=", "charities"), {"rated_4a5a": 9, "charities": 8, "parks": 1}, True),
    ("a difference that is not", ("rated_4a5a - parks", "=", "charities"), {"rated_4a5a": 9, "charities": 8, "parks": 0}, False),
    ("a number", ("parks", "<=", "3"), {"parks": 3}, True),
    ("above a number", ("parks", "<=", "3"), {"parks": 4}, False),
    ("a number in the indicator's unit", ("jobs", "<=", "1"), {"jobs": 10_000}, True),
    ("a number beside a figure", ("parks", "<", "charities + 2"), {"parks": 9, "charities": 8}, True),
    ("one twice", ("parks + parks", "=", "charities"), {"parks": 4, "charities": 8}, True),
    ("one of them not reported", ("rated_4a5a", "<=", "charities"), {"rated_4a5a": 9}, True),
    ("no figure at all", ("rated_4a5a", "<=", "charities"), {}, True),
]  # fmt: skip


@pytest.mark.parametrize(("check", "figures", "holds"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_relation_holds_or_is_said(
    wenzhou: Plan, check: tuple[str, CheckComparator, str], figures: dict[str, int], holds: bool
) -> None:
    values = [figure(wenzhou, code, value) for code, value in figures.items()]
    found = check_relations(values, checking(wenzhou, *check))
    assert [problem.code for problem in found] == ([] if holds else ["relation_broken"])


def test_both_sides_are_printed_at_the_first_figure_of_the_left(wenzhou: Plan) -> None:
    plan = checking(wenzhou, "parks + charities", "<=", "rated_4a5a - 1", "soft")
    values = [
        figure(plan, "rated_4a5a", 5, cell="B2"), figure(plan, "charities", 8, cell="C2"),
        figure(plan, "parks", 2, cell="D2"),
    ]  # fmt: skip
    (problem,) = check_relations(values, plan)
    assert (problem.code, problem.place, problem.field, problem.value) == ("relation_doubtful", "表!D2", "parks", "2")
    assert "社会组织园区 + 慈善组织数 is 10个; it should be ≤ 4A5A等级 - 1, which is 4个: 按定义." in problem.message


def test_figures_of_different_scale_are_compared_as_one(wenzhou: Plan) -> None:
    """1.5万个 of scale 4 beside 1万个 and 2万个 of scale 0."""
    plan = checking(changed(wenzhou, "charities", unit="万个"), "jobs", "<=", "charities")
    jobs = figure(plan, "jobs", 15_000)
    (problem,) = check_relations([jobs, figure(plan, "charities", 1)], plan)
    assert (problem.params["left_figure"], problem.params["right_figure"]) == ("1.5万个", "1.0万个")
    assert check_relations([jobs, figure(plan, "charities", 2)], plan) == []


def test_each_region_and_period_is_asked_by_itself(wenzhou: Plan) -> None:
    plan = checking(wenzhou, "rated_4a5a", "<=", "charities")
    earlier, there = Period(2024, 1), "330383"
    values = [
        figure(plan, "rated_4a5a", 9, period=earlier), figure(plan, "charities", 8, period=earlier),
        figure(plan, "rated_4a5a", 12), figure(plan, "charities", 11),
        figure(plan, "rated_4a5a", 20, region=there),
    ]  # fmt: skip
    assert [problem.params["left_figure"] for problem in check_relations(values, plan)] == ["9个", "12个"]


def test_a_gap_and_a_part_are_no_figure_of_a_relation(wenzhou: Plan) -> None:
    plan = checking(wenzhou, "rated_4a5a", "<=", "charities")
    rated = figure(plan, "rated_4a5a", 9)
    assert check_relations([rated, figure(plan, "charities", None)], plan) == []
    assert check_relations([rated, figure(plan, "charities", 8, part="denominator")], plan) == []


@pytest.mark.parametrize("text", ["", "+", "a +", "a b", "a + + b", "- a", "a * 2", "2a*3", "(a + b)", "a + -b"])
def test_what_is_no_sum_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="not a sum"):
        read_formula(text)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a", ((1, "a"),)),
        ("a + b", ((1, "a"), (1, "b"))),
        ("  a  -  b  ", ((1, "a"), (-1, "b"))),
        ("a ＋ b", ((1, "a"), (1, "b"))),
        ("a-b - 12", ((1, "a-b"), (-1, "12"))),
    ],
)
def test_a_sum_is_read_with_its_signs(text: str, terms: tuple[tuple[int, str], ...]) -> None:
    assert read_formula(text).terms == terms


def test_a_side_the_return_does_not_give_is_the_approved_one(wenzhou: Plan) -> None:
    plan = checking(wenzhou, "rated_4a5a", "<=", "charities")
    corrected, other = figure(plan, "charities", 7, cell="C2"), known("rated_4a5a", {"2024Q2": 8})
    (problem,) = check_relations([corrected], plan, other)
    assert (problem.code, problem.place, problem.field) == ("relation_broken", "表!C2", "charities")
    assert check_relations([figure(plan, "charities", 8)], plan, other) == []
    # What the return gives itself counts, and so does the period.
    assert check_relations([corrected, figure(plan, "rated_4a5a", 7)], plan, other) == []
    assert check_relations([corrected], plan, known("rated_4a5a", {"2024Q1": 8})) == []


def test_a_figure_the_return_takes_back_is_not_held_against_the_other(wenzhou: Plan) -> None:
    plan = checking(wenzhou, "rated_4a5a", "<=", "charities")
    values = [figure(plan, "rated_4a5a", 34), figure(plan, "charities", None)]
    assert check_relations(values, plan, known("charities", {"2024Q2": 33})) == []


@pytest.mark.parametrize(("over", "holds"), [(50, True), (51, False)])
def test_a_rate_is_what_its_counts_come_to(wenzhou: Plan, over: int, holds: bool) -> None:
    plan = checking(wenzhou, "healthy_rate", "<=", "party_coverage_rate")
    counts = [
        figure(plan, "healthy_rate", over, part="numerator"), figure(plan, "healthy_rate", 100, part="denominator"),
    ]  # fmt: skip
    found = check_relations(
        [*counts, figure(plan, "party_coverage_rate", 5000)], plan, known("healthy_rate", {"2024Q2": 9000})
    )
    assert [problem.code for problem in found] == ([] if holds else ["relation_broken"])
