"""指标: what one indicator means, where it stands and leads, and where every region stands with it."""

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.terms import term
from common.viewer import can
from data.boundaries import Boundaries, BoundariesNotReadError, read_boundaries
from data.exports import reason_words
from data.plan_store import indicator_of
from data.printing import print_amount, print_target, print_unit
from data.ranking import cells_by_need
from data.results import Assessment, PlanAssessment
from indicators.plan import Indicator
from indicators.readings import direction_of, reading_of
from indicators.rules import Thresholds
from layouts.address import Address
from layouts.components import card, facts_list, light, page_top, rules_line, simulated_mark, table
from layouts.data_links import data_links
from layouts.edge import current_settings, current_viewer, page
from layouts.figures.graph import Caption
from layouts.figures.maps import map_of_regions
from layouts.figures.regions import regions_against_target
from layouts.figures.trend import trend
from layouts.findings import (
    forecast_finding,
    furthest_finding,
    lights_finding,
    sentences,
    standing_finding,
    target_period,
)
from layouts.indicator_frames import regions_frame, trend_frame
from layouts.not_judged import not_judged
from layouts.numbers import figure_head, lead_head, number
from layouts.paging import Part, paging, part_of
from layouts.reading_card import reading_card
from layouts.reading_words import reading_words
from layouts.shares import shares
from layouts.standing import is_judged, judged_cells, judged_head
from layouts.worked_example import example_link


@page
def layout(assessment: PlanAssessment, address: Address, indicator_code: str = "", first: str = "") -> Component:
    """The page of one indicator for one period; of many regions a part at a time, beginning with the `first`."""
    plan = assessment.plan
    indicator = indicator_of(plan, indicator_code)
    whole = assessment.cell(indicator.code, plan.root.code)
    assert whole is not None, "a plan has a target for each of its indicators"
    cells = cells_by_need(assessment, indicator.code)
    part = part_of(len(cells), first)
    below = assessment.of_cells(part.of(cells))
    return html.Article(
        [
            page_top(indicator.name, assessment, address),
            html.P(standing_finding(assessment, whole), className="finding"),
            not_judged(whole, below, address),
            card(
                html.Div(
                    [_trend(assessment, whole, address), _whole(assessment, whole)], className="beside wide-first"
                ),
                _own_figure(whole, plan.thresholds),
                _history(whole),
                html.P(dcc.Link(_("How is this computed?"), href=example_link(whole, address))),
                title=_("{region} ({unit})", region=plan.root.full_name, unit=print_unit(indicator)),
                id="trend",
                links=data_links(
                    assessment, address, "history", "trend", indicator=indicator.code, region=plan.root.code
                ),
            ),
            _ways_on(part, address),
            *(_regions(assessment, whole, below, address) if below else (_not_passed_down(),)),
            _ways_on(part, address),
            reading_card(assessment, indicator, current_viewer(), address),
            card(
                html.Div([_definition(indicator, assessment), _method(assessment, whole, address)], className="beside"),
                title=_("What it is, and how it is judged"),
            ),
        ]
    )


def _regions(
    assessment: PlanAssessment, whole: Assessment, below: tuple[Assessment, ...], address: Address
) -> tuple[Component, ...]:
    """The cards of the regions, of these alone: a nation's page gives some of them."""
    added_up = shares(whole, assessment.plan.thresholds)

    def links(part: str) -> Component:
        return data_links(assessment, address, "indicators", part, indicator=whole.indicator.code)

    frame = regions_frame(below, address)
    return (
        card(added_up, title=_("The regions added up, in three ways"), id="shares", links=links("shares"))
        if added_up
        else html.Div(),
        html.Div(
            [
                card(
                    _map(assessment, below, frame, address),
                    title=_("Where the regions lie"),
                    id="map",
                    links=links("map"),
                ),
                card(
                    _dots(assessment, below, frame, address),
                    title=_("How far the regions are"),
                    id="furthest",
                    links=links("furthest"),
                ),
            ],
            className="beside",
        ),
        card(_table(assessment, below, address), title=_("Regions"), id="regions", links=links("regions")),
    )


def _ways_on(part: Part, address: Address) -> Component | None:
    """The ways to the other regions, where there are more than a page shows."""
    words = _("Regions {first} to {last} of {count}", first=part.first, last=part.last, count=part.count)
    return paging(part, words, lambda first: f"{address.query(**{'from': str(first)})}#regions")


def _not_passed_down() -> Component:
    return html.P(_("The plan does not pass this indicator down: there are no figures of regions."), className="note")


def _trend(assessment: PlanAssessment, row: Assessment, address: Address) -> Component:
    """The whole's way through time, with what it would reach by the target date."""
    if row.indicator.kind == "milestone":
        return html.P(_("A milestone is done or not: there is no way to draw."), className="empty")
    caption = Caption(forecast_finding(assessment, row), _trend_words(row), _source(assessment, (row,), address))
    return trend(trend_frame(row, target_period(assessment, row)), caption)


