"""总览: all indicators of a plan at a glance, what changed, and the regions below it."""

from collections import Counter

from dash import dcc, html
from dash.development.base_component import Component
from sqlalchemy.orm import Session

from common.language import _
from data.coverage import Coverage, coverage_of
from data.results import Assessment, PlanAssessment
from indicators.plan import Region
from indicators.rules import STATUS_BY_NAME
from layouts.address import Address
from layouts.changes import changes_card
from layouts.components import card, page_top
from layouts.data_links import data_links
from layouts.doubts_card import doubts_card
from layouts.drawn import drawn
from layouts.edge import page
from layouts.indicator_table import indicator_table
from layouts.region_matrix import matrix, part_of_matrix
from layouts.standing import is_judged, standing


@page
def layout(
    assessment: PlanAssessment, address: Address, session: Session, status: str = "", first: str = ""
) -> Component:
    """The page of a whole plan for one period.

    `status` leaves only the indicators of one class in its table; `first` is the region with which its matrix begins.
    """
    rows = assessment.of_region(assessment.plan.root.code)
    chosen = status if any(row.status == status for row in rows) else ""
    part = part_of_matrix(assessment.plan, first)
    return html.Article(
        [
            page_top(assessment.plan.name, assessment, address),
            html.P(_judged_finding(rows) if is_judged(assessment) else _finding(rows), className="finding"),
            _coverage(coverage_of(session, assessment), address, data_links(assessment, address, "coverage")),
            drawn("indicators", assessment, address, lambda: _indicators(assessment, rows, address, chosen), chosen),
            drawn("matrix", assessment, address, lambda: [matrix(assessment, address, part, chosen)], part, chosen),
            doubts_card(assessment, address),
        ]
    )


def _indicators(
    assessment: PlanAssessment, rows: tuple[Assessment, ...], address: Address, status: str
) -> list[Component | None]:
    """How the whole stands, what changed, and its indicators: all of them, or those of one class."""
    shown = tuple(row for row in rows if row.status == status) or rows
    return [
        standing(assessment, rows, address, chosen=status if shown != rows else ""),
        changes_card(assessment, address) if is_judged(assessment) else None,
        card(
            indicator_table(assessment, shown, address),
            title=_shown_words(rows, shown),
            id="indicators",
            links=data_links(assessment, address, "indicators", status=status if shown != rows else ""),
        ),
    ]


def _judged_finding(rows: tuple[Assessment, ...]) -> str:
    """How many indicators are on course, behind, or cannot be judged, in a sentence."""
    lights = Counter(row.light for row in rows)
    return _(
        "{count} indicators, {binding} of them binding: {good} done or on course, {behind} behind, {unclear} cannot be "
        "judged; {warnings} of the binding ones warn.",
        count=len(rows),
        binding=sum(row.indicator.nature == "binding" for row in rows),
        good=lights["green"],
        behind=lights["yellow"] + lights["red"],
        unclear=lights["grey"],
        warnings=sum(row.warning is not None for row in rows),
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


def _shown_words(rows: tuple[Assessment, ...], shown: tuple[Assessment, ...]) -> str:
    """The title of the table, which says when it holds one class only."""
    if len(shown) == len(rows):
        return _("Indicators")
    return _("Indicators: {status}, {count}", status=_(STATUS_BY_NAME[shown[0].status].words), count=len(shown))


def _coverage(coverage: Coverage, address: Address, links: Component) -> Component:
    """How many regions have reported, and which have not, or wait for approval: their sums are not complete."""
    count = _("{approved} of {expected} regions approved", approved=len(coverage.approved), expected=coverage.expected)
    waiting = _named(_("submitted, not approved yet: "), coverage.submitted, address)
    missing = _named(_("not reported: "), coverage.not_sent, address)
    return html.P([html.Strong(count), *waiting, *missing, " ", links], className="coverage", id="coverage")


# Of so many regions each is named; of more only how many they are.
_MOST_NAMED = 15


def _named(words: str, regions: tuple[Region, ...], address: Address) -> list[Component | str]:
    if not regions:
        return []
    if len(regions) > _MOST_NAMED:
        return [" · ", words, str(len(regions))]
    names: list[Component | str] = []
    for region in regions:
        names += [dcc.Link(region.name, href=f"/district/{region.code}{address.query()}"), _(", ")]
    return [" · ", words, *names[:-1]]
