"""What becomes of a return: draft → submitted → approved, or sent back. Each step is a row of its own, nothing changes.

A return may come in several files, each a revision of some of its figures: what one names, it says anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from common.explanations import check_length, unexplained
from common.moments import now
from common.problem_rules import SHORTEST_EXPLANATION
from common.problems import Problem, Refusal
from common.terms import term
from common.viewer import EVERY_REGION, Action, Viewer, can, require
from data.audit import record
from data.plan_models import PlanRow
from data.queries import approved_figures
from data.return_models import (
    ApprovalRow,
    FactRow,
    RejectedUploadRow,
    ReportedValueRow,
    ReturnRow,
    RevisionRow,
    SendBackRow,
    SubmissionRow,
)

State = Literal["draft", "submitted", "approved", "sent_back", "superseded"]
# An indicator and the part of it that a figure is.
FigureKey = tuple[str, str]
# What a figure says, apart from where it stands: its value, or else the gap, and what was written beside it.
Said = tuple[int | None, str | None, str]


def state_of(revision: RevisionRow) -> State:
    """Where a revision stands. Superseded: later ones that went as far name each of its figures."""
    if revision.approval is not None:
        return "approved"
    if revision.send_back is not None:
        return "sent_back"
    if _is_superseded(revision):
        return "superseded"
    return "draft" if revision.submission is None else "submitted"


def standing(row: ReturnRow) -> RevisionRow | None:
    """The revision that tells where a return stands: one that waits, else the last handed in, else the last draft."""
    handed_in = [one for one in row.revisions if one.submission is not None]
    waiting = [one for one in handed_in if state_of(one) == "submitted"]
    return next(reversed(waiting or handed_in or row.revisions), None)


def waiting_until(revision: RevisionRow) -> list[RevisionRow]:
    """The revisions of a return that wait for a decision, up to this one: who decides on the return decides on all."""
    return [one for one in revision.return_.revisions if one.number <= revision.number and state_of(one) == "submitted"]


def visible_revisions(viewer: Viewer, row: ReturnRow) -> list[RevisionRow]:
    """The revisions of a return that a viewer may see: all, or else the approved ones, or none."""
    if not can(viewer, "see_approved"):
        return []
    if can(viewer, "see_drafts", row.region):
        return list(row.revisions)
    return [one for one in row.revisions if one.approval is not None]


def visible_revision(session: Session, viewer: Viewer, revision_id: int) -> RevisionRow:
    """A revision that a viewer may see; raises Refusal where there is none, in the same words for one of others."""
    revision = session.get(RevisionRow, revision_id)
    if revision is None or revision not in visible_revisions(viewer, revision.return_):
        raise Refusal(Problem("unknown_return", value=str(revision_id)))
    return revision


def may_download(session: Session, viewer: Viewer, sha256: str) -> bool:
    """Whether a viewer may have a file, which may hold more than was ever taken from it.

    So it is for who sees the drafts of every region that came in it; where something in it was refused, for who sent it
    and for who sees those of every region there is.
    """
    revisions = session.scalars(select(RevisionRow).where(RevisionRow.file_sha256 == sha256)).all()
    refused = session.scalars(select(RejectedUploadRow.sent_by).where(RejectedUploadRow.file_sha256 == sha256)).all()
    is_own = all(sender == viewer.identity for sender in refused) or can(viewer, "see_drafts", EVERY_REGION)
    return bool(revisions) and is_own and all(can(viewer, "see_drafts", one.return_.region) for one in revisions)


def visible_figures(
    session: Session, viewer: Viewer, revisions: Sequence[RevisionRow]
) -> dict[FigureKey, ReportedValueRow]:
    """last_figures of a return as a viewer may see them: who sees no drafts, only those that became facts.

    An approved revision may name others: those that a newer one renewed before it was approved.
    """
    row = revisions[0].return_ if revisions else None
    if row is None or can(viewer, "see_drafts", row.region):
        return last_figures(revisions)
    facts = select(FactRow.indicator, FactRow.part, FactRow.value, FactRow.gap).where(
        FactRow.plan_id == row.plan_id, FactRow.region == row.region, FactRow.period == row.period
    )
    published = {tuple(fact) for fact in session.execute(facts)}
    values = [value for revision in revisions for value in revision.values]
    return {
        (one.indicator, one.part): one for one in values if (one.indicator, one.part, one.value, one.gap) in published
    }


def last_figures(revisions: Iterable[RevisionRow]) -> dict[FigureKey, ReportedValueRow]:
    """Each figure as the last of these revisions to name it gave it."""
    return {(value.indicator, value.part): value for revision in revisions for value in revision.values}


def problems_of(revision: RevisionRow) -> list[Problem]:
    """What there was to say about a revision when it was read."""
    return [Problem(**problem) for problem in revision.problems]


def revision_in_turn(session: Session, viewer: Viewer, revision_id: int) -> RevisionRow:
    """A revision to take a step with, once everybody who came before has taken theirs.

    Raises Refusal where there is none that the viewer may see.
    """
    take_turn(session, visible_revision(session, viewer, revision_id).return_.plan_id)
    return session.get_one(RevisionRow, revision_id)


def take_turn(session: Session, plan_id: int) -> None:
    """Wait for whoever is changing the plan's returns, and see what they did (SQLite: the transaction itself waits)."""
    session.scalar(select(PlanRow.id).where(PlanRow.id == plan_id).with_for_update())
    session.expire_all()