def _trend_words(row: Assessment) -> str:
    """What the lines are, those that are drawn."""
    words = [
        _("{indicator}, unit: {unit}.", indicator=row.indicator.name, unit=print_unit(row.indicator)),
        _("Line: value. Fine line: schedule."),
    ]
    if row.forecast.value is not None:
        words.append(_("Dashed: forecast, by the mean change of a quarter since the baseline; it decides no light."))
    if row.needed.value is not None:
        words.append(_("Dotted: the way the target still asks for."))
    if any(one.is_simulated for one in row.history):
        words.append(_("Open rhombus: simulated data."))
    if row.indicator.counted == "by_year":
        words.append(_("It is counted by year, and begins anew each January."))
    return sentences(*words)


def _source(assessment: PlanAssessment, rows: tuple[Assessment, ...], address: Address) -> str:
    """Where a chart's figures come from, for which period and as of when, and whether some of them are simulated."""
    plan = assessment.plan
    document = plan.document_by_code[rows[0].indicator.document]
    named = {"title": document.title, "number": document.number, "period": assessment.period.words()}
    named["as_of"] = _("as of {day}", day=address.as_of_words) if address.as_of else _("as of now")
    words = _("Source: {title} ({number}) and approved returns · {period} · {as_of}", **named)
    is_made_up = any(row.is_simulated for row in rows) or any(one.is_simulated for one in rows[0].history)
    return words + (" · " + _("some values are simulated data") if is_made_up else "")


def _whole(assessment: PlanAssessment, row: Assessment) -> Component:
    names = {figure: figure_head(figure) for figure in _OF_THE_WHOLE} | {"lead": lead_head()}
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


def _map(assessment: PlanAssessment, rows: tuple[Assessment, ...], frame: pd.DataFrame, address: Address) -> Component:
    """The regions as tiles, and within the bureau's own boundaries where it has put these in."""
    unit = print_unit(rows[0].indicator)
    measured = _("Value / target, unit: {unit}. ● green ▲ yellow ■ red ○ not judged.", unit=unit)
    caption = Caption(lights_finding(rows), measured, _source(assessment, rows, address))
    boundaries, fault = _boundaries()
    if boundaries and not set(boundaries) & set(frame.code):
        fault = _("The file of boundaries has none of these regions.")
    is_told = fault and can(current_viewer(), "confirm")
    told = html.P(_("Tiles alone are shown. {fault}", fault=fault), className="note") if is_told else None
    return html.Div([map_of_regions(frame, caption, boundaries), told])


def _boundaries() -> tuple[Boundaries, str]:
    """The boundaries the installation brings, and why they cannot be drawn; none of both where it brings none."""
    file = current_settings().geojson
    try:
        return (read_boundaries(file) if file is not None else {}), ""
    except BoundariesNotReadError as error:
        return {}, error.words()


def _dots(assessment: PlanAssessment, rows: tuple[Assessment, ...], frame: pd.DataFrame, address: Address) -> Component:
    """Every region from baseline through value to target, the furthest from its target first."""
    measured = _(
        "Hollow dot: baseline. Solid dot: value. Thick tick: target. Fine tick: schedule. Unit: {unit}.",
        unit=print_unit(rows[0].indicator),
    )
    if any(row.is_simulated for row in rows):
        measured = sentences(measured, _("Open rhombus: simulated data."))
    caption = Caption(furthest_finding(rows), measured, _source(assessment, rows, address))
    return regions_against_target(frame, caption)


def _table(assessment: PlanAssessment, rows: tuple[Assessment, ...], address: Address) -> Component:
    names = map(figure_head, _OF_REGIONS)
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
        figures=range(1, len(_OF_REGIONS) + (2 if is_judged(assessment) else 1)),
    )


_OF_REGIONS = ("baseline", "value", "target", "completion", "progress", "remaining", "needed")


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


def _method(assessment: PlanAssessment, row: Assessment, address: Address) -> Component:
    """By what it is judged: the target as it is read, how figures are counted and added up, schedule and thresholds."""
    plan, indicator = assessment.plan, row.indicator
    has_own_line = any((one.indicator, one.region) == (indicator.code, row.region.code) for one in plan.milestones)
    schedule = _("straight from the baseline to the target")
    read = reading_words(reading_of(plan, row.target, assessment.confirmations))
    return facts_list(
        (
            (_("Target"), _("{written}, read as: {read}", written=print_target(row), read=read)),
            (_("Direction"), term(direction_of(indicator, assessment.confirmations))),
            (_("Counted"), term(indicator.counted)),
            (_("Figure of the whole"), term(indicator.aggregation)),
            (_("Schedule"), _("the plan's own yearly figures") if has_own_line else schedule),
            (_("Lights"), rules_line(assessment, address) if is_judged(assessment) else None),
        )
    )
