"""A region's place among those of its level, and the pace it needs beside the pace it had, indicator by indicator."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from common.gaps import gap_words
from common.language import _
from common.terms import term
from data.pace import made_per_quarter
from data.places import Place
from data.printing import print_amount_of, print_difference
from data.results import Assessment, PlanAssessment
from indicators.plan import Plan, Region
from layouts.address import Address
from layouts.components import Child, table
from layouts.indicator_table import indicator_name
from layouts.numbers import figure_head, figure_name, number


def place_table(
    assessment: PlanAssessment, rows: Sequence[Assessment], places: Mapping[str, Place], address: Address
) -> Component:
    """The table; without the columns of places where there is no other region of the same level."""
    has_peers = has_others(assessment.plan, rows[0].region)
    head = [
        _("Indicator"),
        *((_("Place among regions"), _("Difference"), _("Compared by")) if has_peers else ()),
        _("Made per quarter so far"),
        figure_head("needed"),
    ]
    body = [
        [
            indicator_name(row, address),
            *(_place_cells(assessment, row, places.get(row.indicator.code)) if has_peers else ()),
            _made(assessment, row),
            _needed(assessment, row),
        ]
        for row in rows
    ]
    return table(head, body, caption=_caption(has_peers), figures=(len(head) - 2, len(head) - 1))


def has_others(plan: Plan, region: Region) -> bool:
    """Whether there are other regions of a region's level to set it beside."""
    return region.parent is not None and any(one.level == region.level and one != region for one in plan.regions)


def _caption(has_peers: bool) -> str:
    if not has_peers:
        return _("There is no other region of the same level to compare with. Paces are in the indicator's unit.")
    return _(
        "Of the regions of the same level those that can be compared count: by progress, or where it is not defined by "
        "the share of the target. Paces are in the indicator's unit."
    )


def _place_cells(assessment: PlanAssessment, row: Assessment, place: Place | None) -> list[Child]:
    if place is None:
        return [html.Span("—", className="gap"), html.Span(_why_no_place(row), className="note"), ""]
    measure: list[Child] = [figure_name(place.by), " ", number(row, place.by, assessment.plan.thresholds)]
    return [
        html.Strong(place_words(place), className="points"),
        html.Span(difference_words(place), className="wrap"),
        html.Span(measure, className="points"),
    ]


def place_words(place: Place) -> str:
    """Which place of how many, and with how many others it is shared."""
    if place.tied:
        return _("{rank}/{of}, shared with {others}", rank=place.rank, of=place.of, others=place.tied)
    return f"{place.rank}/{place.of}"


def difference_words(place: Place) -> str:
    """By how much it is behind the first and behind the next, or as the first ahead of the next."""
    if place.next is None:
        return _("All are alike.")
    near = print_difference(place.next - place.share)
    if place.to_first == 0:
        return _("{points} percentage points more than the next", points=near)
    first = print_difference(place.to_first)
    if place.next == place.first:
        return _("{points} percentage points less than the first", points=first)
    return _("{points} percentage points less than the first, {near} less than the one before", points=first, near=near)


def _why_no_place(row: Assessment) -> str:
    """Why it is not compared: its target is no way to go, it has no measure, or nobody beside it has one."""
    if row.progress.gap == "target_below_baseline" or row.completion.value is None and row.progress.value is None:
        return gap_words(row.progress.gap or "not_reported")
    return _("nobody to compare with")


def _made(assessment: PlanAssessment, row: Assessment) -> Component:
    made = made_per_quarter(assessment.plan, row)
    is_made_up = row.is_simulated and made.value is not None
    return html.Span(
        _signed(print_amount_of(row, made), made.value),
        className="made-up number" if is_made_up else "gap" if made.value is None else None,
        title=term("simulated") if is_made_up else None,
    )


def _signed(printed: str, value: Fraction | None) -> str:
    return f"+{printed}" if value is not None and value > 0 else printed


def _needed(assessment: PlanAssessment, row: Assessment) -> Component:
    if row.needed.gap == "nothing_left":
        return html.Span(_("reached"), className="gap")
    return number(row, "needed", assessment.plan.thresholds)
