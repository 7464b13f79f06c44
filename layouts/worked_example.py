"""The example of the method page: a figure of the reader's own, or one they chose, put into each formula."""

from collections.abc import Iterator

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.problems import Problem, Refusal
from common.terms import term
from common.viewer import Viewer
from data.plan_store import indicator_of, region_of
from data.results import Assessment, PlanAssessment
from indicators.rules import rule_values, rules
from layouts.address import Address
from layouts.components import facts_list, light, simulated_mark
from layouts.formulas import attainment_words, formula, is_within_year
from layouts.numbers import figure_name, number

# What makes a figure a good example: that it can be set against its schedule, its way, or at least its target.
_TELLING = ("lead", "progress", "completion")


def example_of(assessment: PlanAssessment, viewer: Viewer, indicator: str, region: str) -> Assessment | None:
    """The row that the reader chose, else the first telling one of their own; none where no figure can be compared.

    Raises Refusal for an indicator, a region or a target that there is not.
    """
    plan = assessment.plan
    if indicator:
        code = indicator_of(plan, indicator).code
        regions = [region_of(plan, region).code] if region else _own_regions(assessment, viewer)
        rows = (assessment.cell(code, one) for one in regions)
        found = next((row for row in rows if row is not None), None)
        if found is None:
            named = {"indicator": plan.indicator_by_code[code].name, "region": plan.region_by_code[regions[0]].name}
            raise Refusal(Problem("target_not_in_plan", params=named))
        return found
    regions = [region_of(plan, region).code] if region else _own_regions(assessment, viewer)
    return next((row for one in regions for row in _telling(assessment.of_region(one))), None)


def _own_regions(assessment: PlanAssessment, viewer: Viewer) -> list[str]:
    """The codes of the regions the reader reports for, in the plan's order; then that of the whole."""
    plan = assessment.plan
    return [*(one.code for one in plan.regions if one.code in viewer.regions), plan.root.code]


def _telling(rows: tuple[Assessment, ...]) -> Iterator[Assessment]:
    """Those that can be compared, the most telling first."""
    return (row for measure in _TELLING for row in rows if getattr(row, measure).value is not None)


def example_card(assessment: PlanAssessment, row: Assessment | None, address: Address) -> Component:
    """Which figure is the example, what it came to by which rule, and the way to another."""
    if row is None:
        return html.P(_("No figure of this period can be set against its target."), className="note")
    thresholds = assessment.plan.thresholds
    figures = ((figure_name(figure), number(row, figure, thresholds)) for figure in ("baseline", "value", "target"))
    title = " · ".join((row.region.name, row.indicator.name, assessment.period.words()))
    return html.Div(
        [
            html.H3([title, simulated_mark() if row.is_simulated else None]),
            facts_list((*figures, (_("Status"), light(row.judgement, row)), (_("Because"), _rule_of(row, assessment)))),
            _others(assessment, row, address),
        ]
    )


def _rule_of(row: Assessment, assessment: PlanAssessment) -> str:
    """The words of the rule that gave the status; nothing where several could have."""
    thresholds = assessment.plan.thresholds
    given = [rule for rule in rules(thresholds) if rule.status == row.status]
    if len(given) != 1:
        return ""
    words = _(given[0].words, **rule_values(thresholds))
    return _("Clause {clause}: {words}", clause=given[0].clause, words=words)


def _others(assessment: PlanAssessment, row: Assessment, address: Address) -> Component:
    """The other indicators of the same region, each as the example."""
    links = [
        html.Li(dcc.Link(other.indicator.name, href=example_link(other, address)))
        for other in assessment.of_region(row.region.code)
        if other.indicator != row.indicator
    ]
    summary = html.Summary(_("Another indicator of {region} as the example", region=row.region.name))
    return html.Details([summary, html.Ul(links, className="in-columns")])


def example_link(row: Assessment, address: Address, anchor: str = "example") -> str:
    """The address of the method with this row as its example."""
    return f"/method{address.query(indicator=row.indicator.code, region=row.region.code)}#{anchor}"


def put_in(assessment: PlanAssessment, row: Assessment, measure: str) -> str:
    """The measure of the example: the formula with its figures put in, or why it has none."""
    if measure == "by_year":
        return _by_year(assessment, row)
    if measure == "attainment":
        whole = assessment.cell(row.indicator.code, assessment.plan.root.code)
        return (attainment_words(whole) if whole else None) or _("The plan does not pass it down to regions.")
    return formula(assessment, row, measure)


def _by_year(assessment: PlanAssessment, row: Assessment) -> str:
    if is_within_year(row):
        return formula(assessment, row, "lead")
    if row.indicator.counted == "by_year":
        return _("Its year is over: it is judged by the measures above.")
    return _("Not of this example, which is counted {how}.", how=term(row.indicator.counted))
