"""Entries of the audit trail in words: what was acted on, and what of it changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from common.language import _, mark
from common.periods import Period
from common.terms import TERMS, term
from common.viewer import EVERY_REGION
from data.account_models import AuditRow
from data.plan_store import load_plan, stored_slugs
from data.printing import name_with_part
from data.return_models import ReturnRow
from indicators.plan import Plan, Region
from indicators.rules import STATUS_BY_NAME
from layouts.comparison import print_sent
from layouts.components import Child
from layouts.identities import identity_words

# Of one entry so many changes are shown; a new version of a plan may have thousands.
MOST_CHANGES = 20
# What an entry says of a subject, by the names it is kept under.
_FIELDS: dict[str, str] = {
    "region": mark("Region"),
    "regions": mark("Reports for"),
    "period": mark("Period"),
    "reason": mark("Reason"),
    "facts": mark("New facts"),
    "figures_count": mark("Figures sent"),
    "file": mark("File"),
    "sha256": mark("SHA-256"),
    "problems": mark("Problems"),
    "full_name": mark("Name"),
    "role": mark("Role"),
    "is_disabled": mark("Disabled"),
    "targets": mark("Targets"),
    "direction": mark("Direction"),
    "reading": mark("Read as"),
    "target_below_baseline": mark("Acknowledged below the baseline"),
    "note": mark("Note"),
    "as_of": mark("As of"),
    "target": mark("Target"),
    "baseline": mark("Baseline"),
    "name": mark("Name"),
    "locked_minutes": mark("Locked for minutes"),
}
# Of a return the subject itself says them.
_SAID_BY_SUBJECT = ("region", "period")

Change = tuple[str, str, str]


class Names:
    """What the subjects of some entries are called: their returns and plans, looked up once."""

    def __init__(self, session: Session, entries: list[AuditRow]) -> None:
        ids = {return_id for entry in entries if (return_id := _return_id(entry.subject)) is not None}
        query = select(ReturnRow).where(ReturnRow.id.in_(ids)).options(joinedload(ReturnRow.plan))
        self.returns = {row.id: row for row in session.scalars(query)}
        self.plans = {slug: load_plan(session, slug).plan for slug in stored_slugs(session)}
        self.regions: dict[str, Region] = {
            code: region for plan in self.plans.values() for code, region in plan.region_by_code.items()
        }

    def plan_of(self, subject: str) -> Plan | None:
        """The plan a subject belongs to, where it belongs to one."""
        row = self.returns.get(_return_id(subject) or 0)
        slug = row.plan.slug if row is not None else subject.partition(":")[2].partition("/")[0]
        return self.plans.get(slug)

    def region_name(self, code: str) -> str:
        """A region as a reader knows it; one of no plan by its code."""
        if code == EVERY_REGION:
            return _("all regions")
        return self.regions[code].name if code in self.regions else code


def subject_words(names: Names, subject: str) -> Child:
    """What was acted on; as it is kept where that is not known any more."""
    kind, _colon, name = subject.partition(":")
    if kind == "return":
        return _return_words(names, subject)
    if kind == "person":
        return identity_words(name, names.regions)
    words = {"target": _target_words, "plan": _plan_words, "document": _document_words}.get(kind)
    plan = names.plan_of(subject)
    if words is not None and plan is not None:
        return words(plan, name.split("/")[1:]) or subject
    return {"file": _("a file"), "form": _("a form")}.get(kind, subject)


def changes_table(names: Names, entry: AuditRow) -> Component | None:
    """What of the subject changed: before → after, the first of many."""
    changes = [change for change in changes_of(names, entry) if any(change[1:])]
    rows = [_row(*change) for change in changes[:MOST_CHANGES]]
    if more := len(changes) - len(rows):
        rows.append(html.Tr(html.Td(_("and {count} more", count=more), colSpan=2)))
    return html.Table(html.Tbody(rows), className="changes") if rows else None


def changes_of(names: Names, entry: AuditRow) -> Iterator[Change]:
    """Each change of an entry: what changed, before and after in words; what stayed is left out."""
    before, after = _by_name(entry.before), _by_name(entry.after)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if name in _SAID_BY_SUBJECT and entry.subject.startswith("return:"):
            continue
        if isinstance(old, dict) or isinstance(new, dict):
            yield from _within(names, entry, name, _by_name(old), _by_name(new))
        elif old != new:
            yield field_words(name), _said(names, name, old), _said(names, name, new)


def field_words(name: str) -> str:
    """What a field of an entry is called; one of another version's as it is."""
    if name in STATUS_BY_NAME:
        return _(STATUS_BY_NAME[name].words)
    return _(_FIELDS[name]) if name in _FIELDS else name


