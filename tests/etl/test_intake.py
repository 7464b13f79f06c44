"""Taking returns in, on SQLite and on PostgreSQL: all or nothing, nothing overwritten, nothing lost."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import func, select

from common.periods import Period
from common.problems import Refusal
from common.settings import PROJECT_FOLDER
from common.viewer import Viewer
from data.assessments import assess_plan, known_periods
from data.columns import Base
from data.database import Database
from data.plan_store import load_plan, save_plan
from data.return_models import (
    ApprovalRow,
    FactRow,
    FileRow,
    RejectedUploadRow,
    ReportedValueRow,
    ReturnRow,
    RevisionRow,
)
from etl.intake import Intake, Step, newest_seen, take_in
from etl.keeping import Upload
from etl.seed import import_plan, seed
from etl.table import Choice
from indicators.plan import Plan
from tests.conftest import WENZHOU
from tests.etl.workbooks import TABLE_1, TABLE_2, book, setting, table_2
from tests.taking import take

ANALYST = Viewer("analyst:330327", "analyst", frozenset({"330327"}))


def send(
    database: Database,
    content: bytes,
    viewer: Viewer,
    *,
    upto: Step,
    choice: Choice | None = None,
    name: str = "return.xlsx",
) -> Intake:
    upload = Upload(name, content, viewer)
    return take(database, upload, choice or Choice(), upto=upto, reason="录入有误")


def count(database: Database, table: type[Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def value_of(database: Database, indicator: str, region: str) -> Fraction | int | None:
    with database.reading() as session:
        cell = assess_plan(session, Viewer("x", "leader"), None, Period(2023, 4)).cell(indicator, region)
        assert cell is not None
        return cell.value


def test_the_published_tables_are_fourteen_returns_with_their_cells(loaded: Database) -> None:
    assert (count(loaded, ReturnRow), count(loaded, RevisionRow), count(loaded, ApprovalRow)) == (14, 14, 14)
    assert (count(loaded, ReportedValueRow), count(loaded, FactRow), count(loaded, FileRow)) == (87, 87, 2)
    with loaded.reading() as session:
        value = session.scalars(
            select(ReportedValueRow).join(RevisionRow).join(ReturnRow)
            .where(ReturnRow.region == "330327", ReportedValueRow.indicator == "rated_4a5a")
        ).one()  # fmt: skip
        assert (value.value, value.text, value.sheet, value.cell) == (34, "34", "表2", "E15")
        assert value.revision.file_name == "table2_counties.xlsx"
        file = session.get(FileRow, value.revision.file_sha256)
        assert file is not None
        assert file.content == TABLE_2.read_bytes()


def test_the_same_file_again_changes_nothing(loaded: Database, operator: Viewer) -> None:
    before = [count(loaded, table) for table in (RevisionRow, ReportedValueRow, FactRow, FileRow)]
    intake = send(loaded, TABLE_2.read_bytes(), operator, upto="approved")
    assert not any(taken.is_new for taken in intake.taken)
    assert [count(loaded, table) for table in (RevisionRow, ReportedValueRow, FactRow, FileRow)] == before


def test_a_correction_is_a_new_revision_and_one_new_fact(loaded: Database, operator: Viewer) -> None:
    corrected = table_2(setting(E15=35, E17=454))
    intake = send(loaded, corrected, operator, upto="approved")
    assert [(taken.read.region.name, taken.revision) for taken in intake.taken if taken.is_new] == [("苍南", 2)]
    assert value_of(loaded, "rated_4a5a", "330327") == 35
    assert value_of(loaded, "rated_4a5a", "330300") == 454
    with loaded.reading() as session:
        facts = session.scalars(
            select(FactRow).where(FactRow.region == "330327", FactRow.indicator == "rated_4a5a").order_by(FactRow.id)
        ).all()
        assert [fact.value for fact in facts] == [34, 35]
        assert count(loaded, FactRow) == 88
        before = assess_plan(session, operator, None, Period(2023, 4), facts[0].approved_at).cell(
            "rated_4a5a", "330327"
        )
        assert before is not None
        assert (before.value, before.sources[0].revision) == (Fraction(34), 1)


def test_a_draft_is_no_fact_until_it_is_approved(loaded: Database, operator: Viewer) -> None:
    corrected = table_2(setting(E15=35, E17=454))
    send(loaded, corrected, operator, upto="draft")
    assert value_of(loaded, "rated_4a5a", "330327") == 34
    send(loaded, corrected, operator, upto="approved")
    assert value_of(loaded, "rated_4a5a", "330327") == 35
    assert count(loaded, RevisionRow) == 15


def test_a_blank_cell_does_not_wipe_out_a_figure(loaded: Database, operator: Viewer) -> None:
    send(loaded, table_2(setting(E15=None, E17=419, C15=0.6, C17=5.1)), operator, upto="approved")
    assert value_of(loaded, "rated_4a5a", "330327") == 34
    assert value_of(loaded, "jobs", "330327") == 6000


def test_a_dash_says_that_there_is_no_figure_any_more(loaded: Database, operator: Viewer) -> None:
    send(loaded, table_2(setting(E15="-", E17=419)), operator, upto="approved")
    assert value_of(loaded, "rated_4a5a", "330327") is None


@pytest.mark.parametrize(
    "content",
    [table_2(setting(A15="苍北")), table_2(setting(E17=454)), b"text", table_2(setting(A15="苍北", E17=454, C4=0.7))],
    ids=["unknown region", "wrong total", "text file", "several faults"],
)
def test_a_refused_file_is_kept_with_its_problems_and_none_of_its_values(
    loaded: Database, operator: Viewer, content: bytes
) -> None:
    before = [count(loaded, table) for table in (RevisionRow, ReportedValueRow, FactRow)]
    intake = send(loaded, content, operator, upto="approved", name="C:\\报送\\return.xlsx")
    assert (intake.is_rejected, intake.taken) == (True, [])
    assert [count(loaded, table) for table in (RevisionRow, ReportedValueRow, FactRow)] == before
    with loaded.reading() as session:
        kept = session.scalars(select(RejectedUploadRow)).one()
        assert kept.file_name == "return.xlsx"
        assert {problem["code"] for problem in kept.problems} >= {
            problem.code for problem in intake.reading.problems if problem.is_hard
        }
        file = session.get(FileRow, kept.file_sha256)
        assert file is not None
        assert file.content == content


def test_one_blocked_return_does_not_hold_up_the_others(loaded: Database, operator: Viewer) -> None:
    intake = send(loaded, table_2(setting(E15="约34", C16=0.3, C17=5.1)), operator, upto="approved")
    assert [taken.read.region.name for taken in intake.taken if taken.is_new] == ["龙港"]
    assert intake.is_rejected
    assert count(loaded, RejectedUploadRow) == 1


def test_an_analyst_reports_for_their_own_region_only(loaded: Database) -> None:
    intake = send(loaded, table_2(setting(C15=0.6, C16=0.3, C17=5.2)), ANALYST, upto="draft")
    assert [taken.read.region.name for taken in intake.taken] == ["苍南"]
    assert {problem.code for problem in intake.reading.problems if problem.is_hard} == {"not_allowed"}


def test_an_analyst_cannot_approve(loaded: Database) -> None:
    content = book([["区划", "4A5A等级"], ["", 2024], ["苍南", 35]])
    with pytest.raises(PermissionError):
        send(loaded, content, ANALYST, upto="approved")
    assert count(loaded, ReturnRow) == 14


def test_a_return_never_mixes_official_and_simulated_figures(loaded: Database, operator: Viewer) -> None:
    upload = Upload("return.xlsx", table_2(setting(E15=35, E17=454)), operator)
    with pytest.raises(ValueError, match="made-up figures cannot revise"):
        take(loaded, upload, Choice(), upto="approved", origin="simulated")


def test_an_unusual_figure_stays_a_draft_until_it_is_explained(loaded: Database, operator: Viewer) -> None:
    content = book([["区划", "4A5A等级"], ["", "2024年"], ["苍南", 80]])
    draft = send(loaded, content, operator, upto="approved")
    assert [(taken.state, taken.read.is_unexplained) for taken in draft.taken] == [("draft", True)]
    assert [problem.severity for problem in draft.reading.problems] == ["soft"]
    with loaded.reading() as session:
        assert known_periods(session, load_plan(session), None) == (Period(2023, 4),)

    explained = send(loaded, content, operator, upto="approved", choice=Choice(explanation="评估周期调整"))
    assert [(taken.revision, taken.state) for taken in explained.taken] == [(2, "approved")]
    with loaded.reading() as session:
        row = assess_plan(session, operator, None, Period(2024, 4)).cell("rated_4a5a", "330327")
    assert row is not None
    assert [(source.value, source.explanation) for source in row.sources] == [(80, "评估周期调整")]


# Takes a file in and is killed after its figures are stored, before they are approved.
_KILLED = """
import os, sys
from common.viewer import Viewer
from data.database import Database
from etl import intake
from tests.taking import take
intake._advance = lambda *_given: os._exit(9)
upload = intake.Upload("return.xlsx", sys.stdin.buffer.read(), Viewer("command-line", "operator"))
take(Database(sys.argv[1]), upload, upto="approved")
"""


def test_a_load_that_is_killed_leaves_nothing_and_can_be_repeated(loaded: Database, operator: Viewer) -> None:
    tables = (FileRow, ReturnRow, RevisionRow, ReportedValueRow, ApprovalRow, FactRow)
    before = [count(loaded, one) for one in tables]
    content = table_2(setting(E15=35, E17=454))
    url = loaded.url.render_as_string(hide_password=False)
    killed = subprocess.run([sys.executable, "-c", _KILLED, url], input=content, cwd=PROJECT_FOLDER, check=False)
    assert killed.returncode == 9
    assert [count(loaded, one) for one in tables] == before
    again = send(loaded, content, operator, upto="approved")
    assert [taken.state for taken in again.taken if taken.is_new] == ["approved"]
    assert value_of(loaded, "rated_4a5a", "330327") == 35


def test_uploads_at_once_take_turns(loaded: Database, operator: Viewer) -> None:
    """Six corrections sent at once are revisions 2 to 7: none is lost, none takes another's number."""
    contents = [table_2(setting(E15=35 + step, E17=454 + step)) for step in range(6)]
    with ThreadPoolExecutor(6) as senders:
        intakes = list(senders.map(lambda content: send(loaded, content, operator, upto="approved"), contents))
    new = sorted(taken.revision for intake in intakes for taken in intake.taken if taken.is_new)
    assert new == [2, 3, 4, 5, 6, 7]
    assert value_of(loaded, "rated_4a5a", "330327") in range(35, 41)


