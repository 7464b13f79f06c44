"""Tables of examples: what a plan declares and what is reported goes in, what the engine finds comes out.

A row is one indicator in one region in one period. Rows of one title and region are one cell in several periods,
declared by the first of them; an empty title is the one above. `-` stands for nothing. The columns: GIVEN and FOUND.

Figures: `85%` and `1/3` (numerator and denominator) of a rate, `7 of 10` with the number there should be, `done`, or
the name of a gap. Parts of a whole are joined by +: `?` has not reported, `×` is one the indicator does not apply to.
Measures found are written as they are printed (36.2%), as exact fractions (17/47), or as the name of the gap; leads are
percentage points.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from common.numbers import print_fraction, print_percent
from common.periods import Period
from tests.spec.engine import ENGINES, Row, declared_row, fact_row, read_table, run

RATE_WHOLE = 10_000
_COMPARATORS = {"≥": ">=", ">": ">", "≤": "<=", "<": "<"}
_DIRECTIONS = {"<=": "decrease", "<": "decrease", "range": "range"}
_Key = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class Case:
    """One row of a table: where its result is to be found, and what it should be, by column."""

    table: str
    title: str
    region: str
    period: str
    expected: dict[str, str | None]

    def found(self, engine: str) -> dict[str, str | None]:
        """What the engine finds, written as the table writes it."""
        result = _assessed(engine, self.table)[(self.title, self.region, self.period)]
        return {column: FOUND[column](result, like or "") for column, like in self.expected.items()}

    def __str__(self) -> str:
        return f"{self.title}, {self.region}, {self.period}"


def every_row(*tables: str) -> Callable[[Any], Any]:
    """Run a test for each row of some tables on each engine. All rows of a table are assessed in one run."""
    cases = [_case(table, row) for table in tables for row in _rows(table)]

    def mark(test: Any) -> Any:
        return pytest.mark.parametrize("engine", ENGINES)(pytest.mark.parametrize("case", cases, ids=str)(test))

    return mark


# The columns of what is given.


def _yes(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _ordinal(text: str | None) -> int | None:
    return None if text is None else Period.read(text).ordinal


_AS_DECLARED: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "kind": ("kind", str),
    "counted": ("counted", str),
    "nature": ("nature", str),
    "direction": ("direction", str),
    "adds up": ("aggregation", str),
    "asked": ("is_asked", _yes),
    "every": ("every", int),
    "valid from": ("valid_from", _ordinal),
    "valid to": ("valid_to", _ordinal),
    "applies": ("applicable", _yes),
    "acknowledged": ("acknowledged", _yes),
    "start": ("start", _ordinal),
    "due": ("due", _ordinal),
    "step": ("step", int),
    "target gap": ("target_gap", lambda text: text),
}
# B and T: baseline and target. "in": the region above. "own line": the plan's own figures, 2024Q4: 30. V: the figure
# reported for the period `at`. "overdue": whether the returns of that period are overdue.
GIVEN = ("title", "region", "in", "B", "B of parts", "T", "T of parts", "V", "V of parts", "own line", "at", "overdue")


def _rows(table: str) -> list[Row]:
    """A table's rows with title, region and period filled in."""
    rows = read_table(table)
    for above, row in zip([None, *rows], rows, strict=False):
        row["title"] = row["title"] or (above or {})["title"]
        row.setdefault("region", "w")
        row.setdefault("at", "2024Q4")
        unknown = row.keys() - {*GIVEN, *_AS_DECLARED, *FOUND}
        assert not unknown, unknown
    return rows


def _case(table: str, row: Row) -> Case:
    return Case(table, row["title"], row["region"], row["at"], {name: row[name] for name in row if name in FOUND})


