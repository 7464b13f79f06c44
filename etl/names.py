"""The plan's names as senders write them."""

from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

from common.numbers import half_width, read_number
from etl.cells import UnreadableError
from etl.headings import LONGEST_HEADING, may_name_period, names_period, plain, read_heading
from indicators.plan import Indicator, Plan, Region

_KEPT = 4


class _Names:
    """A plan's names: those of its regions and indicators, as they are looked up."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.regions: dict[str, Region | None] = {}
        for region in plan.regions:
            _share(self.regions, region, (region.code, *_own_names(region)))
        # What the plan itself calls a region goes before what follows from two names.
        further: dict[str, Region | None] = {}
        for region in plan.regions:
            _share(further, region, _after_the_whole(plan, region))
        self.regions = {**further, **self.regions}
        self.lengths = frozenset(map(len, self.regions))
        self.indicators = {
            plain(name): indicator for indicator in plan.indicators for name in (indicator.name, *indicator.aliases)
        }
        # A letter of each name; reading a heading leaves letters out and adds none.
        self.letters = frozenset(next(filter(str.isalpha, name), "") for name in self.indicators)


def _own_names(region: Region) -> tuple[str, ...]:
    return (region.name, region.full_name, *region.aliases)


def _after_the_whole(plan: Plan, region: Region) -> list[str]:
    """The names of a region behind those of the region it belongs to: 温州市苍南县, 温州苍南."""
    above = plan.region_by_code.get(region.parent or "")
    return [f"{whole}{name}" for whole in (above.name, above.full_name) for name in _own_names(region)] if above else []


def _share(regions: dict[str, Region | None], region: Region, names: Iterable[str]) -> None:
    """Let names stand for a region; one that stands for another already stands for neither."""
    for name in {plain(name) for name in names}:
        regions[name] = None if name in regions else region


class _KnownNames:
    """The names of the plans asked for last: those of a nation's towns take a while to write down."""

    def __init__(self) -> None:
        self._names: list[_Names] = []
        self._lock = Lock()

    def of(self, plan: Plan) -> _Names:
        with self._lock:
            found = next((names for names in self._names if names.plan is plan), None)
        if found is None:
            found = _Names(plan)
            with self._lock:
                self._names = [found, *self._names[: _KEPT - 1]]
        return found


_KNOWN = _KnownNames()


class Vocabulary:
    """Finds regions and indicators by name, alias or code. A name two regions share names neither; their codes do.

    Made for one file: raises UnreadableError where more of its texts would have to be taken apart than `most`, if that
    is given.
    """

    def __init__(self, plan: Plan, most: int | None = None) -> None:
        names = _KNOWN.of(plan)
        self._regions, self._lengths = names.regions, names.lengths
        self._indicators, self._letters = names.indicators, names.letters
        self._indicator = lru_cache(maxsize=4096)(self._read_indicator)
        self._period = lru_cache(maxsize=4096)(self._read_period)
        self._most = most
        self._taken_apart = 0

    def region(self, text: str) -> Region | None:
        if text in self._regions:
            return self._regions[text]
        # Most other texts are figures, which are plain as they are.
        is_plain = text.isascii() and len(text.split()) == 1
        return None if is_plain or len(text) > LONGEST_HEADING else self._regions.get(plain(text))

    def indicator(self, text: str) -> Indicator | None:
        """The indicator a text names, with or without a period, a unit in brackets, and words like 完成值."""
        may_name = "" in self._letters or not self._letters.isdisjoint(half_width(text))
        return self._indicator(text) if may_name and len(text) <= LONGEST_HEADING else None

    def is_period(self, text: str) -> bool:
        """Whether a text names a period and nothing else."""
        if not may_name_period(text):
            return False
        return self._period(text)

    def _read_period(self, text: str) -> bool:
        self._count(text)
        return names_period(text)

    def _read_indicator(self, text: str) -> Indicator | None:
        self._count(text)
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

    def _count(self, text: str) -> None:
        """Count a text that is taken apart; figures, of which there may be many, are not."""
        if read_number(text) is None:
            self._taken_apart += 1
        if self._most is not None and self._taken_apart > self._most:
            raise UnreadableError("workbook_too_much")
