"""指标: what one indicator means, where it stands, and where every region stands with it."""

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.terms import term
from data.exports import reason_words
from data.plan_store import indicator_of
from data.printing import print_amount, print_unit
from data.results import Assessment, PlanAssessment
from indicators.plan import Indicator
from indicators.rules import Thresholds
from layouts.address import Address
from layouts.components import card, facts_list, light, page_top, rules_line, simulated_mark, table
from layouts.edge import current_viewer, page
from layouts.figures import regions_against_target
from layouts.formulas import attainment_words
from layouts.numbers import figure_name, number
from layouts.reading_card import reading_card
from layouts.standing import is_judged, judged_cells, judged_head
from layouts.worked_example import example_link


@page
def layout(assessment: PlanAssessment, address: Address, indicator_code: str = "") -> Component:
    """The page of one indicator for one period."""
    plan = assessment.plan
    indicator = indicator_of(plan, indicator_code)
    rows = assessment.of_indicator(indicator.code)
    whole = next(row for row in rows if row.region == plan.root)
    below = tuple(row for row in rows if row.region != plan.root)
    return html.Article(
        [
            page_top(indicator.name, assessment, address),
            card(
                _whole(assessment, whole),
                _own_figure(whole, plan.thresholds),
                _history(whole),
                html.P(dcc.Link(_("How is this computed?"), href=example_link(whole, address))),
                rules_line(assessment, address) if is_judged(assessment) else None,
                title=_("{region} ({unit})", region=plan.root.full_name, unit=print_unit(indicator)),
            ),
            card(
                html.P(attainment_words(whole)), _chart(below), _regions(assessment, below, address), title=_("Regions")
            )
            if below
            else None,
            reading_card(assessment, indicator, current_viewer(), address),
            card(_definition(indicator, assessment), title=_("What it is")),
        ]
    )


def _whole(assessment: PlanAssessment, row: Assessment) -> Component:
    names = {figure: figure_name(figure) for figure in _OF_THE_WHOLE} | {"lead": _("Lead (points)")}
    figures = ((name, number(row, figure, assessment.plan.thresholds)) for figure, name in names.items())
    return facts_list(((_("Status"), light(row.judgement, row)), *figures, (_("Why not"), reason_words(row))))


_OF_THE_WHOLE = (
    "baseline", "value", "target", "completion", "progress", "schedule", "lead", "remaining", "needed", "forecast",
)  # fmt: skip


def _own_figure(row: Assessment, thresholds: Thresholds) -> Component | None:
    """The region's own published figure beside the sum of those below it, where the two differ."""
    if not row.disagrees or row.value is None:
        return None
    return html.P(
        [
            _("The published figure of {region} itself is ", region=row.region.name),
            number(row, "own_value", thresholds),
            _(
                "; its regions add up to {total}. The two do not agree, please check.",
                total=print_amount(row.indicator, row.value),
            ),
        ],
        className="note",
    )


def _history(row: Assessment) -> Component:
    """The light of every period so far: what was behind has been behind, also when it was made up since."""
    items = [
        html.Li(
            [
                html.Span(judgement.period.words(), className="note"),
                light(judgement),
                html.Span(print_amount(row.indicator, judgement.value)) if judgement.value is not None else None,
                simulated_mark() if judgement.is_simulated else None,
            ]
        )
        for judgement in row.history
    ]
    return html.Div([html.H3(_("Period by period")), html.Ol(items, className="history")])


def _chart(rows: tuple[Assessment, ...]) -> Component:
    """Every region from baseline through value to target, the furthest from its target first."""
    frame = pd.DataFrame([point for row in rows if (point := _point(row)) is not None])
    is_simulated = any(row.is_simulated for row in rows)
    return regions_against_target(frame, unit=rows[0].indicator.unit, is_simulated=is_simulated)


def _point(row: Assessment) -> dict[str, object] | None:
    """One region of the chart, in the indicator's unit (for drawing only); None where something is missing."""
    if row.baseline is None or row.value is None or row.target_value is None or row.completion.value is None:
        return None
    scale = 10**row.indicator.scale
    return {
        "region": row.region.name,
        "baseline": row.baseline / scale,
        "value": float(row.value / scale),
        "target": float(row.target_value / scale),
        "completion": float(row.completion.value),
    }


def _regions(assessment: PlanAssessment, rows: tuple[Assessment, ...], address: Address) -> Component:
    names = [figure_name(figure) for figure in _OF_REGIONS]
    head = (_("Region"), *names, *judged_head(assessment))
    thresholds = assessment.plan.thresholds
    return table(
        head,
        [
            (
                dcc.Link(row.region.name, href=f"/district/{row.region.code}{address.query()}"),
                *(number(row, figure, thresholds) for figure in _OF_REGIONS),
                *judged_cells(assessment, row),
            )
            for row in rows
        ],
        caption=_("Every figure opens where it comes from."),
        figures=range(1, 7 if is_judged(assessment) else 6),
    )


_OF_REGIONS = ("baseline", "value", "target", "completion", "progress")


def _definition(indicator: Indicator, assessment: PlanAssessment) -> Component:
    plan = assessment.plan
    document = plan.document_by_code[indicator.document]
    published = plan.table_by_code[indicator.table]
    return facts_list(
        (
            (_("Definition"), indicator.definition or _("The plan does not define it.")),
            (_("Numerator"), indicator.numerator),
            (_("Denominator"), indicator.denominator),
            (_("Unit"), print_unit(indicator)),
            (_("Nature"), term(indicator.nature)),
            (_("Kind"), term(indicator.kind)),
            (_("Counted"), term(indicator.counted)),
            (_("Direction"), term(indicator.direction)),
            (_("Figure of the whole"), term(indicator.aggregation)),
            (_("Reported by"), term(indicator.reported_by)),
            (_("Owner"), indicator.owner),
            (
                _("Source"),
                _(
                    "{title} ({number}), {table}, row {row}",
                    title=document.title,
                    number=document.number,
                    table=published.title,
                    row=indicator.row,
                ),
            ),
        )
    )
