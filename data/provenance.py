"""Where the figures behind some assessments come from: read when the first of them is asked, in one query for all."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from common.periods import Period
from data.knowledge import Knowledge
from data.queries import provenance_as_of
from data.results import Assessment, Source

_PARTS = ("value", "numerator", "denominator")


class Provenance:
    """The sources of some assessments of one period, as they stood when these were judged."""

    def __init__(self, session: Session, known: Knowledge, period: Period, rows: Sequence[Assessment]) -> None:
        self._session = session
        self._known = known
        self._period = period
        self._rows = rows

    def sources(self, row: Assessment) -> tuple[Source, ...]:
        """Where a value comes from: of a sum every part with a figure, else the region's own, a rate's parts too."""
        found = self._of(row, self._made_of(row))
        return tuple(source for source in found if source.value is not None or not row.is_sum)

    def own_sources(self, row: Assessment) -> tuple[Source, ...]:
        """Where the figures stand that the region itself published."""
        return tuple(self._of(row, [row.region.code]))

    def _of(self, row: Assessment, regions: Iterable[str]) -> Iterable[Source]:
        found = (self._found.get((row.indicator.code, region, part)) for region in regions for part in _PARTS)
        return (source for source in found if source)

    def _made_of(self, row: Assessment) -> list[str]:
        """The regions whose figures a value is made of: of a sum those below, else its own."""
        plan = self._known.of_plan.plan
        below = plan.passed_down_to(row.indicator.code, row.region.code) if row.is_sum else ()
        return [region.code for region in below] or [row.region.code]

    @cached_property
    def _found(self) -> Mapping[tuple[str, str, str], Source]:
        query = provenance_as_of(
            self._known.plan_id,
            str(self._period),
            self._known.as_of,
            regions={region for row in self._rows for region in (row.region.code, *self._made_of(row))},
            indicators={row.indicator.code for row in self._rows},
            newest=self._known.newest,
        )
        return {(row.indicator, row.region, row.part): _source(row) for row in self._read(query)}

    def _read(self, query: Select[Any]) -> Sequence[Any]:
        """What the query finds. Of a session that was closed already, the connection is given back again."""
        is_open = self._session.in_transaction()
        try:
            return self._session.execute(query).all()
        finally:
            if not is_open:
                self._session.close()


def _source(row: Any) -> Source:
    return Source(
        region=row.region,
        part=row.part,
        value=row.value,
        gap=row.gap,
        text=row.text,
        file=row.file_name,
        sheet=row.sheet,
        cell=row.cell,
        explanation=row.explanation,
        return_id=row.return_id,
        revision=row.revision,
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        reason=row.reason,
        approved_at=row.approved_at,
        approved_by=row.approved_by,
        origin=row.origin,
    )
