"""One paragraph on a region: sentences composed from its facts by rules, each only where its facts are there.

No sentence says more than its facts. What is said depends on the case: which statuses there are, of one indicator or
of several, whether the return came, was late or waits, what was restated.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from briefings.wording import (
    baseline_words,
    class_words,
    lag_points,
    pace_words,
    paragraph,
    target_words,
    unit_of,
    value_words,
)
from common.gaps import gap_words
from common.language import _, mark
from common.periods import Period
from data.changes import Restated
from data.printing import name_with_part, print_reported
from data.region_returns import PeriodReturn
from data.results import Assessment, PlanAssessment
from indicators.plan import Indicator, Plan, Region
from indicators.rules import STATUS_BY_NAME

# Of each kind so many are named.
_MOST_NAMED = 6


@dataclass(frozen=True)
class RegionFacts:
    """What is known of a region in a period: its assessments, its return, what was restated of the period.

    `acknowledged` are the indicators whose target is worse than the baseline, and somebody has said that it is meant.
    """

    plan: Plan
    region: Region
    period: Period
    rows: tuple[Assessment, ...]
    sent: PeriodReturn
    restated: tuple[Restated, ...] = ()
    acknowledged: frozenset[str] = frozenset()


def facts_of(
    assessment: PlanAssessment, region: Region, sent: PeriodReturn, restated: tuple[Restated, ...]
) -> RegionFacts:
    """The facts of one region; those about its return and what was restated are asked for elsewhere."""
    rows = assessment.of_region(region.code)
    said = assessment.confirmations.acknowledgement
    acknowledged = frozenset(row.indicator.code for row in rows if said(row.target) is not None)
    return RegionFacts(assessment.plan, region, assessment.period, rows, sent, restated, acknowledged)


def summary(facts: RegionFacts) -> str:
    """The paragraph, in the language in use."""
    return paragraph(sentences(facts))


def sentences(facts: RegionFacts) -> Iterator[str]:
    """Its sentences: where the region stands, what lags, what is done, what cannot be judged, and its return."""
    rows = [row for row in facts.rows if row.status != "not_applicable"]
    if not rows:
        yield _("The plan passes no indicator down to {region}.", region=facts.region.full_name)
        return
    if facts.period <= facts.plan.baseline_period:
        yield _beginning(facts, rows)
    else:
        yield _standing(facts, rows)
        yield from _nothing_lags(rows)
        for kind in _KINDS:
            yield from kind.said_of(facts, rows)
    yield from _restated(facts)
    yield from return_sentences(facts.sent)
    if any(row.is_simulated or row.is_own_simulated for row in rows):
        yield _("Some of these figures are simulated.")


def return_sentences(sent: PeriodReturn) -> Iterator[str]:
    """Whether the return of the period came, when, and what became of it."""
    yield _of_return(sent)
    if sent.waits:
        yield _("Newer figures wait for approval.")


def _of_return(sent: PeriodReturn) -> str:
    """In time or late is only what somebody asked for by a day, and came on one, or has not come."""
    is_dated = sent.is_asked and (sent.sent_at is not None or sent.stage == "not_sent")
    by_day = _LATE if sent.days_late else _IN_TIME
    words = by_day.get(sent.stage) if is_dated else None
    return _(words or _UNDATED[sent.stage], days=sent.days_late, day=sent.due_day.isoformat())


_IN_TIME = {
    "approved": mark("Its return came in time and is approved."),
    "submitted": mark("Its return came in time and waits for approval."),
    "not_sent": mark("It has not reported yet; that is due on {day}."),
}
_LATE = {
    "approved": mark("Its return came {days} days late and is approved."),
    "submitted": mark("Its return came {days} days late and waits for approval."),
    "not_sent": mark("It has not reported; that was due on {day}."),
}
_UNDATED = {
    "approved": mark("Its figures are approved."),
    "submitted": mark("Its return waits for approval."),
    "sent_back": mark("Its return was sent back and is to be corrected."),
    "draft": mark("Its return is a draft that was not submitted."),
    "not_asked": mark("Nothing is asked of it for this period."),
}


def _beginning(facts: RegionFacts, rows: Sequence[Assessment]) -> str:
    return _(
        "{period} is the plan's baseline: the {count} indicators of {region} start from it, and nothing is judged yet.",
        period=facts.period.words(),
        count=len(rows),
        region=facts.region.full_name,
    )


def _standing(facts: RegionFacts, rows: Sequence[Assessment]) -> str:
    """How many indicators there are and in which classes; all in one is said so."""
    said = {"period": facts.period.words(), "region": facts.region.full_name, "count": len(rows)}
    statuses = {row.status for row in rows}
    if len(statuses) > 1:
        classes = class_words(rows)
        if facts.region.parent is None:
            return _("By {period}, of the plan's {count} indicators for {region}, {classes}.", **said, classes=classes)
        return _("By {period}, of the {count} indicators passed to {region}, {classes}.", **said, classes=classes)
    status = _(STATUS_BY_NAME[statuses.pop()].words)
    if len(rows) == 1:
        name = rows[0].indicator.name
        return _("By {period}, the only indicator of {region}, {name}: {status}.", **said, name=name, status=status)
    return _("By {period}, all {count} indicators of {region}: {status}.", **said, status=status)


_LAGS = ("behind", "far_behind", "regressed", "missed")
_JUDGED = (
    *_LAGS, "achieved_at_baseline", "achieved_early", "achieved", "ahead", "on_schedule", "roughly_on_schedule",
)  # fmt: skip


def _nothing_lags(rows: Sequence[Assessment]) -> Iterator[str]:
    """That nothing lags, where that is so: of all, or only of those that can be judged."""
    judged = [row for row in rows if row.status in _JUDGED]
    if not judged or any(row.status in _LAGS for row in judged):
        return
    if len(judged) == len(rows):
        yield _("None is behind schedule.")
    else:
        yield _("Of the {count} that can be judged, none is behind schedule.", count=len(judged))


@dataclass(frozen=True)
class _Kind:
    """Indicators that one sentence speaks of: their statuses, the sentence for one and for several, and what it says
    of each beside its name."""

    statuses: tuple[str, ...]
    one: str
    many: str
    said: Callable[[RegionFacts, Assessment], str] = lambda _facts, _row: ""
    is_met_late: bool = False

    def said_of(self, facts: RegionFacts, rows: Sequence[Assessment]) -> Iterator[str]:
        """The sentence on those of these rows that are of this kind, if any are."""
        found = [row for row in rows if row.status in self.statuses and row.judgement.met_late == self.is_met_late]
        said = [(row.indicator.name, self.said(facts, row)) for row in found]
        if len(found) == len(rows) and not any(words for _name, words in said):
            # The first sentence has said so of all of them.
            return
        if len(said) == 1:
            yield _(self.one, item=_named(*said[0]))
        elif said:
            yield _(self.many, count=len(said), items=_listed(said))


def _named(name: str, said: str) -> str:
    return _("{name}: {said}", name=name, said=said) if said else name


def _listed(said: Sequence[tuple[str, str]]) -> str:
    """Some names with what is said of each, the first of them if they are many."""
    items = [_("{name} ({said})", name=name, said=words) if words else name for name, words in said[:_MOST_NAMED]]
    listed = _("; ").join(items) if any(words for _name, words in said) else _(", ").join(items)
    return _("{items} and others", items=listed) if len(said) > _MOST_NAMED else listed


def _behind(facts: RegionFacts, row: Assessment) -> str:
    points, pace = lag_points(row, facts.plan.thresholds), pace_words(row)
    said = {"value": value_words(row), "points": points}
    if points is None:
        return _("value {value}, target {target}", value=value_words(row), target=target_words(row))
    if pace is None:
        return _("value {value}, {points} percentage points behind schedule", **said)
    return _("value {value}, {points} percentage points behind schedule, {pace}", **said, pace=pace)


def _regressed(_facts: RegionFacts, row: Assessment) -> str:
    said = {"baseline": baseline_words(row), "value": value_words(row)}
    fell = row.value is not None and row.baseline is not None and row.value < row.baseline
    pace = pace_words(row)
    if pace is None and fell:
        return _("fell from {baseline} to {value}", **said)
    if pace is None:
        return _("rose from {baseline} to {value}", **said)
    if fell:
        return _("fell from {baseline} to {value}, {pace}", **said, pace=pace)
    return _("rose from {baseline} to {value}, {pace}", **said, pace=pace)


def _against_target(_facts: RegionFacts, row: Assessment) -> str:
    return _("value {value}, target {target}", value=value_words(row), target=target_words(row))


def _without_line(_facts: RegionFacts, row: Assessment) -> str:
    return _(
        "{reason}; value {value}, target {target}",
        reason=_reason(row),
        value=value_words(row),
        target=target_words(row),
    )


def _reason(row: Assessment) -> str:
    """Why there is no light: why there is no lead, or else whatever is not there."""
    gap = row.lead.gap or row.progress.gap or row.completion.gap or row.value_gap
    return gap_words(gap or "not_reported")


def _below_baseline(facts: RegionFacts, row: Assessment) -> str:
    said = {"baseline": baseline_words(row), "target": target_words(row)}
    if row.indicator.code in facts.acknowledged:
        return _("baseline {baseline}, target {target}, acknowledged", **said)
    return _("baseline {baseline}, target {target}, please check", **said)


def _reported_of(_facts: RegionFacts, row: Assessment) -> str:
    return _("{reported} of {expected} reported", reported=row.reported, expected=row.expected)


_KINDS = (
    _Kind(
        ("behind", "far_behind"),
        mark("Behind schedule is {item}."),
        mark("Behind schedule are {count}: {items}."),
        _behind,
    ),
    _Kind(
        ("regressed",),
        mark("Worse than at the baseline is {item}."),
        mark("Worse than at the baseline are {count}: {items}."),
        _regressed,
    ),
    _Kind(
        ("missed",),
        mark("Its target was not met by {item}."),
        mark("Their targets were not met by {count}: {items}."),
        _against_target,
    ),
    _Kind(
        ("missed",),
        mark("Met late is {item}."),
        mark("Met late are {count}: {items}."),
        is_met_late=True,
    ),
    _Kind(("achieved_early",), mark("Achieved early is {item}."), mark("Achieved early are {count}: {items}.")),
    _Kind(("achieved",), mark("Achieved is {item}."), mark("Achieved are {count}: {items}.")),
    _Kind(
        ("achieved_at_baseline",),
        mark("The target was met at the baseline already by {item}."),
        mark("The target was met at the baseline already by {count}: {items}."),
    ),
    _Kind(("not_reported",), mark("Not reported is {item}."), mark("Not reported are {count}: {items}.")),
    _Kind(
        ("partly_reported",),
        mark("Not judged, since not every region has reported, is {item}."),
        mark("Not judged, since not every region has reported, are {count}: {items}."),
        _reported_of,
    ),
    _Kind(
        ("not_assessable",),
        mark("Not assessable is {item}."),
        mark("Not assessable are {count}: {items}."),
        lambda _facts, row: _reason(row),
    ),
    _Kind(
        ("target_below_baseline",),
        mark("Not judged, since its target is below its baseline, is {item}."),
        mark("Not judged, since their targets are below their baselines, are {count}: {items}."),
        _below_baseline,
    ),
    _Kind(
        ("no_baseline",),
        mark("Only to be set against its target is {item}."),
        mark("Only to be set against their targets are {count}: {items}."),
        _without_line,
    ),
    _Kind(("not_due",), mark("Not due is {item}."), mark("Not due are {count}: {items}.")),
)


def _restated(facts: RegionFacts) -> Iterator[str]:
    items = [(_restated_words(facts.plan.indicator_by_code[one.indicator], one), "") for one in facts.restated]
    if items:
        yield _("Restated after approval: {items}.", items=_listed(items))


def _restated_words(indicator: Indicator, one: Restated) -> str:
    unit = unit_of(indicator) if one.part == "value" else ""
    was, now = (
        print_reported(indicator, one.part, value, gap) + (unit if value is not None else "")
        for value, gap in ((one.was, one.was_gap), (one.now, one.now_gap))
    )
    return _("{name} from {was} to {now}", name=name_with_part(indicator.name, one.part), was=was, now=now)
