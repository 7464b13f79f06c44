"""The template of a return: what one region is asked for in one period, with what is known of it beside each input.

What the workbook looks like: etl/template_workbook.py. How it is read back: etl/filled.py.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from sqlalchemy.orm import Session

from common.language import _, mark
from common.periods import Period
from common.problems import Problem, Refusal
from common.viewer import Viewer, can
from data.assessments import assess_plan, known_periods
from data.plan_store import StoredPlan
from data.printing import LIGHT_SHAPES, print_status
from data.results import Assessment
from etl.parse import Part
from etl.units import conversion
from indicators.asking import asked_of, asked_regions
from indicators.frames import baseline_value
from indicators.plan import Indicator, Plan, Region
from indicators.target import read_silence

# What the workbook says of itself, under these names, so that moving rows or columns does no harm. A later form of the
# template gets a later number.
TEMPLATE = "1"
NAME_OF_TEMPLATE, NAME_OF_PLAN, NAME_OF_VERSION = "DABIAO_TEMPLATE", "DABIAO_PLAN", "DABIAO_PLAN_VERSION"
NAME_OF_REGION, NAME_OF_PERIOD = "DABIAO_REGION", "DABIAO_PERIOD"
# The headings of the columns of keys, inputs and explanations.
NAME_OF_KEYS, NAME_OF_INPUTS, NAME_OF_EXPLANATIONS = "DABIAO_KEYS", "DABIAO_INPUTS", "DABIAO_EXPLANATIONS"
# Those headings' words, in any language, where the names were lost.
HEADING_OF_INPUTS, HEADING_OF_EXPLANATIONS = mark("This period's figure"), mark("Explanation")
# In the key of a rate that its parts make: nothing is read from its line.
WORKED_OUT = "worked_out"


@dataclass(frozen=True)
class Line:
    """One line to fill in: a part of an indicator (`part` None: a rate that its parts below make).

    Figures are in the unit people count in, rates as fractions. `decimals` is how many an input may have.
    """

    indicator: Indicator
    part: Part | None
    label: str
    unit: str
    decimals: int
    baseline: Decimal | str
    target: str
    last: Decimal | str
    light: str

    @property
    def key(self) -> str:
        """What names the line to the program: the indicator's code and the part."""
        return f"{self.indicator.code}/{self.part or WORKED_OUT}"

    @property
    def is_first(self) -> bool:
        """Whether it is the first of its indicator's lines; those of its parts come after it."""
        return self.part in (None, "value")

    @property
    def is_rate(self) -> bool:
        return self.indicator.is_rate and self.is_first


@dataclass(frozen=True)
class Template:
    """All that a region is asked for in a period. `before` is the last period with figures, if there is one.

    `is_before_simulated`: the figures shown of that period are.
    """

    stored: StoredPlan
    region: Region
    period: Period
    before: Period | None
    is_before_simulated: bool
    lines: tuple[Line, ...]

    @property
    def plan(self) -> Plan:
        return self.stored.plan

    @property
    def due(self) -> str:
        """The last day on which it is in time, like 2024-04-15."""
        return (self.period.last_day + timedelta(days=self.plan.due_days)).isoformat()

    @property
    def file_name(self) -> str:
        return f"{self.region.code}-{self.region.name}-{self.period}.xlsx"


@dataclass(frozen=True)
class Before:
    """The last period that has figures, if there is one, and how every cell (indicator, region) stood then."""

    period: Period | None = None
    rows: Mapping[tuple[str, str], Assessment] = field(default_factory=dict)


def known_before(session: Session, stored: StoredPlan, viewer: Viewer, period: Period) -> Before:
    """What is known of the periods before this one."""
    earlier = [known for known in known_periods(session, stored, as_of=None) if known < period]
    if not earlier:
        return Before()
    found = assess_plan(session, viewer, stored.plan.slug, earlier[-1])
    return Before(earlier[-1], {(row.indicator.code, row.region.code): row for row in found.rows})


