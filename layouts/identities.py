"""People as a reader knows them: by their names, those of the demonstration by what they are."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from flask import g, has_request_context

from accounts.people import full_names
from accounts.signing_in import UNKNOWN
from common.language import _
from common.problems import Problem
from common.viewer import COMMAND_LINE
from indicators.plan import Region
from layouts.edge import reading


def identity_words(identity: str, regions: Mapping[str, Region]) -> str:
    """An account as a reader knows it; one nobody has (the name of somebody before there were accounts) as it is."""
    if identity.startswith(UNKNOWN):
        return _("a name nobody has")
    if (full_name := _full_names().get(identity)) is not None:
        return full_name
    role, _separator, code = identity.partition(":")
    if role == "analyst" and code:
        return _("analyst of {region} (demo)", region=regions[code].name if code in regions else code)
    return _known_words(identity) or identity


def demo_words(identity: str, region_name: str) -> str:
    """An account of the demonstration, as it is chosen on the sign-in page."""
    return _known_words(identity) or _("analyst of {region} (demo)", region=region_name)


def naming_people(problems: Iterable[Problem], regions: Mapping[str, Region]) -> list[Problem]:
    """Problems that say who said something, with that person as a reader knows them."""
    return [
        replace(one, params={**one.params, "who": identity_words(who, regions)})
        if isinstance(who := one.params.get("who"), str)
        else one
        for one in problems
    ]


def _known_words(identity: str) -> str | None:
    return {
        "leader": _("bureau leader (demo)"),
        "reviewer": _("bureau reviewer (demo)"),
        "analyst": _("analyst of all regions (demo)"),
        "administrator": _("administrator (demo)"),
        "auditor": _("auditor (demo)"),
        COMMAND_LINE: _("the command line"),
    }.get(identity)


def _full_names() -> Mapping[str, str]:
    """The names of everybody with an account of their own, looked up once for a page; none on the command line."""
    if not has_request_context():
        return {}
    if "full_names" not in g:
        with reading() as session:
            g.full_names = {one.name: one.full_name for one in session.execute(full_names())}
    names: Mapping[str, str] = g.full_names
    return names
