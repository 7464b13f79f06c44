"""The address of a number's panel: its fragment is `#source=<figure>:<indicator>:<region>`."""

from dataclasses import dataclass

from common.nearest import nearest_of
from common.problems import Problem, Refusal, quoted
from data.plan_store import indicator_of, region_of
from data.results import Assessment, PlanAssessment
from layouts.address import queried
from layouts.numbers import FIGURES
from layouts.ways_on import AskedAddress

MARK = "#source="


@dataclass(frozen=True)
class AskedFigure(AskedAddress):
    """What such an address asks for."""

    @classmethod
    def of(cls, fragment: str, search: str | None) -> "AskedFigure":
        """Read it; what it leaves out is empty."""
        figure, indicator, region, *_more = [*fragment.removeprefix(MARK).split(":"), "", "", ""]
        return cls({**queried(search), "figure": figure, "indicator": indicator, "region": region})

    def instead(self, name: str, value: str | None) -> str:
        """The same figure of another plan, period, day, indicator or region, or another figure."""
        said = {**self.given, name: value or ""}
        query = self.query(**{name: value, "indicator": None, "region": None})
        return f"{query or '?'}{MARK}{said['figure']}:{said['indicator']}:{said['region']}"


def row_of(assessment: PlanAssessment, asked: AskedFigure) -> Assessment:
    """The row of the figure asked for; Refusal where there is no such figure, indicator, region or target."""
    plan, figure = assessment.plan, asked.said("figure")
    if figure not in FIGURES:
        known = nearest_of(figure, FIGURES)
        raise Refusal(Problem("unknown_figure", value=figure, params={"figure": quoted(figure), "known": known}))
    indicator, region = indicator_of(plan, asked.said("indicator")), region_of(plan, asked.said("region"))
    row = assessment.cell(indicator.code, region.code)
    if row is None:
        raise Refusal(Problem("target_not_in_plan", params={"indicator": indicator.name, "region": region.name}))
    return row
