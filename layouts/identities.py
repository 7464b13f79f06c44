"""Demo identities, until there is sign-in: a leader, a reviewer, an analyst for each region and one for all."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from common.language import _
from common.problems import Problem
from common.viewer import Viewer
from indicators.plan import Region

LEADER = Viewer("leader", "leader")
REVIEWER = Viewer("reviewer", "reviewer")
# Who sends tables of many regions.
ANALYST_OF_ALL = Viewer("analyst", "analyst")


def analyst_of(region: str) -> Viewer:
    """The analyst who reports for one region."""
    return Viewer(f"analyst:{region}", "analyst", frozenset({region}))


def viewer_named(name: str) -> Viewer:
    """A demo identity by its name; the reviewer for any other name."""
    if name in (LEADER.identity, ANALYST_OF_ALL.identity):
        return LEADER if name == LEADER.identity else ANALYST_OF_ALL
    role, _separator, region = name.partition(":")
    return analyst_of(region) if role == "analyst" and region else REVIEWER


def identity_words(identity: str, regions: Mapping[str, Region]) -> str:
    """An identity as a reader knows it; one that is not ours (a person's name) as it is."""
    role, _separator, code = identity.partition(":")
    if role == "analyst" and code:
        return _("analyst of {region} (demo)", region=regions[code].name if code in regions else code)
    known = {
        LEADER.identity: _("bureau leader (demo)"),
        REVIEWER.identity: _("bureau reviewer (demo)"),
        ANALYST_OF_ALL.identity: _("analyst of all regions (demo)"),
        "command-line": _("the command line"),
    }
    return known.get(identity, identity)


def naming_people(problems: Iterable[Problem], regions: Mapping[str, Region]) -> list[Problem]:
    """Problems that say who said something, with that person as a reader knows them."""
    return [
        replace(one, params={**one.params, "who": identity_words(who, regions)})
        if isinstance(who := one.params.get("who"), str)
        else one
        for one in problems
    ]
