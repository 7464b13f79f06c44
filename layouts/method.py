"""方法: by which rules values are judged, with the plan's own thresholds and an example of the reader's own."""

from dash import dcc, html
from dash.development.base_component import Component

from common.gaps import GAPS, SHORT_GAPS
from common.language import _
from common.moments import moment_words
from data.printing import print_light, print_thresholds
from data.results import Assessment, PlanAssessment
from indicators.rules import STATUS_BY_NAME, rule_values, rules
from layouts.address import Address
from layouts.components import card, facts_list, light_shape, page_top, table
from layouts.data_links import data_links
from layouts.edge import current_viewer, page
from layouts.identities import identity_words
from layouts.measures import Explained, measures
from layouts.worked_example import example_card, example_of, put_in


@page
def layout(assessment: PlanAssessment, address: Address, indicator: str = "", region: str = "") -> Component:
    """The page of a plan's method, as it was at the address's moment; `indicator` and `region` choose the example."""
    example = example_of(assessment, current_viewer(), indicator, region)
    return html.Article(
        [
            page_top(_("Method"), assessment, address),
            card(_version(assessment), title=_("Which rules count")),
            html.Div(card(example_card(assessment, example, address), title=_("One example")), id="example"),
            card(_measures(assessment, example), title=_("What is computed")),
            card(
                _rules(assessment),
                _examples(),
                title=_("Which status: the first rule that holds"),
                id="rules",
                links=data_links(assessment, address, "rules"),
            ),
            card(_lights(), title=_("What a light says")),
            card(_gaps(), title=_("Words that stand where a figure would")),
        ]
    )


def _examples() -> Component:
    return html.P(dcc.Link(_("All examples the rules are tested with (in English)"), href="/method/examples"))


def _version(assessment: PlanAssessment) -> Component:
    stored, plan = assessment.stored, assessment.plan
    loaded = f"{moment_words(stored.loaded_at)} · {identity_words(stored.loaded_by, plan.region_by_code)}"
    return facts_list(
        (
            (_("Plan"), plan.name),
            (_("Plan version"), str(stored.version)),
            (_("Stored"), loaded),
            (_("Rule set"), plan.rule_set),
            (_("Lead in percentage points"), print_thresholds(plan.thresholds)),
            (_("Baseline and target period"), f"{plan.baseline_period.words()} — {plan.target_period.words()}"),
            (_("Returns are due"), _("{days} days after the period's end", days=plan.due_days)),
        )
    )


def _measures(assessment: PlanAssessment, example: Assessment | None) -> Component:
    """The measures of docs/method.md, in their order, each with the example's figures put in beside it."""
    where = _("B is the baseline, T the target, V the value of the period t. Nothing is rounded before it is printed.")
    return html.Div([html.P(where, className="note"), *(_measure(one, assessment, example) for one in measures())])


def _measure(measure: Explained, assessment: PlanAssessment, example: Assessment | None) -> Component:
    """One measure; its anchor is where explanations elsewhere lead."""
    shown = None if example is None else [
        html.Span(_("In the example"), className="note"),
        html.P(put_in(assessment, example, measure.anchor), className="formula"),
    ]  # fmt: skip
    said = [html.H3(measure.name), html.P(measure.formula, className="formula"), html.P(measure.words)]
    return html.Section([html.Div(said), html.Div(shown)], id=measure.anchor, className="measure", tabIndex=-1)


def _rules(assessment: PlanAssessment) -> Component:
    thresholds = assessment.plan.thresholds
    values = rule_values(thresholds)
    return table(
        (_("Clause"), _("Status"), _("Light"), _("When")),
        [
            (
                rule.clause,
                _(STATUS_BY_NAME[rule.status].words),
                _light_of(rule.status),
                html.Span(_(rule.words, **values), className="wrap"),
            )
            for rule in rules(thresholds)
        ],
        caption=_("From the top; after the target date everything stays as it was at it."),
        figures=(),
    )


def _light_of(status: str) -> Component:
    colour = STATUS_BY_NAME[status].light
    if colour == "none":
        return html.Span(_("none"), className="gap")
    return html.Span([light_shape(colour), print_light(colour)], className="light")


def _lights() -> Component:
    return facts_list(
        (
            (_("Shape and colour"), _("The shape says the same as the colour: it can be read in grey and on paper.")),
            (
                _("made up since"),
                _("A period that was yellow or red, and green since. Its light stays, with a ring round it."),
            ),
            (_("met late"), _("Missed at its date and met afterwards; it stays missed.")),
            (
                _("warning"),
                _(
                    "A binding indicator that is behind, regressed or missed, not assessable, without baseline, not "
                    "reported past its due date, or whose target below the baseline nobody acknowledged."
                ),
            ),
        )
    )


def _gaps() -> Component:
    return facts_list([(_(short), _(GAPS[gap])) for gap, short in SHORT_GAPS.items()])
