"""Assessments for other programs: as JSON records and as CSV."""

import csv
import io
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from common.gaps import gap_words
from common.periods import Period
from data.results import Assessment

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

RECORD_KEYS = (
    "indicator", "name", "region", "region_name", "period", "value", "own_value", "baseline", "target", "completion",
    "progress", "schedule", "lead", "status", "light", "recovered", "met_late", "forecast", "remaining", "needed",
    "regions_met", "regions_met_below_baseline", "capped", "coverage", "reason", "warning", "code", "origin", "sources",
)  # fmt: skip


def as_records(rows: Iterable[Assessment], period: Period) -> list[dict[str, Any]]:
    """One record for each assessment. Measures are fractions, null where undefined with the reason in words."""
    return [_record(row, str(period)) for row in rows]


def as_csv(records: list[dict[str, Any]]) -> str:
    """The records as CSV; a figure's sources stand in one cell, parted by semicolons.

    A text that a spreadsheet would take for a formula, such as a sender's file name, gets an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=RECORD_KEYS, lineterminator="\n")
    writer.writeheader()
    for record in records:
        sources = ";".join("{file}!{sheet}!{cell}#{revision}".format(**source) for source in record["sources"])
        cells = {**record, "sources": sources}
        writer.writerow({name: _harmless(cell) for name, cell in cells.items()})
    return text.getvalue()


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and len(cell) > 1 and cell.startswith(_FORMULA_SIGNS) else cell


def _record(row: Assessment, period: str) -> dict[str, Any]:
    scale = row.indicator.scale
    return {
        "indicator": row.indicator.number,
        "code": row.indicator.code,
        "name": row.indicator.name,
        "region": row.region.code,
        "region_name": row.region.name,
        "period": period,
        "value": _unscaled(row.value, scale),
        "own_value": _unscaled(row.own_value, scale),
        "baseline": _unscaled(row.baseline, scale),
        "target": row.target.target,
        "completion": _ratio(row.completion.value),
        "progress": _ratio(row.progress.value),
        "schedule": _ratio(row.schedule.value),
        "lead": _ratio(row.lead.value),
        "status": row.status,
        "light": row.light,
        "recovered": row.judgement.recovered,
        "met_late": row.judgement.met_late,
        "forecast": _unscaled(row.forecast.value, scale),
        "remaining": _unscaled(row.remaining.value, scale),
        "needed": _unscaled(row.needed.value, scale),
        "regions_met": row.attainment.met if row.attainment else None,
        "regions_met_below_baseline": row.attainment.met_below_baseline if row.attainment else None,
        "capped": _ratio(row.attainment.capped) if row.attainment else None,
        "coverage": _coverage(row),
        "reason": reason_words(row),
        "warning": row.warning,
        "origin": row.origin,
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
    """Why completion, or else progress, or else the lead is not defined; None where all are."""
    gap = row.completion.gap or row.progress.gap or row.lead.gap
    return gap_words(gap) if gap else None


def _unscaled(value: int | Fraction | None, scale: int) -> int | float | None:
    if value is None:
        return None
    exact = Fraction(value) / 10**scale
    return int(exact) if scale == 0 and exact.denominator == 1 else float(exact)


def _ratio(fraction: Fraction | None) -> float | None:
    return None if fraction is None else float(fraction)


def _coverage(row: Assessment) -> float | None:
    """The share of the expected figures that were reported; None where nothing is asked for."""
    if row.status in ("not_applicable", "not_due"):
        return None
    if row.expected is None:
        return 1.0 if row.value is not None else 0.0
    return (row.reported or 0) / row.expected
