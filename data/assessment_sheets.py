"""Assessments as sheets of a workbook: every figure typed, with its unit, and the file and cell it comes from."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from common.gaps import gap_words
from common.language import _, mark
from common.moments import moment_words, now
from common.terms import term
from data.changes import Changes
from data.coverage import Coverage
from data.doubts import doubts_by_reason
from data.exports import reason_words
from data.printing import places_shown, print_light, print_reported, print_status, print_thresholds, print_unit
from data.results import Assessment, Measure, PlanAssessment
from data.workbooks import Cell, Number, Sheet
from indicators.plan import Indicator, Region
from indicators.rules import STATUS_BY_NAME, rule_values, rules


def about(assessment: PlanAssessment, title: str, address: str) -> list[tuple[str, str]]:
    """What a workbook's data are: plan, period, moment of knowledge, rules, and the address they are to be had at."""
    plan, stored = assessment.plan, assessment.stored
    return [
        (_("Table"), title),
        (_("Plan"), plan.name),
        (_("Plan version"), f"{stored.version} ({moment_words(stored.loaded_at)})"),
        (_("Period"), assessment.period.words()),
        (_("As of"), moment_words(assessment.as_of or now())),
        (_("Rule set"), plan.rule_set),
        (_("Lead in percentage points"), print_thresholds(plan.thresholds)),
        (_("Origin"), term("simulated" if assessment.is_simulated else "official")),
        (_("Source"), _("Approved figures; where a row is made of cells of a file, each of them is named in it.")),
        (_("Page"), address),
    ]


def assessments_sheet(rows: Iterable[Assessment]) -> Sheet:
    """One row for each assessment, with its measures and sources."""
    head = [_(name) for name in _COLUMNS]
    return Sheet(_("Assessments"), head, ([written(row) for written in _COLUMNS.values()] for row in rows))


def history_sheet(rows: Iterable[Assessment]) -> Sheet:
    """One row for each period from the baseline's on."""
    head = (_("Region"), _("Indicator"), _("Unit"), _("Period"), _("Value"), _("Status"), _("Light"),
            _("Made up since"), _("Origin"))  # fmt: skip
    return Sheet(_("Period by period"), head, [line for row in rows for line in _history(row)])


def _history(row: Assessment) -> list[Sequence[Cell]]:
    return [
        (
            row.region.name,
            row.indicator.name,
            print_unit(row.indicator),
            one.period.words(),
            _amount(row.indicator, one.value),
            print_status(one),
            _light(one.light),
            _("yes") if one.recovered else None,
            term("simulated") if one.is_simulated else None if one.value is None else term("official"),
        )
        for one in row.history
    ]


def changes_sheet(assessment: PlanAssessment, changes: Changes) -> Sheet:
    """What is other than in the period before, a row each."""
    head = (_("Change"), _("Region"), _("Indicator"), _("Unit"), _("Before"), _("Now"))
    plan = assessment.plan
    steps = ((_("Worse"), changes.worse), (_("Better"), changes.better))
    lights = [
        (what, row.region.name, row.indicator.name, print_unit(row.indicator), *map(print_status, row.history[-2:]))
        for what, found in steps
        for row in found.first
    ]
    first = [
        (_("First reported"), row.region.name, row.indicator.name, print_unit(row.indicator), None,
         _amount(row.indicator, row.value))
        for row in changes.newly_reported.first
    ]  # fmt: skip
    restated: list[Sequence[Cell]] = []
    for one in changes.restated.first:
        indicator, region = plan.indicator_by_code[one.indicator], plan.region_by_code[one.region]
        figures = [print_reported(indicator, one.part, figure, None) for figure in (one.was, one.now)]
        restated.append((_("Restated"), region.name, indicator.name, print_unit(indicator), *figures))
    return Sheet(_("Since the period before"), head, [*lights, *restated, *first])


def rules_sheet(assessment: PlanAssessment) -> Sheet:
    """The rules by which a status is given, with the plan's thresholds put in."""
    thresholds = assessment.plan.thresholds
    values = rule_values(thresholds)
    rows = [
        (rule.clause, _(STATUS_BY_NAME[rule.status].words), _rule_light(rule.status), _(rule.words, **values))
        for rule in rules(thresholds)
    ]
    return Sheet(_("Rules"), (_("Clause"), _("Status"), _("Light"), _("When")), rows)


