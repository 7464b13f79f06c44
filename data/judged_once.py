"""What is known is judged once: kept in this process where a plan is small, in files for all workers where it is large.

docs/decisions/0020-pages-of-a-nation.md
"""

from pathlib import Path

from sqlalchemy.orm import Session

from data import judged_files
from data.database import results_folder
from data.engines import POLARS
from data.judged import Judged
from data.judging import judge
from data.judging_apart import BeingJudged, have_judged, known_at
from data.kept import Kept
from data.knowledge import Knowledge

# A plan with more rows than these, a cell in a quarter each, takes more seconds than anybody waits for a page.
_MOST_HERE = 200_000
# So many rows are kept of all small results together, of which each counts as some part of that.
_MOST_ROWS = 1_000_000
_LEAST_COUNTED = 100_000


def judged_once(session: Session, known: Knowledge) -> Judged:
    """What the engine makes of it; BeingJudged where that is not known yet and another process has been asked."""
    folder = results_folder(session)
    if folder is None or not _is_large(known):
        return _JUDGED.get(known, lambda: judge(session, known))
    key = judged_files.key_of(known)
    if not judged_files.is_kept(folder, key):
        have_judged(session, known, folder)
        raise BeingJudged
    return _READ.get(known, lambda: judged_files.read(folder, key, known.of_plan.plan))


def judged_before(session: Session, known: Knowledge) -> Knowledge | None:
    """What was known of the same plan when it was judged last; None where it never was."""
    folder = results_folder(session)
    kept = _of_plan(folder, known) if folder else []
    for one in sorted(kept, key=lambda one: one.moment, reverse=True):
        earlier = known_at(session, one.plan, one.moment, one.newest)
        if judged_files.key_of(earlier) == one.key:
            return earlier
    return None


def _of_plan(folder: Path, known: Knowledge) -> list[judged_files.Kept]:
    plan = (known.of_plan.database, known.of_plan.plan.slug)
    return [one for one in judged_files.all_kept(folder) if (one.database, one.plan) == plan]


def _is_large(known: Knowledge) -> bool:
    plan = known.of_plan.plan
    quarters = plan.last_period.ordinal - plan.baseline_period.ordinal + 1
    return known.engine == POLARS and len(plan.targets) * quarters > _MOST_HERE


def _counted(judged: Judged) -> int:
    return max(judged.size, _LEAST_COUNTED)


_JUDGED: Kept[Judged] = Kept(_MOST_ROWS, _counted)
# Of what is in files the last alone: little of it is at hand, yet a nation's is some sixty megabytes.
_READ: Kept[Judged] = Kept(1)
