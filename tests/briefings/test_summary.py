"""What is said of a region: one table of cases, each with its sentences in Chinese and in English.

A case is what is reported and what became of it; nothing is said that is not in it.
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from briefings.summary import RegionFacts, sentences, summary
from common.language import in_language
from common.periods import Period
from data.changes import Restated
from data.results import Assessment
from indicators.plan import Plan
from tests.briefings.regions import PERIOD, returned, row

# An indicator, its status, and what else is known of it.
Cell = tuple[str, str, dict[str, Any]]

BEHIND: dict[str, Any] = {"value": 12, "target": "13", "lead": Fraction(-11, 100), "needed": Fraction(4, 5)}


def facts(plan: Plan, rows: list[Assessment], region: str = "330302", **said: Any) -> RegionFacts:
    given: dict[str, Any] = {"period": PERIOD, "sent": returned(), **said}
    return RegionFacts(plan, plan.region_by_code[region], rows=tuple(rows), **given)


def said_of(plan: Plan, *cells: Cell, language: str = "zh", **said: Any) -> list[str]:
    """The sentences for some cells: indicator, status and what else is known of each."""
    rows = [row(plan, indicator, status, **more) for indicator, status, more in cells]
    with in_language(language):
        return list(sentences(facts(plan, rows, **said)))


ON: Cell = ("parks", "on_schedule", {})
AHEAD: Cell = ("charities", "ahead", {})

# What a sentence of its own says of one indicator with a status, beside one on schedule: Chinese, English.
ONE: list[tuple[Cell, str, str]] = [
    (
        ("rated_4a5a", "behind", BEHIND),
        "滞后的是4A5A等级：现值12个，比时序进度落后11.0个百分点，今后每季度需增加0.8个。",
        "Behind schedule is 4A5A等级: value 12个, 11.0 percentage points behind schedule, "
        "each quarter from now on needs 0.8个 more.",
    ),
    (
        ("rated_4a5a", "far_behind", {**BEHIND, "lead": Fraction(-3004, 10000)}),
        # Rounding never carries a lag to the threshold it has passed.
        "滞后的是4A5A等级：现值12个，比时序进度落后30.04个百分点，今后每季度需增加0.8个。",
        "Behind schedule is 4A5A等级: value 12个, 30.04 percentage points behind schedule, "
        "each quarter from now on needs 0.8个 more.",
    ),
    (
        # Thresholds may call behind what is still ahead of the line: then no lag is made up.
        ("rated_4a5a", "behind", {**BEHIND, "lead": Fraction(1, 100)}),
        "滞后的是4A5A等级：现值12个，目标13个。",
        "Behind schedule is 4A5A等级: value 12个, target 13个.",
    ),
    (
        ("venture_projects", "behind", {**BEHIND, "value": 40, "needed": "target_date_reached"}),
        "滞后的是公益创投资助项目数：现值40个，比时序进度落后11.0个百分点。",
        "Behind schedule is 公益创投资助项目数: value 40个, 11.0 percentage points behind schedule.",
    ),
    (
        ("venture_projects", "behind", {**BEHIND, "value": 40, "needed": 30}),
        "滞后的是公益创投资助项目数：现值40个，比时序进度落后11.0个百分点，年内每季度还需完成30个。",
        "Behind schedule is 公益创投资助项目数: value 40个, 11.0 percentage points behind schedule, "
        "each quarter left of the year needs 30个.",
    ),
    (
        ("healthy_rate", "behind", {**BEHIND, "value": 8500, "target": "超过90%", "needed": 125}),
        "滞后的是健康社会组织率：现值85.0%，比时序进度落后11.0个百分点，今后每季度需提高1.25个百分点。",
        "Behind schedule is 健康社会组织率: value 85.0%, 11.0 percentage points behind schedule, "
        "each quarter from now on needs 1.25 percentage points more.",
    ),
    (
        ("healthy_rate", "behind", {**BEHIND, "value": 8500, "target": "不超过80%", "needed": -125}),
        "滞后的是健康社会组织率：现值85.0%，比时序进度落后11.0个百分点，今后每季度需降低1.25个百分点。",
        "Behind schedule is 健康社会组织率: value 85.0%, 11.0 percentage points behind schedule, "
        "each quarter from now on needs 1.25 percentage points less.",
    ),
    (
        ("rated_4a5a", "behind", {**BEHIND, "target": "不超过8个", "needed": -1}),
        "滞后的是4A5A等级：现值12个，比时序进度落后11.0个百分点，今后每季度需减少1个。",
        "Behind schedule is 4A5A等级: value 12个, 11.0 percentage points behind schedule, "
        "each quarter from now on needs 1个 less.",
    ),
    (
        ("rated_4a5a", "regressed", {"value": 9, "baseline": 10, "needed": Fraction(4, 5)}),
        "较基期倒退的是4A5A等级：由基期的10个降至9个，今后每季度需增加0.8个。",
        "Worse than at the baseline is 4A5A等级: fell from 10个 to 9个, each quarter from now on needs 0.8个 more.",
    ),
    (
        ("rated_4a5a", "regressed", {"value": 12, "baseline": 10, "target": "不超过8个", "needed": "year_is_over"}),
        "较基期倒退的是4A5A等级：由基期的10个升至12个。",
        "Worse than at the baseline is 4A5A等级: rose from 10个 to 12个.",
    ),
    (
        ("rated_4a5a", "missed", {"value": 12, "target": "不少于13个"}),
        "未实现目标的是4A5A等级：现值12个，目标不少于13个。",
        "Its target was not met by 4A5A等级: value 12个, target 不少于13个.",
    ),
    (("rated_4a5a", "missed", {"value": 14, "met_late": True}), "逾期达到目标的是4A5A等级。", "Met late is 4A5A等级."),
    (("rated_4a5a", "achieved", {"value": 13}), "已实现目标的是4A5A等级。", "Achieved is 4A5A等级."),
    (("rated_4a5a", "achieved_early", {"value": 13}), "提前实现目标的是4A5A等级。", "Achieved early is 4A5A等级."),
    (
        ("rated_4a5a", "achieved_at_baseline", {"value": 13}),
        "基期即已达到目标的是4A5A等级。",
        "The target was met at the baseline already by 4A5A等级.",
    ),
    (("rated_4a5a", "not_reported", {}), "未报的是4A5A等级。", "Not reported is 4A5A等级."),
    (("rated_4a5a", "not_due", {}), "未到期的是4A5A等级。", "Not due is 4A5A等级."),
    (
        ("rated_4a5a", "partly_reported", {"value": 453, "reported": 12, "expected": 13}),
        "因部分区划未报、不作评价的是4A5A等级：已报12/13。",
        "Not judged, since not every region has reported, is 4A5A等级: 12 of 13 reported.",
    ),
    (
        ("parks", "not_assessable", {"value": 1, "lead": "no_target"}),
        "暂不能评价的是社会组织园区：规划未设目标值。",
        "Not assessable is 社会组织园区: the plan sets no target here.",
    ),
    (
        ("charities", "target_below_baseline", {"value": 34, "baseline": 34, "target": "22"}),
        "目标低于基期、不作评价的是慈善组织数：基期34个，目标22个，请核实。",
        "Not judged, since its target is below its baseline, is 慈善组织数: baseline 34个, target 22个, please check.",
    ),
    (
        ("healthy_rate", "no_baseline", {"value": 8790, "target": "超过90%", "lead": "missing_baseline"}),
        "只能与目标值比较的是健康社会组织率：无基期，现值87.9%，目标超过90%。",
        "Only to be set against its target is 健康社会组织率: no baseline; value 87.9%, target 超过90%.",
    ),
]


@pytest.mark.parametrize(("cell", "chinese", "english"), ONE)
def test_what_is_said_of_one_indicator(wenzhou: Plan, cell: Cell, chinese: str, english: str) -> None:
    for language, expected in (("zh", chinese), ("en", english)):
        said = said_of(wenzhou, cell, AHEAD, ("jobs", "on_schedule", {}), language=language)
        # First the classes, then perhaps that nothing lags; at the end the return.
        assert said[-2] == expected
        assert len(said) <= 4


NO_LAGS: list[tuple[list[Cell], str | None]] = [
    ([ON, AHEAD], "没有滞后的指标。"),
    ([ON, AHEAD, ("jobs", "not_reported", {})], "能够评价的2项中，没有滞后的。"),
    ([ON, AHEAD, ("rated_4a5a", "behind", BEHIND)], None),
    ([ON, AHEAD, ("rated_4a5a", "regressed", {"value": 9, "baseline": 10})], None),
    ([ON, AHEAD, ("rated_4a5a", "missed", {"value": 9})], None),
    # Of what cannot be judged nobody knows whether it lags.
    ([("jobs", "not_reported", {}), ("parks", "not_assessable", {"lead": "no_target"})], None),
]


@pytest.mark.parametrize(("cells", "expected"), NO_LAGS)
def test_that_nothing_lags_is_said_only_where_it_is_known(
    wenzhou: Plan, cells: list[Cell], expected: str | None
) -> None:
    said = [one for one in said_of(wenzhou, *cells) if "没有滞后" in one]
    assert said == ([expected] if expected else [])


OPENINGS: list[tuple[str, list[Cell], str]] = [
    ("330302", [ON, AHEAD], "截至2024年三季度，鹿城区承担的2项分解指标中，1项快于预期、1项符合预期。"),
    ("330302", [ON, ("jobs", "on_schedule", {})], "截至2024年三季度，鹿城区的2项指标均符合预期。"),
    ("330302", [ON], "截至2024年三季度，鹿城区承担的唯一一项指标社会组织园区符合预期。"),
    ("330300", [ON, AHEAD], "截至2024年三季度，温州市的2项规划指标中，1项快于预期、1项符合预期。"),
    # What does not apply is nobody's to do, and is not counted.
    ("330302", [ON, AHEAD, ("jobs", "not_applicable", {})], "截至2024年三季度，鹿城区承担的2项分解指标中，1项快于预期、1项符合预期。"),
    ("330302", [("jobs", "not_applicable", {})], "规划没有向鹿城区分解指标。"),
    ("330302", [], "规划没有向鹿城区分解指标。"),
]  # fmt: skip


@pytest.mark.parametrize(("region", "cells", "expected"), OPENINGS)
def test_how_it_begins(wenzhou: Plan, region: str, cells: list[Cell], expected: str) -> None:
    assert said_of(wenzhou, *cells, region=region)[0] == expected


def test_without_indicators_nothing_else_is_said(wenzhou: Plan) -> None:
    assert len(said_of(wenzhou, sent=returned("not_sent", days_late=3))) == 1


RETURNS: list[tuple[Any, dict[str, Any], str, str]] = [
    ("approved", {}, "本期按时报送，已审定。", "Its return came in time and is approved."),
    ("approved", {"days_late": 85}, "本期报送逾期85天，已审定。", "Its return came 85 days late and is approved."),
    # What nobody was asked for by a day, or came nobody knows when, is neither in time nor late.
    ("approved", {"is_asked": False}, "本期数据已审定。", "Its figures are approved."),
    ("approved", {"sent_at": None}, "本期数据已审定。", "Its figures are approved."),
    ("submitted", {}, "本期按时报送，尚待审定。", "Its return came in time and waits for approval."),
    ("submitted", {"days_late": 2}, "本期报送逾期2天，尚待审定。", "Its return came 2 days late and waits for approval."),
    ("submitted", {"is_asked": False}, "本期报送尚待审定。", "Its return waits for approval."),
    ("not_sent", {}, "本期尚未报送，截止日为2024-10-15。", "It has not reported yet; that is due on 2024-10-15."),
    ("not_sent", {"days_late": 1}, "本期未报送，已超过截止日2024-10-15。", "It has not reported; that was due on 2024-10-15."),
    ("sent_back", {"days_late": 1}, "本期报送已退回，待更正后重报。", "Its return was sent back and is to be corrected."),
    ("draft", {}, "本期报送仍为草稿，尚未提交。", "Its return is a draft that was not submitted."),
    ("not_asked", {"is_asked": False}, "本期不要求报送。", "Nothing is asked of it for this period."),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "said", "chinese", "english"), RETURNS)
def test_what_is_said_of_its_return(
    wenzhou: Plan, stage: Any, said: dict[str, Any], chinese: str, english: str
) -> None:
    sent = returned(stage, **said)
    assert said_of(wenzhou, ON, AHEAD, sent=sent)[-1] == chinese
    assert said_of(wenzhou, ON, AHEAD, sent=sent, language="en")[-1] == english


def test_newer_figures_that_wait_are_told_beside_those_approved(wenzhou: Plan) -> None:
    assert said_of(wenzhou, ON, AHEAD, sent=returned(waits=True))[-2:] == [
        "本期按时报送，已审定。", "另有新报数据待审定。",
    ]  # fmt: skip


def test_several_of_a_kind_are_counted_and_named(wenzhou: Plan) -> None:
    behind: list[Cell] = [("rated_4a5a", "behind", BEHIND), ("charities", "far_behind", {**BEHIND, "value": 8})]
    assert (
        "滞后的有2项：4A5A等级（现值12个，比时序进度落后11.0个百分点，今后每季度需增加0.8个）；"
        "慈善组织数（现值8个，比时序进度落后11.0个百分点，今后每季度需增加0.8个）。"
    ) in said_of(wenzhou, *behind, ON)
    done: list[Cell] = [(code, "achieved_early", {}) for code in ("jobs", "charities")]
    assert "提前实现目标的有2项：就业岗位、慈善组织数。" in said_of(wenzhou, *done, ON)


def test_of_very_many_the_first_are_named_and_all_are_counted(wenzhou: Plan) -> None:
    names = [indicator.code for indicator in wenzhou.indicators[:8]]
    said = said_of(wenzhou, *((code, "not_reported", {}) for code in names), ("youth_jobs", "ahead", {}))
    (sentence,) = [one for one in said if one.startswith("未报的有8项：")]
    assert sentence.endswith("社会组织资产数等。") and sentence.count("、") == 5


def test_what_is_so_of_all_is_said_once(wenzhou: Plan) -> None:
    said = said_of(wenzhou, ("jobs", "not_reported", {}), ("parks", "not_reported", {}), sent=returned("not_sent"))
    assert said == ["截至2024年三季度，鹿城区的2项指标均未报。", "本期尚未报送，截止日为2024-10-15。"]
    # But what is known of each is said of each.
    both: list[Cell] = [(code, "behind", BEHIND) for code in ("rated_4a5a", "charities")]
    assert said_of(wenzhou, *both)[1].startswith("滞后的有2项：4A5A等级（现值12个")


def test_what_somebody_acknowledged_is_not_asked_again(wenzhou: Plan) -> None:
    cell: Cell = ("charities", "target_below_baseline", {"value": 34, "baseline": 34, "target": "22"})
    assert "目标低于基期、不作评价的是慈善组织数：基期34个，目标22个，已经确认。" in said_of(
        wenzhou, cell, ON, acknowledged=frozenset({"charities"})
    )


def test_what_was_restated_is_told_with_both_figures(wenzhou: Plan) -> None:
    restated = (
        Restated("rated_4a5a", "330302", "value", 54, 55),
        Restated("healthy_rate", "330302", "numerator", 90, None, None, "no_value"),
    )
    assert "审定后更正的数据：4A5A等级由54个更正为55个、健康社会组织率（分子）由90更正为无数值。" in said_of(
        wenzhou, ON, AHEAD, restated=restated
    )


def test_the_baseline_period_judges_nothing(wenzhou: Plan) -> None:
    cells: list[Cell] = [("jobs", "baseline_period", {"value": 3000}), ("parks", "baseline_period", {"value": 1})]
    sent = replace(returned(is_asked=False), period=Period(2023, 4))
    assert said_of(wenzhou, *cells, period=Period(2023, 4), sent=sent) == [
        "2023年四季度为规划基期，鹿城区的2项指标以此为起点，本期不作评价。",
        "本期数据已审定。",
    ]


def test_simulated_figures_are_called_so(wenzhou: Plan) -> None:
    cell: Cell = ("parks", "on_schedule", {"value": 1, "is_simulated": True})
    assert said_of(wenzhou, cell, AHEAD)[-1] == "以上数据含模拟数据。"
    assert "以上数据含模拟数据。" not in said_of(wenzhou, ON, AHEAD)


def test_the_paragraph_is_one_piece_in_chinese_and_spaced_in_english(wenzhou: Plan) -> None:
    said = facts(wenzhou, [row(wenzhou, "parks", "on_schedule"), row(wenzhou, "charities", "ahead")])
    with in_language("zh"):
        assert summary(said) == (
            "截至2024年三季度，鹿城区承担的2项分解指标中，1项快于预期、1项符合预期。没有滞后的指标。本期按时报送，已审定。"
        )
    assert summary(said) == (
        "By third quarter 2024, of the 2 indicators passed to 鹿城区, 1 ahead, 1 on schedule. "
        "None is behind schedule. Its return came in time and is approved."
    )
