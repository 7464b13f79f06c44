"""An answer of a few words: a page with a way on for who reads one, plain text for a script."""

from collections.abc import Sequence

from flask import Response, render_template, request

from layouts.ways_on import Way


def is_for_a_reader() -> bool:
    """Whether a person waits for a page, and no script for an answer."""
    wanted = request.accept_mimetypes.best_match(("text/plain", "text/html"))
    return wanted == "text/html" and not request.path.startswith("/_dash")


def notice(words: str, status: int, ways: Sequence[Way] = ()) -> Response:
    """The words with an HTTP status, and for a reader the ways on from there."""
    if is_for_a_reader():
        return Response(render_template("notice.html", words=words, ways=ways), status=status)
    return Response(words, status=status, mimetype="text/plain")