def test_of_two_corrections_made_at_once_one_is_kept_and_the_other_sender_told(loaded: Database) -> None:
    with loaded.reading() as session:
        stored = load_plan(session)
        seen = newest_seen(session, stored.plan_id)

    def correct(value: int) -> list[str]:
        who = Viewer(f"analyst-{value}", "analyst", frozenset({"330327"}))
        content = book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", value]])
        try:
            intake = take_in(
                loaded,
                stored,
                Upload("return.xlsx", content, who),
                Choice(),
                upto="submitted",
                reason="漏报",
                seen=seen,
            )
        except Refusal as refusal:
            return [problem.code for problem in refusal.problems]
        return [taken.state for taken in intake.taken]

    with ThreadPoolExecutor(2) as senders:
        assert sorted(senders.map(correct, (35, 36))) == [["changed_meanwhile"], ["submitted"]]
    # Nothing of the one that was refused is kept.
    with loaded.reading() as session:
        assert newest_seen(session, stored.plan_id) == seen + 1
        assert session.scalar(select(func.count()).select_from(FileRow)) == 3


def test_the_citys_own_figure_stands_beside_the_sum(loaded: Database, operator: Viewer) -> None:
    with loaded.reading() as session:
        assessment = assess_plan(session, operator, None, None)
    cell = assessment.cell("community_foundations", "330300")
    assert cell is not None
    assert (cell.value, cell.own_value, cell.baseline, cell.own_baseline) == (Fraction(20), 21, 20, 21)
    assert (cell.expected, cell.reported, len(cell.sources)) == (12, 12, 12)
    assert [(source.file, source.cell) for source in cell.own_sources] == [(TABLE_1.name, "C5")]


