"""What every request passes first: who it is from, that no other site sent it, and what its answer allows."""

from collections.abc import Callable
from urllib.parse import unquote, urlencode

from dash import Dash
from flask import Flask, Response, current_app, g, jsonify, redirect, request, session
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as AnyResponse

from accounts.people import viewer_of
from accounts.sessions import LONGEST, is_to_mark, mark_seen, session_of
from common.language import _
from common.settings import Settings
from common.viewer import can
from layouts.calls import NotFromPageError, is_as_sent
from layouts.edge import current_settings, reading, writing
from layouts.notice import is_for_a_reader, notice
from layouts.secret_key import secret_key

# What anybody may ask for: to sign in, in which language, whether the program is well, and how its pages look.
OPEN = frozenset(
    {
        "sign_in.show",
        "sign_in.enter",
        "sign_in.enter_demo",
        "routes.health",
        "routes.choose_language",
        "routes.choose_theme",
        "_dash_assets.static",
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        "/_favicon.ico",
    }
)
# What is left to somebody who has to choose a password of their own first.
_BEFORE_PASSWORD = frozenset({"sign_in.show_password", "sign_in.change_password", "sign_in.leave"})
# What is not counted: a page asks for many of these at once, and a watcher for its health all the time.
_FREE = OPEN - {"sign_in.show", "sign_in.enter", "sign_in.enter_demo", "routes.choose_language", "routes.choose_theme"}
TOKEN = "token"
_LIMITER = "dabiao-limiter"
# For each web worker. A page asks ten times at most when it is opened; behind one place a whole bureau may sit.
_OF_A_PERSON, _OF_A_PLACE = RateLimitItemPerMinute(300), RateLimitItemPerMinute(300)


