"""Everything that can be asked of the server, with what it takes to be answered; and returns to ask it about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import func, select

from common.viewer import Action, Viewer
from data.columns import Base
from data.database import Database
from data.return_models import RevisionRow
from etl.keeping import Upload
from etl.table import Choice
from layouts import returns
from tests.etl.workbooks import book
from tests.layouts.test_binding_card import QUARTER, SAID, selects
from tests.layouts.test_permissions import call
from tests.layouts.test_returns_pages import data_url
from tests.taking import take

CANGNAN = "330327"
REPORTER = Viewer("analyst:330327", "analyst", frozenset({CANGNAN}), "10.0.0.1")
# What nobody reads but who may see drafts of 苍南.
SECRET = "between Cangnan and the bureau"
_PEOPLE = book([["账号", "姓名", "角色", "区划"], ["wang", "王芳", "领导", ""]], sheet="名单")


@dataclass(frozen=True)
class Held:
    """苍南's returns in the database, each with its only revision: a draft, and one that waits for a decision."""

    draft: int = 0
    draft_revision: int = 0
    waiting: int = 0
    waiting_revision: int = 0


@dataclass(frozen=True)
class Attempt:
    """A call of a callback, or else an address to get. `acts`: who may do it changes something by it.

    Of what `region` says it takes the right to the action for 苍南, of the rest for any region; no action is anybody's.
    """

    action: Action | None
    callback: str = ""
    address: str = ""
    region: str | None = None
    acts: bool = False
    sends_file: bool = False
    given: Mapping[str, Any] = field(default_factory=dict)


def hold_returns(database: Database) -> Held:
    """Take in a draft and a submitted return of 苍南."""

    def taken(period: str, figure: int, upto: Any) -> tuple[int, int]:
        content = book([["区划", "4A5A等级"], ["", period], ["苍南", figure]])
        take(database, Upload("return.xlsx", content, REPORTER), Choice(explanation=SECRET), upto=upto)
        with database.reading() as session:
            row = session.get_one(RevisionRow, session.scalar(select(func.max(RevisionRow.id))))
            return row.return_id, row.id

    return Held(*taken("2024年一季度", 80, "draft"), *taken("2024年二季度", 36, "submitted"))


def everything(database: Database) -> dict[str, Any]:
    """All that the database holds, but for who is signed in."""
    with database.reading() as session:
        tables = [table for table in Base.metadata.sorted_tables if table.name != "sessions"]
        return {table.name: [tuple(row) for row in session.execute(select(table))] for table in tables}


def without_trail(found: Mapping[str, Any]) -> dict[str, Any]:
    """That, but for the audit trail, which tells of reading as well."""
    return {name: rows for name, rows in found.items() if not name.startswith("audit_")}


def callback_key(app: Dash, output: str) -> str:
    """The key of the callback whose first output this is; one whose output is another's too ends with @."""
    name, _at, is_another = output.partition("@")
    firsts = {key: key.strip(".").partition("...")[0].partition("@") for key in app.callback_map}
    return next(str(key) for key, (first, at, _) in firsts.items() if first == name and bool(at) == ("@" in output))


def ask(app: Dash, client: FlaskClient, attempt: Attempt) -> tuple[int, str]:
    """Make an attempt: the answer's status and its words."""
    if attempt.callback:
        return call(app, client, callback_key(app, attempt.callback), dict(attempt.given))
    response = client.get(attempt.address)
    return response.status_code, response.text if (response.mimetype or "").startswith("text/") else ""


def places_to_say() -> list[tuple[dict[str, str], str | None]]:
    """The selects of the page for a file that leaves something open, with what is chosen in them; within a request."""
    beside = returns.Beside(None, "2024Q3")
    page: Any = returns.follow(data_url(QUARTER), "r.xlsx", beside, "", pressed=None).result
    return [(one.id, SAID.get(place, one.value)) for place, one in selects(page).items()]


