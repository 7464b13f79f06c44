"""Plans as text: a folder of TOML and CSV, read whole or refused with file, line and reason.

These files are seeds. Once loaded, the database holds the plan in versions and is the one master.
"""

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, fields
from itertools import pairwise
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from common.language import _
from common.periods import Period
from common.settings import PROJECT_FOLDER
from data.plan_checks import (
    Line,
    Record,
    Rows,
    check_aggregations,
    check_baselines,
    check_every_indicator_has_its_target,
    check_known,
    check_milestones,
    check_names,
    check_one_root,
    check_ranges,
    check_relations,
    check_shipped,
    check_table_regions,
    check_tiles,
    check_unique,
    check_validity,
)
from indicators.plan import Check, Document, Indicator, Milestone, Plan, PublishedTable, Region, Target
from indicators.rules import RULE_SET, Thresholds

SHIPPED_PLANS = PROJECT_FOLDER / "data" / "plans"

_PLAN_KEYS = {
    "name": str,
    "issuer": str,
    "approved_by": str,
    "baseline_period": str,
    "target_period": str,
    "due_days": int,
    "rule_set": str,
    "thresholds": dict,
}


def read_plan(folder: Path) -> Plan:
    """Read the plan in `folder`; raises Refusal with file, line and reason for the first thing that is wrong."""
    settings = _read_settings(folder / "plan.toml")
    documents = _read_table(folder / "documents.csv", Document)
    tables = _read_table(folder / "tables.csv", PublishedTable)
    regions = _read_table(folder / "regions.csv", Region)
    indicators = _read_table(folder / "indicators.csv", Indicator)
    targets = _read_table(folder / "targets.csv", Target)
    # Only a plan that was broken down by year has the one, only one whose figures hang together the other.
    milestones = _read_optional(folder / "schedule.csv", Milestone)
    checks = _read_optional(folder / "checks.csv", Check)

    check_unique(documents, "code", lambda document: document.code)
    check_unique(tables, "code", lambda table: table.code)
    check_unique(regions, "code", lambda region: region.code)
    check_unique(indicators, "code", lambda indicator: indicator.code)
    check_unique(indicators, "number", lambda indicator: indicator.number)
    check_unique(targets, "target", lambda target: f"{target.indicator} in {target.region}")
    check_known(tables, "document", documents)
    check_known(indicators, "document", documents)
    check_known(indicators, "table", tables)
    check_known(targets, "indicator", indicators)
    check_known(targets, "region", regions)
    check_known(targets, "table", tables)
    check_ranges(indicators)
    check_aggregations(indicators)
    check_names(indicators, regions)
    check_every_indicator_has_its_target(targets, indicators, regions)
    check_table_regions(tables, regions)
    check_one_root(regions, folder / "regions.csv")
    check_shipped(tables, folder)
    by_code = {indicator.code: indicator for indicator in _records(indicators)}
    check_baselines(targets, by_code)
    check_milestones(milestones, targets, by_code, settings)
    check_relations(checks, by_code)
    check_validity(regions)
    check_tiles(regions)

    return Plan(
        slug=folder.name,
        documents=_records(documents),
        tables=_records(tables),
        regions=_records(regions),
        indicators=_records(indicators),
        targets=_records(targets),
        milestones=_records(milestones),
        checks=_records(checks),
        **settings,
    )


def _records(rows: Rows[Record]) -> tuple[Record, ...]:
    return tuple(record for record, _line in rows)


def _read_settings(file: Path) -> dict[str, Any]:
    text = _read_text(file)
    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise Line(file, int(at[1]) if at else text.count("\n") + 1).broken(
            _("not valid TOML: {error}", error=error)
        ) from error
    for key, value in settings.items():
        line = _line_of_key(file, text, key)
        if key not in _PLAN_KEYS:
            raise line.broken(_("unknown key “{key}”; known keys: {known}", key=key, known=", ".join(_PLAN_KEYS)))
        if type(value) is not _PLAN_KEYS[key]:
            raise line.broken(_("“{key}” must be {kind}", key=key, kind=_kind_words(_PLAN_KEYS[key])))
    for key in _PLAN_KEYS:
        if key not in settings:
            raise Line(file, 1).broken(_("the key “{key}” is missing", key=key))
    for key in ("baseline_period", "target_period"):
        settings[key] = _convert(settings[key], Period, _line_of_key(file, text, key), key)
    if settings["target_period"] <= settings["baseline_period"]:
        raise _line_of_key(file, text, "target_period").broken(
            _("the target period must come after the baseline period")
        )
    _check_judgement(settings, file, text)
    return settings