def register(app: Dash, settings: Settings) -> None:
    """Let nobody in who has not signed in, and no request that a page of ours did not send."""
    server: Flask = app.server
    server.secret_key = secret_key(settings)
    server.config.update(
        SESSION_COOKIE_NAME="dabiao",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        PERMANENT_SESSION_LIFETIME=LONGEST,
        # A token is good for as long as its session.
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.proxies:
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    server.extensions[_LIMITER] = MovingWindowRateLimiter(MemoryStorage())
    server.before_request(_come_in)
    CSRFProtect(server)
    server.before_request(_check_call(app))
    server.register_error_handler(CSRFError, _not_from_here)
    server.register_error_handler(NotFromPageError, _not_from_here)
    server.after_request(_with_csrf_cookie(settings))
    server.after_request(_with_headers(app, settings))


def sender() -> str:
    """Where the request comes from."""
    return request.remote_addr or ""


def _come_in() -> AnyResponse | tuple[Response, int] | None:
    """Find out who asks; send whoever has not signed in, or has no password of their own yet, to do so."""
    g.viewer = None
    if request.endpoint in _FREE:
        return None
    # No page sends this character, and PostgreSQL keeps it nowhere.
    if any("\0" in text for text in (request.path, *request.args.values(), *request.form.values())):
        return _outdated()
    must_change = request.endpoint not in OPEN and _recognise()
    if not _is_within_rate():
        return notice(_("Too many requests. Wait a minute, and go on."), 429)
    if request.endpoint in OPEN:
        return None
    if g.viewer is None:
        back = urlencode({"next": request.full_path.rstrip("?")}) if request.method == "GET" else ""
        return _to(f"/sign-in?{back}", _("Your session has ended. Sign in again."), 401)
    drawn_for = unquote(request.headers.get("X-Dabiao-Account", g.viewer.identity))
    if drawn_for != g.viewer.identity:
        return jsonify(words=_other_person(), button=_("Load the page again")), 409
    if must_change and request.endpoint not in _BEFORE_PASSWORD:
        return _to("/password", _("Choose a password of your own first."), 403)
    if request.path == "/" and not can(g.viewer, "see_approved"):
        return redirect("/admin/people")
    return None


def _other_person() -> str:
    """What is said to a page that was drawn for somebody else: what is done on it would be done under another name."""
    return _(
        "In another window {account} has signed in, and this page is somebody else's. Nothing was done. Load it again "
        "to go on as {account}, or sign in anew.",
        account=g.viewer.identity,
    )


def _recognise() -> bool:
    """Set `g.viewer` to who is signed in; whether they have to choose a password first."""
    token = session.get(TOKEN)
    if not token:
        return False
    with reading() as opened:
        row = session_of(opened, token)
        # Accounts without a password are let in by a demonstration, and by nothing else.
        if row is None or row.person.is_demo and not current_settings().is_demo:
            return False
        g.viewer = viewer_of(row.person, sender())
        is_due, session_id, must_change = is_to_mark(row), row.id, row.person.must_change
    if is_due:
        with writing() as opened:
            mark_seen(opened, session_id)
            opened.commit()
    return must_change


def _is_within_rate() -> bool:
    """Whether somebody, or a place nobody has signed in from, asks no more often than a person with a page can."""
    limiter: MovingWindowRateLimiter = current_app.extensions[_LIMITER]
    if g.viewer is None:
        return limiter.hit(_OF_A_PLACE, sender())
    return limiter.hit(_OF_A_PERSON, g.viewer.identity)


def _to(path: str, words: str, status: int) -> AnyResponse:
    """Another page for who reads one; for a script, which would follow there blindly, the words and a status."""
    return redirect(path) if is_for_a_reader() else notice(words, status)


def _check_call(app: Dash) -> Callable[[], Response | None]:
    """Answer no call of a callback that there is not, or not like this: its page was drawn by another version."""

    def check() -> Response | None:
        is_call = request.method == "POST" and request.path == "/_dash-update-component"
        body = request.get_json(silent=True) if is_call else None
        return _outdated() if is_call and not _is_call(app, body) else None

    return check


def _is_call(app: Dash, body: object) -> bool:
    """Whether this is what a page sends: a callback's name, and its inputs and states as they can be."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    callback = app.callback_map.get(body["output"])
    changed = body.get("changedPropIds", [])
    if callback is None or not isinstance(changed, list) or not all(isinstance(one, str) for one in changed):
        return False
    are_ends = all(_are_ends(body.get(part, []), len(callback[part])) for part in ("inputs", "state"))
    return are_ends and is_as_sent(callback, body)


def _are_ends(said: object, count: int) -> bool:
    """Whether these are so many ends of a callback, each a property of one component or of several."""
    if not isinstance(said, list) or len(said) != count:
        return False
    each = [one for end in said for one in (end if isinstance(end, list) else [end])]
    return all(isinstance(one, dict) and {"id", "property"} <= one.keys() for one in each)


def _not_from_here(_error: CSRFError | NotFromPageError) -> Response:
    return _outdated()


def _outdated() -> Response:
    words = _("This page is no longer current, or was sent by another site. Load it again and repeat what you did.")
    return notice(words, 400)


def _with_csrf_cookie(settings: Settings) -> Callable[[Response], Response]:
    """Give every page the token that its requests carry; dash sends the cookie of this name back as a header."""

    def add(response: Response) -> Response:
        is_page = response.mimetype == "text/html" and not 300 <= response.status_code < 400
        if is_page or (request.endpoint or "").startswith("sign_in."):
            response.set_cookie("_csrf_token", generate_csrf(), samesite="Lax", secure=settings.is_https)
        return response

    return add


def _with_headers(app: Dash, settings: Settings) -> Callable[[Response], Response]:
    """Let a page run nothing but this program's own scripts, and nobody keep or frame what it shows."""
    policy = ""

    def add(response: Response) -> Response:
        nonlocal policy
        # Known once all callbacks are: those that run in the browser are scripts within the page.
        policy = policy or "; ".join(
            [
                "default-src 'self'",
                f"script-src 'self' {' '.join(map(_quoted, app.csp_hashes()))}".rstrip(),
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            ]
        )
        headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
        if settings.is_https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if not request.path.startswith(("/assets/", "/_dash-component-suites/")):
            headers["Cache-Control"] = "no-store"
        response.headers.update(headers)
        return response

    return add


def _quoted(source: str) -> str:
    return source if source.startswith("'") else f"'{source}'"
