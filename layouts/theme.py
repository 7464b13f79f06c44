"""The one theme: colours, type and the Plotly template. The stylesheet takes its colours from here (css_variables)."""

import plotly.graph_objects as go

from etl.marking.styles import COLOURS as MARKED

COLOURS = {
    "paper": "#FAFAF7",
    "card": "#FFFFFF",
    "ink": "#1F2933",
    "second-ink": "#5B6670",
    "rule": "#E2E4E1",
    "accent": "#1C4E6B",
    # The lights: each at least 3 : 1 on card and paper as a shape; yellow as text is the darker one.
    "green": "#2F7D4F",
    "yellow": "#B97A00",
    "red": "#B3362B",
    "grey": "#7F8993",
    "yellow-ink": "#8A5A00",
}
FONT = '"Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif'

# Mantine's own parts (the panel, buttons) in the theme's type and accent.
THEME = {
    "fontFamily": FONT,
    "primaryColor": "accent",
    "primaryShade": 6,
    "colors": {"accent": [COLOURS["accent"]] * 10},
    "defaultRadius": 2,
}

TEMPLATE = go.layout.Template(
    layout=go.Layout(
        font={"family": FONT, "size": 14, "color": COLOURS["ink"]},
        paper_bgcolor=COLOURS["card"],
        plot_bgcolor=COLOURS["card"],
        margin={"l": 8, "r": 24, "t": 8, "b": 8},
        xaxis={"gridcolor": COLOURS["rule"], "zeroline": False, "automargin": True, "fixedrange": True},
        yaxis={"gridcolor": COLOURS["rule"], "zeroline": False, "automargin": True, "fixedrange": True},
        hoverlabel={"bgcolor": COLOURS["card"], "bordercolor": COLOURS["rule"], "font": {"color": COLOURS["ink"]}},
        showlegend=False,
    )
)


def css_variables() -> str:
    """The colours and the type as CSS custom properties; a wrong cell has the same colour here and in the workbook."""
    marked = {f"marked-{severity}": f"#{colour}" for severity, colour in MARKED.items()}
    colours = "".join(f"--{name}:{value};" for name, value in {**COLOURS, **marked}.items())
    return f":root{{{colours}--font:{FONT};}}"
