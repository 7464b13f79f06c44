"""What a briefing says: composed from an assessment, in Chinese, before anything is set on a page.

A briefing goes to the people's congress, so it is in Chinese whatever language the person reads who makes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from briefings.wording import class_words, lag_points, unit_of
from common.gaps import gap_words
from common.language import in_language
from common.moments import moment_words
from common.terms import term
from data.printing import (
    name_with_part,
    print_baseline,
    print_completion,
    print_judgement,
    print_lead,
    print_own_value,
    print_progress,
    print_source,
    print_status,
    print_target,
    print_thresholds,
    print_unit,
    print_value,
)
from data.results import Assessment, PlanAssessment
from indicators.plan import Indicator

# Stands behind every figure that is simulated.
_MADE_UP = "*"


@dataclass(frozen=True)
class Section:
    """A heading of the first level and its paragraphs."""

    heading: str
    paragraphs: list[str]


@dataclass(frozen=True)
class Table:
    """A table with its title. `figures` are the columns set to the right, `wide` those that share the free width.

    `note` stands below it.
    """

    title: str
    head: list[str]
    rows: list[list[str]]
    figures: tuple[int, ...]
    wide: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Attachment:
    """附表: tables that start on a page of their own, on wide pages where they need them."""

    title: str
    is_wide: bool
    tables: list[Table]


@dataclass(frozen=True)
class Briefing:
    """A whole document, said but not yet set. `known_at` is the moment of knowledge its figures have."""

    title_lines: tuple[str, ...]
    subtitle: str
    sections: list[Section]
    attachments: list[Attachment]
    known_at: datetime


def compose(assessment: PlanAssessment) -> Briefing:
    """Compose the briefing of a whole plan for the assessment's period."""
    with in_language("zh"):
        whole = assessment.of_region(assessment.plan.root.code)
        known_at = _known_at(assessment)
        simulated = "（含模拟数据）" if assessment.is_simulated else ""
        return Briefing(
            title_lines=(assessment.plan.name, "进展情况报告"),
            subtitle=f"（{assessment.period.words()}，数据截至{moment_words(known_at)}）{simulated}",
            sections=_sections(assessment, whole),
            attachments=[_indicator_table(assessment, whole), _region_tables(assessment), _source_table(assessment)],
            known_at=known_at,
        )


def _value(row: Assessment) -> str:
    """The value, with a mark where it is simulated; so is then what is reckoned from it."""
    return print_value(row) + (_MADE_UP if row.is_simulated and row.value is not None else "")


def _own_value(row: Assessment) -> str:
    return print_own_value(row) + (_MADE_UP if row.is_own_simulated and row.own_value is not None else "")


def _known_at(assessment: PlanAssessment) -> datetime:
    """The moment asked for, else the last approval, confirmation or plan version: it does not move by itself."""
    if assessment.as_of is not None:
        return assessment.as_of
    approvals = (source.approved_at for row in assessment.rows for source in (*row.sources, *row.own_sources))
    return max([assessment.stored.loaded_at, *assessment.confirmations.moments, *approvals])


def _sections(assessment: PlanAssessment, whole: tuple[Assessment, ...]) -> list[Section]:
    sections = [
        Section("一、编制依据", [_basis(assessment, whole)]),
        Section(
            "二、总体情况",
            [*_standing(assessment, whole), _overall(whole), *_binding(whole), *_warnings(assessment, whole)],
        ),
    ]
    doubts = [*_disagreements(whole), *_targets_below_baseline(assessment)]
    return [*sections, Section("三、请予核实的事项", doubts)] if doubts else sections


