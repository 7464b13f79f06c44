"""区县: one region's indicators, from its own figures."""

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.problems import Problem, Refusal
from common.terms import term
from data.exports import reason_words
from data.printing import print_unit
from data.results import PlanAssessment
from layouts.address import Address
from layouts.components import card, completion_bar, number, page_top, table
from layouts.edge import page


@page
def layout(assessment: PlanAssessment, address: Address, region_code: str = "") -> Component:
    """The page of one region for one period."""
    plan = assessment.plan
    region = plan.region_by_code.get(region_code)
    if region is None:
        known = ", ".join(f"{region.name} {region.code}" for region in plan.regions)
        raise Refusal(Problem("region_not_in_plan", params={"region": region_code, "known": known}))
    head = (
        _("Indicator"),
        _("Nature"),
        _("Unit"),
        _("Baseline"),
        _("Value"),
        _("Target"),
        _("Share of target"),
        _("Progress"),
        _("Why not"),
    )
    rows = [
        (
            dcc.Link(row.indicator.name, href=f"/indicator/{row.indicator.code}{address.query()}"),
            term(row.indicator.nature),
            print_unit(row.indicator),
            number(row, "baseline"),
            number(row, "value"),
            number(row, "target"),
            html.Span([number(row, "completion"), completion_bar(row.completion.value)]),
            number(row, "progress"),
            reason_words(row),
        )
        for row in assessment.of_region(region.code)
    ]
    return html.Article(
        [
            page_top(region.full_name, assessment, address),
            card(table(head, rows, caption=_("Every figure opens where it comes from."), figures=range(3, 8))),
        ]
    )