def test_starting_again_keeps_corrections_and_plan_versions(loaded: Database, operator: Viewer, wenzhou: Plan) -> None:
    send(loaded, table_2(setting(E15=35, E17=454)), operator, upto="approved")
    with loaded.writing() as session:
        changed = save_plan(session, replace(wenzhou, approved_by="another document"), operator)
        session.commit()
    seeded = seed(loaded, WENZHOU, operator)
    assert (seeded.stored.version, seeded.tables) == (changed.version, {})
    assert value_of(loaded, "rated_4a5a", "330327") == 35


def test_approving_a_draft_again_approves_that_draft_and_no_other(loaded: Database, operator: Viewer) -> None:
    first = book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", 35]])
    second = book([["区划", "慈善组织数"], ["", "2023年"], ["苍南", 8]])
    send(loaded, first, operator, upto="draft")
    send(loaded, second, operator, upto="draft")
    (taken,) = send(loaded, first, operator, upto="approved").taken
    assert (taken.revision, taken.is_new, taken.state) == (2, False, "approved")
    assert value_of(loaded, "rated_4a5a", "330327") == 35
    assert value_of(loaded, "charities", "330327") == 7


def test_taking_a_figure_back_is_a_revision_of_its_own(loaded: Database, operator: Viewer) -> None:
    """34 is approved; 35 is a draft; sending 34 again says something new, though the figure is an old one."""
    back = book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", 34]])
    send(loaded, book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", 35]]), operator, upto="draft")
    (taken,) = send(loaded, back, operator, upto="draft").taken
    assert (taken.revision, taken.is_new) == (3, True)
    (again,) = send(loaded, back, operator, upto="draft").taken
    assert (again.revision, again.is_new) == (3, False)


def test_approving_part_of_a_draft_publishes_only_that_part(loaded: Database, operator: Viewer) -> None:
    both = book([["区划", "4A5A等级", "慈善组织数"], ["", "2023年", "2023年"], ["苍南", 35, 8]])
    one = book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", 35]])
    send(loaded, both, operator, upto="draft")
    (taken,) = send(loaded, one, operator, upto="approved").taken
    assert (taken.revision, taken.is_new, taken.state) == (3, True, "approved")
    assert value_of(loaded, "rated_4a5a", "330327") == 35
    assert value_of(loaded, "charities", "330327") == 7


def test_a_published_table_saved_again_does_not_take_corrections_back(
    loaded: Database, operator: Viewer, tmp_path: Path
) -> None:
    send(loaded, table_2(setting(E15=35, E17=454)), operator, upto="approved")
    folder = shutil.copytree(WENZHOU, tmp_path / "wenzhou-2025")
    (folder / "published" / "table2_counties.xlsx").write_bytes(table_2(setting(A1="表2")))
    for bring_in in (seed, import_plan):
        assert bring_in(loaded, folder, operator).tables == {}
    assert value_of(loaded, "rated_4a5a", "330327") == 35
