"""One indicator's way as a line: baseline (hollow), value (solid), target (tick) and schedule (fine line)."""

from fractions import Fraction
from typing import Any

from dash import html
from dash.development.base_component import Component

from common.language import _
from data.printing import print_baseline, print_progress, print_schedule, print_target, print_value
from data.results import Assessment
from layouts.components import share_bar

# Where on the line the way begins and ends, in percent: beyond its ends there is room for what fell back or overtook.
_START, _END = 12, 88


def bullet(row: Assessment) -> Component:
    """The way from baseline to target and how far it has come; where there is none, the value's share of the target."""
    progress, schedule = row.progress.value, row.schedule.value
    if progress is None:
        return share_bar(row.completion.value)
    words = _words(row)
    said: dict[str, Any] = {"aria-label": words}
    is_beyond = not _reaches(progress)
    return html.Span(
        [
            html.Span(className="way"),
            html.Span(className="gone", style=_span(progress)),
            _mark("baseline", Fraction(0)),
            _mark("schedule", schedule) if schedule is not None else None,
            _mark("target", Fraction(1)),
            _mark("value beyond" if is_beyond else "value", progress),
        ],
        className="bullet",
        role="img",
        title=words,
        **said,
    )


def _words(row: Assessment) -> str:
    said = _(
        "From baseline {baseline} by value {value} to target {target}: {progress} of the way",
        baseline=print_baseline(row),
        value=print_value(row),
        target=print_target(row),
        progress=print_progress(row),
    )
    if row.schedule.value is None:
        return said
    return _("{said}, {schedule} by schedule", said=said, schedule=print_schedule(row))


def _reaches(share: Fraction) -> bool:
    """Whether a share of the way lies on the line; what lies beyond stands at its end."""
    return Fraction(-_START, _END - _START) <= share <= Fraction(100 - _START, _END - _START)


def _place(share: Fraction) -> float:
    """Where on the line a share of the way is, in percent of its width."""
    place = _START + float(share) * (_END - _START)
    return min(max(place, 2), 98)


def _mark(kind: str, share: Fraction) -> Component:
    return html.Span(className=f"point {kind}", style={"left": f"{_place(share):.1f}%"})


def _span(share: Fraction) -> dict[str, str]:
    """What of the way has been gone, forwards or backwards."""
    ends = sorted((_place(Fraction(0)), _place(share)))
    return {"left": f"{ends[0]:.1f}%", "width": f"{ends[1] - ends[0]:.1f}%"}
