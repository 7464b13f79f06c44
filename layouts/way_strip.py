"""How far the targets have come against how far the plan's time has run: every indicator as its light on one line."""

from fractions import Fraction
from typing import Any

from dash import html
from dash.development.base_component import Component

from common.language import _
from common.numbers import print_percent
from data.printing import print_progress
from data.results import Assessment
from layouts.components import light_shape

# The line runs from a fifth of the way behind the baseline to a fifth beyond the target; what is further is at its end.
_FROM, _TO = Fraction(-1, 5), Fraction(6, 5)


def way_strip(rows: tuple[Assessment, ...], elapsed: Fraction) -> Component | None:
    """The lights of those whose way from the baseline can be measured, each as far along the line as it has come.

    `elapsed` is the share of the plan's time that has run, marked on the line. None where no way can be measured.
    """
    measured = [row for row in rows if row.progress.value is not None]
    if not measured:
        return None
    words = _words(measured, elapsed)
    said: dict[str, Any] = {"aria-label": words}
    line = html.Div(
        [
            html.Span(className="line", style=_between(Fraction(0), Fraction(1))),
            html.Span(className="gone", style=_between(Fraction(0), elapsed)),
            *(_end(share, name) for share, name in ((Fraction(0), _("Baseline")), (Fraction(1), _("Target")))),
            html.Span(className="schedule", style=_at(elapsed)),
            *map(_point, measured),
        ],
        className="way-strip",
        role="img",
        **said,
    )
    return html.Div([line, html.P(words, className="note")])


def _words(measured: list[Assessment], elapsed: Fraction) -> str:
    reached = sum(row.lead.value is not None and row.lead.value >= 0 for row in measured)
    return _(
        "Each light is one of the {count} indicators whose way from baseline to target can be measured; {reached} of "
        "them have come as far as the schedule asks, or further. The line across is the plan's time: {share}.",
        count=len(measured),
        reached=reached,
        share=print_percent(elapsed),
    )


def _point(row: Assessment) -> Component:
    progress = row.progress.value or Fraction(0)
    title = f"{row.indicator.name} {print_progress(row)}"
    return html.Span(light_shape(row.light), className="point", style=_at(progress), title=title)


def _end(share: Fraction, name: str) -> Component:
    return html.Span(html.Small(name), className="end", style=_at(share))


def _at(share: Fraction) -> dict[str, str]:
    return {"left": f"{_place(share):.1f}%"}


def _between(start: Fraction, end: Fraction) -> dict[str, str]:
    return {"left": f"{_place(start):.1f}%", "width": f"{_place(end) - _place(start):.1f}%"}


def _place(share: Fraction) -> float:
    """Where on the line a share of the way is, in percent of its width."""
    inside = min(max(share, _FROM), _TO)
    return float((inside - _FROM) / (_TO - _FROM)) * 100
