"""Assessments for other programs: as JSON records and as CSV."""

import csv
import io
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from common.gaps import gap_words
from common.periods import Period
from data.assessments import Assessment

RECORD_KEYS = (
    "indicator", "name", "region", "region_name", "period", "value", "own_value", "baseline", "target", "completion",
    "progress", "schedule", "lead", "status", "light", "recovered", "coverage", "reason", "warning", "sources",
)  # fmt: skip


def as_records(rows: Iterable[Assessment], period: Period) -> list[dict[str, Any]]:
    """One record for each assessment. Measures are fractions, null where undefined with the reason in words."""
    return [_record(row, str(period)) for row in rows]


def as_csv(records: list[dict[str, Any]]) -> str:
    """The records as CSV; a figure's sources stand in one cell, parted by semicolons."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=RECORD_KEYS, lineterminator="\n")
    writer.writeheader()
    for record in records:
        sources = ";".join("{file}!{sheet}!{cell}#{revision}".format(**source) for source in record["sources"])
        writer.writerow({**record, "sources": sources})
    return text.getvalue()


def _record(row: Assessment, period: str) -> dict[str, Any]:
    scale = row.indicator.scale
    return {
        "indicator": row.indicator.number,
        "name": row.indicator.name,
        "region": row.region.code,
        "region_name": row.region.name,
        "period": period,
        "value": _unscaled(row.value, scale),
        "own_value": _unscaled(row.own_value, scale),
        "baseline": _unscaled(row.baseline, scale),
        "target": row.target.target,
        "completion": _ratio(row.completion),
        "progress": _ratio(row.progress),
        # The rule set that judges schedule and status is not part of the engine yet: undefined, not guessed.
        "schedule": None,
        "lead": None,
        "status": None,
        "light": None,
        "recovered": None,
        "coverage": _coverage(row),
        "reason": reason_words(row),
        "warning": None,
        "sources": [
            {
                "region": source.region,
                "file": source.file,
                "sheet": source.sheet,
                "cell": source.cell,
                "revision": source.revision,
            }
            for source in row.sources
        ],
    }


def reason_words(row: Assessment) -> str | None:
    """Why completion, or else progress, is not defined; None where both are."""
    gap = row.completion_gap or row.progress_gap
    return gap_words(gap) if gap else None


def _unscaled(value: int | None, scale: int) -> int | float | None:
    if value is None:
        return None
    return value if scale == 0 else float(Fraction(value, 10**scale))


def _ratio(fraction: Fraction | None) -> float | None:
    return None if fraction is None else float(fraction)


def _coverage(row: Assessment) -> float | None:
    """The share of the expected figures that were reported; None where nothing is asked for."""
    if "not_applicable" in (row.completion_gap, row.value_gap):
        return None
    if row.expected is None:
        return 1.0 if row.value is not None else 0.0
    return (row.reported or 0) / row.expected
