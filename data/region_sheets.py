"""What a region's page shows beside its assessments, as sheets of a workbook: its place, its returns, its words."""

from collections.abc import Iterable, Mapping

from common.language import _
from common.moments import moment_words
from common.terms import term
from data.explanations import Explanation
from data.pace import made_per_quarter
from data.places import Place
from data.printing import name_with_part, places_shown, print_unit
from data.region_returns import PeriodReturn
from data.results import Assessment, Measure, PlanAssessment
from data.workbooks import Cell, Number, Sheet


def places_sheet(assessment: PlanAssessment, rows: Iterable[Assessment], places: Mapping[str, Place]) -> Sheet:
    """The place in each indicator, and the pace made and needed, in the indicator's unit."""
    head = (_("Indicator"), _("Unit"), _("Place among regions"), _("Of how many"), _("Shared with"), _("Compared by"),
            _("Share"), _("Share of the first"), _("Made per quarter so far"), _("Needed per quarter"))  # fmt: skip
    return Sheet(_("Place and pace"), head, [_place(assessment, row, places.get(row.indicator.code)) for row in rows])


def _place(assessment: PlanAssessment, row: Assessment, place: Place | None) -> list[Cell]:
    names = {"progress": _("Progress"), "completion": _("Share of target")}
    compared: list[Cell] = [None] * 6
    if place is not None:
        shares = (Number(share, 1, is_percent=True) for share in (place.share, place.first))
        compared = [Number(place.rank), Number(place.of), Number(place.tied), names[place.by], *shares]
    paces = (made_per_quarter(assessment.plan, row), row.needed)
    return [row.indicator.name, print_unit(row.indicator), *compared, *(_pace(row, pace) for pace in paces)]


def _pace(row: Assessment, pace: Measure) -> Number | None:
    if pace.value is None:
        return None
    indicator = row.indicator
    places = places_shown(indicator, pace.value)
    return Number(pace.value / 10**indicator.scale, places, is_percent=indicator.is_rate)


def returns_sheet(returns: Iterable[PeriodReturn]) -> Sheet:
    """How far the return of each period has come."""
    head = (_("Period"), _("State"), _("Due"), _("Days late"), _("Sent"), _("Approved"), _("Origin"))
    rows = [
        (
            one.period.words(),
            term(one.stage),
            one.due_day.isoformat() if one.is_asked else None,
            Number(one.days_late) if one.is_asked else None,
            moment_words(one.sent_at) if one.sent_at else None,
            moment_words(one.approved_at) if one.approved_at else None,
            term("simulated") if one.is_simulated else None,
        )
        for one in returns
    ]
    return Sheet(_("Returns"), head, rows)


def explanations_sheet(explanations: Iterable[Explanation]) -> Sheet:
    """What was written beside the figures, a row for each figure."""
    head = (_("Period"), _("Explanation"), _("Indicator"), _("File"), _("Sheet"), _("Cell"), _("Revision"), _("State"))
    rows = [
        (
            one.period.words(),
            one.text,
            name_with_part(figure.indicator.name, figure.part),
            one.file,
            figure.sheet,
            figure.cell,
            Number(one.revision),
            term("approved") if one.is_approved else term("draft"),
        )
        for one in explanations
        for figure in one.figures
    ]
    return Sheet(_("Explanations"), head, rows)
