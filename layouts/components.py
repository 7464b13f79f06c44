"""The one set of components pages are made of."""

from collections.abc import Callable, Collection, Sequence
from fractions import Fraction
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from common.explanations import LONGEST
from common.language import _
from common.problems import Problem
from common.terms import term
from data.printing import LIGHT_SHAPES, print_status, print_thresholds
from data.results import Assessment, Judgement, PlanAssessment
from indicators.plan import Plan
from layouts.address import Address
from layouts.moment_choice import moment_choice
from layouts.page_title import heading

Child = Component | str | None


def light(judgement: Judgement, row: Assessment | None = None) -> Component:
    """A judgement: its light as shape and colour, its status as text, and the marks it carries."""
    tags = [html.Span(mark, className="mark") for mark in _marks(judgement)]
    words = html.Span(print_status(judgement, row), className="status")
    return html.Span([_shape_of(judgement), words, *tags], className="light")


def small_light(judgement: Judgement, row: Assessment | None = None, *, period: bool = False) -> Component:
    """A light in little room: its words, with its `period` if asked, are its accessible name and its tooltip."""
    when = [judgement.period.words()] if period else []
    said = " · ".join((*when, print_status(judgement, row), *_marks(judgement)))
    label: dict[str, Any] = {"aria-label": said}
    shape = LIGHT_SHAPES.get(judgement.light or "")
    return html.Span(
        shape, className=f"light {_look(judgement.light, judgement.recovered)}", role="img", title=said, **label
    )


def light_shape(colour: str | None, *, is_recovered: bool = False) -> Component | None:
    """The shape of a light in its colour, in a ring where it was made up since; none in the baseline period."""
    if colour not in LIGHT_SHAPES:
        return None
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    return html.Span(LIGHT_SHAPES[colour], className=_look(colour, is_recovered), **hidden)


def _look(colour: str | None, is_recovered: bool) -> str:
    return f"shape {colour} recovered" if is_recovered else f"shape {colour}"


def _shape_of(judgement: Judgement) -> Component | None:
    return light_shape(judgement.light, is_recovered=judgement.recovered)


def _marks(judgement: Judgement) -> list[str]:
    """What a judgement carries beside its status: that it was made up since, that it is a warning."""
    made_up = [_("made up since")] if judgement.recovered else []
    return [*made_up, _("warning")] if judgement.is_warning else made_up


def state_tag(state: str, more: str = "") -> Component:
    """Where a return stands, as a word in its own frame."""
    words = term(state)
    return html.Span(f"{words} · {more}" if more else words, className=f"state {state}")


def rules_line(assessment: PlanAssessment, address: Address) -> Component:
    """By which thresholds and which rule set the lights beside it were given; the way to the method."""
    said = _(
        "Lights by rule set {rule_set}; lead in percentage points: {thresholds}. Less than one step short of the line "
        "is at worst roughly on schedule.",
        rule_set=assessment.plan.rule_set,
        thresholds=print_thresholds(assessment.plan.thresholds),
    )
    return html.P([said, " ", dcc.Link(_("Method"), href=f"/method{address.query()}")], className="note rules")


def share_bar(share: Fraction | None) -> Component:
    """A share of a whole as a bar; more than the whole is full. The number beside it says it exactly."""
    if share is None:
        return html.Span(className="bar none")
    width = float(min(max(share, Fraction(0)), Fraction(1)))
    return html.Span(html.Span(style={"width": f"{width:.1%}"}), className="bar", role="presentation")


def table(
    head: Sequence[Child],
    rows: Sequence[Sequence[Child | list[Child]]],
    *,
    caption: str | list[Child],
    figures: Collection[int],
) -> Component:
    """A table inside a frame that scrolls by itself, its first column fixed; `figures` are set to the right."""

    def cells(kind: type[html.Th] | type[html.Td], row: Sequence[Child | list[Child]]) -> list[Component]:
        return [kind(cell, className="figure" if place in figures else None) for place, cell in enumerate(row)]

    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr(cells(html.Th, head))),
                html.Tbody([html.Tr(cells(html.Td, row)) for row in rows]),
            ]
        ),
        className="frame",
        tabIndex=0,
    )


def page_top(title: str, assessment: PlanAssessment, address: Address) -> Component:
    """A page's heading: what it is about, for which period and as of when, and the document that says the same."""
    as_of = _("as of {day}", day=address.as_of_words) if address.as_of else _("as of now")
    period = assessment.period.words()
    return html.Div(
        [
            html.Div(
                [
                    heading(title, period, *((as_of,) if address.as_of else ())),
                    html.P(
                        [
                            " · ".join((*_of_plan(title, assessment.plan), period, as_of)),
                            simulated_mark() if assessment.is_simulated else None,
                        ],
                        className="subtitle",
                    ),
                    moment_choice(assessment, address),
                ]
            ),
            button(
                _("Make the briefing (PDF)"),
                href=f"/briefings/briefing.pdf{address.query(period=str(assessment.period))}",
            ),
        ],
        className="top",
    )


def simulated_mark() -> Component:
    """That what stands beside it is simulated."""
    return html.Span(term("simulated"), className="simulated")


def _of_plan(title: str, plan: Plan) -> tuple[str, ...]:
    """The plan's name, or where that is the title already, who issued it under which document."""
    return (plan.issuer, plan.approved_by) if title == plan.name else (plan.name,)


def card(*children: Child, title: str | None = None, id: str | None = None, links: Child = None) -> Component:
    """A part of a page, with its heading; `links` are what can be had of it. By its `id` an address leads to it."""
    head = html.Div([html.H2(title), links], className="card-head") if title else None
    more: dict[str, Any] = {"id": id} if id else {}
    return html.Section([head, *children], className="card", **more)


def facts_list(facts: Sequence[tuple[Child, Child]]) -> Component:
    """Terms and what stands for them, one below the other; those with nothing to say are left out."""
    return html.Dl([item for term, fact in facts if fact for item in (html.Dt(term), html.Dd(fact))])


def problem_list(
    problems: Sequence[Problem], *, place_of: Callable[[Problem], str | None] = lambda _problem: None
) -> Component:
    """Problems with their places, what blocks first; `place_of` is where on the page a problem's cell is shown."""
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(
                        problem.severity_words,
                        className=f"severity {'explained' if problem.explanation else problem.severity}",
                    ),
                    _place(problem, place_of(problem)),
                    html.Span(problem.message),
                ]
            )
            for problem in sorted(problems, key=lambda problem: problem.order)
        ],
        className="problems",
    )


def _place(problem: Problem, shown_at: str | None) -> Component | None:
    if not problem.place:
        return None
    if shown_at is None:
        return html.Span(problem.place, className="place")
    return html.A(problem.place, href=f"#{shown_at}", className="place")


def not_allowed_words() -> str:
    """What is said to somebody who may not do something, wherever they tried."""
    return _("Your role does not allow this. Who needs it asks the administrator for another role.")


def button(label: str, *, href: str | None = None, id: str | None = None) -> Component:
    """A button; with `href` a link that looks like one."""
    if href is not None:
        return html.A(label, href=href, className="button")
    return dmc.Button(label, id=id, className="button")


def long_text(id: str, label: str, description: str | None = None, **more: Any) -> Component:
    """A field for some sentences, no longer than an explanation may be."""
    limit = {"input": {"maxLength": LONGEST}}
    return dmc.Textarea(
        id=id, label=label, description=description, attributes=limit, autosize=True, className="explanation", **more
    )
