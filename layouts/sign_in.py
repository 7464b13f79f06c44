"""Signing in and out, and one's own password: plain pages, which work before any script has run."""

from flask import Blueprint, Flask, jsonify, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from accounts.passwords import LONGEST, SHORTEST
from accounts.people import change_own_password, demo_people, person_named, viewer_of
from accounts.sessions import end_all_sessions, end_session, session_of
from accounts.signing_in import prove, sign_in, sign_in_for_demo
from common.language import LANGUAGES, _, current_language
from common.problems import Problem, Refusal
from data.audit import record
from layouts.address import own_path
from layouts.edge import current_database, current_settings, current_viewer, reading, writing
from layouts.identities import demo_words
from layouts.security import TOKEN, sender
from layouts.theme import css_variables, current_theme

routes = Blueprint("sign_in", __name__)


def register(server: Flask) -> None:
    """Add the pages."""
    server.register_blueprint(routes)
    server.jinja_env.globals.update(
        _=_, style=css_variables, theme=current_theme, language=current_language, languages=LANGUAGES
    )


@routes.get("/sign-in")
def show() -> str:
    """Name and password; in a demonstration also its accounts, one press each."""
    return _sign_in_page()


@routes.post("/sign-in")
def enter() -> AnyResponse | tuple[str, int]:
    """Sign in by name and password."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    try:
        token = sign_in(current_database(), name, password, sender())
    except Refusal as refusal:
        return _sign_in_page(*refusal.problems), 403
    return _signed_in(token, name.strip())


@routes.post("/sign-in/demo")
def enter_demo() -> AnyResponse | tuple[str, int]:
    """Take on an account of a demonstration."""
    if not current_settings().is_demo:
        return _sign_in_page(Problem("sign_in_wrong")), 403
    name = request.form.get("name", "")
    try:
        token = sign_in_for_demo(current_database(), name, sender())
    except Refusal as refusal:
        return _sign_in_page(*refusal.problems), 403
    return _signed_in(token, name)


@routes.post("/sign-out")
def leave() -> AnyResponse:
    """Sign out: here, or everywhere."""
    viewer = current_viewer()
    everywhere = request.form.get("everywhere") == "1"
    with writing() as opened:
        if everywhere:
            end_all_sessions(opened, person_named(opened, viewer.identity))
        else:
            end_session(opened, session[TOKEN])
        record(opened, viewer, "sign_out_everywhere" if everywhere else "sign_out", f"person:{viewer.identity}")
        opened.commit()
    session.clear()
    return redirect("/sign-in")


@routes.get("/password")
def show_password() -> str:
    """One's own password, and signing out everywhere."""
    return _password_page()


@routes.post("/password")
def change_password() -> AnyResponse | tuple[str, int]:
    """Change one's own password; one signs in with the new one then."""
    form = request.form
    try:
        if form.get("new", "") != form.get("again", ""):
            raise Refusal(Problem("passwords_differ"))
        prove(current_database(), current_viewer(), form.get("old", ""))
        with writing() as opened:
            change_own_password(opened, current_viewer(), form.get("old", ""), form.get("new", ""))
            opened.commit()
    except Refusal as refusal:
        return _password_page(*refusal.problems), 403
    session.clear()
    return redirect("/sign-in?changed=1")


def _signed_in(token: str, name: str) -> AnyResponse:
    """A session of its own: nothing of the one before, which somebody else may have begun, is kept."""
    if TOKEN in session:
        _leave_session_before(session[TOKEN])
    session.clear()
    session[TOKEN] = token
    session.permanent = True
    if request.headers.get("X-Dabiao") == "dialog":
        # The page below the dialog goes on as it was, if it is the same person's.
        with reading() as opened:
            person = person_named(opened, name)
            return jsonify(name=person.name, must_change=person.must_change)
    return redirect(own_path(request.form.get("next")))


def _leave_session_before(before: str) -> None:
    with writing() as opened:
        if (row := session_of(opened, before)) is not None:
            end_session(opened, before)
            record(opened, viewer_of(row.person, sender()), "sign_out", f"person:{row.person.name}")
            opened.commit()


def _sign_in_page(*problems: Problem) -> str:
    return render_template(
        "sign_in.html",
        problems=problems,
        next=own_path(request.values.get("next")),
        changed=request.args.get("changed"),
        ended=request.args.get("ended"),
        demo=_demo_accounts() if current_settings().is_demo else [],
    )


def _password_page(*problems: Problem) -> str:
    with reading() as opened:
        person = person_named(opened, current_viewer().identity)
        return render_template("password.html", problems=problems, person=person, shortest=SHORTEST, longest=LONGEST)


def _demo_accounts() -> list[tuple[str, str]]:
    """The accounts of the demonstration, each with its words."""
    with reading() as opened:
        return [(person.name, demo_words(person.name, person.full_name)) for person in opened.scalars(demo_people())]
