"""Plain HTTP routes beside the pages: health, language, and the documents to download."""

import io
from collections.abc import Container

from flask import Blueprint, Flask, Response, redirect, request, send_file
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from briefings.briefing import compose
from briefings.pdf import render_pdf
from common.failures import failure_words, record_failure
from common.language import LANGUAGES, _
from common.problems import Problem, Refusal
from common.viewer import can
from data.audit import record
from data.judging_apart import BeingJudged
from data.plan_store import StoredPlan, find_region, load_plan
from data.return_models import FileRow, RevisionRow
from data.return_states import may_download, problems_of, subject_of
from etl.marked import mark_up
from etl.template_workbook import template_file
from layouts.address import own_path, read_address
from layouts.components import not_allowed_words
from layouts.downloads import Asked, table_file
from layouts.edge import (
    asks,
    current_viewer,
    is_signed_in,
    load_assessment,
    ping,
    reading,
    ways_from,
    writing,
)
from layouts.identities import naming_people
from layouts.notice import is_for_a_reader, notice
from layouts.refused import refusal_words
from layouts.return_page import see_return
from layouts.theme import THEMES
from layouts.ways_on import AskedAddress

routes = Blueprint("routes", __name__)


def register(server: Flask) -> None:
    """Add the routes and the one handler for what goes wrong in them."""
    server.register_blueprint(routes)
    server.register_error_handler(Refusal, _refused)
    server.register_error_handler(PermissionError, _not_allowed)
    server.register_error_handler(Exception, _failed)


@routes.get("/healthz")
def health() -> Response:
    """200 with "ok" where the database answers and is of this version; 503 with the way out where it does not."""
    try:
        ping()
    except Refusal as refusal:
        return Response(str(refusal), status=503, mimetype="text/plain")
    return Response("ok", mimetype="text/plain")


@routes.get("/language/<language>")
def choose_language(language: str) -> AnyResponse:
    """Keep the language in a cookie and go back to where the reader was."""
    return _with_choice("language", language, LANGUAGES)


@routes.get("/theme/<theme>")
def choose_theme(theme: str) -> AnyResponse:
    """Keep the theme in a cookie and go back to where the reader was."""
    return _with_choice("theme", theme, THEMES)


