"""What must hold between the files of a plan; the first thing that does not is refused with file, line and reason."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from common.language import _
from common.numbers import read_number
from common.periods import Period
from common.problems import Problem, Refusal
from indicators.formulas import Formula, read_formula
from indicators.frames import baseline_value, plain_figure
from indicators.plan import Check, Indicator, Milestone, PublishedTable, Region, Target
from indicators.target import read_silence

Record = TypeVar("Record")

TILE = re.compile("([A-Z])([1-9][0-9]?)")


class Line(NamedTuple):
    """Where in the plan's files something stands."""

    file: Path
    number: int

    def broken(self, reason: str) -> Refusal:
        """The refusal that names this line."""
        file = f"{self.file.parent.name}/{self.file.name}"
        return Refusal(Problem("plan_file_broken", params={"file": file, "line": self.number, "reason": reason}))


Rows = list[tuple[Record, Line]]


def check_unique(rows: Rows[Record], name: str, key: Callable[[Record], object]) -> None:
    """Two records may not share a key, and none may lack one."""
    seen: dict[object, Line] = {}
    for record, line in rows:
        if not key(record):
            raise line.broken(_("{name} is empty", name=name))
        first = seen.setdefault(key(record), line)
        if first is not line:
            raise line.broken(
                _("{name} “{value}” already stands in line {number}", name=name, value=key(record), number=first.number)
            )


def check_known(rows: Rows[Any], field: str, others: Rows[Any]) -> None:
    """A field must name one of the other records."""
    known = {record.code for record, _line in others}
    for record, line in rows:
        if getattr(record, field) not in known:
            raise line.broken(_("there is no {name} “{value}”", name=field, value=getattr(record, field)))


def check_one_root(regions: Rows[Region], file: Path) -> None:
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


def check_ranges(indicators: Rows[Indicator]) -> None:
    """Numbers lie within what the tables and the engine hold."""
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


def check_aggregations(indicators: Rows[Indicator]) -> None:
    """Amounts are added up, rates are ratios of sums; what is done or not done is neither."""
    allowed = {"amount": ("sum", "own", "none"), "rate": ("ratio_of_sums", "own", "none"), "milestone": ("own", "none")}
    for indicator, line in indicators:
        if indicator.aggregation not in allowed[indicator.kind]:
            raise line.broken(
                _(
                    "a {kind} cannot be aggregated by {aggregation}; it can by {allowed}",
                    kind=indicator.kind,
                    aggregation=indicator.aggregation,
                    allowed=", ".join(allowed[indicator.kind]),
                )
            )


def check_names(indicators: Rows[Indicator], regions: Rows[Region]) -> None:
    """Names must be there; two indicators may not share one (regions may: their codes tell them apart)."""
    for region, line in regions:
        if not region.name or not region.full_name:
            raise line.broken(_("{name} is empty", name="name"))
    check_unique(indicators, "name", lambda indicator: indicator.name)


def check_every_indicator_has_its_target(
    targets: Rows[Target], indicators: Rows[Indicator], regions: Rows[Region]
) -> None:
    """Every indicator needs a row for the plan's own region, be its target blank: else no page could show it."""
    roots = {region.code for region, _line in regions if region.parent is None}
    given = {target.indicator for target, _line in targets if target.region in roots}
    for indicator, line in indicators:
        if indicator.code not in given:
            raise line.broken(_("{code} has no row for the plan's own region in targets.csv", code=indicator.code))


def check_table_regions(tables: Rows[PublishedTable], regions: Rows[Region]) -> None:
    """A table reports for a region of the plan, or for several."""
    known = {"", *(region.code for region, _line in regions)}
    for table, line in tables:
        if table.region not in known:
            raise line.broken(_("there is no {name} “{value}”", name="region", value=table.region))


def check_shipped(tables: Rows[PublishedTable], folder: Path) -> None:
    """A file that is named is shipped with the plan, inside its folder."""
    for table, line in tables:
        inside = (folder / table.file).resolve().is_relative_to(folder.resolve())
        if table.file and not (inside and (folder / table.file).is_file()):
            raise line.broken(_("there is no {name} “{value}”", name="file", value=table.file))


def check_baselines(targets: Rows[Target], indicators: dict[str, Indicator]) -> None:
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


def check_milestones(
    milestones: Rows[Milestone], targets: Rows[Target], indicators: dict[str, Indicator], settings: dict[str, Any]
) -> None:
    """A milestone is a plain figure for a cell that has a target, between baseline and target; a year's in its end."""
    check_unique(milestones, "milestone", lambda one: f"{one.indicator} in {one.region}, {one.period}")
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


def check_relations(checks: Rows[Check], indicators: dict[str, Indicator]) -> None:
    """Both sides of a check are sums that count the same thing; the left one names an indicator, the place to look."""
    check_unique(checks, "code", lambda check: check.code)
    for check, line in checks:
        if not check.words:
            raise line.broken(_("{name} is empty", name="words"))
        left, right = (_formula(text, indicators, line) for text in (check.left, check.right))
        if not left.indicators:
            raise line.broken(_("the left side “{text}” names no indicator", text=check.left))
        named = [indicators[code] for code in (*left.indicators, *right.indicators)]
        if len({(indicator.kind, indicator.unit.removesuffix("/年")) for indicator in named}) > 1:
            units = ", ".join(f"{indicator.code} ({indicator.unit or '—'})" for indicator in named)
            raise line.broken(_("the indicators do not count in the same unit: {units}", units=units))


def _formula(text: str, indicators: dict[str, Indicator], line: Line) -> Formula:
    try:
        formula = read_formula(text)
    except ValueError as error:
        reason = _("“{text}” is not a sum of indicator codes and whole numbers, like a + b - 1", text=text)
        raise line.broken(reason) from error
    for code in formula.indicators:
        if code not in indicators:
            raise line.broken(_("there is no {name} “{value}”", name="indicator", value=code))
    for number in formula.numbers:
        if number in indicators:
            raise line.broken(_("“{text}” is a number and the code of an indicator; give it another code", text=number))
    return formula


def check_validity(regions: Rows[Region]) -> None:
    """Days of validity are days."""
    for region, line in regions:
        for name, day in (("valid_from", region.valid_from), ("valid_to", region.valid_to)):
            if day:
                _convert_day(day, line, name)


def check_tiles(regions: Rows[Region]) -> None:
    """A tile is a cell of a sheet that no other region has."""
    placed = [(region, line) for region, line in regions if region.tile]
    for region, line in placed:
        if not TILE.fullmatch(region.tile):
            wanted = _("a cell from A1 to Z99")
            reason = _("{name} is “{text}”; it must be {wanted}", name="tile", text=region.tile, wanted=wanted)
            raise line.broken(reason)
    check_unique(placed, "tile", lambda region: region.tile)


def _convert_day(day: str, line: Line, name: str) -> None:
    try:
        Period.of_day(day)
    except ValueError as error:
        wanted = _("a day like 2024-06-30")
        raise line.broken(_("{name} is “{text}”; it must be {wanted}", name=name, text=day, wanted=wanted)) from error
