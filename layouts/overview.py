"""总览: all indicators of a plan at a glance, what changed, and the regions below it."""

from collections import Counter

from dash import dcc, html
from dash.development.base_component import Component
from sqlalchemy.orm import Session

from common.language import _
from common.terms import term
from data.coverage import Coverage, coverage_of
from data.printing import print_unit
from data.results import Assessment, PlanAssessment
from indicators.plan import Region
from indicators.rules import STATUS_BY_NAME, Thresholds
from layouts.address import Address
from layouts.bullet import bullet
from layouts.changes import changes_card
from layouts.components import card, light, page_top, small_light, table
from layouts.data_links import data_links
from layouts.drawn import drawn
from layouts.edge import page
from layouts.numbers import figure_head, lead_head, number
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
            _table(assessment, shown, address),
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


def _table(assessment: PlanAssessment, rows: tuple[Assessment, ...], address: Address) -> Component:
    judged = is_judged(assessment)
    head = [
        _("Indicator"),
        *((_("Status"), _("Quarters before")) if judged else ()),
        figure_head("baseline"),
        _("Way to the target"),
        *map(figure_head, ("value", "target", "completion")),
        *((figure_head("progress"), lead_head()) if judged else ()),
    ]
    figures = (3, 5, 6, 7, 8, 9) if judged else (1, 3, 4, 5)
    return table(
        head,
        [_indicator(assessment, row, address) for row in rows],
        caption=_("○ baseline  ● value  ┃ target  | schedule. Every figure opens where it comes from."),
        figures=figures,
    )


def _indicator(assessment: PlanAssessment, row: Assessment, address: Address) -> list[Component | str | None]:
    thresholds = assessment.plan.thresholds
    judged = is_judged(assessment)
    return [
        _name(row, address),
        *((light(row.judgement, row), _history(row)) if judged else ()),
        number(row, "baseline", thresholds),
        bullet(row),
        html.Span([*_published(row, thresholds), number(row, "value", thresholds)]),
        number(row, "target", thresholds),
        number(row, "completion", thresholds),
        *((number(row, "progress", thresholds), number(row, "lead", thresholds)) if judged else ()),
    ]


def _name(row: Assessment, address: Address) -> Component:
    """The indicator with its unit, called binding where it is."""
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
