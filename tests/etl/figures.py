"""Reported figures built for tests: one figure of Wenzhou's plan, or of a plan made from it."""

from dataclasses import replace
from typing import Any

from common.periods import Period
from etl.parse import Gap, Part, ReportedValue
from etl.plausible import Known
from indicators.plan import Indicator, Plan

CANGNAN = "330327"
NOW = Period(2024, 2)


def changed(plan: Plan, code: str, **changes: Any) -> Plan:
    """The plan with one indicator changed."""

    def change(indicator: Indicator) -> Indicator:
        return replace(indicator, **changes) if indicator.code == code else indicator

    return replace(plan, indicators=tuple(map(change, plan.indicators)))


def figure(
    plan: Plan, indicator: str, value: int | None, *, part: Part = "value", cell: str = "B2", region: str = CANGNAN,
    period: Period = NOW, explanation: str = "",
) -> ReportedValue:  # fmt: skip
    """One figure of a return, 苍南's of the second quarter of 2024 unless said otherwise."""
    gap: Gap | None = "no_value" if value is None else None
    return ReportedValue(
        plan.indicator_by_code[indicator], plan.region_by_code[region], period, value, gap, str(value), "表", cell, part,
        explanation,
    )  # fmt: skip


def known(indicator: str, figures: dict[str, int], *, part: Part = "value", region: str = CANGNAN) -> Known:
    """The figures of one indicator known before, by period."""
    return Known({(indicator, region, part, Period.read(period)): value for period, value in figures.items()})
