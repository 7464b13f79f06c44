"""What was said of foreign tables: kept with name and moment, each sender's apart."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from common.moments import now
from common.viewer import Viewer
from data.audit import record
from data.binding_models import BindingRow


def bindings_of(plan_id: int, regions: Collection[str]) -> Select[BindingRow]:
    """What was said of files for just these regions (none: by senders who report for all), the newest last."""
    return (
        select(BindingRow)
        .where(BindingRow.plan_id == plan_id, BindingRow.regions == _joined(regions))
        .order_by(BindingRow.id)
    )


def keep_binding(
    session: Session, plan_id: int, viewer: Viewer, regions: Collection[str], form: str, said: dict[str, Any]
) -> None:
    """Keep what the viewer says of a form; nothing said takes back what was. The caller commits."""
    before = session.scalars(bindings_of(plan_id, regions).where(BindingRow.form == form)).all()
    session.add(
        BindingRow(
            plan_id=plan_id,
            regions=_joined(regions),
            form=form,
            said=said,
            bound_at=now(),
            bound_by=viewer.identity,
        )
    )
    session.flush()
    record(
        session,
        viewer,
        "bind",
        f"form:{form}",
        before=before[-1].said if before else None,
        after={"regions": sorted(regions), **said},
    )


def _joined(regions: Collection[str]) -> str:
    return ",".join(sorted(regions))
