"""A region's facts made by hand, so that every case of what is said of it can be a line in a table."""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from common.periods import Period
from data.region_returns import PeriodReturn
from data.results import Assessment, Judgement, Measure
from indicators.plan import Plan, Target

IN_TIME = datetime(2024, 10, 9, 2, tzinfo=UTC)
PERIOD = Period(2024, 3)


class NothingBehind:
    """Stands behind assessments whose sources and history nobody asks for."""

    def history(self, row: Assessment) -> tuple[Judgement, ...]:
        return (row.judgement,)

    steps = sources = own_sources = history


def measure(value: Fraction | str | int) -> Measure:
    """A measure with this value, or this gap."""
    return Measure(None, value) if isinstance(value, str) else Measure(Fraction(value), None)


def row(plan: Plan, indicator: str, status: str, *, region: str = "330302", **said: Any) -> Assessment:
    """One indicator with a status. `said`: value, baseline and the target's text as a plan has them, and the measures."""
    measures: dict[str, Any] = {
        name: measure(said.pop(name, "not_reported"))
        for name in ("completion", "progress", "schedule", "lead", "forecast", "remaining", "needed")
    }
    target = Target(indicator, region, "", said.pop("target", "13"), "table2", 1, "A1", "B1")
    value = said.pop("value", None)
    value = None if value is None else Fraction(value)
    judgement = Judgement(PERIOD, value, status, None, recovered=False, met_late=said.pop("met_late", False), is_warning=False)  # fmt: skip
    fields: dict[str, Any] = {
        "value_gap": None if value is not None else "not_reported",
        "own_value": None, "baseline": None, "own_baseline": None, "target_value": None, "upper_value": None,
        "expected": None, "reported": None, "attainment": None, "has_figures": True, "has_own_figures": True,
        "is_simulated": False, "is_own_simulated": False, "behind": NothingBehind(), "period": PERIOD,
        **said,
    }  # fmt: skip
    return Assessment(
        indicator=plan.indicator_by_code[indicator],
        region=plan.region_by_code[region],
        target=target,
        value=value,
        judgement=judgement,
        **measures,
        **fields,
    )


def returned(stage: Any = "approved", **said: Any) -> PeriodReturn:
    """A return of the third quarter of 2024, asked for by 15 October; in time unless told otherwise."""
    came = IN_TIME if stage in ("approved", "submitted") else None
    fields = {"is_asked": True, "days_late": 0, "sent_at": came, **said}
    return PeriodReturn(PERIOD, stage, date(2024, 10, 15), **fields)