def attempts(held: Held, places: Any = ()) -> dict[str, Attempt]:
    """Every attempt, by what it is."""
    file = {"returns-file.contents": data_url(_QUARTER_3), "returns-file.filename": "return.xlsx", "address.search": ""}
    draft = {"return-revision.data": held.draft_revision, "return-reason.value": "", "address.search": ""}
    waiting = {**draft, "return-revision.data": held.waiting_revision, "return-reason.value": "请核实"}
    chosen = {"review-chosen.value": [str(held.waiting_revision)], "review-reason.value": "请核实"}
    reading = {"reading-indicator.data": "illegal_organisations", "reading-region.value": "330300"}
    binding = {
        "selects": places, "returns-file.contents": data_url(QUARTER), "returns-file.filename": "r.xlsx",
        "returns-period.value": "2024Q3", "returns-region.value": CANGNAN,
    }  # fmt: skip
    somebody = {
        "people-chosen.value": "analyst:330302", "people-old-full-name.value": "某", "people-old-role.value": "leader",
        "people-old-regions.value": [],
    }  # fmt: skip
    listed = {"people-file.contents": data_url(_PEOPLE), "people-file.filename": "people.xlsx"}
    path = f"/returns/{held.draft}"
    return {
        "the way around": Attempt(None, "navigation.children", given={"address.search": ""}),
        "where a figure is from": Attempt(
            "see_approved", "source-panel.opened", given={"address.hash": "#source=value:rated_4a5a:330327"}
        ),
        "search": Attempt("see_approved", "search-answers.children", given={"search-written.data": "苍南"}),
        "offer a template": Attempt("submit", "returns-template.children", given={"returns-period.value": "2024Q1"}),
        "mark a file": Attempt("submit", "returns-download.data", given={"returns-marked.n_clicks": 1, **file}),
        "read a file": Attempt("submit", _FILE, region=CANGNAN, given=file),
        "keep a draft": Attempt(
            "submit", _FILE, region=CANGNAN, acts=True, sends_file=True, given={"returns-take.n_clicks": 1, **file}
        ),
        "send a file": Attempt(
            "submit", _FILE, region=CANGNAN, acts=True, sends_file=True, given={"returns-submit.n_clicks": 1, **file}
        ),
        "hand in": Attempt("submit", _RETURN, region=CANGNAN, acts=True, given={"return-submit.n_clicks": 1, **draft}),
        "approve": Attempt("approve", _RETURN, region=CANGNAN, acts=True, given={"return-approve.n_clicks": 1, **waiting}),
        "send back": Attempt(
            "approve", _RETURN, region=CANGNAN, acts=True, given={"return-send-back.n_clicks": 1, **waiting}
        ),
        "approve chosen": Attempt("approve", _REVIEW, acts=True, given={"review-approve.n_clicks": 1, **chosen}),
        "send chosen back": Attempt("approve", _REVIEW, acts=True, given={"review-send-back.n_clicks": 1, **chosen}),
        "confirm a reading": Attempt("confirm", _READING, acts=True, given={"reading-confirm.n_clicks": 1, **reading}),
        "set a direction": Attempt(
            "confirm", _READING, acts=True,
            given={"reading-direct.n_clicks": 1, "reading-direction.value": "decrease", **reading},
        ),
        "say what a table means": Attempt(
            "submit", _BINDING, region=CANGNAN, acts=True, given={"binding-keep.n_clicks": 1, **binding}
        ),
        "take that back": Attempt("submit", _BINDING, region=CANGNAN, given={"binding-withdraw.n_clicks": 1, **binding}),
        "choose what a table means": Attempt(
            "submit", "binding-said.children@", given={"selects": places}
        ),
        "add a person": Attempt(
            "manage_people", _PEOPLE_SAID, acts=True,
            given={"people-add.n_clicks": 1, "people-new-name.value": "li", "people-new-full-name.value": "李强",
                   "people-new-role.value": "administrator", "people-new-regions.value": []},
        ),
        **{
            f"{button} somebody": Attempt(
                "manage_people", f"{_PEOPLE_SAID}@", acts=button in ("change", "disable"),
                given={f"people-{button}.n_clicks": 1, **somebody},
            )
            for button in ("change", "disable", "enable", "reset")
        },
        "look at a person": Attempt(
            "manage_people", "people-old-full-name.value", given={"people-chosen.value": "reviewer"}
        ),
        "look at a list": Attempt("manage_people", "people-result.children", given=listed),
        "add a list": Attempt("manage_people", "people-result.children", acts=True, given={"people-import.n_clicks": 1, **listed}),
        **{
            f"page {name}": Attempt(action, _PAGES, region=region, given={"_pages_location.pathname": address})
            for name, (address, action, region) in _pages(path).items()
        },
        "briefing": Attempt("see_approved", address="/briefings/briefing.pdf"),
        "table": Attempt("see_approved", address="/tables/indicators.xlsx"),
        "template": Attempt("see_drafts", address=f"/returns/template?period=2024Q3&region={CANGNAN}", region=CANGNAN),
        "all templates": Attempt("see_drafts", address="/returns/template?period=2024Q3"),
        "file": Attempt("see_drafts", address=f"{path}/revisions/1/file", region=CANGNAN),
        "marked file": Attempt("see_drafts", address=f"{path}/revisions/1/marked", region=CANGNAN),
    }  # fmt: skip


def _pages(path: str) -> dict[str, tuple[str, Action | None, str | None]]:
    return {
        "/": ("/", "see_approved", None),
        "/district/<region_code>": (f"/district/{CANGNAN}", "see_approved", None),
        "/indicator/<indicator_code>": ("/indicator/rated_4a5a", "see_approved", None),
        "/returns": ("/returns", "submit", None),
        "/returns/<return_id>": (path, "see_drafts", CANGNAN),
        "/review": ("/review", "see_drafts", None),
        "/admin/people": ("/admin/people", "see_people", None),
        "/admin/audit": ("/admin/audit", "see_audit", None),
        "/method": ("/method", "see_approved", None),
        "/method/examples": ("/method/examples", None, None),
        "/404": ("/404", None, None),
    }


_QUARTER_3 = book([["区划", "4A5A等级"], ["", "2024年三季度"], ["苍南", 36]])
_FILE = "returns-result.children"
_RETURN, _REVIEW, _READING = "return-body.children", "review-body.children", "reading-result.children"
_BINDING, _PEOPLE_SAID, _PAGES = "binding-kept.data", "people-said.children", "_pages_content.children"
