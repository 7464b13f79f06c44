"""Which of the plan's targets have to be settled before anything can be said of them, by what stands in the way."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from common.gaps import gap_words, short_gap_words
from common.language import _
from data.doubts import doubts_by_reason
from data.results import PlanAssessment
from indicators.plan import Plan, Target
from layouts.address import Address
from layouts.components import card
from layouts.data_links import data_links

# Of each kind so many are named; the rest is counted, and stands in the workbook.
_MOST = 30


def doubts_card(assessment: PlanAssessment, address: Address) -> Component | None:
    """Each reason with the targets it holds for, the way to where they are settled; None where there is none."""
    found = doubts_by_reason(assessment.stored, assessment.confirmations)
    if not found:
        return None
    return card(
        html.P(
            _("No light can be given for these, whatever is reported. Who owns the plan settles them."),
            className="note",
        ),
        *(_reason(assessment.plan, gap, targets, address) for gap, targets in found.items()),
        title=_("Targets to be settled"),
        id="doubts",
        links=data_links(assessment, address, "doubts"),
    )


def _reason(plan: Plan, gap: str, targets: Sequence[Target], address: Address) -> Component:
    more = len(targets) - _MOST
    return html.Details(
        [
            html.Summary([html.Strong(short_gap_words(gap)), f" {len(targets)} · ", gap_words(gap)]),
            html.Ul(
                [
                    *(html.Li(_target(plan, one, address)) for one in targets[:_MOST]),
                    html.Li(_("and {count} more", count=more)) if more > 0 else None,
                ],
                className="doubts",
            ),
        ]
    )


def _target(plan: Plan, target: Target, address: Address) -> list[Component | str]:
    indicator, region = plan.indicator_by_code[target.indicator], plan.region_by_code[target.region]
    words = _("baseline {baseline}, target {target}", baseline=target.baseline, target=target.target)
    link = dcc.Link(f"{region.name} {indicator.name}", href=f"/indicator/{indicator.code}{address.query()}")
    return [link, " ", html.Span(words, className="note")]
