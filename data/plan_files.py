"""Plans as text: a folder of TOML and CSV, read whole or refused with file, line and reason.

These files are seeds. Once loaded, the database holds the plan in versions and is the one master.
"""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from types import NoneType
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from common.language import _
from common.numbers import read_number
from common.periods import Period
from common.problems import Problem, Refusal
from common.settings import PROJECT_FOLDER
from indicators.frames import baseline_value, plain_figure
from indicators.plan import Document, Indicator, Milestone, Plan, PublishedTable, Region, Target
from indicators.rules import RULE_SET, Thresholds
from indicators.target import read_silence

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
Record = TypeVar("Record")


class Line(NamedTuple):
    """Where in the plan's files something stands."""

    file: Path
    number: int

    def broken(self, reason: str) -> Refusal:
        """The refusal that names this line."""
        file = f"{self.file.parent.name}/{self.file.name}"
        return Refusal(Problem("plan_file_broken", params={"file": file, "line": self.number, "reason": reason}))


Rows = list[tuple[Record, Line]]


def read_plan(folder: Path) -> Plan:
    """Read the plan in `folder`; raises Refusal with file, line and reason for the first thing that is wrong."""
    settings = _read_settings(folder / "plan.toml")
    documents = _read_table(folder / "documents.csv", Document)
    tables = _read_table(folder / "tables.csv", PublishedTable)
    regions = _read_table(folder / "regions.csv", Region)
    indicators = _read_table(folder / "indicators.csv", Indicator)
    targets = _read_table(folder / "targets.csv", Target)
    # Only a plan that was broken down by year has one.
    schedule = folder / "schedule.csv"
    milestones = _read_table(schedule, Milestone) if schedule.exists() else []

    _check_unique(documents, "code", lambda document: document.code)
    _check_unique(tables, "code", lambda table: table.code)
    _check_unique(regions, "code", lambda region: region.code)
    _check_unique(indicators, "code", lambda indicator: indicator.code)
    _check_unique(indicators, "number", lambda indicator: indicator.number)
    _check_unique(targets, "target", lambda target: f"{target.indicator} in {target.region}")
    _check_known(tables, "document", documents)
    _check_known(indicators, "document", documents)
    _check_known(indicators, "table", tables)
    _check_known(targets, "indicator", indicators)
    _check_known(targets, "region", regions)
    _check_known(targets, "table", tables)
    _check_ranges(indicators)
    _check_names(indicators, regions)
    _check_every_indicator_has_its_target(targets, indicators, regions)
    _check_table_regions(tables, regions)
    _check_one_root(regions, folder / "regions.csv")
    _check_shipped(tables, folder)
    by_code = {indicator.code: indicator for indicator in _records(indicators)}
    _check_baselines(targets, by_code)
    _check_milestones(milestones, targets, by_code, settings)
    _check_validity(regions)

    return Plan(
        slug=folder.name,
        documents=_records(documents),
        tables=_records(tables),
        regions=_records(regions),
        indicators=_records(indicators),
        targets=_records(targets),
        milestones=_records(milestones),
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


def _read_table(file: Path, record: type[Record]) -> Rows[Record]:
    """Read one CSV into records of a dataclass, whose fields are the columns."""
    kinds = get_type_hints(record)
    columns = [field.name for field in fields(record)]  # type: ignore[arg-type]
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
            rows.append((record(**{name: _convert(values[name], kinds[name], line, name) for name in columns}), line))
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


def _check_header(cells: list[str], columns: list[str], line: Line) -> None:
    for cell in cells:
        if cell not in columns:
            raise line.broken(
                _("unknown column “{column}”; known columns: {known}", column=cell, known=", ".join(columns))
            )
        if cells.count(cell) > 1:
            raise line.broken(_("the column “{column}” stands twice", column=cell))
    for column in columns:
        if column not in cells:
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


def _check_unique(rows: Rows[Record], name: str, key: Callable[[Record], object]) -> None:
    seen: dict[object, Line] = {}
    for record, line in rows:
        if not key(record):
            raise line.broken(_("{name} is empty", name=name))
        first = seen.setdefault(key(record), line)
        if first is not line:
            raise line.broken(
                _("{name} “{value}” already stands in line {number}", name=name, value=key(record), number=first.number)
            )


def _check_known(rows: Rows[Any], field: str, others: Rows[Any]) -> None:
    known = {record.code for record, _line in others}
    for record, line in rows:
        if getattr(record, field) not in known:
            raise line.broken(_("there is no {name} “{value}”", name=field, value=getattr(record, field)))


def _check_one_root(regions: Rows[Region], file: Path) -> None:
    """Every region's parents must lead to one region without a parent: the plan's own."""
    parents = {region.code: region.parent for region, _line in regions}
    roots = [line for region, line in regions if region.parent is None]
    if len(roots) != 1:
        raise (roots[1] if roots else Line(file, 1)).broken(_("exactly one region must be without a parent"))
    for region, line in regions:
        if region.parent is not None and region.parent not in parents:
            raise line.broken(_("there is no {name} “{value}”", name="region", value=region.parent))
        seen: set[str] = set()
        code: str | None = region.code
        while code is not None:
            if code in seen:
                raise line.broken(_("the region is its own ancestor"))
            seen.add(code)
            code = parents.get(code)


def _check_ranges(indicators: Rows[Indicator]) -> None:
    for indicator, line in indicators:
        highest = {"number": 9999, "scale": 12, "places": indicator.scale, "step": 10**9, "row": 10**6}
        for name, most in highest.items():
            value, least = getattr(indicator, name), 1 if name == "number" else 0
            if not least <= value <= most:
                raise line.broken(
                    _(
                        "{name} is {value}; it must be from {lowest} to {highest}",
                        name=name,
                        value=value,
                        lowest=least,
                        highest=most,
                    )
                )


def _check_names(indicators: Rows[Indicator], regions: Rows[Region]) -> None:
    """Names must be there; two indicators may not share one (regions may: their codes tell them apart)."""
    for region, line in regions:
        if not region.name or not region.full_name:
            raise line.broken(_("{name} is empty", name="name"))
    _check_unique(indicators, "name", lambda indicator: indicator.name)


def _check_every_indicator_has_its_target(
    targets: Rows[Target], indicators: Rows[Indicator], regions: Rows[Region]
) -> None:
    """Every indicator needs a row for the plan's own region, be its target blank: else no page could show it."""
    roots = {region.code for region, _line in regions if region.parent is None}
    given = {target.indicator for target, _line in targets if target.region in roots}
    for indicator, line in indicators:
        if indicator.code not in given:
            raise line.broken(_("{code} has no row for the plan's own region in targets.csv", code=indicator.code))


def _check_table_regions(tables: Rows[PublishedTable], regions: Rows[Region]) -> None:
    known = {"", *(region.code for region, _line in regions)}
    for table, line in tables:
        if table.region not in known:
            raise line.broken(_("there is no {name} “{value}”", name="region", value=table.region))


def _check_shipped(tables: Rows[PublishedTable], folder: Path) -> None:
    for table, line in tables:
        inside = (folder / table.file).resolve().is_relative_to(folder.resolve())
        if table.file and not (inside and (folder / table.file).is_file()):
            raise line.broken(_("there is no {name} “{value}”", name="file", value=table.file))


def _check_baselines(targets: Rows[Target], indicators: dict[str, Indicator]) -> None:
    """A baseline is a number at the indicator's scale or one of the ways of saying nothing; it is never guessed.

    A target is kept as written whatever it says, but a bare number where the indicator is a rate is a slip.
    """
    for target, line in targets:
        bare = read_number(target.target)
        if bare is not None and bare.percent != indicators[target.indicator].is_rate:
            raise line.broken(
                _("the target “{text}” does not fit the kind of {code}", text=target.target, code=target.indicator)
            )
        is_silent = read_silence(target.baseline) is not None
        if not is_silent and read_number(target.baseline) is None:
            raise line.broken(_("the baseline “{text}” is not a number", text=target.baseline))
        if not is_silent and baseline_value(target, indicators[target.indicator]) is None:
            raise line.broken(
                _(
                    "the baseline “{text}” does not fit the kind and scale of {code}",
                    text=target.baseline,
                    code=target.indicator,
                )
            )
        if indicators[target.indicator].counted == "over_the_plan" and baseline_value(
            target, indicators[target.indicator]
        ):
            raise line.broken(
                _("{code} is counted over the plan, so its baseline must be 0 or empty", code=target.indicator)
            )


def _check_milestones(
    milestones: Rows[Milestone], targets: Rows[Target], indicators: dict[str, Indicator], settings: dict[str, Any]
) -> None:
    """A milestone is a plain figure for a cell that has a target, between baseline and target; a year's in its end."""
    _check_unique(milestones, "milestone", lambda one: f"{one.indicator} in {one.region}, {one.period}")
    known = {(target.indicator, target.region) for target, _line in targets}
    for milestone, line in milestones:
        if (milestone.indicator, milestone.region) not in known:
            cell = f"{milestone.indicator} in {milestone.region}"
            raise line.broken(_("there is no {name} “{value}”", name="target", value=cell))
        if plain_figure(milestone.target, indicators[milestone.indicator]) is None:
            raise line.broken(
                _(
                    "the target “{text}” does not fit the kind of {code}",
                    text=milestone.target,
                    code=milestone.indicator,
                )
            )
        if not settings["baseline_period"] < milestone.period <= settings["target_period"]:
            raise line.broken(_("{period} does not lie between baseline and target", period=milestone.period))
        if indicators[milestone.indicator].counted == "by_year" and milestone.period.quarter != 4:
            raise line.broken(_("what is counted by year has its figure in the fourth quarter"))


def _check_validity(regions: Rows[Region]) -> None:
    for region, line in regions:
        for name, day in (("valid_from", region.valid_from), ("valid_to", region.valid_to)):
            if day:
                _convert_day(day, line, name)


def _convert_day(day: str, line: Line, name: str) -> None:
    try:
        Period.of_day(day)
    except ValueError as error:
        wanted = _("a day like 2024-06-30")
        raise line.broken(_("{name} is “{text}”; it must be {wanted}", name=name, text=day, wanted=wanted)) from error
