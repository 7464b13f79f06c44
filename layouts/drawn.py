"""Parts of a page that say nothing but what was found: drawn once, however many people look at them."""

import json
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any

from dash import html
from dash.development.base_component import Component
from flask import g
from plotly.io.json import to_json_plotly

from common.language import current_language
from data.kept import Kept
from data.results import PlanAssessment
from layouts.address import Address
from layouts.theme import current_theme

# So many characters are kept in all, as they are sent: of a city's overview some forty.
_MOST_CHARACTERS = 6_000_000


class Drawn(html.Div):
    """A part that is sent as it was drawn the first time. What it is made of is turned into text once."""

    @cached_property
    def as_sent(self) -> str:
        """What the browser gets of it."""
        text: str = to_json_plotly(super().to_plotly_json())
        return text

    def to_plotly_json(self) -> Any:
        """The same as plain dicts and lists, which are quickly put into an answer."""
        return json.loads(self.as_sent)


_DRAWN: Kept[Drawn] = Kept(_MOST_CHARACTERS, lambda one: len(one.as_sent))


def drawn(
    name: str,
    assessment: PlanAssessment,
    address: Address,
    draw: Callable[[], list[Component | None]],
    *said: Hashable,
) -> Drawn:
    """The part of this name, which is made of an assessment and an address, and of what else is `said`.

    It is everybody's: whoever asks while it is drawn who is reading finds nobody, and fails.
    """
    key = (name, assessment.known, assessment.period, address, current_language(), current_theme(), *said)
    return _DRAWN.get(key, lambda: Drawn(_for_nobody(draw)))


def _for_nobody(draw: Callable[[], list[Component | None]]) -> list[Component | None]:
    """What is drawn where nobody is known to read."""
    reader = g.pop("viewer", None)
    try:
        return draw()
    finally:
        g.viewer = reader
