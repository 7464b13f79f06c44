"""Simulated quarters for a demonstration: templates filled in with made-up figures and taken in like any return.

The figures are the same in every run. They tell a story a reader can find again: regions that run ahead and that lag,
one that falls below its baseline, one that is done early, explanations, a correction, one that waits for the bureau's
decision, a late return, missing ones. When each came and was decided on is made up as well.
Every return of them is marked as simulated.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from common.moments import end_of_day
from common.periods import Period
from common.viewer import Viewer
from data.database import Database
from data.plan_store import StoredPlan, load_plan
from data.queries import revisions_from_file
from data.return_models import ReturnRow
from etl.intake import Decision, take_in
from etl.keeping import Upload
from etl.table import Choice
from etl.template import Before, Line, Template, as_asked, make_template
from etl.template_workbook import Entry, write_template
from indicators.asking import asked_regions
from indicators.frames import declared_rows
from indicators.plan import Indicator, Plan, Region
from indicators.readings import Confirmations

_QUARTERS = 7
# How fast the regions go beside the schedule's 1, in the plan's order and then again from the first; one falls back.
_SPEEDS = (1.0, 0.9, 1.1, 0.7, 1.0, 0.5, 1.2, 1.0, 0.8, -0.5, 1.0, 1.05, 0.6, 1.9)
# Places in the plan's list of regions, and the quarter (counted from 1) in which it happens.
_MISSING = {(5, 3), (9, 5)}
_LATE = (11, 3)
_CORRECTED = (7, 4)
_WAITING = (6, 7)
# Days after a quarter's end: from when on returns come, over how many days they are spread, when a late one comes, how
# long a correction takes, and how long the bureau takes.
_FIRST_DAY, _SPREAD, _LATE_BY, _CORRECTED_AFTER, _DECIDED_AFTER = 5, 9, 100, 20, 3
_REVIEWER = Viewer("reviewer", "reviewer")
_EXPLAINED = "机构改革，部分单位划转"
# Beside every other figure that asks for an explanation.
_USUAL = "临时用工合同到期，下季度续签"


class Sent(NamedTuple):
    """One file of the story: how many days after its quarter's end it comes, and whether it was decided on."""

    name: str
    template: Template
    entries: dict[str, Entry]
    days: int
    reason: str = ""
    is_approved: bool = True

    @property
    def sent_at(self) -> datetime:
        return end_of_day(self.template.period.last_day + timedelta(days=self.days))


def beginning(plan: Plan) -> datetime:
    """When a demonstration begins: when the returns of the baseline were due. From then on its plan is known."""
    return end_of_day(plan.baseline_period.last_day + timedelta(days=plan.due_days))


def bring_in_demo(database: Database, slug: str, viewer: Viewer) -> int:
    """Take a plan's simulated quarters in as approved figures, each file once; returns how many were new.

    A plan with official returns after its baseline is left alone: made-up figures never stand beside real ones.
    """
    with database.reading() as session:
        stored = load_plan(session, slug)
        if session.scalar(_official_after_baseline(stored)) is not None:
            return 0
    return sum(_take_in_once(database, stored, sent) for sent in story(stored, viewer))


def _official_after_baseline(stored: StoredPlan) -> Select[Any]:
    is_official = (ReturnRow.plan_id == stored.plan_id) & (ReturnRow.origin == "official")
    return select(ReturnRow.id).where(is_official, ReturnRow.period > str(stored.plan.baseline_period)).limit(1)


def _take_in_once(database: Database, stored: StoredPlan, sent: Sent) -> bool:
    with database.reading() as session:
        if session.scalar(revisions_from_file(stored.plan_id, sent.name)) is not None:
            return False
    region = sent.template.region.code
    sender = Viewer(f"analyst:{region}", "analyst", frozenset({region}))
    upload = Upload(sent.name, write_template(sent.template, sent.entries), sender, sent.sent_at)
    intake = take_in(
        database,
        stored,
        upload,
        Choice(explanation=_USUAL),
        upto="approved" if sent.is_approved else "submitted",
        reason=sent.reason,
        decision=Decision(_REVIEWER, sent.sent_at + timedelta(days=_DECIDED_AFTER)),
        origin="simulated",
    )
    if intake.is_rejected or intake.held_up:
        raise ValueError(f"{sent.name}: {[problem.message for problem in intake.reading.problems]}")
    return True


def story(stored: StoredPlan, viewer: Viewer) -> Iterator[Sent]:
    """The files in the order in which they are sent."""
    declared = {(row["indicator"], row["region"]): row for row in declared_rows(stored.plan, Confirmations())}
    late = None
    for quarter in range(1, _QUARTERS + 1):
        period = Period.at(stored.plan.baseline_period.ordinal + quarter)
        for region in asked_regions(stored.plan, period):
            place = stored.plan.regions.index(region)
            if (place, quarter) in _MISSING:
                continue
            template = make_template(stored, viewer, region, period, Before())
            days = _FIRST_DAY + (place * 5 + quarter) % _SPREAD
            sent = Sent(template.file_name, template, _entries(stored.plan, declared, template), days)
            if (place, quarter) == _LATE:
                late = sent._replace(days=_LATE_BY)
            elif (place, quarter) == _CORRECTED:
                yield from _corrected(sent, is_approved=True)
            elif (place, quarter) == _WAITING:
                yield from _corrected(sent, is_approved=False)
            else:
                yield sent
        if late is not None and quarter > _LATE[1]:
            yield late
            late = None


