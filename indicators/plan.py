"""What a plan declares. The words of these fields are those of docs/glossary.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from common.periods import Period
from indicators.rules import RULE_SET, Thresholds

Nature = Literal["binding", "anticipatory"]
Kind = Literal["amount", "rate", "milestone"]
Counted = Literal["at_period_end", "by_year", "over_the_plan"]
Direction = Literal["increase", "decrease", "hold", "range", "unconfirmed"]
Aggregation = Literal["sum", "ratio_of_sums", "own", "none"]
ReportedBy = Literal["county", "city", "both"]
Frequency = Literal["quarterly", "half_yearly", "yearly"]
CheckComparator = Literal["=", "<=", ">=", "<", ">"]
CheckSeverity = Literal["hard", "soft"]
Level = Literal["nation", "province", "city", "own_level", "county"]


@dataclass(frozen=True)
class Document:
    """A document the plan's figures come from."""

    code: str
    title: str
    number: str
    issuer: str
    dated: str


@dataclass(frozen=True)
class PublishedTable:
    """A table of a document, and the workbook in which the plan ships it (none if `file` is empty).

    `region` is the one a table reports for that does not say so itself.
    """

    code: str
    document: str
    title: str
    file: str
    sheet: str
    region: str


@dataclass(frozen=True)
class Region:
    """A region or a level of government that reports or is reported on. `parent` is None for the plan's own region.

    `tile` is where it stands among the others on a map of equal tiles, as a sheet's cell: C2 is the third of the second
    row; empty where the plan gives it no place.
    """

    code: str
    name: str
    full_name: str
    aliases: tuple[str, ...]
    level: Level
    parent: str | None
    valid_from: str
    valid_to: str
    tile: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All that it goes by, its code first."""
        return (self.code, self.name, self.full_name, *self.aliases)


@dataclass(frozen=True)
class Indicator:
    """One indicator. Its values are integers: counts of 10**-scale of its unit (a rate's unit is one, 1 = 100%).

    `places` is how many decimals the plan prints, `step` the smallest change possible, in the unit asked (0 where
    continuous). `frequency` is how often a figure is asked for. `numerator` and `denominator` say in words what a rate,
    or an "every one of them" target, is made of.
    """

    number: int
    code: str
    name: str
    aliases: tuple[str, ...]
    unit: str
    unit_asked: str
    scale: int
    places: int
    nature: Nature
    kind: Kind
    counted: Counted
    direction: Direction
    aggregation: Aggregation
    reported_by: ReportedBy
    frequency: Frequency
    step: int
    numerator: str
    denominator: str
    definition: str
    owner: str
    document: str
    table: str
    row: int

    @property
    def names(self) -> tuple[str, ...]:
        """All that it goes by, its code first."""
        return (self.code, self.name, *self.aliases)

    @property
    def is_rate(self) -> bool:
        return self.kind == "rate"

    @property
    def is_made_of_counts(self) -> bool:
        """Whether it is a rate of which the plan says what is counted out of what."""
        return self.is_rate and bool(self.numerator and self.denominator)

    @property
    def needs_unit_named(self) -> bool:
        """Whether a bare figure could be meant in the plan's unit or in the unit people are asked in."""
        return self.unit.removesuffix("/年") != self.unit_asked


@dataclass(frozen=True, slots=True)
class Target:
    """Baseline and target of one indicator in one region, exactly as written, with the cells they were written in."""

    indicator: str
    region: str
    baseline: str
    target: str
    table: str
    row: int
    baseline_cell: str
    target_cell: str


@dataclass(frozen=True)
class Milestone:
    """What the plan itself asks for by an earlier period: one figure of its yearly decomposition 年度分解."""

    indicator: str
    region: str
    period: Period
    target: str
    source: str


@dataclass(frozen=True)
class Check:
    """What must hold between the figures of one return 钩稽关系: `left` and `right` are sums (indicators/formulas.py).

    `words` say why it must. A return that breaks a hard one is blocked, one that breaks a soft one is asked to explain.
    """

    code: str
    left: str
    comparator: CheckComparator
    right: str
    severity: CheckSeverity
    words: str


@dataclass(frozen=True)
class Plan:
    """One version of a plan, whole.

    `due_days` are the days after a period's end by which its returns are due. `thresholds` and `rule_set` say how its
    values are judged (indicators/rules.py).
    """

    slug: str
    name: str
    issuer: str
    approved_by: str
    baseline_period: Period
    target_period: Period
    documents: tuple[Document, ...]
    tables: tuple[PublishedTable, ...]
    regions: tuple[Region, ...]
    indicators: tuple[Indicator, ...]
    targets: tuple[Target, ...]
    milestones: tuple[Milestone, ...] = ()
    checks: tuple[Check, ...] = ()
    due_days: int = 15
    thresholds: Thresholds = Thresholds()
    rule_set: str = RULE_SET

    @cached_property
    def root(self) -> Region:
        """The region whose plan it is."""
        return next(region for region in self.regions if region.parent is None)

    @property
    def last_period(self) -> Period:
        """The last period reported on: two years past the target's, since a target missed may still be reached."""
        return Period(self.target_period.year + 2, self.target_period.quarter)

    def due_day(self, period: Period) -> date:
        """The last day on which a period's returns are in time."""
        return period.last_day + timedelta(days=self.due_days)

    def passed_down_to(self, indicator: str, region: str) -> tuple[Region, ...]:
        """The regions below one that an indicator is passed down to and no further, in the plan's order."""
        found: list[Region] = []
        for child in self._regions_below.get(region, ()):
            further = self.passed_down_to(indicator, child.code)
            found += further or ([child] if (indicator, child.code) in self.target_by_cell else [])
        return tuple(found)

    @property
    def parents(self) -> dict[str, str | None]:
        """Each region's code with its parent's."""
        return {region.code: region.parent for region in self.regions}

    @cached_property
    def _regions_below(self) -> dict[str, list[Region]]:
        """The regions next below each, in the plan's order."""
        found: dict[str, list[Region]] = {}
        for region in self.regions:
            if region.parent is not None:
                found.setdefault(region.parent, []).append(region)
        return found

    @cached_property
    def region_by_code(self) -> dict[str, Region]:
        return {region.code: region for region in self.regions}

    @cached_property
    def indicator_by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def table_by_code(self) -> dict[str, PublishedTable]:
        return {table.code: table for table in self.tables}

    @cached_property
    def document_by_code(self) -> dict[str, Document]:
        return {document.code: document for document in self.documents}

    @cached_property
    def target_by_cell(self) -> dict[tuple[str, str], Target]:
        """Targets by (indicator, region)."""
        return {(target.indicator, target.region): target for target in self.targets}

    @cached_property
    def cells(self) -> list[int]:
        """The numbers of all cells, which are those of the targets, in the plan's order: region by region."""
        regions = {region.code: place for place, region in enumerate(self.regions)}
        numbers = {indicator.code: indicator.number for indicator in self.indicators}
        place = [(regions[target.region], numbers[target.indicator]) for target in self.targets]
        return sorted(range(len(place)), key=place.__getitem__)

    @cached_property
    def cells_of_region(self) -> dict[str, list[int]]:
        return _grouped(self.cells, [target.region for target in self.targets])

    @cached_property
    def cells_of_indicator(self) -> dict[str, list[int]]:
        return _grouped(self.cells, [target.indicator for target in self.targets])

    @cached_property
    def cell_of(self) -> dict[tuple[str, str], int]:
        """The number of the cell of an indicator and a region."""
        return {(target.indicator, target.region): cell for cell, target in enumerate(self.targets)}

    @property
    def reporting_regions(self) -> tuple[Region, ...]:
        """The regions below the plan's own: those that send returns and get a row of their own."""
        return tuple(region for region in self.regions if region.parent is not None)

    @cached_property
    def decomposed_indicators(self) -> tuple[Indicator, ...]:
        """The indicators passed down to regions, in the plan's order."""
        passed_down = {target.indicator for target in self.targets if target.region != self.root.code}
        return tuple(indicator for indicator in self.indicators if indicator.code in passed_down)


def _grouped(cells: Iterable[int], names: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for cell in cells:
        found.setdefault(names[cell], []).append(cell)
    return found
