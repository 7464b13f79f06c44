"""总览: all indicators of a plan at a glance, and the regions below it."""

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.terms import term
from data.printing import print_unit
from data.results import Assessment, PlanAssessment
from indicators.rules import Thresholds
from layouts.address import Address
from layouts.components import card, page_top, share_bar, small_light, table
from layouts.edge import page
from layouts.numbers import number
from layouts.standing import is_judged, judged_cells, judged_head, standing


@page
def layout(assessment: PlanAssessment, address: Address) -> Component:
    """The page of a whole plan for one period."""
    rows = assessment.of_region(assessment.plan.root.code)
    return html.Article(
        [
            page_top(assessment.plan.name, assessment, address),
            html.P(_finding(rows), className="finding"),
            _coverage(assessment),
            standing(assessment, rows, address),
            card(_indicators(assessment, rows, address), title=_("Indicators")),
            card(_regions(assessment, address), title=_("Regions")),
        ]
    )


def _finding(rows: tuple[Assessment, ...]) -> str:
    """How many indicators can be set against their target, in a sentence."""
    binding = sum(row.indicator.nature == "binding" for row in rows)
    measured = sum(row.comparison_gap is None for row in rows)
    return _(
        "{count} indicators, {binding} of them binding: {measured} can be set against their target, {rest} cannot yet.",
        count=len(rows),
        binding=binding,
        measured=measured,
        rest=len(rows) - measured,
    )


def _coverage(assessment: PlanAssessment) -> Component | None:
    """How many regions have reported, while some have not: their sums are not complete."""
    expected = len(assessment.plan.reporting_regions)
    if assessment.regions_reported == expected:
        return None
    words = _(
        "{reported} of {expected} regions have reported for this period; sums without all of them are not compared.",
        reported=assessment.regions_reported,
        expected=expected,
    )
    return html.P(words, className="note")


def _indicators(assessment: PlanAssessment, rows: tuple[Assessment, ...], address: Address) -> Component:
    head = (
        _("Indicator"),
        _("Nature"),
        _("Unit"),
        _("Baseline"),
        _("Value"),
        _("Target"),
        _("Share of target"),
        *judged_head(assessment),
    )
    thresholds = assessment.plan.thresholds
    return table(
        head,
        [
            (
                dcc.Link(
                    f"{row.indicator.number} {row.indicator.name}",
                    href=f"/indicator/{row.indicator.code}{address.query()}",
                ),
                html.Span(term(row.indicator.nature), className=row.indicator.nature),
                print_unit(row.indicator),
                number(row, "baseline", thresholds),
                html.Span([*_published(row, thresholds), number(row, "value", thresholds)]),
                number(row, "target", thresholds),
                html.Span([number(row, "completion", thresholds), share_bar(row.completion.value)]),
                *judged_cells(assessment, row),
            )
            for row in rows
        ],
        caption=_("Every figure opens where it comes from."),
        figures=range(3, 8 if is_judged(assessment) else 7),
    )


def _published(row: Assessment, thresholds: Thresholds) -> list[Component | str]:
    """What the whole published itself, where its regions add up to something else."""
    own = number(row, "own_value", thresholds)
    return [html.Small(["(", _("published"), " ", own, ")"], className="gap"), " "] if row.disagrees else []


def _regions(assessment: PlanAssessment, address: Address) -> Component:
    """Regions × indicators passed down to them: the value, and its share of the region's own target."""
    plan = assessment.plan
    head = (_("Region"), *(f"{indicator.name} ({indicator.unit})" for indicator in plan.decomposed_indicators))
    return table(
        head,
        [
            (
                dcc.Link(region.name, href=f"/district/{region.code}{address.query()}"),
                *(
                    _region_cell(assessment.cell(indicator.code, region.code), plan.thresholds)
                    for indicator in plan.decomposed_indicators
                ),
            )
            for region in plan.reporting_regions
        ],
        caption=_("Each cell: light, value / target, and the value's share of the target."),
        figures=range(1, len(head)),
    )


def _region_cell(row: Assessment | None, thresholds: Thresholds) -> Component:
    if row is None:
        return html.Span("—", className="gap")
    return html.Span(
        [
            small_light(row.judgement, row) if row.light else None,
            number(row, "value", thresholds),
            " / ",
            number(row, "target", thresholds),
            html.Br(),
            number(row, "completion", thresholds),
        ]
    )