def submit(session: Session, viewer: Viewer, revision: RevisionRow, reason: str, at: datetime | None = None) -> None:
    """Hand a draft in, at this moment unless told otherwise. The caller has its turn, and commits.

    Raises Refusal where it is no draft any more, where an unusual figure is not explained, and where an approved figure
    is corrected without a reason; PermissionError where the viewer may not.
    """
    _require(viewer, "submit", revision, "draft")
    _require_short(reason)
    require_explanations(unexplained(problems_of(revision), revision.values))
    if not reason and corrects_approved(session, revision.return_, figures_of(revision)):
        raise Refusal(Problem("correction_without_reason"))
    revision.submission = SubmissionRow(submitted_at=at or now(), submitted_by=viewer.identity, reason=reason)
    session.flush()
    record(session, viewer, "submit", subject_of(revision), after={**_return_of(revision), "reason": reason})


def approve(session: Session, viewer: Viewer, revision: RevisionRow, at: datetime | None = None) -> None:
    """Publish the figures of a submitted revision as facts, at this moment unless told otherwise.

    The caller has its turn, and commits.

    Those approved already and unchanged stay the facts they are, and those that a newer submitted revision names wait
    for that one. Raises Refusal where somebody decided meanwhile, PermissionError where the viewer may not.
    """
    _require(viewer, "approve", revision, "submitted")
    row, moment = revision.return_, at or now()
    revision.approval = ApprovalRow(approved_at=moment, approved_by=viewer.identity)
    approved, said = approved_of(session, row), figures_of(revision)
    renewed = last_figures(one for one in _submitted_after(revision) if one.send_back is None)
    new = {
        key: value
        for key, value in last_figures([revision]).items()
        if key not in renewed and approved.get(key) != said[key]
    }
    session.add_all(
        FactRow(
            plan_id=row.plan_id,
            indicator=value.indicator,
            region=row.region,
            period=row.period,
            part=value.part,
            value=value.value,
            gap=value.gap,
            approved_at=moment,
            reported_value=value,
        )
        for value in new.values()
    )
    session.flush()
    changed = [key for key in new if key in approved and approved[key][:2] != said[key][:2]]
    record(
        session,
        viewer,
        "approve",
        subject_of(revision),
        before={"figures": _as_recorded(approved, changed)} if changed else None,
        after={**_return_of(revision), "facts": len(new), "figures": _as_recorded(said, changed)},
    )