def _basis(assessment: PlanAssessment, whole: tuple[Assessment, ...]) -> str:
    plan = assessment.plan
    documents = "、".join(f"《{document.title}》（{document.number}）" for document in plan.documents)
    binding = sum(row.indicator.nature == "binding" for row in whole)
    basis = (
        f"本报告以{documents}确定的{len(whole)}项指标为依据，其中约束性指标{binding}项、"
        f"预期性指标{len(whole) - binding}项，采用{assessment.period.words()}已审定的数据。"
    )
    is_baseline = assessment.period == plan.baseline_period
    made_up = f"数据中含模拟数据，仅供演示，以“{_MADE_UP}”标示，据此计算的各项亦同。" if assessment.is_simulated else ""
    return basis + made_up + ("该期为规划基期，现值即基期数据。" if is_baseline else "")


def _standing(assessment: PlanAssessment, whole: tuple[Assessment, ...]) -> list[str]:
    """How many indicators are in each class; nothing in the baseline period, where nothing is judged."""
    if not _is_judged(assessment):
        return []
    return [f"按时序进度评价，{len(whole)}项指标中，{class_words(whole)}。"]


def _warnings(assessment: PlanAssessment, whole: tuple[Assessment, ...]) -> list[str]:
    """Every binding indicator that warns, by name."""
    warned = [row for row in whole if row.warning]
    if not warned or not _is_judged(assessment):
        return []
    parts = "；".join(
        f"{row.indicator.name}{print_status(row.judgement, row)}{_lag(assessment, row)}" for row in warned
    )
    return [f"约束性指标预警{len(warned)}项：{parts}。"]


def _lag(assessment: PlanAssessment, row: Assessment) -> str:
    """How far it lags, where that is defined and it does."""
    points = lag_points(row, assessment.plan.thresholds)
    return f"，落后时序进度{points}个百分点" if points else ""


def _is_judged(assessment: PlanAssessment) -> bool:
    return assessment.period > assessment.plan.baseline_period


def _judged(assessment: PlanAssessment, row: Assessment) -> list[str]:
    """The cells of the two columns of a judgement, which a table has after the baseline period."""
    if not _is_judged(assessment):
        return []
    return [print_lead(row, assessment.plan.thresholds), print_judgement(row.judgement, row)]


def _judged_head(assessment: PlanAssessment) -> list[str]:
    return ["进度差", "状态"] if _is_judged(assessment) else []


def _note(assessment: PlanAssessment, rows: Iterable[Assessment]) -> str:
    """What stands below a table of these rows."""
    made_up = f"标“{_MADE_UP}”的现值为模拟数据，据此计算的各项亦同。"
    notes = [_note_on_lights(assessment), made_up if any(row.is_simulated for row in rows) else ""]
    return "注：" + "".join(notes) if any(notes) else ""


def _note_on_lights(assessment: PlanAssessment) -> str:
    if not _is_judged(assessment):
        return ""
    plan = assessment.plan
    steps = print_thresholds(plan.thresholds)
    within = "与进度线相差不足一个最小单位的，不低于基本符合预期"
    return f"进度差为增量完成率减时序进度，单位为百分点。按评价规则集{plan.rule_set}，进度差{steps}；{within}。"


def _overall(whole: tuple[Assessment, ...]) -> str:
    measured = [row for row in whole if row.comparison_gap is None]
    sentence = f"{len(whole)}项指标中，{len(measured)}项可与目标值比较"
    gaps: dict[str, list[str]] = {}
    for row in whole:
        if row.comparison_gap is not None:
            gaps.setdefault(row.comparison_gap, []).append(row.indicator.name)
    if not gaps:
        return sentence + "。"
    reasons = "；".join(f"{_names(names)}{len(names)}项，原因是{gap_words(gap)}" for gap, names in gaps.items())
    return f"{sentence}，{len(whole) - len(measured)}项暂不能比较：{reasons}。各项数据见附表1。"


def _binding(whole: tuple[Assessment, ...]) -> list[str]:
    rows = [row for row in whole if row.indicator.nature == "binding" and row.completion.value is not None]
    if not rows:
        return []
    parts = "；".join(
        f"{row.indicator.name}{_value(row)}{unit_of(row.indicator)}，目标{print_target(row)}，"
        f"占目标值{print_completion(row)}"
        for row in rows
    )
    return [f"约束性指标：{parts}。"]


