"""The simulated quarters: real workbooks through the real intake, the same in every run, and never beside real ones."""

from sqlalchemy import select

from common.moments import end_of_day
from common.periods import Period
from common.viewer import Viewer
from data.assessments import assess_plan
from data.database import Database
from data.queries import returns_with_steps
from data.results import PlanAssessment
from data.return_models import ReturnRow, RevisionRow
from data.return_states import state_of
from etl.demo import bring_in_demo
from etl.keeping import Upload
from etl.table import Choice
from indicators.plan import Plan
from tests.etl.filling import blank, fill
from tests.taking import take

REVIEWER = Viewer("command-line", "operator")
_LAST = Period(2025, 3)


def test_seven_quarters_of_every_region_tell_a_story(loaded_sqlite: Database) -> None:
    assert bring_in_demo(loaded_sqlite, "wenzhou-2025", REVIEWER) == 98
    # The last one interrupted or not, a second time brings in what is missing: nothing.
    assert bring_in_demo(loaded_sqlite, "wenzhou-2025", REVIEWER) == 0

    last = _assess(loaded_sqlite, _LAST)
    assert last.is_simulated
    assert {row.status for row in last.rows if row.value is None} == {"not_applicable"}
    assert (_status(last, "charities", "330328"), _status(last, "community_foundations", "330302")) == (
        "regressed",
        "achieved_early",
    )
    missing = _assess(loaded_sqlite, Period(2024, 3))
    assert _status(missing, "jobs", "330305") == "not_reported"
    assert _status(missing, "jobs", "330300") == "partly_reported"

    with loaded_sqlite.reading() as session:
        sent = session.scalars(select(RevisionRow).order_by(RevisionRow.id)).all()
        origins = {row.period: row.origin for row in session.scalars(select(ReturnRow))}
        names = [revision.file_name for revision in sent]
        explained = {value.explanation for revision in sent for value in revision.values}
    assert {origin for period, origin in origins.items() if period > "2023Q4"} == {"simulated"}
    assert origins["2023Q4"] == "official"
    # 泰顺's third quarter comes after everybody's fourth, 瑞安's fourth is corrected.
    assert names.index("330329-泰顺-2024Q3.xlsx") > names.index("330302-鹿城-2024Q4.xlsx")
    assert names.index("330381-瑞安-2024Q4-更正.xlsx") > names.index("330381-瑞安-2024Q4.xlsx")
    assert explained > {"机构改革，部分单位划转", "临时用工合同到期，下季度续签"}


def test_made_up_returns_come_when_real_ones_would(loaded_sqlite: Database, wenzhou: Plan) -> None:
    bring_in_demo(loaded_sqlite, "wenzhou-2025", REVIEWER)
    with loaded_sqlite.reading() as session:
        found = session.scalars(returns_with_steps(1)).all()
        late = set()
        for row in (one for one in found if one.origin == "simulated"):
            submission = row.revisions[0].submission
            assert submission is not None
            assert submission.submitted_by == f"analyst:{row.region}"
            if submission.submitted_at > end_of_day(wenzhou.due_day(Period.read(row.period))):
                late.add((row.region, row.period))
        waiting = [(row.region, row.period) for row in found for one in row.revisions if state_of(one) == "submitted"]
    assert (late, waiting) == ({("330329", "2024Q3")}, [("330382", "2025Q3")])


def test_a_plan_with_real_returns_gets_no_made_up_ones(loaded_sqlite: Database, wenzhou: Plan) -> None:
    upload = Upload("a.xlsx", fill(blank(wenzhou), {"jobs/value": 3700}), REVIEWER)
    take(loaded_sqlite, upload, Choice(), upto="draft")
    assert bring_in_demo(loaded_sqlite, "wenzhou-2025", REVIEWER) == 0


def test_what_began_as_made_up_stays_so(loaded_sqlite: Database, wenzhou: Plan) -> None:
    for jobs, origin in ((3700, "simulated"), (3800, "official")):
        upload = Upload("a.xlsx", fill(blank(wenzhou), {"jobs/value": jobs}), REVIEWER)
        take(loaded_sqlite, upload, Choice(), upto="approved", reason="更正", origin=origin)
    row = _assess(loaded_sqlite, Period(2024, 1)).cell("jobs", "330302")
    assert row is not None
    assert row.value == 3800
    assert row.is_simulated


def _assess(database: Database, period: Period) -> PlanAssessment:
    with database.reading() as session:
        return assess_plan(session, REVIEWER, None, period)


def _status(assessment: PlanAssessment, indicator: str, region: str) -> str:
    row = assessment.cell(indicator, region)
    assert row is not None
    return row.status
