"""What a plan's owner said about its targets: kept with name and moment, and read back as it stood at a moment."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from common.moments import now
from common.problems import Problem, Refusal
from common.viewer import Viewer, can
from data.models import ConfirmationRow
from data.plan_store import StoredPlan
from indicators.plan import Direction, Target
from indicators.readings import Confirmation, Confirmations, direction_of
from indicators.target import TargetNotRead, read_target


@dataclass(frozen=True)
class Said:
    """What a person says of a target: how to read it, which way is better, or that it is worse than its baseline."""

    read_as: str | None = None
    direction: str | None = None
    acknowledge: bool = False
    note: str = ""


def confirmations_as_of(session: Session, plan_id: int, as_of: datetime | None) -> Confirmations:
    """The confirmations that held at `as_of` (now, if None)."""
    query = select(ConfirmationRow).where(ConfirmationRow.plan_id == plan_id).order_by(ConfirmationRow.id)
    if as_of is not None:
        query = query.where(ConfirmationRow.confirmed_at <= as_of)
    names = [field.name for field in fields(Confirmation)]
    return Confirmations(Confirmation(**{name: getattr(row, name) for name in names}) for row in session.scalars(query))


def confirm(session: Session, stored: StoredPlan, viewer: Viewer, target: Target, said: Said) -> None:
    """Keep what the viewer says about a target. The caller commits.

    Raises Refusal where a correction is itself not understood or leaves something open, or the direction is none.
    """
    if not can(viewer, "confirm"):
        raise PermissionError(f"{viewer.identity} may not confirm targets")
    if said.direction is not None:
        _check_direction(said.direction)
        _keep(session, stored, viewer, target.indicator, "", "direction", target.target, said.direction, said.note)
    if said.read_as is not None:
        held = confirmations_as_of(session, stored.plan_id, None)
        _check_reading(stored, target, held, said.read_as)
        _keep(
            session, stored, viewer, target.indicator, target.region, "reading", target.target, said.read_as, said.note
        )
    if said.acknowledge:
        _keep(
            session,
            stored,
            viewer,
            target.indicator,
            target.region,
            "target_below_baseline",
            target.target,
            "",
            said.note,
        )


def _keep(
    session: Session,
    stored: StoredPlan,
    viewer: Viewer,
    indicator: str,
    region: str,
    subject: str,
    text: str,
    confirmed: str,
    note: str,
) -> None:
    session.add(
        ConfirmationRow(
            plan_id=stored.plan_id,
            indicator=indicator,
            region=region,
            subject=subject,
            text=text,
            confirmed=confirmed,
            note=note,
            confirmed_at=now(),
            confirmed_by=viewer.identity,
        )
    )
    session.flush()


def _check_direction(direction: str) -> None:
    known = [word for word in get_args(Direction) if word != "unconfirmed"]
    if direction not in known:
        raise Refusal(Problem("unknown_direction", value=direction, params={"known": ", ".join(known)}))


def _check_reading(stored: StoredPlan, target: Target, held: Confirmations, text: str) -> None:
    """A correction must be a target that is understood; what it is confirmed as must leave no choice open."""
    indicator = stored.plan.indicator_by_code[target.indicator]
    reading = read_target(text, indicator.unit or None, direction_of(indicator, held), name=indicator.name)
    if isinstance(reading, TargetNotRead):
        raise Refusal(Problem("reading_not_understood", value=text, params={"text": text}))
