"""Templates, blank and filled in, as an analyst sends them back."""

import io
from collections.abc import Mapping

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from common.moments import now
from common.periods import Period
from common.viewer import EVERY_REGION, Viewer
from data.plan_store import StoredPlan
from etl.template import Before, make_template
from etl.template_workbook import write_template
from indicators.plan import Plan
from tests.etl.workbooks import save

ANALYST = Viewer("analyst", "analyst", frozenset({EVERY_REGION}))
LUCHENG, CITY = "330302", "330300"
# The columns and the row of headings of a template nobody has moved.
HEAD, LABEL, INPUT, EXPLANATION, KEY = 4, 2, 8, 9, 12


def stored(plan: Plan) -> StoredPlan:
    """A plan as if a database held it."""
    return StoredPlan(plan, 1, 1, 1, now(), "reviewer")


def blank(plan: Plan, region: str = LUCHENG, period: str = "2024Q1") -> bytes:
    """A region's template with nothing known before."""
    where, when = plan.region_by_code[region], Period.read(period)
    return write_template(make_template(stored(plan), ANALYST, where, when, Before()))


def fill(content: bytes, figures: Mapping[str, object], explanations: Mapping[str, str] | None = None) -> bytes:
    """A template with figures and explanations in the cells their keys name."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheet = sheet_to_fill(workbook)
    rows = {str(sheet.cell(row, KEY).value): row for row in range(HEAD + 1, sheet.max_row + 1)}
    for column, entries in ((INPUT, figures), (EXPLANATION, explanations or {})):
        for key, entry in entries.items():
            sheet.cell(rows[key], column).value = entry
    return save(workbook)


def sheet_to_fill(workbook: openpyxl.Workbook) -> Worksheet:
    """The sheet with the inputs."""
    sheet = workbook.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet
