"""Regions × the indicators passed down to them: a light in every cell, the regions that most need somebody first."""

from collections.abc import Sequence

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.terms import term
from data.printing import print_completion, print_target, print_value
from data.ranking import regions_by_need
from data.results import Assessment, PlanAssessment
from indicators.plan import Plan, Region
from layouts.address import Address
from layouts.components import Child, card, light_shape, small_light, table
from layouts.data_links import data_links
from layouts.numbers import has_figure, is_simulated
from layouts.paging import AT_ONCE, Part, paging, part_of
from layouts.standing import is_judged

# A page has about so many cells at most: of a plan that passes twenty indicators down it shows fewer regions at a time.
_MOST_CELLS = 600
_PLACE = "regions"


def part_of_matrix(plan: Plan, first: str) -> Part:
    """The regions that stand in the matrix together, from the one on that an address names."""
    most = min(max(_MOST_CELLS // max(len(plan.decomposed_indicators), 1), 1), AT_ONCE)
    return part_of(len(plan.reporting_regions), first, most)


def matrix(assessment: PlanAssessment, address: Address, part: Part, status: str) -> Component:
    """The card with a part of the matrix; the class of indicators chosen on the page stays so in its links."""
    words = _("Regions {first} to {last} of {count}", first=part.first, last=part.last, count=part.count)
    ways = paging(part, words, lambda first: f"/{address.query(status=status, **{'from': str(first)})}#{_PLACE}")
    shown = _table(assessment, part.of(regions_by_need(assessment)), address)
    links = data_links(assessment, address, _PLACE)
    return html.Div(card(ways, shown, ways, title=_title(assessment, part), id=_PLACE, links=links), className="matrix")


def _title(assessment: PlanAssessment, part: Part) -> str:
    if not is_judged(assessment) or part.count < 2:
        return _("Regions")
    return _("Regions, those that most need somebody first")


def _table(assessment: PlanAssessment, regions: Sequence[Region], address: Address) -> Component:
    plan = assessment.plan
    head = (
        _("Region"),
        *(f"{indicator.name} ({indicator.unit})" for indicator in plan.decomposed_indicators),
        *((_("Lights"),) if is_judged(assessment) else ()),
    )
    rows = _rows_of(assessment, regions)
    return table(
        head,
        [_region(assessment, region, rows[region.code], address) for region in regions],
        caption=_("Each cell: light, value / target, and the value's share of the target."),
        figures=range(1, len(plan.decomposed_indicators) + 1),
    )


def _rows_of(assessment: PlanAssessment, regions: Sequence[Region]) -> dict[str, dict[str, Assessment]]:
    """What came of the regions shown: by region and indicator."""
    found: dict[str, dict[str, Assessment]] = {region.code: {} for region in regions}
    cells = assessment.columns().filter(pl.col("region").is_in(found.keys()))["cell"]
    for row in assessment.of_cells(cells.to_list()):
        found[row.region.code][row.indicator.code] = row
    return found


def _region(
    assessment: PlanAssessment, region: Region, rows: dict[str, Assessment], address: Address
) -> list[Child | list[Child]]:
    plan = assessment.plan
    return [
        dcc.Link(region.name, href=f"/district/{region.code}{address.query()}"),
        *(_cell(rows.get(one.code)) for one in plan.decomposed_indicators),
        *((_lights(list(rows.values())),) if is_judged(assessment) else ()),
    ]


def _lights(rows: list[Assessment]) -> Component:
    """How many of a region's lights are red, yellow and green."""
    counts = [(colour, sum(row.light == colour for row in rows)) for colour in ("red", "yellow", "green")]
    shown = [html.Span([light_shape(colour), str(count)]) for colour, count in counts if count]
    return html.Span(shown, className="lights")


def _cell(row: Assessment | None) -> Child | list[Child]:
    """The light; then value, target and share as one link, for its panel says where each of them is from."""
    if row is None:
        return html.Span("—", className="gap")
    classes = ["number", *(() if has_figure(row, "value") else ("gap",))]
    made_up = is_simulated(row, "value")
    figures = html.A(
        f"{print_value(row)} / {print_target(row)}\n{print_completion(row)}",
        href=f"#source=completion:{row.indicator.code}:{row.region.code}",
        className=" ".join([*classes, "made-up"] if made_up else classes),
        title=term("simulated") if made_up else None,
    )
    return [small_light(row.judgement, row) if row.light else None, figures]
