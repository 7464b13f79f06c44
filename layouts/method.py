"""方法: by which rules values are judged, with the plan's own thresholds and an example from its own figures."""

from dash import dcc, html
from dash.development.base_component import Component

from common.gaps import GAPS, SHORT_GAPS
from common.language import _
from common.moments import moment_words
from common.terms import term
from data.printing import print_light, print_thresholds
from data.results import Assessment, PlanAssessment
from indicators.rules import STATUS_BY_NAME, rule_values, rules
from layouts.address import Address
from layouts.components import Child, card, facts_list, light, light_shape, page_top, table
from layouts.edge import page
from layouts.formulas import formula
from layouts.identities import identity_words
from layouts.numbers import figure_name


@page
def layout(assessment: PlanAssessment, address: Address) -> Component:
    """The page of a plan's method, as it was at the address's moment."""
    return html.Article(
        [
            page_top(_("Method"), assessment, address),
            card(_version(assessment), title=_("Which rules count")),
            card(_measures(), title=_("What is computed")),
            card(_example(assessment), title=_("One example, from the plan's own figures")),
            card(_rules(assessment), _examples(), title=_("Which status: the first rule that holds")),
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


def _measures() -> Component:
    """The measures of docs/method.md, in their order."""
    said = (
        (
            _("1 Share of target"),
            _("A = V ÷ T. The usual figure; it decides no light, and is not defined where less is better."),
        ),
        (
            _("2 Progress"),
            _("G = (V − B) ÷ (T − B). Not defined without a baseline, or where the target is not better than it."),
        ),
        (
            _("3 Schedule"),
            _("s = quarters since the baseline ÷ quarters from baseline to target; or the plan's own yearly figures."),
        ),
        (_("4 Lead"), _("P = G − s, in percentage points; the status follows from it.")),
        (
            _("5 Counted by year"),
            _("Up to the third quarter P = year so far ÷ the year's milestone − quarters ÷ 4, turned round where less "
              "is better; the whole year is a point of 2 to 4."),
        ),
        (
            _("6 Forecast"),
            _("The value at the target date if the mean change per quarter goes on; with four points or more."),
        ),
        (
            _("7 Regions"),
            _("How many meet their own target; capped: the sum of the lesser of V and T ÷ the sum of T, beside the "
              "pooled figure."),
        ),
        (_("8 What is left"), _("T − V, and that ÷ the quarters left.")),
    )  # fmt: skip
    where = _("B is the baseline, T the target, V the value of the period. Nothing is rounded before it is printed.")
    return html.Div([html.P(where, className="note"), facts_list(said)])


def _example(assessment: PlanAssessment) -> Component:
    """The first figure with a lead; without one, the first with progress or a share of its target."""
    row = (
        _first_with(assessment, "lead") or _first_with(assessment, "progress") or _first_with(assessment, "completion")
    )
    if row is None:
        return html.P(_("No figure of this period can be set against its target."), className="note")
    steps: list[tuple[str, Child]] = [
        (figure_name(figure), formula(assessment, row, figure))
        for figure in ("baseline", "value", "target", "completion", "progress", "schedule", "lead", "remaining")
    ]
    about = (row.region.name, row.indicator.name, assessment.period.words())
    title = " · ".join((*about, term("simulated")) if row.is_simulated else about)
    return html.Div([html.H3(title), facts_list((*steps, (_("Status"), light(row.judgement, row))))])


def _first_with(assessment: PlanAssessment, measure: str) -> Assessment | None:
    defined = assessment.columns(f"{measure}_over").drop_nulls(f"{measure}_over").sort("order")
    return next(iter(assessment.of_cells(defined["cell"].head(1).to_list())), None)


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
