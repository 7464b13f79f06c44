"""Where a set of assessments stands: how much of the plan's time has run, how many are in each class, what warns."""

from collections import Counter

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.numbers import print_percent
from data.printing import CLASSES, print_lead, print_status
from data.results import Assessment, PlanAssessment
from indicators.rules import STATUS_BY_NAME, Status, Thresholds, rule_values, rules
from layouts.address import Address
from layouts.components import light, light_shape, rules_line, share_bar
from layouts.explained import with_explanation
from layouts.formulas import elapsed_share, quarters_of
from layouts.numbers import lead_head, number
from layouts.way_strip import way_strip


def judged_head(assessment: PlanAssessment) -> list[Component | str]:
    """The heads of what a table says of a judgement, its figures first; nothing in the baseline period."""
    return [lead_head(), _("Status")] if is_judged(assessment) else []


def judged_cells(assessment: PlanAssessment, row: Assessment) -> list[Component]:
    """The cells below them."""
    cells = [number(row, "lead", assessment.plan.thresholds), light(row.judgement, row)]
    return cells if is_judged(assessment) else []


def is_judged(assessment: PlanAssessment) -> bool:
    """Whether the period comes after the baseline's."""
    return assessment.period > assessment.plan.baseline_period


def standing(
    assessment: PlanAssessment, rows: tuple[Assessment, ...], address: Address, chosen: str | None = None
) -> Component:
    """The lines that stand above the tables of a page with lights.

    Where one class can be `chosen`, or none yet, each of them is a link that leaves only its indicators on the page.
    """
    if not is_judged(assessment):
        return html.P(_("This is the baseline period: nothing is judged yet."), className="note")
    return html.Div(
        [
            _time(assessment, rows),
            _classes(assessment, rows, address, chosen),
            _warnings(assessment, rows, address),
            rules_line(assessment, address),
        ],
        className="standing",
    )


def _time(assessment: PlanAssessment, rows: tuple[Assessment, ...]) -> Component:
    """How much of the plan's time has run, and against it how far the targets have come, where that can be measured."""
    share = elapsed_share(assessment.plan, assessment.period)
    quarters = quarters_of(assessment.plan)
    words = _(
        "{share} of the plan's time has run ({done} of {quarters} quarters)",
        share=print_percent(share),
        done=share * quarters,
        quarters=quarters,
    )
    return html.Div([html.P(words), way_strip(rows, share) or share_bar(share)], className="elapsed")


def _rule_words(status: Status, thresholds: Thresholds) -> str:
    """When a status is given, by the rules that give it."""
    values = rule_values(thresholds)
    return " ".join(_(rule.words, **values) for rule in rules(thresholds) if rule.status == status.name)


def _classes(
    assessment: PlanAssessment, rows: tuple[Assessment, ...], address: Address, chosen: str | None
) -> Component:
    """How many are in each class, with the class's light and the binding ones called out, as parts of one bar."""
    counts = Counter(row.status for row in rows)
    binding = Counter(row.status for row in rows if row.indicator.nature == "binding")
    found = [STATUS_BY_NAME[name] for name in CLASSES if name in counts]
    parts = [
        html.Li(
            with_explanation(
                _class(status, counts[status.name], binding[status.name], address, chosen),
                _rule_words(status, assessment.plan.thresholds),
            ),
            className=f"class {status.light}",
            style={"flexGrow": counts[status.name]},
        )
        for status in found
    ]
    everything = html.Li(dcc.Link(_("Show all"), href=f"/{address.query()}")) if chosen else None
    return html.Ul([*parts, everything], className="class-bar")


def _class(status: Status, count: int, binding: int, address: Address, chosen: str | None) -> Component:
    """One class; a link to its indicators alone where the page can show these."""
    said: list[Component | str | None] = [light_shape(status.light), _(status.words), " ", html.Strong(str(count))]
    if binding:
        said.append(html.Span(_("{count} binding", count=binding), className="note"))
    if chosen is None:
        return html.Span(said, tabIndex=0)
    is_chosen = chosen == status.name
    query = address.query(status=None if is_chosen else status.name)
    return dcc.Link(said, href=f"/{query}", className="chosen" if is_chosen else None)


def _warnings(assessment: PlanAssessment, rows: tuple[Assessment, ...], address: Address) -> Component | None:
    """The binding indicators that warn, each with what it warns of."""
    warned = [row for row in rows if row.warning]
    if not warned:
        return None
    items = [html.Li([light_shape(row.light), *_warning(assessment, row, address)]) for row in warned]
    return html.Div(
        [html.H2(_("Warnings (binding indicators)")), html.Ul(items, className="classes")], className="warnings"
    )


def _warning(assessment: PlanAssessment, row: Assessment, address: Address) -> list[Component | str]:
    link = dcc.Link(row.indicator.name, href=f"/indicator/{row.indicator.code}{address.query()}")
    if row.lead.value is None:
        return [link, " ", print_status(row.judgement, row)]
    lead = _("{points} percentage points", points=print_lead(row, assessment.plan.thresholds))
    return [link, " ", print_status(row.judgement, row), " ", html.Span(lead, className="points")]