def _disagreements(whole: tuple[Assessment, ...]) -> list[str]:
    """Where what the whole published itself is not what its regions add up to. Never a word on which is right."""
    return [
        f"{row.indicator.name}：{row.region.full_name}公布的数据为{_own_value(row)}"
        f"{unit_of(row.indicator)}，分县（市、区）合计为{_value(row)}{unit_of(row.indicator)}，不一致，请核实。"
        for row in whole
        if row.disagrees
    ]


def _targets_below_baseline(assessment: PlanAssessment) -> list[str]:
    found: dict[str, list[str]] = {}
    for row in assessment.rows:
        is_acknowledged = assessment.confirmations.acknowledgement(row.target) is not None
        if row.progress.gap == "target_below_baseline" and not is_acknowledged:
            found.setdefault(row.indicator.name, []).append(
                f"{row.region.name}（基期{print_baseline(row)}，目标{print_target(row)}）"
            )
    return [f"{name}：{'、'.join(places)}的目标低于基期，请核实。" for name, places in found.items()]


def _indicator_table(assessment: PlanAssessment, whole: tuple[Assessment, ...]) -> Attachment:
    judged = _judged_head(assessment)
    head = ["序号", "指标", "单位", "性质", "基期", "现值", "目标", "占目标值", *judged, "说明"]
    rows = [
        [
            str(row.indicator.number),
            row.indicator.name,
            print_unit(row.indicator),
            "约束性" if row.indicator.nature == "binding" else "预期性",
            print_baseline(row),
            _value(row),
            print_target(row),
            print_completion(row),
            *_judged(assessment, row),
            gap_words(row.completion.gap) if row.completion.gap else "",
        ]
        for row in whole
    ]
    figures = (4, 5, 6, 7, *([8] if judged else []))
    table = Table("全部指标", head, rows, figures=figures, wide=(1, len(head) - 1), note=_note(assessment, whole))
    return Attachment("附表1　全部指标", True, [table])


def _region_tables(assessment: PlanAssessment) -> Attachment:
    tables = [_region_table(assessment, indicator) for indicator in assessment.plan.decomposed_indicators]
    return Attachment("附表2　分县（市、区）指标", False, tables)


def _region_table(assessment: PlanAssessment, indicator: Indicator) -> Table:
    """Regions in the plan's order, 市本级 first; the whole comes last."""
    root = assessment.plan.root.code
    ordered = sorted(assessment.of_indicator(indicator.code), key=lambda row: row.region.code == root)
    unit = f"（{indicator.unit}）" if indicator.unit else ""
    judged = _judged_head(assessment)
    return Table(
        f"{indicator.name}{unit}",
        ["区划", "基期", "现值", "目标", "占目标值", "增量完成率", *judged],
        [
            [
                "合计" if row.region.code == root else row.region.name,
                print_baseline(row),
                _value(row),
                print_target(row),
                print_completion(row),
                print_progress(row),
                *_judged(assessment, row),
            ]
            for row in ordered
        ],
        figures=(1, 2, 3, 4, 5, *([6] if judged else [])),
        wide=tuple(range(6 + len(judged[:1]))),
        note=_note(assessment, ordered),
    )


def _source_table(assessment: PlanAssessment) -> Attachment:
    head = ["区划", "指标", "数据", "单元格原文", "工作簿", "单元格", "版次", "审定时间", "数据性质", "上报说明"]
    rows = [
        [
            row.region.name,
            name_with_part(row.indicator.name, source.part),
            print_source(row.indicator, source),
            source.text,
            source.file,
            f"{source.sheet}!{source.cell}",
            str(source.revision),
            moment_words(source.approved_at),
            term(source.origin).removesuffix("数据"),
            source.explanation,
        ]
        for row in assessment.rows
        for source in row.own_sources
    ]
    return Attachment("附表3　数据来源", True, [Table("数据来源", head, rows, figures=(2, 6), wide=(1, 7, 9))])


def _names(names: list[str]) -> str:
    return "、".join(names)
