"""What changed since the period before, as a list a reader can follow to its figures."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from data.changes import Restated, changes_of
from data.printing import name_with_part, print_reported, print_status
from data.results import Assessment, PlanAssessment
from layouts.address import Address
from layouts.components import card, light_shape
from layouts.data_links import data_links
from layouts.numbers import number

# Of each kind so many are shown; the rest is counted.
_MOST = 8


def changes_card(assessment: PlanAssessment, address: Address) -> Component:
    """The changes in groups, the worse ones first; one sentence where there is none."""
    changes = changes_of(assessment, _MOST)
    if changes.is_empty:
        said = html.P(_("No light changed since the period before, and nothing was restated."), className="note")
        return card(said, title=_("Since the period before"), id="changes")
    groups = (
        (_("Worse"), changes.worse.count, [_light_changed(row, address) for row in changes.worse.first]),
        (_("Better"), changes.better.count, [_light_changed(row, address) for row in changes.better.first]),
        (_("Restated"), changes.restated.count, [_restated(assessment, one) for one in changes.restated.first]),
        (
            _("First reported"),
            changes.newly_reported.count,
            [_reported(assessment, row, address) for row in changes.newly_reported.first],
        ),
    )
    shown = [_group(title, count, items) for title, count, items in groups if count]
    return card(
        html.Div(shown, className="changed-groups"),
        title=_("Since the period before"),
        id="changes",
        links=data_links(assessment, address, "changes"),
    )


def _group(title: str, count: int, items: Sequence[Component]) -> Component:
    more = count - len(items)
    return html.Div(
        [
            html.H3(f"{title} {count}"),
            html.Ul([*items, html.Li(_("and {count} more", count=more)) if more else None]),
        ],
        className="changed-group",
    )


def _light_changed(row: Assessment, address: Address) -> Component:
    """From which light to which, of what, where, and what it is called now."""
    before, now = row.history[-2:]
    return html.Li(
        [
            light_shape(before.light),
            "→ ",
            light_shape(now.light),
            _where(row, address),
            " ",
            html.Span(print_status(now, row), className="note"),
        ]
    )


def _reported(assessment: PlanAssessment, row: Assessment, address: Address) -> Component:
    return html.Li([_where(row, address), " ", number(row, "value", assessment.plan.thresholds)])


def _restated(assessment: PlanAssessment, one: Restated) -> Component:
    """What a figure was when it was first approved, and what it is now; the way to its source."""
    plan = assessment.plan
    indicator, region = plan.indicator_by_code[one.indicator], plan.region_by_code[one.region]
    was, now = (print_reported(indicator, one.part, value, None) for value in (one.was, one.now))
    name = name_with_part(indicator.name, one.part)
    link = html.A(f"{was} → {now}", href=f"#source=value:{indicator.code}:{region.code}", className="number")
    return html.Li([f"{region.name} {name} ", link])


def _where(row: Assessment, address: Address) -> Component:
    """The indicator, and the region where it is not the whole: the way to its page."""
    is_whole = row.region.parent is None
    words = row.indicator.name if is_whole else f"{row.region.name} {row.indicator.name}"
    place = f"/indicator/{row.indicator.code}" if is_whole else f"/district/{row.region.code}"
    return dcc.Link(words, href=f"{place}{address.query()}")