@cache
def _assessed(engine: str, table: str) -> dict[_Key, Row]:
    rows = _rows(table)
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        first.setdefault((row["title"], row["region"]), row)
    declared = [one for row in first.values() for one in _declared(row)]
    kinds = {(one["indicator"], one["region"]): one["kind"] for one in declared}
    facts = [fact for row in rows for fact in _facts(row, kinds[(row["title"], row["region"])])]
    overdue = {row["at"] for row in rows if row.get("overdue") == "yes"}
    assert not overdue & {row["at"] for row in rows if row.get("overdue") == "no"}, "overdue for all or for none"
    lines = [stretch for row in first.values() for stretch in _own_line(row)]
    last = max(row["at"] for row in rows)
    found = run(engine, declared, facts, last=last, overdue=tuple(overdue), milestones=lines)
    return {
        (one["indicator"], one["region"], one["period"]): {**one, "kind": kinds[(one["indicator"], one["region"])]}
        for one in found
    }


def _declared(row: Row) -> list[Row]:
    """The cell a row declares, and the cells of its parts."""
    given = {name: read(row[column]) for column, (name, read) in _AS_DECLARED.items() if row.get(column)}
    given.update(indicator=row["title"], region=row["region"], parent=row.get("in"))
    given["whole"] = RATE_WHOLE if given.get("kind") == "rate" else 1
    whole = declared_row(**{**_target(row.get("T") or "-"), **given, "baseline": _figure(row.get("B"))})
    bases, values = _parts(row, "B of parts"), _parts(row, "V of parts")
    targets = _parts(row, "T of parts") or [row.get("T") or "-"] * len(values)
    return [
        whole,
        *(
            {
                **whole, **_target(target), "region": f"part {place}", "parent": row["region"],
                "baseline": _figure(None if base == "?" else base), "applicable": value != "×",
            }
            for place, (base, target, value) in enumerate(zip(bases, targets, values, strict=True), start=1)
        ),
    ]  # fmt: skip


def _target(text: str) -> Row:
    """Comparator, bounds and the direction they speak for; a fraction such as 1482/5 keeps its denominator."""
    if text == "-":
        return {"comparator": None, "target": None, "target_gap": "blank"}
    if text in ("all", "done"):
        return {"comparator": text, "target": 1 if text == "done" else None, "direction": "increase"}
    if text == "all of 100%":
        return {"comparator": "all", "target": RATE_WHOLE}
    sign, bounds = ("range", text.split("–")) if "–" in text else (_COMPARATORS[text[0]], [text[1:]])
    exact = [Fraction(_exact(bound)) for bound in bounds]
    under = exact[0].denominator
    upper = int(exact[1] * under) if len(exact) > 1 else None
    direction = _DIRECTIONS.get(sign, "increase")
    numbers = {"target": exact[0].numerator, "target_under": under, "upper": upper}
    return {"comparator": sign, "direction": direction, **numbers}


def _parts(row: Row, column: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s\+\s", row[column])] if row.get(column) else []


def _facts(row: Row, kind: str) -> list[Row]:
    parts = _parts(row, "V of parts")
    texts = {row["region"]: row.get("V"), **{f"part {place}": text for place, text in enumerate(parts, start=1)}}
    return [
        fact_row(indicator=row["title"], region=region, period=row["at"], **_reported(text, kind))
        for region, text in texts.items()
        if text not in (None, "?", "×")
    ]


def _reported(text: str, kind: str) -> Row:
    if kind == "rate" and "/" in text:
        counts = [None if part == "-" else int(part) for part in text.split("/")]
        return dict(zip(("numerator", "denominator"), counts, strict=True))
    if text in ("done", "not done"):
        return {"value": int(text == "done")}
    if text.isidentifier():
        return {"gap": text}
    value, _of, denominator = text.partition("of")
    return {"value": _figure(value.strip() or None), "denominator": _figure(denominator.strip() or None)}


def _figure(text: str | None) -> int | None:
    if text is None:
        return None
    exact = _exact(text)
    assert exact.denominator == 1, text
    return exact.numerator


def _exact(text: str) -> Fraction:
    plain = text.strip()
    return Fraction(plain[:-1]) * RATE_WHOLE / 100 if plain.endswith("%") else Fraction(plain)


def _own_line(row: Row) -> list[Row]:
    """The plan's own figures as the stretches they make: from baseline to target, by way of each of them."""
    if not row.get("own line"):
        return []
    figures = {Period.read(period.strip()).ordinal: _figure(text) for period, text in _pairs(row["own line"])}
    cell = {"indicator": row["title"], "region": row["region"]}
    if row.get("counted") == "by_year":
        years = [(one, year) for year in figures for one in range(year - 3, year + 1)]
        return [
            {**cell, "period": one, "line_from": figures[year], "line_to": figures[year], "part": 1, "steps": 1}
            for one, year in years
        ]
    corners = [_ordinal("2023Q4"), *sorted(figures), _ordinal("2025Q4")]
    return [
        {
            **cell, "period": one, "line_from": figures.get(begin), "line_to": figures.get(end),
            "part": one - begin, "steps": end - begin,
        }
        for begin, end in zip(corners, corners[1:], strict=False)
        if begin is not None and end is not None
        for one in range(begin + 1, end + 1)
    ]  # fmt: skip


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(period, figure) for period, figure in (pair.split(":") for pair in text.split(","))]