def _row(name: str, before: str, after: str) -> Component:
    return html.Tr([html.Td(name), html.Td(f"{before} → {after}" if before else after)])


def _within(
    names: Names, entry: AuditRow, name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Change]:
    """What changed within a field that holds several, like the figures of a return."""
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old != new and name == "figures":
            yield _figure(names, entry, key, old, new)
        elif old != new and name == "plan":
            yield (
                _plan_field(names, entry, key),
                _said(names, key, old) or _("none"),
                _said(names, key, new) or _("none"),
            )
        elif old != new:
            yield field_words(key), _said(names, key, old), _said(names, key, new)


def _figure(names: Names, entry: AuditRow, key: str, *said: object) -> Change:
    """A figure as its sender would write it, before and after."""
    code, _slash, part = key.partition("/")
    plan = names.plan_of(entry.subject)
    indicator = plan.indicator_by_code.get(code) if plan else None
    if indicator is None or part not in ("value", "numerator", "denominator"):
        before, after = (_said(names, key, one) for one in said)
        return key, before, after
    before, after = (
        print_sent(indicator, part, one, None) if isinstance(one, int) else print_sent(indicator, part, None, str(one))
        for one in said
    )
    return name_with_part(indicator.name, part), before, after


def _plan_field(names: Names, entry: AuditRow, place: str) -> str:
    """A field of a plan as a reader knows it: a threshold, or of which target or indicator; others by their place."""
    plan = names.plan_of(entry.subject)
    part, *keys = place.split("/")
    if part == "thresholds":
        return field_words(keys[-1])
    if part == "targets" and plan is not None and (words := _target_words(plan, keys[:-1])):
        return f"{words} {field_words(keys[-1])}"
    if part == "indicators" and plan is not None and keys[0] in plan.indicator_by_code:
        return f"{plan.indicator_by_code[keys[0]].name} {field_words(keys[-1])}"
    return place


def _said(names: Names, name: str, value: object) -> str:
    """What an entry says under a name, in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "region":
        return names.region_name(str(value))
    if name == "regions":
        codes = value if isinstance(value, list) else str(value).split(",")
        return _(", ").join(names.region_name(str(code)) for code in codes)
    if name == "period":
        return _period_words(str(value))
    if isinstance(value, list):
        return _(", ").join(map(str, value))
    if isinstance(value, dict):
        return _(", ").join(f"{key}: {one}" for key, one in value.items() if one)
    return term(str(value)) if name in ("direction", "role") and value in TERMS else str(value)


def _return_words(names: Names, subject: str) -> Child:
    row = names.returns.get(_return_id(subject) or 0)
    if row is None:
        return subject
    number = subject.rpartition("/")[2]
    words = f"{names.region_name(row.region)} {_period_words(row.period)}"
    return html.Span([dcc.Link(words, href=f"/returns/{row.id}"), " ", _("revision {revision}", revision=number)])


def _target_words(plan: Plan, place: list[str]) -> str | None:
    if len(place) != 2 or place[0] not in plan.indicator_by_code or place[1] not in plan.region_by_code:
        return None
    return f"{plan.indicator_by_code[place[0]].name} {plan.region_by_code[place[1]].name}"


def _plan_words(plan: Plan, place: list[str]) -> str | None:
    return _("{plan}: version {version}", plan=plan.name, version=place[0]) if len(place) == 1 else None


def _document_words(plan: Plan, place: list[str]) -> str | None:
    kinds = {"briefing": _("briefing"), "template": _("template")}
    if len(place) != 2 or place[1] not in kinds:
        return None
    return f"{plan.name} {_period_words(place[0])} {kinds[place[1]]}"


def _period_words(text: str) -> str:
    try:
        return Period.read(text).words()
    except ValueError:
        return text


def _return_id(subject: str) -> int | None:
    """The return a subject names; none where it names something else."""
    kind, _colon, name = subject.partition(":")
    number = name.partition("/")[0]
    return int(number) if kind == "return" and number.isdecimal() and len(number) < 10 else None


def _by_name(said: object) -> Mapping[str, Any]:
    """What an entry says by name; one that was tampered with may say anything."""
    if said is None:
        return {}
    return said if isinstance(said, dict) else {"": said}
