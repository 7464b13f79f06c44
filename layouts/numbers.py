"""The figures of an assessment: what each is called, how it is printed, and the link that opens its source panel."""

from collections.abc import Callable, Mapping

from dash import html
from dash.development.base_component import Component

from common.language import _
from common.terms import term
from data.printing import (
    print_amount_of,
    print_baseline,
    print_completion,
    print_lead,
    print_own_value,
    print_progress,
    print_remaining,
    print_schedule,
    print_target,
    print_value,
)
from data.results import Assessment
from indicators.rules import Thresholds
from indicators.target import read_silence
from layouts.explained import explained

FIGURES = (
    "value", "own_value", "baseline", "target", "completion", "progress", "schedule", "lead", "remaining", "needed",
    "forecast",
)  # fmt: skip
# Those in the indicator's own unit; a target carries what unit it is written with.
AMOUNTS = ("value", "own_value", "baseline", "remaining", "needed", "forecast")

_PRINTERS: Mapping[str, Callable[[Assessment], str]] = {
    "value": print_value,
    "own_value": print_own_value,
    "baseline": print_baseline,
    "target": print_target,
    "completion": print_completion,
    "progress": print_progress,
    "schedule": print_schedule,
    "remaining": print_remaining,
    "needed": lambda row: print_amount_of(row, row.needed),
    "forecast": lambda row: print_amount_of(row, row.forecast),
}


def print_figure(row: Assessment, figure: str, thresholds: Thresholds) -> str:
    """A figure printed, or in a word why there is none."""
    return print_lead(row, thresholds) if figure == "lead" else _PRINTERS[figure](row)


def number(row: Assessment, figure: str, thresholds: Thresholds) -> Component:
    """A figure printed; a link that opens its source panel and can be kept or sent."""
    classes = ["number"]
    classes += [] if has_figure(row, figure) else ["gap"]
    classes += ["made-up"] if is_simulated(row, figure) else []
    return html.A(
        print_figure(row, figure, thresholds),
        href=f"#source={figure}:{row.indicator.code}:{row.region.code}",
        className=" ".join(classes),
        title=term("simulated") if is_simulated(row, figure) else None,
    )


def has_figure(row: Assessment, figure: str) -> bool:
    """Whether there is a figure, not only a word for its absence."""
    if figure in ("value", "own_value", "baseline"):
        return getattr(row, figure) is not None
    if figure == "target":
        return read_silence(row.target.target) is None
    if figure == "remaining" and row.needed.gap == "nothing_left":
        return False
    return getattr(row, figure).value is not None


def is_simulated(row: Assessment, figure: str) -> bool:
    """Whether a figure is simulated, or reckoned from one that is; what the plan itself says never is."""
    if not has_figure(row, figure) or figure in ("baseline", "target", "schedule"):
        return False
    return row.is_own_simulated if figure == "own_value" else row.is_simulated


def figure_head(figure: str) -> Component:
    """What a figure is called, with what it means for who asks."""
    return explained(figure_name(figure), figure_explanation(figure))


def lead_head() -> Component:
    """What the lead is called where its unit has to stand in the head."""
    return explained(_("Lead (points)"), figure_explanation("lead"))


def figure_explanation(figure: str) -> str:
    """What a figure means, in a sentence or two (docs/method.md)."""
    return {
        "value": _("What was reported and approved for this period; of a sum, what its regions add up to."),
        "own_value": _("What the region published itself, beside what its regions add up to."),
        "baseline": _("The value that the plan starts from."),
        "target": _("What is to be reached, exactly as the plan writes it."),
        "completion": _("Value ÷ target. It decides no light: a high share may have been there from the start."),
        "progress": _(
            "How much of the way from baseline to target has been gone: (value − baseline) ÷ (target − baseline)."
        ),
        "schedule": _(
            "How much of the way should have been gone by now: the share of time that has run, or the plan's own "
            "yearly figures."
        ),
        "lead": _("Progress less schedule, in percentage points. Below zero it lags; the light follows from it."),
        "remaining": _("Target less value: what is still to be done."),
        "needed": _("What is left ÷ the quarters left."),
        "forecast": _("The value at the target date if the mean change per quarter goes on. It decides no light."),
    }[figure]  # fmt: skip


def figure_name(figure: str) -> str:
    """What a figure of an assessment is called."""
    return {
        "value": _("Value"),
        "own_value": _("Published figure"),
        "baseline": _("Baseline"),
        "target": _("Target"),
        "completion": _("Share of target"),
        "progress": _("Progress"),
        "schedule": _("Schedule"),
        "lead": _("Lead"),
        "remaining": _("What is left"),
        "needed": _("Needed per quarter"),
        "forecast": _("Forecast"),
    }[figure]