def _check_judgement(settings: dict[str, Any], file: Path, text: str) -> None:
    settings["thresholds"] = _thresholds(settings["thresholds"], _line_of_key(file, text, "thresholds"))
    if settings["rule_set"] != RULE_SET:
        raise _line_of_key(file, text, "rule_set").broken(
            _("this program judges by rule set {known}, not {value}", known=RULE_SET, value=settings["rule_set"])
        )
    if not 0 <= settings["due_days"] <= 366:
        raise _line_of_key(file, text, "due_days").broken(_("“{key}” must be from 0 to 366", key="due_days"))


def _kind_words(kind: type) -> str:
    words = {str: _("a text in quotes"), int: _("a whole number"), dict: _("a table in square brackets")}
    return words[kind]


def _thresholds(points: dict[str, Any], line: Line) -> Thresholds:
    """The thresholds in percentage points, whole numbers that fall from each to the next."""
    names = [field.name for field in fields(Thresholds)]
    if sorted(points) != sorted(names) or any(type(value) is not int for value in points.values()):
        raise line.broken(_("the thresholds must be whole numbers for {names}", names=", ".join(names)))
    falling = [points[name] for name in names]
    if any(high <= low for high, low in pairwise(falling)) or max(map(abs, falling)) > 100:
        raise line.broken(_("the thresholds must fall from {names}, and lie within 100 points", names=", ".join(names)))
    return Thresholds(**points)


def _line_of_key(file: Path, text: str, key: str) -> Line:
    numbers = (
        number for number, line in enumerate(text.splitlines(), 1) if re.match(rf"[\s\"'\[]*{re.escape(key)}\b", line)
    )
    return Line(file, next(numbers, 1))


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Line(file, 1).broken(_("the file is missing")) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Line(file, line).broken(_("the text is not UTF-8")) from error


def _read_optional(file: Path, record: type[Record]) -> Rows[Record]:
    return _read_table(file, record) if file.exists() else []


def _read_table(file: Path, record: type[Record]) -> Rows[Record]:
    """Read one CSV into records of a dataclass, whose fields are the columns; one with a default may be left out."""
    kinds = get_type_hints(record)
    columns = {field.name: field.default is MISSING for field in fields(record)}  # type: ignore[arg-type]
    reader = csv.reader(_read_text(file).splitlines(keepends=True), strict=True)
    rows: Rows[Record] = []
    for line, cells in _lines(reader, file):
        if line.number == 1:
            _check_header(cells, columns, line)
            header = cells
        elif len(cells) != len(header):
            raise line.broken(
                _("{count} cells where the heading has {expected}", count=len(cells), expected=len(header))
            )
        else:
            values = dict(zip(header, cells, strict=True))
            rows.append((record(**{name: _convert(values[name], kinds[name], line, name) for name in header}), line))
    if not rows:
        raise Line(file, 1).broken(_("the file holds no rows"))
    return rows


def _lines(reader: Any, file: Path) -> Iterator[tuple[Line, list[str]]]:
    start = 1
    try:
        for cells in reader:
            if any(cells):
                yield Line(file, start), cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise Line(file, reader.line_num).broken(_("not valid CSV: {error}", error=error)) from error


def _check_header(cells: list[str], columns: dict[str, bool], line: Line) -> None:
    """The columns are known ones, each once, and those that must be there are."""
    for cell in cells:
        if cell not in columns:
            raise line.broken(
                _("unknown column “{column}”; known columns: {known}", column=cell, known=", ".join(columns))
            )
        if cells.count(cell) > 1:
            raise line.broken(_("the column “{column}” stands twice", column=cell))
    for column, is_needed in columns.items():
        if is_needed and column not in cells:
            raise line.broken(_("the column “{column}” is missing", column=column))


def _convert(text: str, kind: Any, line: Line, name: str) -> Any:
    """Turn a cell into what its field holds: a text, a whole number, one of several words, a list parted by |."""
    if kind is str:
        return text
    if get_origin(kind) is tuple:
        return tuple(part.strip() for part in text.split("|") if part.strip())
    if get_origin(kind) is Literal:
        if text not in get_args(kind):
            known = ", ".join(get_args(kind))
            raise line.broken(_("{name} is “{text}”; it must be one of {known}", name=name, text=text, known=known))
        return text
    if NoneType in get_args(kind):
        return text or None
    try:
        return Period.read(text) if kind is Period else int(text)
    except ValueError as error:
        wanted = _("a quarter like 2023Q4") if kind is Period else _("a whole number")
        reason = _("{name} is “{text}”; it must be {wanted}", name=name, text=text, wanted=wanted)
        raise line.broken(reason) from error
