"""What is handed in later than it was read is held against what was approved since."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from common.periods import Period
from common.problems import Refusal
from common.viewer import Viewer
from data.database import Database
from data.plan_store import load_plan
from data.return_models import RevisionRow
from etl.intake import Upload
from etl.submission import hand_in
from etl.table import Choice
from indicators.plan import Check
from tests.etl.workbooks import book
from tests.taking import take


@pytest.mark.parametrize(("charities", "code"), [(33, "relation_broken"), (34, None)])
def test_a_draft_that_contradicts_what_was_approved_since_is_not_handed_in(
    loaded: Database, operator: Viewer, charities: int, code: str | None
) -> None:
    with loaded.reading() as session:
        stored = load_plan(session)
    within = Check("within", "rated_4a5a", "<=", "charities", "hard", "按定义")
    checking = replace(stored, plan=replace(stored.plan, checks=(within,)))
    cangnan = Choice(stored.plan.region_by_code["330327"], Period(2024, 1), explanation="评估周期调整")

    def sent(name: str, figure: int) -> Upload:
        return Upload("return.xlsx", book([["指标", "完成值"], [name, figure]]), operator)

    drafted = take(loaded, sent("4A5A等级", 34), cangnan).taken[0]
    take(loaded, sent("慈善组织数", charities), cangnan, upto="approved")
    with loaded.writing() as session:
        drafts = select(RevisionRow).where(RevisionRow.return_id == drafted.return_id).order_by(RevisionRow.number)
        revision = session.scalars(drafts).all()[0]
        try:
            hand_in(session, checking, operator, revision, "")
        except Refusal as refusal:
            assert [one.code for one in refusal.problems] == [code]
        else:
            assert code is None
