"""Three ways of adding regions up, side by side: pooled, capped, and how many meet their own target."""

from dash import html
from dash.development.base_component import Component

from common.language import _
from common.numbers import print_percent
from data.results import Assessment, Attainment
from indicators.rules import Thresholds
from layouts.components import Child
from layouts.numbers import number


def shares(whole: Assessment, thresholds: Thresholds) -> Component | None:
    """The three figures of a whole, each with what it says and what it does not; None where no region has both."""
    found = whole.attainment
    if found is None or not found.regions:
        return None
    capped: Child = html.Span(_("undefined"), className="gap")
    if found.capped is not None:
        capped = print_percent(found.capped)
    counted = _("{met} of {regions}", met=found.met, regions=found.regions)
    return html.Ul(
        [
            _share(
                _("Pooled"),
                number(whole, "completion", thresholds),
                _("All regions together, of the whole's target. What one has too much hides what another lacks."),
            ),
            _share(
                _("Capped"),
                capped,
                _("Each region up to its own target, of all targets. It does not say which region lacks it.")
                if found.capped is not None
                else _("Only where more is better, in counts, and every region has both a value and a target."),
            ),
            _share(_("Regions that meet their target"), counted, _words_of_met(found)),
        ],
        className="shares",
    )


def _words_of_met(found: Attainment) -> str:
    if not found.met_below_baseline:
        return _("Each region counts as one. It does not say how much the others lack.")
    return _(
        "Each region counts as one, {below} of those that meet it with a target below their baseline. "
        "It does not say how much the others lack.",
        below=found.met_below_baseline,
    )


def _share(name: str, figure: Child, words: str) -> Component:
    return html.Li(
        [html.H3(name), html.P(figure, className="large"), html.P(words, className="note")],
    )
