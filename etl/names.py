"""The plan's names as senders write them."""

from functools import lru_cache

from etl.headings import plain, read_heading
from indicators.plan import Indicator, Plan, Region


class Vocabulary:
    """Finds regions and indicators by name, alias or code. A name two regions share names neither; their codes do."""

    def __init__(self, plan: Plan) -> None:
        self._regions: dict[str, Region | None] = {}
        for region in plan.regions:
            for name in {plain(name) for name in (region.name, region.full_name, region.code, *region.aliases)}:
                self._regions[name] = None if name in self._regions else region
        self._indicators = {
            plain(name): indicator for indicator in plan.indicators for name in (indicator.name, *indicator.aliases)
        }
        self.indicator = lru_cache(maxsize=None)(self._indicator)

    def region(self, text: str) -> Region | None:
        return self._regions.get(plain(text))

    def _indicator(self, text: str) -> Indicator | None:
        """The indicator a text names, with or without a period, a unit in brackets, and words like 完成值."""
        words = read_heading(text)
        known = (self._indicators.get(name) for name in (plain(text), words.wording, words.names))
        return next(filter(None, known), None)

    def region_in_title(self, text: str) -> Region | None:
        """The one region below the whole that a title speaks of. The whole's own name in a title says nothing."""
        named = {region for name, region in self._regions.items() if region and name and name in plain(text)}
        below = [region for region in named if region.parent is not None]
        return below[0] if len(below) == 1 else None
