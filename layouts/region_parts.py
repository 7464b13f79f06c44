"""Parts of a region's page: its neighbours in the plan, whether it has reported, its explanations, all its returns."""

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.moments import moment_words
from data.explanations import ExplainedFigure, Explanation
from data.printing import name_with_part, print_reported
from data.region_returns import PeriodReturn
from indicators.plan import Plan, Region
from layouts.address import Address
from layouts.components import Child, simulated_mark, state_tag, table
from layouts.identities import identity_words

# So many explanations are shown; the rest is counted.
_MOST_EXPLANATIONS = 8


def neighbours(plan: Plan, region: Region, address: Address) -> Component:
    """The ways to the region before and after in the plan's order, to the one above, and to all beside it."""
    place = plan.regions.index(region)
    before, after = plan.regions[place - 1 : place], plan.regions[place + 1 : place + 2]
    above = [plan.region_by_code[region.parent]] if region.parent else []
    beside = [one for one in plan.regions if one.parent == (region.parent or region.code)]
    return html.Nav(
        [
            *(_way(one, f"← {one.name}", address) for one in before),
            *(_way(one, f"↑ {one.name}", address) for one in above if one not in before),
            *(_way(one, f"{one.name} →", address) for one in after),
            html.Details(
                [
                    html.Summary(_("All {count} regions", count=len(beside))),
                    html.Ul([html.Li(_way(one, one.name, address)) for one in beside]),
                ],
                className="choice",
            ),
        ],
        className="neighbours",
        **{"aria-label": _("Regions")},  # type: ignore[arg-type]
    )


def _way(region: Region, words: str, address: Address) -> Component:
    return dcc.Link(words, href=f"/district/{region.code}{address.query()}")


def reported_line(sent: PeriodReturn, regions: Mapping[str, Region], address: Address) -> Component:
    """Whether the region has reported for the period shown, at once."""
    return html.P(
        [html.Strong(_("This period")), *_how_far(sent, regions, address)],
        className="coverage",
    )


def _how_far(sent: PeriodReturn, regions: Mapping[str, Region], address: Address) -> list[Child]:
    due = _("due {day}", day=_due(sent)) if sent.is_asked else ""
    approved = _("approved {when}", when=moment_words(sent.approved_at)) if sent.approved_at else ""
    said = [_("sent {when}", when=_sent(sent, regions)) if sent.sent_at else "", approved, due]
    return [_state(sent), " · ".join(filter(None, said)), _link(sent, address)]


def _state(sent: PeriodReturn) -> Component:
    if sent.stage == "not_asked":
        return html.Span(_("not asked for"), className="state not_sent")
    return state_tag(sent.stage)


def _sent(sent: PeriodReturn, regions: Mapping[str, Region]) -> str:
    """When it was handed in, and by whom where the reader may know."""
    if sent.sent_at is None:
        return ""
    who = [identity_words(sent.sent_by, regions)] if sent.sent_by else []
    return " ".join((moment_words(sent.sent_at), *who))


def _due(sent: PeriodReturn) -> str:
    """By which day it was asked for, and by how much that was missed; nothing where nobody asked."""
    if not sent.is_asked:
        return ""
    day = sent.due_day.isoformat()
    if not sent.days_late:
        return day
    if sent.stage in ("approved", "submitted"):
        return _("{day}, {days} days late", day=day, days=sent.days_late)
    return _("{day}, overdue for {days} days", day=day, days=sent.days_late)


def _link(sent: PeriodReturn, address: Address) -> Component | None:
    """The way to the return, for who may see it."""
    if sent.return_id is None:
        return None
    return dcc.Link(
        _("Open the return"), href=f"/returns/{sent.return_id}{address.query(period=None)}", className="more"
    )


def return_table(returns: Sequence[PeriodReturn], regions: Mapping[str, Region], address: Address) -> Component:
    """Every period's return, the newest first."""
    head = (_("Period"), _("State"), _("Due by"), _("Sent"), _("Approved"), "")
    return table(
        head,
        [
            (
                html.Span([one.period.words(), simulated_mark() if one.is_simulated else None]),
                html.Span([_state(one), html.Span(_("newer figures wait"), className="mark") if one.waits else None]),
                _due(one),
                _sent(one, regions),
                moment_words(one.approved_at) if one.approved_at else "",
                _link(one, address),
            )
            for one in returns
        ],
        caption=_("What is not approved yet is told here, not what it says."),
        figures=(),
    )


def explanation_list(explanations: Sequence[Explanation], region: Region, address: Address) -> Component:
    """What the region wrote beside its figures, newest period first; one sentence where it wrote nothing."""
    if not explanations:
        return html.P(_("Nothing was written beside the figures up to this period."), className="note")
    more = len(explanations) - _MOST_EXPLANATIONS
    return html.Ul(
        [
            *(html.Li(_explanation(one, region, address)) for one in explanations[:_MOST_EXPLANATIONS]),
            html.Li(_("and {count} more", count=more)) if more > 0 else None,
        ],
        className="explanations",
    )


def _explanation(one: Explanation, region: Region, address: Address) -> list[Child]:
    figures = [part for figure in one.figures for part in (_figure(figure, one, region, address), _(", "))]
    return [
        html.Div(
            [
                html.Strong(one.period.words()),
                simulated_mark() if one.is_simulated else None,
                None if one.is_approved else html.Span(_("not approved yet"), className="state submitted"),
                html.Span(f"“{one.text}”", className="said"),
            ]
        ),
        html.Div([*figures[:-1], html.Span(f" · {one.file}", className="note")], className="note"),
    ]


def _figure(figure: ExplainedFigure, one: Explanation, region: Region, address: Address) -> Component:
    """The figure with its cell; of an approved one the way to its source panel, on the page of its period."""
    indicator = figure.indicator
    value = print_reported(indicator, figure.part, figure.value, figure.gap)
    words = f"{name_with_part(indicator.name, figure.part)} {value} ({figure.sheet}!{figure.cell})"
    if not one.is_approved:
        return html.Span(words)
    page = f"/district/{region.code}{address.query(period=str(one.period))}"
    return html.A(words, href=f"{page}#source=value:{indicator.code}:{region.code}")
