"""What a callback is called with: what a page of ours sends, and nothing else."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from dash.exceptions import PreventUpdate

Step = TypeVar("Step")


class NotFromPageError(Exception):
    """Somebody called a callback with what no page sends; answered as a call of a page that is no longer current."""


def step_of(pressed: str | None, steps: Mapping[str, Step]) -> Step:
    """The step that the pressed button stands for; raises NotFromPageError for any other button.

    Where none was pressed, since they have just come onto the page, nothing happens.
    """
    if pressed is None:
        raise PreventUpdate
    if pressed not in steps:
        raise NotFromPageError(pressed)
    return steps[pressed]


def is_as_sent(callback: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    """Whether a call names the ends of its callback, brings of each what it can hold, and says which inputs changed."""
    inputs, states, outputs = (body.get(part, []) for part in ("inputs", "state", "outputs"))
    ends = zip((*callback["inputs"], *callback["state"]), (*inputs, *states), strict=True)
    return (
        all(_is_end(end, said) for end, said in ends)
        and all(isinstance(one, dict) for one in (outputs if isinstance(outputs, list) else [outputs]))
        and all(_is_one_of(name, inputs) for name in body.get("changedPropIds", []))
    )


def _is_end(end: Mapping[str, str], said: Any) -> bool:
    if not end["id"].startswith("{"):
        return isinstance(said, dict) and said["id"] == end["id"] and _brings(end, said)
    pattern = json.loads(end["id"])
    return isinstance(said, list) and all(_is_like(pattern, one["id"]) and _brings(end, one) for one in said)


def _brings(end: Mapping[str, str], said: Mapping[str, Any]) -> bool:
    name, value = end["property"], said.get("value")
    if name == "id":
        return said["property"] == name and value == said["id"]
    holds = _HOLDS.get(f"{end['id']}.{name}") or _HOLDS.get(name) or _is_text_or_nothing
    return said["property"] == name and holds(value)


def _is_like(pattern: Mapping[str, Any], said: Any) -> bool:
    """Whether this is the id of one of several components that a callback asks for together."""
    return (
        isinstance(said, dict)
        and said.keys() == pattern.keys()
        and all(_is_text(value) for value in said.values())
        and all(said[key] == fixed for key, fixed in pattern.items() if isinstance(fixed, str))
    )


def _is_one_of(name: str, inputs: Sequence[Any]) -> bool:
    """Whether a change is one of an input of this call."""
    each = [one for said in inputs for one in (said if isinstance(said, list) else [said])]
    text, _dot, changed = name.rpartition(".")
    try:
        component = json.loads(text) if text.startswith("{") else text
    except ValueError:
        return False
    return any(one["id"] == component and one["property"] == changed for one in each)


def _is_text(value: object) -> bool:
    """Whether it is a text that every database takes: PostgreSQL has no zero character, UTF-8 no half of one."""
    return isinstance(value, str) and "\0" not in value and not any("\ud800" <= one <= "\udfff" for one in value)


def _is_text_or_nothing(value: object) -> bool:
    return value is None or _is_text(value)


def _are_texts(value: object) -> bool:
    return value is None or isinstance(value, list) and all(map(_is_text, value))


def _are_numbers(value: object) -> bool:
    return value is None or isinstance(value, list) and all(_is_text(one) and _is_written_number(one) for one in value)


def _is_written_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**31


# What the ends of callbacks hold that is no text, by their names, or for all of one property.
_HOLDS: dict[str, Callable[[Any], bool]] = {
    "n_clicks": lambda value: value is None or _is_number(value),
    "opened": lambda value: value is None or type(value) is bool,
    "return-revision.data": _is_number,
    "returns-seen.data": lambda value: value is None or _is_number(value),
    "review-period.data": _is_text,
    "reading-indicator.data": _is_text,
    "review-chosen.value": _are_numbers,
    "people-new-regions.value": _are_texts,
    "people-old-regions.value": _are_texts,
    "_pages_location.pathname": lambda value: _is_text(value) and value.startswith("/"),
}