def _corrected(sent: Sent, *, is_approved: bool) -> Iterator[Sent]:
    """The same return twice: with a slip in its first figure, and as it should be."""
    first = next(iter(sent.entries))
    slip = sent.entries[first].figure
    wrong = Entry(slip + Decimal(100), "") if isinstance(slip, Decimal) else sent.entries[first]
    yield sent._replace(entries=sent.entries | {first: wrong})
    reason = "更正：上次填报多计"
    yield sent._replace(
        name=sent.name.replace(".xlsx", "-更正.xlsx"),
        entries=sent.entries | {first: sent.entries[first]._replace(explanation=reason)},
        days=sent.days + _CORRECTED_AFTER,
        reason=reason,
        is_approved=is_approved,
    )


_Declared = Mapping[tuple[str, str], Mapping[str, Any]]


def _entries(plan: Plan, declared: _Declared, template: Template) -> dict[str, Entry]:
    speed = _SPEEDS[plan.regions.index(template.region) % len(_SPEEDS)]
    way = _Way(plan, declared, template.region, template.period, Fraction(str(speed)))
    explanation = _EXPLAINED if speed < 0 else ""
    return {line.key: Entry(way.figure(line), explanation) for line in template.lines if line.part is not None}


class _Way:
    """How far a region has come by a period: on its way from baseline to target, with a small unevenness."""

    def __init__(self, plan: Plan, declared: _Declared, region: Region, period: Period, speed: Fraction) -> None:
        self.declared = declared
        self.region = region
        self.period = period
        first, last = plan.baseline_period, plan.target_period
        self.share = Fraction(period.ordinal - first.ordinal, last.ordinal - first.ordinal) * speed
        self.year_share = Fraction(period.year - first.year, last.year - first.year) * speed

    def figure(self, line: Line) -> Decimal:
        """What the analyst types on a line, in the unit asked."""
        indicator, value = line.indicator, self._value(line.indicator)
        if not indicator.denominator:
            return as_asked(indicator, value)
        whole = self._whole(indicator)
        if line.part == "denominator":
            return Decimal(whole)
        if indicator.is_rate:
            return Decimal(int(whole * value / 10**indicator.scale))
        baseline = self._baseline(indicator)
        return Decimal(int(baseline + (whole - baseline) * min(max(self.share, Fraction(0)), Fraction(1))))

    def _whole(self, indicator: Indicator) -> int:
        """How many there are in all: of a rate the denominator, elsewhere those that every one of is the target."""
        if indicator.is_rate:
            return 300 + self._chance(indicator.code, 600)
        return int(self._baseline(indicator) * Fraction(103, 100)) + 1

    def _value(self, indicator: Indicator) -> Fraction:
        """The value at the indicator's scale; of what is counted by year the part of the year so far."""
        row = self.declared[(indicator.code, self.region.code)]
        baseline = self._baseline(indicator)
        target = _target(row) or baseline * Fraction(21, 20)
        if indicator.direction == "increase":
            # Nobody works towards less than there was, whatever the plan says.
            target = max(target, baseline)
        by_year = indicator.counted == "by_year"
        way = (target - baseline) * min(self.year_share if by_year else self.share, Fraction(11, 10))
        uneven = abs(target - baseline) * Fraction(self._chance(indicator.code, 7) - 3, 100)
        value = max(baseline + way + uneven, Fraction(0))
        if by_year and not indicator.is_rate:
            value *= Fraction(self.period.quarter, 4)
        value = min(value, Fraction(10**indicator.scale)) if indicator.is_rate else value
        step = indicator.step or 1
        return Fraction(round(value / step) * step)

    def _baseline(self, indicator: Indicator) -> Fraction:
        row = self.declared[(indicator.code, self.region.code)]
        if row["baseline"] is not None:
            return Fraction(row["baseline"])
        usual = Fraction(85, 100) * 10**indicator.scale if indicator.is_rate else Fraction(120)
        return min(usual, _target(row) or usual)

    def _chance(self, code: str, up_to: int) -> int:
        """A number below `up_to` that is the same in every run."""
        known = f"{code} {self.region.code} {'' if up_to > 100 else self.period}"
        return int.from_bytes(hashlib.sha256(known.encode()).digest()[:4], "big") % up_to


def _target(row: Mapping[str, Any]) -> Fraction | None:
    return None if row["target"] is None else Fraction(row["target"], row["target_under"])
