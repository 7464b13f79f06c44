"""Where a file is dropped or chosen, and what the browser then sends."""

import base64
from collections.abc import Iterable
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.problems import Problem, Refusal
from etl.package import LARGEST_FILE_MB


def drop_area(name: str, buttons: Iterable[str]) -> Component:
    """The place for the file `<name>-file`, spoken of in `<name>-result`, which `buttons` take in.

    assets/upload.js says what the component does not: that a file is too large.
    """
    limit = LARGEST_FILE_MB * 2**20
    too_large = _("The file is larger than {limit} MB. Remove pictures and empty rows.", limit=LARGEST_FILE_MB)
    attributes: dict[str, Any] = {
        "data-limit": limit,
        "data-too-large": too_large,
        "data-name": name,
        "data-buttons": " ".join(buttons),
    }
    area = html.Div(
        [
            html.Strong(_("Drop a workbook here, or press to choose one")),
            html.Div(
                _(
                    "Excel or WPS workbook (.xlsx, .xls), .ods or a table as text (.csv), at most {limit} MB",
                    limit=LARGEST_FILE_MB,
                ),
                className="note",
            ),
        ],
        className="drop",
    )
    return html.Div(dcc.Upload(area, id=f"{name}-file", max_size=limit), id=f"{name}-drop", **attributes)


def decode(contents: str, name: str) -> bytes:
    """The bytes behind what the browser sends: a data URL."""
    try:
        return base64.b64decode(contents.partition(",")[2], validate=True)
    except ValueError as error:
        raise Refusal(Problem("workbook_broken", value=name, params={"file": name})) from error
