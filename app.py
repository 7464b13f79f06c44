"""Builds the application and starts its command line. Decides nothing."""

import os
from html import escape

import dash
from dash import Dash, State, ctx, html, set_props
from flask import Flask

from commands import main
from common.failures import failure_words, record_failure, start_log, unreachable_words
from common.language import _, current_language
from common.problems import Refusal
from common.settings import PROJECT_FOLDER, Settings
from data.kept import settle
from etl.package import LARGEST_FILE_MB
from layouts import (
    audit_page,
    being_judged,
    binding_card,
    district,
    examples,
    indicator,
    method,
    moment_choice,
    not_found,
    overview,
    people,
    reading_card,
    return_page,
    returns,
    review,
    routes,
    search,
    security,
    shell,
    sign_in,
    source_panel,
)
from layouts.calls import NotFromPageError
from layouts.components import not_allowed_words, problem_list
from layouts.edge import attach
from layouts.page_title import name_page, page_title
from layouts.refused import failure_page
from layouts.theme import css_variables, current_theme

INDEX = """<!DOCTYPE html>
<html lang="{lang}" data-theme="{theme}">
<head>
{metas}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{favicon}
<style>{style}</style>
{css}
</head>
<body data-unreachable="{unreachable}" data-again="{again}">
{app_entry}
<footer>{config}{scripts}{renderer}</footer>
</body>
</html>"""


class Application(Dash):
    """Dash, with its page frame in the reader's language and the theme's colours."""

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        parts["app_entry"] = parts["app_entry"].replace("Loading...", _("Loading…"))
        lang = "zh-CN" if current_language() == "zh" else "en"
        parts |= {"unreachable": escape(unreachable_words()), "again": escape(_("Try again"))}
        return INDEX.format(lang=lang, theme=current_theme(), style=css_variables(), **parts)


def create_app(settings: Settings) -> Dash:
    """The web application over the database the settings name."""
    start_log(settings.var)
    app = Application(
        "dabiao",
        server=make_server(),  # type: ignore[arg-type]  # Dash takes a Flask, its annotation forgets it
        title="达标 Dabiao",
        update_title=None,  # type: ignore[arg-type]  # None is how Dash is told to leave the title alone
        assets_folder=str(PROJECT_FOLDER / "assets"),
        use_pages=True,
        pages_folder="",
        suppress_callback_exceptions=True,
        on_error=show_failure,
        # What every page is told beside its query; the page for addresses that no other has reads it.
        routing_callback_inputs={"path": State("_pages_location", "pathname")},
    )
    attach(app.server, settings)
    security.register(app, settings)
    sign_in.register(app.server)
    routes.register(app.server)
    register_pages()
    not_found.register(app)
    shell.register(app)
    being_judged.register(app)
    moment_choice.register(app)
    search.register(app)
    source_panel.register(app)
    returns.register(app)
    return_page.register(app)
    review.register(app)
    people.register(app)
    binding_card.register(app, returns.opened)
    reading_card.register(app)
    app.layout = shell.layout
    return app


def make_server() -> Flask:
    """The web server below the pages, with a limit on what it reads from anyone."""
    server = Flask("dabiao", root_path=str(PROJECT_FOLDER / "layouts"))
    # A file travels as text a third longer than itself, with a little beside it.
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_FILE_MB * 2**20 * 3 // 2
    return server


def register_pages() -> None:
    """Every page and its address. A page's address is a promise."""
    pages = {
        "overview": {"path": "/", "layout": overview.layout},
        "district": {"path_template": "/district/<region_code>", "layout": district.layout},
        "indicator": {"path_template": "/indicator/<indicator_code>", "layout": indicator.layout},
        "returns": {"path": "/returns", "layout": returns.layout},
        "return": {"path_template": "/returns/<return_id>", "layout": return_page.layout},
        "review": {"path": "/review", "layout": review.layout},
        "people": {"path": "/admin/people", "layout": people.layout},
        "audit": {"path": "/admin/audit", "layout": audit_page.layout},
        "method": {"path": "/method", "layout": method.layout},
        "examples": {"path": "/method/examples", "layout": examples.layout},
        "not_found_404": {"path": "/404", "layout": not_found.layout},
    }
    for name, page in pages.items():
        dash.register_page(name, title=page_title, **page)


def show_failure(error: Exception) -> None:
    """A callback failed: tell the reader with a reference number, and leave the rest of the page working."""
    if isinstance(error, NotFromPageError):
        raise error
    if isinstance(error, PermissionError):
        set_props("failure", {"children": not_allowed_words()})
        return
    if isinstance(error, Refusal):
        # What the page's address asks for is refused; the callback itself shows no more than what it was called with.
        set_props("failure", {"children": problem_list(error.problems)})
        return
    _show_in_its_place(failure_words(record_failure(error)))
    if str(ctx.triggered_id).startswith("returns-"):
        returns.forget_file()


def _show_in_its_place(words: str) -> None:
    """Where what failed would be shown: a page in place of the one before it, a figure's panel in the panel."""
    outputs = ctx.outputs_list if isinstance(ctx.outputs_list, list) else [ctx.outputs_list]
    place = outputs[0]["id"] if outputs else None
    if place == "_pages_content":
        name_page(content := failure_page(words))
        set_props(place, {"children": content})
        set_props("_pages_store", {"data": {"title": page_title()}})
    elif place == "source-panel":
        set_props(place, {"opened": True, "title": _("This cannot be shown"), "children": html.P(words, role="alert")})
    else:
        set_props("failure", {"children": words})


def wsgi() -> Flask:
    """What the web server serves."""
    server: Flask = create_app(Settings.from_environment(os.environ)).server
    settle()
    return server


if __name__ == "__main__":
    main()
