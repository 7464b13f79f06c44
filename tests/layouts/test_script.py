"""Script and formulas in what people write: wherever it is shown it is text, and nothing runs it."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from dash import Dash
from pypdf import PdfReader
from sqlalchemy import func, select

from common.viewer import Viewer
from data.account_models import PersonRow
from data.database import Database
from data.plan_store import save_plan
from data.return_models import RevisionRow
from data.return_states import approve, revision_in_turn
from etl.keeping import Upload
from etl.marked import mark_up
from etl.table import Choice
from indicators.plan import Plan
from tests.etl.workbooks import Rows, book
from tests.layouts.attempts import callback_key
from tests.layouts.test_permissions import call, signed_in
from tests.layouts.test_returns_pages import data_url
from tests.taking import take

NAME = '=HYPERLINK("//evil")<script>alert("n")</script>'
FILE = "=<img src=x onerror=alert(1)>.xlsx"
EXPLANATION = "</script><script>alert('e')</script>"
REASON = "=1+1<svg onload=alert('r')>"
CANGNAN = Viewer("analyst:330327", "analyst", frozenset({"330327"}), "10.0.0.1")
REVIEWER = Viewer("reviewer", "reviewer")
# Where Dash and React put a string as text, or as the value of an attribute that runs nothing.
AS_TEXT = {"children", "title", "label", "aria-label", "value", "data", "placeholder", "description", "text", "name",
    "hovertext", "customdata", "x", "y", "data-title"}  # fmt: skip


@pytest.fixture
def returned(loaded_sqlite: Database, wenzhou: Plan) -> int:
    """A return of such words, approved and corrected, of an indicator named so: its number."""
    named = tuple(
        replace(one, name=NAME, aliases=(*one.aliases, one.name)) if one.code == "rated_4a5a" else one
        for one in wenzhou.indicators
    )
    with loaded_sqlite.writing() as session:
        save_plan(session, replace(wenzhou, indicators=named), Viewer("somebody", "operator"))
        session.commit()
    for figure in (80, 81):
        content = book([["区划", "4A5A等级"], ["", "2024年一季度"], ["苍南", figure]])
        choice = Choice(explanation=EXPLANATION)
        take(loaded_sqlite, Upload(FILE, content, CANGNAN), choice, upto="submitted", reason=REASON)
        with loaded_sqlite.writing() as session:
            newest = session.scalars(select(func.max(RevisionRow.id))).one()
            approve(session, REVIEWER, revision := revision_in_turn(session, REVIEWER, newest))
            number = revision.return_id
            session.commit()
    return number


def strings(part: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an answer, with the name of what it stands in."""
    if isinstance(part, dict):
        assert not {"dangerously_allow_html", "dangerouslySetInnerHTML", "srcDoc"} & part.keys()
        assert part.get("type") not in ("DangerouslySetInnerHTML", "Markdown", "Iframe", "Script", "Object", "Embed")
        for name, value in part.items():
            yield from strings(value, name)
    elif isinstance(part, list):
        for one in part:
            yield from strings(one, key)
    elif isinstance(part, str):
        yield key, part


def page(app: Dash, account: str, pathname: str, search: str = "?period=2024Q1") -> str:
    values = {"_pages_location.pathname": pathname, "_pages_location.search": search}
    return call(app, signed_in(app, account), callback_key(app, "_pages_content.children"), values)[1]


def panel(app: Dash) -> str:
    values = {"address.hash": "#source=value:rated_4a5a:330327", "address.search": "?period=2024Q1"}
    return call(app, signed_in(app, "leader"), callback_key(app, "source-panel.opened"), values)[1]


def file_read(app: Dash) -> str:
    content = book(
        [["区划", "4A5A等级", NAME], ["", "2024年二季度", ""], ["苍南", -3, EXPLANATION], [EXPLANATION, 4, 4]]
    )
    values = {"returns-file.contents": data_url(content), "returns-file.filename": FILE}
    return call(app, signed_in(app, "analyst:330327"), callback_key(app, "returns-result.children"), values)[1]


SHOWN: dict[str, tuple[Callable[[Dash, int], str], set[str]]] = {
    "the overview": (lambda app, _number: page(app, "leader", "/"), {NAME}),
    "an indicator": (lambda app, _number: page(app, "leader", "/indicator/rated_4a5a"), {NAME}),
    "a district": (lambda app, _number: page(app, "leader", "/district/330327"), {NAME}),
    "the source panel": (lambda app, _number: panel(app), {NAME, FILE, EXPLANATION, REASON}),
    "a return": (
        lambda app, number: page(app, "reviewer", f"/returns/{number}", ""),
        {NAME, FILE, EXPLANATION, REASON},
    ),
    "the review": (lambda app, _number: page(app, "reviewer", "/review"), {NAME, REASON}),
    "the trail": (lambda app, _number: page(app, "auditor", "/admin/audit", ""), {FILE, REASON}),
    "a file as it is read": (lambda app, _number: file_read(app), {NAME, EXPLANATION}),
}


