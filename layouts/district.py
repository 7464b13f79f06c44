"""区县: one region's targets, lights, place and pace, trends, explanations and returns, and what they come to."""

from dash import html
from dash.development.base_component import Component
from sqlalchemy.orm import Session

from briefings.summary import facts_of, summary
from common.language import _
from data.changes import restated_of
from data.explanations import explanations_of
from data.places import places_of
from data.plan_store import region_of
from data.region_returns import returns_of
from data.results import Assessment, PlanAssessment
from layouts.address import Address
from layouts.components import card, page_top
from layouts.data_links import data_links
from layouts.edge import current_viewer, page
from layouts.indicator_table import indicator_table
from layouts.place_table import has_others, place_table
from layouts.region_parts import explanation_list, neighbours, reported_line, return_table
from layouts.small_trends import small_trends, trend_frame
from layouts.standing import is_judged, standing


@page
def layout(assessment: PlanAssessment, address: Address, session: Session, region_code: str = "") -> Component:
    """The page of one region for one period."""
    plan = assessment.plan
    region = region_of(plan, region_code)
    returns = returns_of(session, current_viewer(), assessment, region)
    sent = next(one for one in returns if one.period == assessment.period)
    facts = facts_of(assessment, region, sent, restated_of(assessment, region.code))
    explanations = explanations_of(session, assessment, region, returns)
    return html.Article(
        [
            page_top(region.full_name, assessment, address),
            neighbours(plan, region, address),
            reported_line(sent, plan.region_by_code, address),
            html.P(summary(facts), className="summary"),
            *(_indicators(assessment, facts.rows, address) if facts.rows else ()),
            card(
                explanation_list(explanations, region, address),
                title=_("Explanations"),
                id="explanations",
                links=data_links(assessment, address, "explanations", region=region.code),
            ),
            card(
                return_table(returns, plan.region_by_code, address),
                title=_("Returns"),
                id="returns",
                links=data_links(assessment, address, "returns", region=region.code),
            ),
        ]
    )


def _indicators(assessment: PlanAssessment, rows: tuple[Assessment, ...], address: Address) -> list[Component]:
    """Where the indicators stand; place, pace and trends only where something is judged."""
    region, plan = rows[0].region, assessment.plan
    parts = [
        standing(assessment, rows, address),
        card(
            indicator_table(assessment, rows, address, is_whole_story=True),
            title=_("Indicators"),
            id="indicators",
            links=data_links(assessment, address, "indicators", region=region.code),
        ),
    ]
    if not is_judged(assessment):
        return parts
    places = places_of(assessment, region.code)
    ends = {"first": plan.baseline_period.ordinal, "last": plan.target_period.ordinal}
    title = _("Place and pace") if has_others(plan, region) else _("Pace")
    return [
        *parts,
        card(
            place_table(assessment, rows, places, address),
            title=title,
            id="places",
            links=data_links(assessment, address, "places", region=region.code),
        ),
        card(
            small_trends(trend_frame(rows, plan.thresholds), **ends),
            title=_("Trend against schedule"),
            id="trends",
            links=data_links(assessment, address, "history", "trends", region=region.code),
        ),
    ]
