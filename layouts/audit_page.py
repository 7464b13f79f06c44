"""审计: who did what, when, from where and to what, and whether the trail is as it was written."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.people import everybody
from common.language import _
from common.moments import moment_words, now
from common.problems import Problem
from common.terms import ACTIONS, action_words
from common.viewer import COMMAND_LINE, can
from data.account_models import AuditRow
from data.audit import entries, verify
from layouts.audit_words import Names, changes_table, subject_words
from layouts.components import Child, card, problem_list, table
from layouts.edge import current_viewer, guarded, reading
from layouts.identities import identity_words

PATH = "/admin/audit"
# A page holds so many entries, and checks a trail of so many when it is opened: longer ones the command line checks.
PAGE_LENGTH, MOST_CHECKED = 200, 20_000
_LONGEST = 200


@dataclass(frozen=True)
class Wanted:
    """Which entries an address asks for: whose, of which action, about what, and before which number."""

    who: str = ""
    action: str = ""
    subject: str = ""
    before: int | None = None

    @property
    def href(self) -> str:
        """The address that asks for these."""
        given = {"who": self.who, "action": self.action, "subject": self.subject, "before": self.before}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{PATH}?{query}" if query else PATH


@guarded
def layout(**given: object) -> Component:
    """The page, for the auditor; everybody else reads whose it is."""
    if not can(current_viewer(), "see_audit"):
        return html.Article([html.H1(_("Audit trail")), html.P(_("The audit trail is for the auditor."))])
    wanted = read_wanted(given)
    with reading() as session:
        return html.Article(
            [
                html.H1(_("Audit trail")),
                html.P(_("Who did what, when, from where and to what."), className="subtitle"),
                card(_chain(session), title=_("Is the trail as it was written?")),
                card(_form(wanted), *_list(session, wanted)),
            ]
        )


def read_wanted(given: dict[str, object]) -> Wanted:
    """What an address asks for; a number that is none asks for the newest."""
    # PostgreSQL takes no text with a zero character, and no entry has one.
    said = {
        name: str(given.get(name) or "").replace("\0", "").strip()[:_LONGEST] for name in ("who", "action", "subject")
    }
    before = str(given.get("before") or "")
    return Wanted(**said, before=int(before) if before.isdecimal() and len(before) < 10 else None)


def _chain(session: Session) -> Component:
    """Whether the chain of entries holds, and when that was found out."""
    count = session.scalar(select(func.count()).select_from(AuditRow)) or 0
    if count > MOST_CHECKED:
        words = _("{count} entries are too many to check while you wait. Run app.py audit verify.", count=count)
        return html.P(words)
    found = verify(session)
    checked = _("Checked at {moment}.", moment=moment_words(now()))
    if found.breaks:
        problems = [Problem(one.code, params={"number": one.number}) for one in found.breaks]
        return html.Div([problem_list(problems), html.P(checked, className="note")])
    words = _("Yes: each of the {count} entries follows from the one before.", count=found.count)
    noted = _("The last one's hash is {hash}. Note it down elsewhere to compare later.", hash=found.last)
    return html.Div([html.P(words, className="good"), html.P(f"{noted} {checked}", className="note entry-hash")])


def _form(wanted: Wanted) -> Component:
    """A plain form: what it asks for stands in the address."""
    actions = [
        html.Option(words, value=code, selected=code == wanted.action)
        for code, words in (("", _("every action")), *((code, action_words(code)) for code in ACTIONS))
    ]
    return html.Form(
        [
            html.Label([_("Who"), html.Select(_people(wanted.who), name="who")]),
            html.Label([_("Action"), html.Select(actions, name="action")]),
            html.Label(
                [
                    _("Subject"),
                    dcc.Input(name="subject", value=wanted.subject, type="text", placeholder="return:12, person:wang"),
                ]
            ),
            html.Button(_("Show"), type="submit", className="button"),
            html.A(_("Show everything"), href=PATH) if wanted != Wanted() else None,
        ],
        method="get",
        action=PATH,
        className="form filter",
    )


def _people(chosen: str) -> list[Component]:
    """Everybody who can have done something, by name; whom an address names beside them, too."""
    with reading() as session:
        names = [COMMAND_LINE, *(person.name for person in session.scalars(everybody()))]
    names += [chosen] if chosen and chosen not in names else []
    known = [(name, f"{identity_words(name, {})}（{name}）") for name in names]
    return [html.Option(words, value=name, selected=name == chosen) for name, words in (("", _("everybody")), *known)]


def _list(session: Session, wanted: Wanted) -> list[Child]:
    """The newest entries asked for, and the way to older ones."""
    query = entries(wanted.who, wanted.action, wanted.subject, wanted.before).limit(PAGE_LENGTH + 1)
    try:
        found = list(session.scalars(query))
    except ValueError:
        # SQLite takes any text for a moment or for JSON; which entry it is stands above.
        return [html.P(_("These entries cannot be read: one of them was altered."))]
    shown = found[:PAGE_LENGTH]
    if not shown:
        return [html.P(_("There is no such entry."))]
    names = Names(session, shown)
    head = [_("No."), _("Moment"), _("Who"), _("From where"), _("Action"), _("Subject"), _("What changed")]
    caption = _(
        "{count} entries, numbers {first} to {last}, the newest first",
        count=len(shown),
        first=shown[0].number,
        last=shown[-1].number,
    )
    rows = [_row(names, entry, wanted) for entry in shown]
    older = replace(wanted, before=shown[-1].number)
    return [
        html.Div(table(head, rows, caption=caption, figures=()), className="audit"),
        html.A(_("Older entries"), href=older.href) if len(found) > PAGE_LENGTH else None,
    ]


def _row(names: Names, entry: AuditRow, wanted: Wanted) -> list[Child]:
    who = replace(wanted, who=entry.who, before=None)
    about = replace(wanted, subject=entry.subject, before=None)
    return [
        str(entry.number),
        moment_words(entry.at),
        html.A(identity_words(entry.who, names.regions), href=who.href, title=entry.who),
        entry.address or _("the server itself"),
        action_words(entry.action),
        html.Div(
            [html.Div(subject_words(names, entry.subject)), html.A(entry.subject, href=about.href, className="gap")]
        ),
        changes_table(names, entry),
    ]
