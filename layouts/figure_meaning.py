"""What a figure is, beside what it comes to: its measure, its indicator, how the target it is held against is read."""

from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.moments import moment_words
from common.terms import term
from data.earlier import approvals_of
from data.printing import name_with_part, print_reported
from data.results import Assessment, PlanAssessment
from indicators.readings import reading_of
from layouts.components import facts_list
from layouts.edge import reading
from layouts.numbers import figure_explanation, figure_name
from layouts.reading_words import reading_words

# These are not held against a target.
_WITHOUT_TARGET = ("value", "own_value", "baseline", "schedule", "forecast")


def meaning(assessment: PlanAssessment, row: Assessment, figure: str) -> Component:
    """The measure in a sentence, the indicator's definition, and the target as written and as read."""
    indicator = row.indicator
    is_held = figure not in _WITHOUT_TARGET
    read_as = reading_words(reading_of(assessment.plan, row.target, assessment.confirmations)) if is_held else None
    return html.Div(
        [
            html.P(figure_explanation(figure), className="note"),
            facts_list(
                (
                    (_("Definition"), indicator.definition or _("The plan does not define it.")),
                    (_("Kind"), f"{term(indicator.kind)} · {term(indicator.counted)} · {term(indicator.direction)}"),
                    (_("Target as written"), row.target.target if is_held else None),
                    (_("Read as"), read_as),
                )
            ),
        ]
    )


def earlier_revisions(assessment: PlanAssessment, row: Assessment) -> Component | None:
    """What was approved for the region's own figure before; None where it was approved once."""
    with reading() as session:
        approvals = approvals_of(session, assessment, row)
    if len(approvals) == len({one.part for one in approvals}):
        return None
    items = []
    for one in approvals:
        query = urlencode({"plan": assessment.plan.slug, "revision": one.revision})
        figure = print_reported(row.indicator, one.part, one.value, one.gap)
        link = dcc.Link(_("revision {number}", number=one.revision), href=f"/returns/{one.return_id}?{query}")
        name = name_with_part(figure_name("value"), one.part)
        items.append(html.Li([f"{name} {figure} · {moment_words(one.approved_at)} · ", link]))
    return html.Div([html.H3(_("Every approval of it, the last counts")), html.Ul(items)])