def send_back(session: Session, viewer: Viewer, revision: RevisionRow, reason: str) -> None:
    """Give a submitted revision back to its sender, for a reason. The caller has its turn, and commits.

    Raises what `approve` raises, and Refusal without a reason.
    """
    _require(viewer, "approve", revision, "submitted")
    if not reason:
        raise Refusal(Problem("send_back_without_reason"))
    _require_short(reason)
    revision.send_back = SendBackRow(sent_back_at=now(), sent_back_by=viewer.identity, reason=reason)
    session.flush()
    record(session, viewer, "send_back", subject_of(revision), after={**_return_of(revision), "reason": reason})


def decide_on_return(
    session: Session, viewer: Viewer, revision: RevisionRow, reason: str, *, is_approved: bool
) -> None:
    """Approve, or send back, a return as it stands with this revision. The caller has its turn, and commits.

    Those that wait before it are decided on with it: each holds figures that the later ones do not name. Raises what
    `approve` and `send_back` raise.
    """
    for one in waiting_until(revision) or [revision]:
        if is_approved:
            approve(session, viewer, one)
        else:
            send_back(session, viewer, one, reason)


def require_explanations(asking: Sequence[Problem]) -> None:
    """Refuse where something unusual is not explained."""
    if asking:
        raise Refusal(
            Problem("explanation_missing", params={"count": len(asking), "least": SHORTEST_EXPLANATION}), *asking
        )


def corrects_approved(session: Session, row: ReturnRow, figures: Mapping[FigureKey, Said]) -> bool:
    """Whether figures of a return are other than those approved; what is written beside them is no figure."""
    approved = approved_of(session, row)
    return any(key in approved and approved[key][:2] != said[:2] for key, said in figures.items())


def approved_of(session: Session, row: ReturnRow) -> dict[FigureKey, Said]:
    """What the figures of a return that are approved say."""
    found = session.execute(approved_figures(row.plan_id, row.region, row.period))
    return {(one.indicator, one.part): (one.value, one.gap, one.explanation) for one in found}


def figures_of(*revisions: RevisionRow) -> dict[FigureKey, Said]:
    """What each figure says, as the last of these revisions to name it gave it."""
    return {key: (one.value, one.gap, one.explanation) for key, one in last_figures(revisions).items()}


def subject_of(revision: RevisionRow) -> str:
    """A revision as the audit trail names it."""
    return f"return:{revision.return_id}/{revision.number}"


def _return_of(revision: RevisionRow) -> dict[str, object]:
    return {"region": revision.return_.region, "period": revision.return_.period}


def _as_recorded(figures: Mapping[FigureKey, Said], keys: Iterable[FigureKey]) -> dict[str, int | str | None]:
    """Figures as the audit trail keeps them: by indicator and part, the value or else the gap."""
    return {"/".join(key): figures[key][0] if figures[key][1] is None else figures[key][1] for key in keys}


def _require(viewer: Viewer, action: Action, revision: RevisionRow, state: State) -> None:
    """Let a step be taken only by who may, and only from the state it starts from."""
    require(viewer, action, revision.return_.region)
    if state_of(revision) != state:
        params = {"revision": revision.number, "state": term(state_of(revision))}
        raise Refusal(Problem("not_waiting", params=params))


def _require_short(reason: str) -> None:
    if too_long := check_length(reason):
        raise Refusal(*too_long)


def _is_superseded(revision: RevisionRow) -> bool:
    later = _submitted_after(revision) if revision.submission else _after(revision)
    return bool(later) and last_figures([revision]).keys() <= last_figures(later).keys()


def _submitted_after(revision: RevisionRow) -> list[RevisionRow]:
    return [one for one in _after(revision) if one.submission is not None]


def _after(revision: RevisionRow) -> list[RevisionRow]:
    return [one for one in revision.return_.revisions if one.number > revision.number]
