"""Pages in place of the one that was asked for: what is wrong in a sentence, and where to go on from there.

They differ by what can be done: an address is mended, a role is asked for, our own failure is reported.
"""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _, mark
from common.problems import Refusal, quoted
from layouts.components import not_allowed_words, problem_list
from layouts.ways_on import AskedAddress, Way

# What is wrong with an address, in a title and a sentence; without one, in the problem's own words. Everything else is
# refused for what was done, or for what the data are.
_WORDS = {
    "plan_not_named": (
        mark("Choose a plan"),
        mark("There is more than one plan, and the address does not say which."),
    ),
    "unknown_plan": (mark("There is no such plan"), mark("No plan here is called “{written}”.")),
    "plan_not_known_then": (
        mark("Nothing was known yet"),
        mark("At the end of {written} nothing of this plan was approved here yet."),
    ),
    "no_figures_yet": (mark("There is nothing here yet"), ""),
    "being_judged": (mark("The figures are being computed"), ""),
    "bad_period": (
        mark("There is no such period"),
        mark("“{written}” is no period: a quarter is written like 2024Q3."),
    ),
    "no_figures": (mark("There are no figures for this period"), mark("No figure is approved for {written}.")),
    "bad_day": (mark("There is no such day"), mark("“{written}” is no day: it is written like 2025-06-30.")),
    "region_not_in_plan": (mark("There is no such region"), mark("The plan has no region with the code “{written}”.")),
    "indicator_not_in_plan": (
        mark("There is no such indicator"),
        mark("The plan has no indicator with the code “{written}”."),
    ),
    "target_not_in_plan": (mark("There is no such target"), ""),
    "unknown_figure": (mark("There is no such figure"), mark("No figure of an indicator is called “{written}”.")),
    "no_such_table": (mark("There is no such table"), mark("No table is called “{written}”.")),
    "unknown_return": (mark("There is no such return"), ""),
}


def refusal_page(refusal: Refusal, asked: AskedAddress, ways: Sequence[Way]) -> Component:
    """What was asked cannot be shown: why, and what there is near it."""
    title, _sentence = refusal_words(refusal, asked)
    said = refusal_said(refusal, asked, ways)
    return html.Article([html.H1(title), said, _to_the_overview()], className="refused")


def refusal_said(refusal: Refusal, asked: AskedAddress, ways: Sequence[Way]) -> Component:
    """The same in a part of a page that has its own title."""
    if refusal.problems[0].code not in _WORDS:
        return problem_list(refusal.problems)
    _title, sentence = refusal_words(refusal, asked)
    return html.Div([html.P(sentence), ways_list(ways)])


def refusal_words(refusal: Refusal, asked: AskedAddress) -> tuple[str, str]:
    """What is wrong: a title, and a sentence that says what would be right."""
    problem = refusal.problems[0]
    code, written = problem.code, problem.value or ""
    if code == "plan_not_known_then" or code == "no_figures_yet" and asked.said("as-of"):
        code, written = "plan_not_known_then", asked.said("as-of")
    title, sentence = _WORDS.get(code, (mark("This cannot be shown"), ""))
    return _(title), _(sentence, written=quoted(written)) if sentence else str(refusal)


def ways_list(ways: Sequence[Way]) -> Component | None:
    """The ways on as links, the nearest first."""
    if not ways:
        return None
    links = [html.Li(dcc.Link(way.words, href=way.href)) for way in ways]
    return html.Div([html.P(_("The nearest there is:"), className="note"), html.Ul(links, className="ways")])


def not_found_page(path: str, ways: Sequence[Way]) -> Component:
    """No page has this address."""
    return html.Article(
        [
            html.H1(_("There is no such page")),
            html.P(_("No page has the address {path}. It may be misspelt, or of another version.", path=quoted(path))),
            ways_list(ways),
            _to_the_overview(),
        ],
        className="refused",
    )


def not_allowed_page() -> Component:
    """What was asked is not for this reader's role."""
    return html.Article([html.H1(_("This is not for your role")), html.P(not_allowed_words())])


def failure_page(words: str) -> Component:
    """The page could not be made, for a fault of ours: with the number it is found by, and a way to try again."""
    return html.Article(
        [
            html.H1(_("This page could not be made")),
            html.P(words, role="alert"),
            html.P(html.A(_("Try again"), href="", className="button")),
            _to_the_overview(),
        ],
        className="refused",
    )


def _to_the_overview() -> Component:
    return html.P(dcc.Link(_("To the overview"), href="/"))