# The columns of what is found.


def _measure(name: str) -> Callable[[Row, str], str | None]:
    def show(result: Row, like: str) -> str | None:
        fraction = _fraction(result, name)
        return result.get(f"{name}_gap") if fraction is None else _printed(fraction, like)

    return show


def _fraction(result: Row, name: str) -> Fraction | None:
    over = result[f"{name}_over"]
    return None if over is None else Fraction(int(over), int(result[f"{name}_under"]))


def _printed(fraction: Fraction, like: str) -> str:
    places = len(like.rstrip("%").partition(".")[2])
    if like.endswith("%"):
        return print_percent(fraction, places)
    return print_fraction(fraction, places) if places else str(fraction)


def _value(result: Row, like: str) -> str | None:
    fraction = _fraction(result, "value")
    if fraction is None:
        gap: str | None = result["value_gap"]
        return gap
    return _printed(fraction / RATE_WHOLE if result["kind"] == "rate" else fraction, like)


def _points(result: Row, like: str) -> str | None:
    """A lead in percentage points with its sign: +3.8."""
    fraction = _fraction(result, "lead")
    if fraction is None:
        gap: str | None = result["lead_gap"]
        return gap
    return ("+" if fraction > 0 else "") + print_fraction(fraction * 100, len(like.partition(".")[2]))


def _whole_number(name: str) -> Callable[[Row, str], str | None]:
    def show(result: Row, like: str) -> str | None:
        value = result[name]
        return None if value is None else _printed(Fraction(int(value), RATE_WHOLE if "%" in like else 1), like)

    return show


def _word(name: str) -> Callable[[Row, str], str | None]:
    return lambda result, _like: result[name]


def _yes_or_no(name: str) -> Callable[[Row, str], str | None]:
    return lambda result, _like: "yes" if result[name] else "no"


def _of(name: str, whole: str) -> Callable[[Row, str], str | None]:
    return lambda result, _like: None if result[whole] is None else f"{int(result[name])} of {int(result[whole])}"


FOUND: dict[str, Callable[[Row, str], str | None]] = {
    "value": _value,
    "own": _whole_number("own_value"),
    "baseline": _whole_number("baseline"),
    "own baseline": _whole_number("own_baseline"),
    "coverage": _of("reported", "expected"),
    **{name: _measure(name) for name in ("completion", "progress", "schedule", "forecast", "remaining", "needed")},
    "lead": _points,
    "milestone": _measure("milestone"),
    "scheduled": _measure("scheduled"),
    "capped": _measure("capped"),
    "status": _word("status"),
    "light": _word("light"),
    "recovered": _yes_or_no("recovered"),
    "met late": _yes_or_no("met_late"),
    "warning": _yes_or_no("warning"),
    "regions met": _of("regions_met", "regions"),
    "below baseline": _of("regions_met_below_baseline", "regions_met"),
}
