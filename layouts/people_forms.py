"""The forms of the people page: somebody new, somebody who is there, and a list of many."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from accounts.people import ROLES, Said, regions_of
from common.language import _
from common.terms import term
from common.viewer import EVERY_REGION
from data.account_models import PersonRow
from etl.people_list import ALL_REGIONS, HEADINGS, ROLE_WORDS
from indicators.plan import Region
from layouts.components import Child, card, table
from layouts.drop_area import drop_area

LIST = "people"
IMPORT = "people-import"
CHANGES = ("people-change", "people-disable", "people-enable", "people-reset")


class Fields(NamedTuple):
    """What the form holds of somebody, and which of its buttons do not work."""

    full_name: str = ""
    role: str | None = None
    regions: Sequence[str] = ()
    no_change: bool = True
    no_disable: bool = True
    no_enable: bool = True
    no_reset: bool = True


class Given(NamedTuple):
    """A person's account with the password to begin with."""

    name: str
    full_name: str
    password: str


def forms(people: Iterable[PersonRow], regions: Mapping[str, Region]) -> list[Child]:
    """The two forms, empty."""
    return [_new_person(regions), _somebody(people, regions)]


def fields_of(person: PersonRow, *, is_oneself: bool) -> Fields:
    """What there is to change of somebody; of oneself nothing."""
    regions = sorted(regions_of(person))
    if is_oneself:
        return Fields(person.full_name, person.role, regions)
    return Fields(
        person.full_name, person.role, regions, False, person.is_disabled, not person.is_disabled, person.is_demo
    )


def said_of(full_name: str | None, role: str | None, regions: Sequence[str] | None) -> Said:
    """What a form says; whoever names some regions beside all of them means these."""
    chosen = frozenset(regions or ())
    return Said(full_name or "", role or "", chosen - {EVERY_REGION} or chosen)


def passwords_card(given: Sequence[Given]) -> Component:
    """The passwords to begin with: here, now, and never again."""
    head = (_("Account"), _("Password to begin with"), _("Name"))
    body: list[list[Child]] = [[one.name, html.Code(one.password), one.full_name] for one in given]
    words = _(
        "Shown only now: it is kept nowhere, and cannot be shown again. Give it to its person alone; at the first "
        "sign-in they choose a password of their own."
    )
    shown = table(head, body, caption=_("{count} accounts", count=len(given)), figures=())
    return card(html.P(words), shown, title=_("Passwords to begin with"))


def list_form() -> Component:
    """Where a list of many is given."""
    return card(
        html.P(
            _(
                "A workbook with the columns {columns}. A role is one of {roles}; regions stand by name or code, "
                "parted by 、, or {all} for all of them. Nobody is added unless the whole list is right.",
                columns=_(", ").join(names[0] for names in HEADINGS.values()),
                roles=_(", ").join(ROLE_WORDS),
                all=ALL_REGIONS[0],
            )
        ),
        drop_area(LIST, (IMPORT,)),
        dcc.Loading(html.Div(id=f"{LIST}-result", role="status", className="after"), delay_show=300),
        html.Div(dmc.Button(_("Add everybody on the list"), id=IMPORT, disabled=True), className="after"),
        title=_("Add people from a list"),
    )


def _new_person(regions: Mapping[str, Region]) -> Component:
    return card(
        html.Div(
            [
                dmc.TextInput(id="people-new-name", label=_("Account"), attributes=_limited(64)),
                *_fields("people-new", regions),
            ],
            className="form",
        ),
        dmc.Button(_("Add"), id="people-add"),
        title=_("Add a person"),
    )


def _somebody(people: Iterable[PersonRow], regions: Mapping[str, Region]) -> Component:
    known = [{"value": one.name, "label": f"{one.full_name}（{one.name}）"} for one in people]
    chosen = dmc.Select(id="people-chosen", label=_("Person"), data=known, searchable=True, clearable=True)
    words = {
        "people-change": _("Keep the change"),
        "people-disable": _("Disable the account"),
        "people-enable": _("Enable the account"),
        "people-reset": _("Give a new password"),
    }
    buttons = [
        dmc.Button(words[one], id=one, disabled=True, variant="filled" if one == "people-change" else "default")
        for one in CHANGES
    ]
    return card(
        html.Div([chosen, *_fields("people-old", regions)], className="form"),
        html.Div(buttons, className="form"),
        html.P(
            _("Whoever is changed is signed out and comes in anew. Your own account another administrator changes."),
            className="note",
        ),
        title=_("Change a person"),
    )


def _fields(prefix: str, regions: Mapping[str, Region]) -> list[Component]:
    """Name in words, role and regions: the same for somebody new and somebody who is there."""
    all_regions = {"value": EVERY_REGION, "label": _("all regions")}
    return [
        dmc.TextInput(id=f"{prefix}-full-name", label=_("Name"), attributes=_limited(100)),
        dmc.Select(id=f"{prefix}-role", label=_("Role"), data=[{"value": role, "label": term(role)} for role in ROLES]),
        dmc.MultiSelect(
            id=f"{prefix}-regions",
            label=_("Regions, of an analyst"),
            data=[all_regions, *({"value": code, "label": one.full_name} for code, one in regions.items())],
            value=[],
            searchable=True,
            clearable=True,
            className="wide",
        ),
    ]


def _limited(length: int) -> dict[str, dict[str, int]]:
    return {"input": {"maxLength": length}}
