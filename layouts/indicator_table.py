"""A region's indicators as a table: each one's light, the lights before, its way to the target, and its figures."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.terms import term
from data.exports import reason_words
from data.printing import print_unit
from data.results import Assessment, PlanAssessment
from indicators.rules import Thresholds
from layouts.address import Address
from layouts.bullet import bullet
from layouts.components import Child, light, small_light, table
from layouts.numbers import figure_head, lead_head, number
from layouts.standing import is_judged

# What a table says beside the rest where there is room for it, as on the page of one region.
_MORE = ("remaining", "needed")


def indicator_table(
    assessment: PlanAssessment, rows: Sequence[Assessment], address: Address, *, is_whole_story: bool = False
) -> Component:
    """The table; the whole story also tells what is left, what each quarter needs, and why a figure is missing."""
    judged, more = is_judged(assessment), _MORE if is_whole_story else ()
    before = [_("Indicator"), *((_("Status"), _("Quarters before")) if judged else ()), figure_head("baseline")]
    after = [
        *map(figure_head, ("value", "target", "completion")),
        *((figure_head("progress"), lead_head()) if judged else ()),
        *map(figure_head, more),
    ]
    head = [*before, _("Way to the target"), *after, *((_("Why not"),) if is_whole_story else ())]
    first = len(before) + 1
    return table(
        head,
        [_cells(assessment, row, address, more, is_whole_story=is_whole_story) for row in rows],
        caption=_("○ baseline  ● value  ┃ target  | schedule. Every figure opens where it comes from."),
        figures=(first - 2, *range(first, first + len(after))),
    )


def _cells(
    assessment: PlanAssessment, row: Assessment, address: Address, more: Sequence[str], *, is_whole_story: bool
) -> list[Child]:
    thresholds = assessment.plan.thresholds
    judged = ("progress", "lead") if is_judged(assessment) else ()
    return [
        indicator_name(row, address),
        *((light(row.judgement, row), _history(row)) if judged else ()),
        number(row, "baseline", thresholds),
        bullet(row),
        html.Span([*_published(row, thresholds), number(row, "value", thresholds)]),
        *(number(row, figure, thresholds) for figure in ("target", "completion", *judged, *more)),
        *((html.Span(reason_words(row), className="why note"),) if is_whole_story else ()),
    ]


def indicator_name(row: Assessment, address: Address) -> Component:
    """The indicator with its unit, called binding where it is; the way to its page."""
    indicator = row.indicator
    link = dcc.Link(f"{indicator.number} {indicator.name}", href=f"/indicator/{indicator.code}{address.query()}")
    binding = html.Span(term("binding"), className="tag") if indicator.nature == "binding" else None
    return html.Span([link, html.Span(f" {print_unit(indicator)}", className="gap"), binding])


# So many of the lights before are shown.
_LAST_LIGHTS = 4


def _history(row: Assessment) -> Component:
    """The lights of the last quarters, the oldest first, in little room."""
    earlier = [judgement for judgement in row.history[:-1] if judgement.light][-_LAST_LIGHTS:]
    return html.Span([small_light(judgement, period=True) for judgement in earlier], className="lights")


def _published(row: Assessment, thresholds: Thresholds) -> list[Component | str]:
    """What the whole published itself, where its regions add up to something else."""
    own = number(row, "own_value", thresholds)
    return [html.Small(["(", _("published"), " ", own, ")"], className="gap"), " "] if row.disagrees else []