def _rule_light(status: str) -> str | None:
    light = STATUS_BY_NAME[status].light
    return None if light == "none" else print_light(light)


def doubts_sheet(assessment: PlanAssessment) -> Sheet:
    """Each target that cannot be judged yet, with its place in the plan's documents, and why."""
    plan = assessment.plan
    head = (_("Why not"), _("Region"), _("Indicator"), _("Unit"), _("Baseline"), _("Target as written"), _("File"),
            _("Cell"))  # fmt: skip
    rows = [
        (
            gap_words(gap),
            plan.region_by_code[one.region].name,
            plan.indicator_by_code[one.indicator].name,
            print_unit(plan.indicator_by_code[one.indicator]),
            one.baseline,
            one.target,
            plan.table_by_code[one.table].file,
            one.target_cell,
        )
        for gap, targets in doubts_by_reason(assessment.stored, assessment.confirmations).items()
        for one in targets
    ]
    return Sheet(_("Targets to be settled"), head, rows)


def coverage_sheet(coverage: Coverage) -> Sheet:
    """Each region that reports, and how far its return has come."""
    states: tuple[tuple[str, tuple[Region, ...]], ...] = (
        (term("approved"), coverage.approved),
        (term("submitted"), coverage.submitted),
        (_("not reported"), coverage.not_sent),
    )
    rows = [(region.name, region.code, state) for state, regions in states for region in regions]
    return Sheet(_("Coverage"), (_("Region"), _("Region code"), _("State")), rows)


def _amount(indicator: Indicator, value: Fraction | int | None) -> Number | None:
    if value is None:
        return None
    figure = Fraction(value) / 10**indicator.scale
    return Number(figure, places_shown(indicator, value), is_percent=indicator.is_rate)


def _share(measure: Measure) -> Number | None:
    return None if measure.value is None else Number(measure.value, 1, is_percent=True)


def _light(light: str | None) -> str | None:
    return None if light is None else print_light(light)


def _measured(name: str) -> Callable[[Assessment], Cell]:
    return lambda row: _amount(row.indicator, getattr(row, name).value)


def _sources(part: str) -> Callable[[Assessment], Cell]:
    """One line for each cell that the value is made of."""
    return lambda row: "\n".join(str(getattr(source, part)) for source in row.sources) or None


_COLUMNS: dict[str, Callable[[Assessment], Cell]] = {
    mark("Number"): lambda row: Number(row.indicator.number),
    mark("Indicator"): lambda row: row.indicator.name,
    mark("Indicator code"): lambda row: row.indicator.code,
    mark("Nature"): lambda row: term(row.indicator.nature),
    mark("Unit"): lambda row: print_unit(row.indicator),
    mark("Region"): lambda row: row.region.name,
    mark("Region code"): lambda row: row.region.code,
    mark("Period"): lambda row: row.period.words(),
    mark("Baseline"): lambda row: _amount(row.indicator, row.baseline),
    mark("Value"): lambda row: _amount(row.indicator, row.value),
    mark("Published figure"): lambda row: _amount(row.indicator, row.own_value),
    mark("Target as written"): lambda row: row.target.target,
    mark("Target's number"): lambda row: _amount(row.indicator, row.target_value),
    mark("Share of target"): lambda row: _share(row.completion),
    mark("Progress"): lambda row: _share(row.progress),
    mark("Schedule"): lambda row: _share(row.schedule),
    mark("Lead (points)"): lambda row: None if row.lead.value is None else Number(row.lead.value * 100, 1),
    mark("What is left"): _measured("remaining"),
    mark("Needed per quarter"): _measured("needed"),
    mark("Forecast"): _measured("forecast"),
    mark("Status"): lambda row: print_status(row.judgement, row),
    mark("Light"): lambda row: _light(row.light),
    mark("Why not"): reason_words,
    mark("Origin"): lambda row: term(row.origin) if row.origin else None,
    mark("File"): _sources("file"),
    mark("Sheet"): _sources("sheet"),
    mark("Cell"): _sources("cell"),
    mark("Revision"): _sources("revision"),
}  # fmt: skip