@pytest.mark.parametrize("where", SHOWN)
def test_script_is_shown_as_it_was_written_and_never_run(app: Dash, returned: int, where: str) -> None:
    show, written = SHOWN[where]
    said = json.loads(show(app, returned))
    found = list(strings(said))
    assert [one for one in written if not any(one in text for _key, text in found)] == []
    assert {key for key, text in found if "<script" in text or "<img" in text or "<svg" in text} <= AS_TEXT


def test_the_pages_that_the_server_writes_show_names_as_text(app: Dash, loaded_sqlite: Database) -> None:
    client = signed_in(app, "reviewer")
    with loaded_sqlite.writing() as session:
        for person in session.scalars(select(PersonRow).where(PersonRow.is_demo)):
            person.full_name = NAME
        session.commit()
    for address in ("/sign-in?next=/%22%3E" + EXPLANATION, "/password", "/returns/template?period=" + EXPLANATION):
        shown = client.get(address, headers={"Accept": "text/html"}).text
        assert "<script>alert" not in shown and "onerror=alert" not in shown, address


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t="])
def test_no_cell_of_a_template_is_a_formula_but_those_that_work_rates_out(
    app: Dash, loaded_sqlite: Database, wenzhou: Plan, sign: str
) -> None:
    words = f"{sign}1+cmd|' /C calc'!A0"
    named = tuple(replace(one, name=f"{words}{one.number}", definition=words) for one in wenzhou.indicators)
    others = tuple(replace(one, target=words) if one.indicator == "charities" else one for one in wenzhou.targets)
    with loaded_sqlite.writing() as session:
        plan = replace(wenzhou, name=words, indicators=named, targets=others)
        save_plan(session, plan, Viewer("somebody", "operator"))
        session.commit()
    content = signed_in(app, "analyst:330327").get("/returns/template?period=2024Q4&region=330327").data
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet for cell in row]
    assert sum(words in str(cell.value) for cell in cells) > 3
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert formulas and all(one.startswith("=IF(N(") for one in formulas)


@pytest.mark.parametrize("name", [FILE, "=1+1.csv"])
def test_no_cell_of_a_marked_workbook_is_a_formula_that_nobody_wrote(loaded_sqlite: Database, name: str) -> None:
    is_text = name.endswith(".csv")
    # In a table as text nothing is a formula; in a workbook what begins with = is the sender's own.
    words = f"{'=' if is_text else '+'}1+cmd|<script>"
    rows: Rows = [["区划", "4A5A等级"], ["", "2024年一季度"], ["苍南", words], [f"@{words}", 4]]
    content = "\n".join(",".join(map(str, row)) for row in rows).encode("utf-8-sig") if is_text else book(rows)
    problems = take(loaded_sqlite, Upload(name, content, CANGNAN)).reading.problems
    _name, marked = mark_up(name, content, problems)
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(marked)) for row in sheet for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert sum(str(cell.value) == words for cell in cells) > 1


def test_the_briefing_says_it_as_it_is_written(app: Dash, returned: int) -> None:
    assert returned
    pdf = signed_in(app, "leader").get("/briefings/briefing.pdf?period=2024Q1").data
    text = "".join("".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(pdf)).pages)
    assert "".join(NAME.split()) in text


def test_a_file_is_given_back_to_be_kept_and_never_opened_as_a_page(app: Dash, returned: int) -> None:
    for kind in ("file", "marked"):
        response = signed_in(app, "reviewer").get(f"/returns/{returned}/revisions/1/{kind}")
        assert (response.status_code, response.mimetype) == (200, "application/octet-stream")
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["a\r\nX-Evil: 1.xlsx", 'a"; filename="b.html', "../../etc/passwd.xlsx", "长" * 300 + ".xlsx"]
)
def test_no_file_name_adds_to_what_the_answer_says(app: Dash, loaded_sqlite: Database, name: str) -> None:
    content = book([["区划", "4A5A等级"], ["", "2024年一季度"], ["苍南", 80]])
    assert take(loaded_sqlite, Upload(name, content, CANGNAN)).taken
    with loaded_sqlite.reading() as session:
        number = session.scalars(select(func.max(RevisionRow.return_id))).one()
    for kind in ("file", "marked"):
        response = signed_in(app, "reviewer").get(f"/returns/{number}/revisions/1/{kind}")
        assert (response.status_code, response.mimetype) == (200, "application/octet-stream"), kind
        assert "X-Evil" not in response.headers and "/etc/" not in response.headers["Content-Disposition"]
