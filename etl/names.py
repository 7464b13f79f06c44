"""The plan's names as senders write them."""

from functools import lru_cache

from etl.headings import LONGEST_HEADING, plain, read_heading
from indicators.plan import Indicator, Plan, Region


class Vocabulary:
    """Finds regions and indicators by name, alias or code. A name two regions share names neither; their codes do."""

    def __init__(self, plan: Plan) -> None:
        self._regions: dict[str, Region | None] = {}
        for region in plan.regions:
            for name in {plain(name) for name in (region.name, region.full_name, region.code, *region.aliases)}:
                self._regions[name] = None if name in self._regions else region
        self._lengths = set(map(len, self._regions))
        self._indicators = {
            plain(name): indicator for indicator in plan.indicators for name in (indicator.name, *indicator.aliases)
        }
        # A letter of each name; reading a heading leaves letters out and adds none.
        self._letters = {next(filter(str.isalpha, name), "") for name in self._indicators}
        self._indicator = lru_cache(maxsize=4096)(self._read_indicator)

    def region(self, text: str) -> Region | None:
        if text in self._regions:
            return self._regions[text]
        # Most other texts are figures, which are plain as they are.
        is_plain = text.isascii() and len(text.split()) == 1
        return None if is_plain or len(text) > LONGEST_HEADING else self._regions.get(plain(text))

    def indicator(self, text: str) -> Indicator | None:
        """The indicator a text names, with or without a period, a unit in brackets, and words like 完成值."""
        may_name = "" in self._letters or not self._letters.isdisjoint(text)
        return self._indicator(text) if may_name and len(text) <= LONGEST_HEADING else None

    def _read_indicator(self, text: str) -> Indicator | None:
        words = read_heading(text)
        known = (self._indicators.get(name) for name in (plain(text), words.wording, words.names))
        return next(filter(None, known), None)

    def region_in_title(self, text: str) -> Region | None:
        """The one region below the whole that a title speaks of. The whole's own name in a title says nothing."""
        title = plain(text)
        lengths = self._lengths & set(range(1, len(title) + 1))
        parts = {title[start : start + length] for length in lengths for start in range(len(title))}
        named = {region for region in map(self._regions.get, parts) if region}
        below = [region for region in named if region.parent is not None]
        return below[0] if len(below) == 1 else None
