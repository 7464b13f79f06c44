"""The one theme: colours by day and by night, type, and the Plotly template.

The stylesheet takes its colours from here (css_variables). Which theme holds is a ContextVar, like the language.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

import plotly.graph_objects as go

from common.language import mark
from etl.marking.styles import COLOURS as MARKED

# Each light at least 3 : 1 on card and paper as a shape; yellow as text is yellow-ink. What stands on the accent is
# on-accent. A wrong cell has the same colour by day as in the workbook.
DAY = {
    "paper": "#FAFAF7",
    "card": "#FFFFFF",
    "ink": "#1F2933",
    "second-ink": "#5B6670",
    "rule": "#E2E4E1",
    "accent": "#1C4E6B",
    "on-accent": "#FFFFFF",
    "green": "#2F7D4F",
    "yellow": "#B97A00",
    "red": "#B3362B",
    "grey": "#7F8993",
    "yellow-ink": "#8A5A00",
    **{f"marked-{severity}": f"#{colour}" for severity, colour in MARKED.items()},
}
NIGHT = {
    "paper": "#12171B",
    "card": "#1A2126",
    "ink": "#E6EAED",
    "second-ink": "#A6B1BA",
    "rule": "#343D45",
    "accent": "#86BEE0",
    "on-accent": "#12171B",
    "green": "#5FB883",
    "yellow": "#E0A93B",
    "red": "#F0806F",
    "grey": "#8A949E",
    "yellow-ink": "#E0A93B",
    "marked-hard": "#4A2320",
    "marked-soft": "#453513",
    "marked-note": "#2A3238",
}
THEMES: Mapping[str, Mapping[str, str]] = {"light": DAY, "dark": NIGHT}
THEME_NAMES = {"light": mark("By day"), "dark": mark("By night")}
FONT = '"Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif'

_theme: ContextVar[str] = ContextVar("theme", default="light")


def use_theme(theme: str) -> None:
    """Make `theme` ("light" or "dark") the one of this request."""
    if theme not in THEMES:
        raise ValueError(f"unknown theme {theme!r}")
    _theme.set(theme)


def current_theme() -> str:
    """The theme in use: "light" or "dark"."""
    return _theme.get()


def colours() -> Mapping[str, str]:
    """The colours of the theme in use, by what they are for."""
    return THEMES[current_theme()]


def mantine_theme() -> dict[str, Any]:
    """Mantine's own parts (the panel, buttons) in the theme's type and accent."""
    return {
        "fontFamily": FONT,
        "primaryColor": "accent",
        "primaryShade": 6,
        "colors": {"accent": [colours()["accent"]] * 10},
        "defaultRadius": 2,
        # What is written on the accent is dark where the accent is light.
        "autoContrast": True,
    }


def template() -> go.layout.Template:
    """The one Plotly template, in the colours of the theme in use."""
    colour = colours()
    axis = {"gridcolor": colour["rule"], "zeroline": False, "automargin": True, "fixedrange": True}
    return go.layout.Template(
        layout=go.Layout(
            font={"family": FONT, "size": 14, "color": colour["ink"]},
            paper_bgcolor=colour["card"],
            plot_bgcolor=colour["card"],
            margin={"l": 8, "r": 24, "t": 8, "b": 8},
            xaxis=axis,
            yaxis=axis,
            hoverlabel={"bgcolor": colour["card"], "bordercolor": colour["rule"], "font": {"color": colour["ink"]}},
            showlegend=False,
        )
    )


def css_variables() -> str:
    """Both themes' colours and the type as CSS custom properties; paper is printed on in the colours of the day."""
    night = f'@media screen{{:root[data-theme="dark"]{{color-scheme:dark;{_properties(NIGHT)}}}}}'
    return f":root{{{_properties(DAY)}--font:{FONT};}}{night}"


def _properties(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())
