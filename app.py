"""Builds the application and starts its command line. Decides nothing."""

import os

import dash
from dash import Dash, ctx, set_props
from flask import Flask

from commands import main
from common.failures import failure_words, record_failure, start_log
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
    overview,
    people,
    reading_card,
    return_page,
    returns,
    review,
    routes,
    security,
    shell,
    sign_in,
    source_panel,
)
from layouts.calls import NotFromPageError
from layouts.components import not_allowed_words, not_found_page, problem_list
from layouts.edge import attach
from layouts.theme import css_variables, current_theme

TITLE = "达标 Dabiao"
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
<body>
{app_entry}
<footer>{config}{scripts}{renderer}</footer>
</body>
</html>"""


class Application(Dash):
    """Dash, with its page frame in the reader's language and the theme's colours."""

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        parts["app_entry"] = parts["app_entry"].replace("Loading...", _("Loading…"))
        lang = "zh-CN" if current_language() == "zh" else "en"
        return INDEX.format(lang=lang, theme=current_theme(), style=css_variables(), **parts)


def create_app(settings: Settings) -> Dash:
    """The web application over the database the settings name."""
    start_log(settings.var)
    app = Application(
        "dabiao",
        server=make_server(),  # type: ignore[arg-type]  # Dash takes a Flask, its annotation forgets it
        title=TITLE,
        update_title=None,  # type: ignore[arg-type]  # None is how Dash is told to leave the title alone
        assets_folder=str(PROJECT_FOLDER / "assets"),
        use_pages=True,
        pages_folder="",
        suppress_callback_exceptions=True,
        on_error=show_failure,
    )
    attach(app.server, settings)
    security.register(app, settings)
    sign_in.register(app.server)
    routes.register(app.server)
    register_pages()
    shell.register(app)
    being_judged.register(app)
    moment_choice.register(app)
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
        "not_found_404": {"path": "/404", "layout": not_found_page},
    }
    for name, page in pages.items():
        dash.register_page(name, title=TITLE, **page)


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
    set_props("failure", {"children": failure_words(record_failure(error))})
    if str(ctx.triggered_id).startswith("returns-"):
        returns.forget_file()


def wsgi() -> Flask:
    """What the web server serves."""
    server: Flask = create_app(Settings.from_environment(os.environ)).server
    settle()
    return server


if __name__ == "__main__":
    main()
