"""A word with its explanation, which shows on hover and on focus."""

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component


def explained(words: str, explanation: str) -> Component:
    """The words, and what they mean for who points at them, touches them, or comes to them with the keyboard."""
    return with_explanation(html.Span(words, tabIndex=0, className="explained"), explanation)


def with_explanation(shown: Component, explanation: str) -> Component:
    """Something the keyboard comes to, and what it means."""
    return dmc.Tooltip(
        shown,
        label=explanation,
        multiline=True,
        w=280,
        events={"hover": True, "focus": True, "touch": True},
        boxWrapperProps={"className": "explained-box"},
    )