def _with_choice(name: str, chosen: str, among: Container[str]) -> AnyResponse:
    response = redirect(_way_back())
    if chosen in among:
        response.set_cookie(name, chosen, max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
    return response


@routes.get("/briefings/briefing.pdf")
def briefing_pdf() -> Response:
    """The briefing for the plan, period and moment of the address, as a PDF to keep."""
    asked = read_address(request.args.to_dict())
    with reading() as session:
        assessment = load_assessment(session, asked)
    name = f"{assessment.plan.slug}-{assessment.period}.pdf"
    pdf = io.BytesIO(render_pdf(compose(assessment)))
    as_of = asked.as_of.isoformat() if asked.as_of else None
    _keep("make_briefing", f"document:{assessment.plan.slug}/{assessment.period}/briefing", as_of=as_of)
    return send_file(pdf, mimetype="application/pdf", as_attachment=True, download_name=name)


@routes.get("/tables/<name>.xlsx")
@asks("see_approved")
def table_workbook(name: str) -> Response:
    """The data of a page's table or chart as a workbook, for the plan, period, moment and rows of the address."""
    asked = read_address(request.args.to_dict())
    of_what = {part: request.args[part] for part in ("region", "indicator", "status") if part in request.args}
    with reading() as session:
        assessment = load_assessment(session, asked)
        file, content = table_file(name, Asked(session, current_viewer(), assessment, **of_what), request.url)
    as_of = asked.as_of.isoformat() if asked.as_of else None
    _keep("download_table", f"document:{assessment.plan.slug}/{assessment.period}/{name}", as_of=as_of, **of_what)
    return send_file(io.BytesIO(content), as_attachment=True, download_name=file)


@routes.get("/returns/template")
def return_template() -> Response:
    """The workbook to fill in for the period and region of the address; without a region those of all, as a zip."""
    asked = read_address(request.args.to_dict())
    if asked.period is None:
        raise Refusal(Problem("bad_period", value=""))
    with reading() as session:
        stored = load_plan(session, asked.plan)
        region = find_region(stored.plan, request.args.get("region"))
        name, content = template_file(session, stored, current_viewer(), region, asked.period)
    subject = f"document:{stored.plan.slug}/{asked.period}/template"
    own = [one.code for one in stored.plan.regions if can(current_viewer(), "submit", one.code)]
    _keep("download_template", subject, regions=[region.code] if region else own)
    return send_file(io.BytesIO(content), as_attachment=True, download_name=name)


@routes.get("/returns/<return_id>/revisions/<number>/file")
def return_file(return_id: str, number: str) -> Response:
    """The file a revision came in, byte for byte as it was sent; never opened by the browser."""
    content, shown, _stored = _file_of(return_id, number)
    _keep("download_file", subject_of(shown), file=shown.file_name)
    return _as_file(content, shown.file_name)


@routes.get("/returns/<return_id>/revisions/<number>/marked")
def marked_file(return_id: str, number: str) -> Response:
    """The file a revision came in with what was said of it marked in it."""
    content, shown, stored = _file_of(return_id, number)
    problems = naming_people(problems_of(shown), stored.plan.region_by_code)
    name, marked = mark_up(shown.file_name, content, problems)
    _keep("download_marked", subject_of(shown), file=shown.file_name)
    return _as_file(marked, name)


def _file_of(return_id: str, number: str) -> tuple[bytes, RevisionRow, StoredPlan]:
    """The file of a revision; raises Refusal where it is not the viewer's to see."""
    with reading() as session:
        seen = see_return(session, return_id, number)
        if not may_download(session, current_viewer(), seen.shown.file_sha256):
            raise Refusal(Problem("file_holds_more", params={"file": seen.shown.file_name}))
        return session.get_one(FileRow, seen.shown.file_sha256).content, seen.shown, seen.stored


def _keep(action: str, subject: str, **said: str | list[str] | None) -> None:
    """Keep in the audit trail that the viewer is given a document; what said nothing is left out."""
    after = {name: words for name, words in said.items() if words is not None}
    with writing() as session:
        record(session, current_viewer(), action, subject, after=after or None)
        session.commit()


def _as_file(content: bytes, name: str) -> Response:
    # A line end, which no header may hold, is in no name that a file can have, and in one that was made up.
    name = "".join(one if one.isprintable() else "_" for one in name)
    return send_file(io.BytesIO(content), mimetype="application/octet-stream", as_attachment=True, download_name=name)


def _way_back() -> str:
    """The page the reader came from, where it is one of this site."""
    return own_path((request.referrer or "").removeprefix(request.host_url.removesuffix("/")))


def _refused(refusal: Refusal) -> Response:
    """What is wrong with the address, and for a reader the ways on; for a script the problems in their own words."""
    status = 503 if isinstance(refusal, BeingJudged) else 404
    if not is_for_a_reader() or not is_signed_in():
        return notice(str(refusal), status)
    asked = AskedAddress({**request.args.to_dict(), **(request.view_args or {})})
    _title, sentence = refusal_words(refusal, asked)
    return notice(sentence, status, ways_from(refusal, asked))


def _not_allowed(_error: PermissionError) -> Response:
    return notice(not_allowed_words(), 403)


def _failed(error: Exception) -> HTTPException | Response:
    if not isinstance(error, HTTPException):
        return notice(failure_words(record_failure(error)), 500)
    if error.code is None or error.code < 400:
        return error
    words = {413: _("What was sent is larger than a file may be.")}
    return notice(words.get(error.code, _("There is nothing here that answers such a request.")), error.code)
