"""区县: one region's indicators, from its own figures."""

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.terms import term
from data.exports import reason_words
from data.plan_store import region_of
from data.printing import print_unit
from data.results import Assessment, PlanAssessment
from layouts.address import Address
from layouts.components import card, page_top, table
from layouts.edge import page
from layouts.numbers import figure_name, number
from layouts.standing import is_judged, judged_cells, judged_head, standing


@page
def layout(assessment: PlanAssessment, address: Address, region_code: str = "") -> Component:
    """The page of one region for one period."""
    plan = assessment.plan
    region = region_of(plan, region_code)
    rows = assessment.of_region(region.code)
    return html.Article(
        [
            page_top(region.full_name, assessment, address),
            standing(assessment, rows, address),
            card(_table(assessment, rows, address)),
        ]
    )


def _table(assessment: PlanAssessment, rows: tuple[Assessment, ...], address: Address) -> Component:
    head = (
        _("Indicator"),
        _("Nature"),
        _("Unit"),
        *map(figure_name, _FIGURES),
        *judged_head(assessment),
        _("Why not"),
    )
    thresholds = assessment.plan.thresholds
    return table(
        head,
        [
            (
                dcc.Link(row.indicator.name, href=f"/indicator/{row.indicator.code}{address.query()}"),
                term(row.indicator.nature),
                print_unit(row.indicator),
                *(number(row, figure, thresholds) for figure in _FIGURES),
                *judged_cells(assessment, row),
                reason_words(row),
            )
            for row in rows
        ],
        caption=_("Every figure opens where it comes from."),
        figures=range(3, 11 if is_judged(assessment) else 10),
    )


_FIGURES = ("baseline", "value", "target", "completion", "progress", "remaining", "needed")
