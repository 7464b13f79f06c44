"""The tables and charts of the pages as Excel workbooks, written from the same assessments that the pages show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from common.language import _, mark
from common.problems import Problem, Refusal
from common.viewer import Viewer
from data.assessment_sheets import (
    about,
    assessments_sheet,
    changes_sheet,
    coverage_sheet,
    doubts_sheet,
    history_sheet,
    rules_sheet,
)
from data.changes import changes_of
from data.coverage import coverage_of
from data.explanations import explanations_of
from data.places import places_of
from data.plan_store import indicator_of, region_of
from data.region_returns import PeriodReturn, returns_of
from data.region_sheets import explanations_sheet, places_sheet, returns_sheet
from data.results import Assessment, PlanAssessment
from data.workbooks import Sheet, write_workbook
from indicators.plan import Region


@dataclass(frozen=True)
class Asked:
    """What a workbook is asked for: by whom, of which assessment, and which of its rows. An empty text asks for all."""

    session: Session
    viewer: Viewer
    assessment: PlanAssessment
    region: str = ""
    indicator: str = ""
    status: str = ""

    @property
    def rows(self) -> tuple[Assessment, ...]:
        """The rows of an indicator, of a region (the whole if neither is asked for), or of one cell; of one class.

        Raises Refusal for a region or an indicator that the plan does not have.
        """
        plan = self.assessment.plan
        region = region_of(plan, self.region or plan.root.code)
        if self.indicator:
            rows = self.assessment.of_indicator(indicator_of(plan, self.indicator).code)
            rows = tuple(row for row in rows if not self.region or row.region == region)
        else:
            rows = self.assessment.of_region(region.code)
        return tuple(row for row in rows if self.status in ("", row.status))

    @property
    def rows_below(self) -> tuple[Assessment, ...]:
        """Those of every region below the whole."""
        return tuple(row for row in self.assessment.rows if row.region != self.assessment.plan.root)


# The tables there are: what each is called, and the sheet it comes to.
TABLES: Mapping[str, tuple[str, Callable[[Asked], Sheet]]] = {
    "indicators": (mark("Indicators"), lambda asked: assessments_sheet(asked.rows)),
    "regions": (mark("Regions"), lambda asked: assessments_sheet(asked.rows_below)),
    "history": (mark("Period by period"), lambda asked: history_sheet(asked.rows)),
    "changes": (mark("Since the period before"), lambda asked: _changes(asked.assessment)),
    "places": (mark("Place and pace"), lambda asked: _places(asked)),
    "returns": (mark("Returns"), lambda asked: returns_sheet(_returns(asked))),
    "explanations": (mark("Explanations"), lambda asked: _explanations(asked)),
    "rules": (mark("Which status: the first rule that holds"), lambda asked: rules_sheet(asked.assessment)),
    "doubts": (mark("Targets to be settled"), lambda asked: doubts_sheet(asked.assessment)),
    "coverage": (mark("Coverage"), lambda asked: coverage_sheet(coverage_of(asked.session, asked.assessment))),
}


def table_file(name: str, asked: Asked, address: str) -> tuple[str, bytes]:
    """The name and content of a table's workbook; raises Refusal for a table that there is not, or without rows."""
    if name not in TABLES:
        raise Refusal(Problem("no_such_table", value=name, params={"known": ", ".join(TABLES)}))
    title, sheet = TABLES[name]
    assessment = asked.assessment
    content = write_workbook(about(assessment, _(title), address), [sheet(asked)])
    of_what = [one for one in (asked.region, asked.indicator, asked.status) if one]
    return "-".join((assessment.plan.slug, str(assessment.period), name, *of_what)) + ".xlsx", content


def _places(asked: Asked) -> Sheet:
    assessment, region = asked.assessment, _region(asked)
    return places_sheet(assessment, assessment.of_region(region.code), places_of(assessment, region.code))


def _explanations(asked: Asked) -> Sheet:
    return explanations_sheet(explanations_of(asked.session, asked.assessment, _region(asked), _returns(asked)))


def _returns(asked: Asked) -> tuple[PeriodReturn, ...]:
    return returns_of(asked.session, asked.viewer, asked.assessment, _region(asked))


def _region(asked: Asked) -> Region:
    plan = asked.assessment.plan
    return region_of(plan, asked.region) if asked.region else plan.root


def _changes(assessment: PlanAssessment) -> Sheet:
    return changes_sheet(assessment, changes_of(assessment))
