"""/admin/people: everybody with an account, what each may do, and the administrator's forms to change it."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from dash import Dash, Input, Output, State, ctx, html, no_update
from dash._no_update import NoUpdate
from dash.development.base_component import Component
from sqlalchemy.orm import Session

from accounts.passwords import InitialPassword, initial_password
from accounts.people import Said as SaidOfPerson
from accounts.people import (
    add_person,
    change_person,
    disable_person,
    everybody,
    last_seen,
    person_named,
    regions_of,
    reset_password,
)
from accounts.signing_in import locked_names
from common.language import _
from common.moments import moment_words
from common.problems import Problem, Refusal
from common.terms import term
from common.viewer import EVERY_REGION, Viewer, can
from data.account_models import PersonRow
from data.plan_store import all_plans
from etl.people_list import ListedPerson, read_people_list
from indicators.plan import Plan, Region
from layouts.calls import step_of
from layouts.components import Child, card, problem_list, table
from layouts.drop_area import decode
from layouts.edge import current_viewer, guarded, reading, viewer_who_may, writing
from layouts.people_forms import (
    CHANGES,
    IMPORT,
    LIST,
    Fields,
    Given,
    fields_of,
    forms,
    list_form,
    passwords_card,
    said_of,
)
from layouts.permissions import permission_table

# In which field of a listed person what they are refused for stands; anything else is about the account.
_FIELDS = {
    "bad_full_name": "full_name",
    "unknown_role": "role",
    "region_not_in_plan": "regions",
    "regions_for_analysts": "regions",
}
# Whether a button keeps somebody out.
_KEEPS_OUT = {"people-disable": True, "people-enable": False}


class Shown(NamedTuple):
    """What the page shows after a button: what came of it, and where something changed the table and empty forms."""

    said: Component | None
    table: Component | NoUpdate = no_update
    forms: list[Child] | NoUpdate = no_update


class ListShown(NamedTuple):
    """What the page shows for a list of people, whether its button works, and the file, unless it is put away."""

    result: Component | NoUpdate | None
    cannot_import: bool
    contents: NoUpdate | None = no_update
    table: Component | NoUpdate = no_update
    forms: list[Child] | NoUpdate = no_update


@guarded
def layout(**_address: str) -> Component:
    """The page, with the forms for who may change something; one sentence for who may not see it."""
    viewer = current_viewer()
    if not can(viewer, "see_people"):
        return html.Article([html.H1(_("People")), html.P(_("This page is for administrators."))])
    with reading() as session:
        regions = _known_regions(all_plans(session))
        shown = _table(session, regions)
        changing = forms(session.scalars(everybody()).all(), regions) if can(viewer, "manage_people") else None
    return html.Article(
        [
            html.H1(_("People")),
            html.P(_("Who may come in, and what they may do here."), className="subtitle"),
            card(html.Div(shown, id="people-table")),
            html.Div(id="people-said", role="status"),
            html.Div(changing, id="people-forms") if changing else None,
            list_form() if changing else None,
            card(permission_table(), title=_("Who may do what")),
        ]
    )


def register(app: Dash) -> None:
    """Add and change people, one or many."""
    shown = (Output("people-said", "children"), Output("people-table", "children"), Output("people-forms", "children"))
    app.callback(
        *shown,
        Input("people-add", "n_clicks"),
        State("people-new-name", "value"),
        State("people-new-full-name", "value"),
        State("people-new-role", "value"),
        State("people-new-regions", "value"),
        prevent_initial_call=True,
    )(_on_add)
    app.callback(
        *(Output(one.component_id, one.component_property, allow_duplicate=True) for one in shown),
        *(Input(button, "n_clicks") for button in CHANGES),
        State("people-chosen", "value"),
        State("people-old-full-name", "value"),
        State("people-old-role", "value"),
        State("people-old-regions", "value"),
        prevent_initial_call=True,
    )(_on_change)
    # What came of it stands above the forms, which may be out of sight where their button is.
    app.clientside_callback(
        "function () { requestAnimationFrame(() => document.getElementById('people-said')"
        ".scrollIntoView({ block: 'nearest' })); return window.dash_clientside.no_update; }",
        Output("people-said", "title"),
        Input("people-said", "children"),
        prevent_initial_call=True,
    )
    app.callback(
        Output("people-old-full-name", "value"),
        Output("people-old-role", "value"),
        Output("people-old-regions", "value"),
        *(Output(button, "disabled") for button in CHANGES),
        Input("people-chosen", "value"),
        prevent_initial_call=True,
    )(choose)
    app.callback(
        Output(f"{LIST}-result", "children"),
        Output(IMPORT, "disabled"),
        Output(f"{LIST}-file", "contents"),
        *(Output(one.component_id, one.component_property, allow_duplicate=True) for one in shown[1:]),
        Input(f"{LIST}-file", "contents"),
        Input(IMPORT, "n_clicks"),
        State(f"{LIST}-file", "filename"),
        prevent_initial_call=True,
    )(lambda contents, _clicks, name: follow_list(contents, name or "", is_pressed=ctx.triggered_id == IMPORT))


def _on_add(clicks: int | None, *said: str | None) -> Shown | tuple[NoUpdate, ...]:
    viewer_who_may("manage_people")
    # A button that has just come onto the page was not pressed.
    return add(*said) if clicks else (no_update,) * len(Shown._fields)


def _on_change(*clicks_and_said: str | None) -> Shown | tuple[NoUpdate, ...]:
    viewer_who_may("manage_people")
    clicks, said = clicks_and_said[: len(CHANGES)], clicks_and_said[len(CHANGES) :]
    return change(*said, pressed=ctx.triggered_id) if any(clicks) else (no_update,) * len(Shown._fields)


def add(name: str | None, full_name: str | None, role: str | None, regions: Sequence[str] | None) -> Shown:
    """Add somebody, and show their password to begin with."""
    account, said, password = (name or "").strip(), said_of(full_name, role, regions), initial_password()

    def step(session: Session, viewer: Viewer, known: Mapping[str, Region]) -> Component:
        add_person(session, viewer, account, said, known, password)
        return passwords_card([Given(account, said.full_name, password.text)])

    return _step(step)


def change(
    chosen: str | None, full_name: str | None, role: str | None, regions: Sequence[str] | None, *, pressed: str | None
) -> Shown:
    """Take the step a button stands for with the chosen person."""
    password = initial_password() if pressed == "people-reset" else None

    def step(session: Session, viewer: Viewer, known: Mapping[str, Region]) -> Component:
        person = person_named(session, chosen or "")
        words = person.full_name
        if password:
            reset_password(session, viewer, person, password)
            return passwords_card([Given(person.name, words, password.text)])
        if pressed == "people-change":
            change_person(session, viewer, person, said_of(full_name, role, regions), known)
            return html.P(_("{person} is changed", person=words), className="good")
        is_disabled = step_of(pressed, _KEEPS_OUT)
        disable_person(session, viewer, person, is_disabled=is_disabled)
        said = _("{person} is kept out", person=words) if is_disabled else _("{person} may come in", person=words)
        return html.P(said, className="good")

    return _step(step)


def choose(chosen: str | None) -> Fields:
    """What the form shows of the chosen person."""
    viewer = viewer_who_may("manage_people")
    if not chosen:
        return Fields()
    with reading() as session:
        return fields_of(person_named(session, chosen), is_oneself=chosen == viewer.identity)


def follow_list(contents: str | None, name: str, *, is_pressed: bool) -> ListShown:
    """Show who stands on a list; where the button was pressed, add them all, and show their passwords."""
    viewer = viewer_who_may("manage_people")
    if not contents:
        # The file was put away, by the words that stand there now: they stay.
        return ListShown(no_update, True)
    try:
        with reading() as session:
            plans = all_plans(session)
        listed, regions = read_people_list(name, decode(contents, name), plans), _known_regions(plans)
        if not is_pressed:
            with writing() as session:
                # As if they were added, and taken back: what would be refused then is said now.
                _add_all(session, viewer, listed, regions, [InitialPassword("", "")] * len(listed))
                session.rollback()
            return ListShown(_listed_table(listed, regions), False)
        passwords = [initial_password() for _one in listed]
        with writing() as session:
            given = _add_all(session, viewer, listed, regions, passwords)
            session.commit()
            people = session.scalars(everybody()).all()
            return ListShown(passwords_card(given), True, None, _table(session, regions), forms(people, regions))
    except Refusal as refusal:
        return ListShown(problem_list(refusal.problems), True, None)


def _step(step: Callable[[Session, Viewer, Mapping[str, Region]], Component]) -> Shown:
    """Take a step, and show the page as it is then; where it is refused, the forms stay as they were filled in."""
    viewer = viewer_who_may("manage_people")
    try:
        with writing() as session:
            regions = _known_regions(all_plans(session))
            said = step(session, viewer, regions)
            session.commit()
            return Shown(said, _table(session, regions), forms(session.scalars(everybody()).all(), regions))
    except Refusal as refusal:
        return Shown(problem_list(refusal.problems))


def _add_all(
    session: Session,
    viewer: Viewer,
    listed: Sequence[ListedPerson],
    regions: Mapping[str, Region],
    passwords: Sequence[InitialPassword],
) -> list[Given]:
    """Add everybody on a list; raises Refusal with what is wrong with each, at its cell. The caller commits."""
    given: list[Given] = []
    problems: list[Problem] = []
    for one, password in zip(listed, passwords, strict=True):
        said = SaidOfPerson(one.full_name, one.role, one.regions)
        try:
            add_person(session, viewer, one.name, said, regions, password)
            given.append(Given(one.name, one.full_name, password.text))
        except Refusal as refusal:
            problems += [one.problem_at(_FIELDS.get(problem.code, "name"), problem) for problem in refusal.problems]
    if problems:
        raise Refusal(*problems)
    return given


def _known_regions(plans: Sequence[Plan]) -> dict[str, Region]:
    return {region.code: region for plan in plans for region in plan.regions}


def _table(session: Session, regions: Mapping[str, Region]) -> Component:
    people, seen = session.scalars(everybody()).all(), last_seen(session)
    locked = locked_names(session, (person.name for person in people))
    head = (_("Account"), _("Name"), _("Role"), _("Reports for"), _("State"), _("Last here"))
    body: list[list[Child]] = [
        [
            person.name,
            person.full_name,
            term(person.role),
            _region_words(regions_of(person), regions),
            _state(person, is_locked=person.name in locked),
            moment_words(seen[person.id]) if person.id in seen else _("never"),
        ]
        for person in people
    ]
    return table(head, body, caption=_("{count} accounts", count=len(people)), figures=())


def _listed_table(listed: Sequence[ListedPerson], regions: Mapping[str, Region]) -> Component:
    head = (_("Account"), _("Name"), _("Role"), _("Reports for"))
    body: list[list[Child]] = [
        [one.name, one.full_name, term(one.role), _region_words(one.regions, regions)] for one in listed
    ]
    return table(head, body, caption=_("{count} people would be added", count=len(listed)), figures=())


def _region_words(codes: frozenset[str], regions: Mapping[str, Region]) -> Child:
    if EVERY_REGION in codes:
        return _("all regions")
    names = [regions[code].name if code in regions else code for code in sorted(codes)]
    return html.Span(_(", ").join(names), className="wrap")


def _state(person: PersonRow, *, is_locked: bool) -> str:
    said = [_("disabled") if person.is_disabled else _("enabled")]
    if is_locked:
        said.append(_("locked after wrong passwords"))
    if person.must_change:
        said.append(_("must change the password"))
    if person.is_demo:
        said.append(_("demonstration account"))
    return " · ".join(said)