def make_template(stored: StoredPlan, viewer: Viewer, region: Region, period: Period, before: Before) -> Template:
    """What a region is asked for in a period; Refusal where that is nothing, or the region is not the viewer's."""
    if not can(viewer, "see_drafts", region.code):
        raise Refusal(Problem("not_allowed", field="region", value=region.name, params={"region": region.name}))
    plan = stored.plan
    indicators = asked_of(plan, region, period) if _is_in_plan(plan, period) else ()
    if not indicators:
        raise Refusal(Problem("nothing_asked", params={"region": region.name, "period": period.words()}))
    known = {indicator: before.rows.get((indicator.code, region.code)) for indicator in indicators}
    lines = [line for indicator, row in known.items() for line in _lines(plan, indicator, region, row)]
    is_simulated = any(row is not None and row.is_simulated for row in known.values())
    return Template(stored, region, period, before.period, is_simulated, tuple(lines))


def make_templates(stored: StoredPlan, viewer: Viewer, period: Period, before: Before) -> list[Template]:
    """The templates of every region that is the viewer's; Refusal where none is asked for anything."""
    regions = [region for region in asked_regions(stored.plan, period) if can(viewer, "see_drafts", region.code)]
    if not regions:
        raise Refusal(Problem("nothing_asked", params={"region": stored.plan.root.name, "period": period.words()}))
    return [make_template(stored, viewer, region, period, before) for region in regions]


def parts_asked(indicator: Indicator) -> tuple[Part, ...]:
    """What is typed for an indicator: of a rate its two counts, where the plan names them; else its value.

    Of what every one is to reach, how many there should be as well.
    """
    if indicator.is_made_of_counts:
        return ("numerator", "denominator")
    return ("value", "denominator") if indicator.denominator else ("value",)


def as_zip(files: list[tuple[str, bytes]]) -> bytes:
    """Files in one archive, in their order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return content.getvalue()


def _is_in_plan(plan: Plan, period: Period) -> bool:
    return plan.baseline_period < period <= plan.last_period


def _lines(plan: Plan, indicator: Indicator, region: Region, before: Assessment | None) -> list[Line]:
    """The lines of one indicator: its value, or for a rate made of parts the two parts below it."""
    target = plan.target_by_cell[(indicator.code, region.code)]
    asked = parts_asked(indicator)
    baseline = baseline_value(target, indicator)
    value = Line(
        indicator,
        "value" if "value" in asked else None,
        indicator.name,
        indicator.unit_asked,
        _decimals(indicator),
        as_asked(indicator, baseline) if baseline is not None else target.baseline,
        _target_words(indicator, target.target),
        as_asked(indicator, before.value) if before and before.value is not None else "",
        _light(before),
    )
    return [value, *(_part_line(indicator, part, before) for part in asked if part != "value")]


def _part_line(indicator: Indicator, part: Part, before: Assessment | None) -> Line:
    words = indicator.numerator if part == "numerator" else indicator.denominator
    sources = before.sources if before else ()
    last = next((source.value for source in sources if source.part == part and source.value is not None), None)
    kind = _("numerator") if part == "numerator" else _("denominator")
    label = _("of which {part}: {words}", part=kind, words=words)
    return Line(indicator, part, label, _("counts"), 0, "", "", Decimal(last) if last is not None else "", "")


def as_asked(indicator: Indicator, value: int | Fraction) -> Decimal:
    """A value at the indicator's scale, in the unit people count in, to all the decimals an input may have."""
    factor = conversion(indicator.unit_asked, indicator) or Decimal(1)
    exact = Fraction(value, 10**indicator.scale) / Fraction(factor)
    places = _decimals(indicator) + (2 if indicator.is_rate else 0)
    return Decimal(floor(exact * 10**places + Fraction(1, 2))).scaleb(-places)


def _decimals(indicator: Indicator) -> int:
    """The decimals that fit the scale in the unit people count in; of a rate those of its percentage."""
    if indicator.is_rate:
        return indicator.scale - 2
    factor = conversion(indicator.unit_asked, indicator) or Decimal(1)
    return max(indicator.scale + factor.adjusted(), 0) if indicator.step == 0 else 0


def _target_words(indicator: Indicator, text: str) -> str:
    """The target as the plan writes it, with the plan's unit where that is not the one people count in."""
    if read_silence(text) is not None or not indicator.needs_unit_named or indicator.is_rate:
        return text
    return f"{text}（{indicator.unit}）"


def _light(before: Assessment | None) -> str:
    if before is None or before.light is None:
        return ""
    return f"{LIGHT_SHAPES[before.light]} {print_status(before.judgement, before)}"
