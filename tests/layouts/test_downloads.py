"""The data of every table as Excel, and links that show tomorrow what is shown now."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from common.problems import Refusal
from common.viewer import Viewer
from data.database import Database
from etl.keeping import Upload
from etl.table import Choice
from layouts import district, indicator, method, overview
from layouts.address import Address, read_address
from layouts.downloads import TABLES
from tests.etl.workbooks import setting, table_2
from tests.layouts.components import links, text_of, walk
from tests.layouts.test_permissions import signed_in
from tests.quarters import take_in_quarters
from tests.taking import take

Line = dict[str, Any]


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return signed_in(app, "leader")


def workbook(client: FlaskClient, address: str) -> Workbook:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return load_workbook(io.BytesIO(response.data))


def lines(sheet: Worksheet) -> list[Line]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", TABLES)
def test_a_workbook_says_what_it_is_about(client: FlaskClient, loaded_sqlite: Database, name: str) -> None:
    *_tables, about = workbook(client, f"/tables/{name}.xlsx?period=2023Q4&as-of=2099-01-01").worksheets
    said = {line["Term"]: line["Words"] for line in lines(about)}
    assert said["Period"] == "fourth quarter 2023"
    assert said["As of"] == "2099-01-01 23:59"
    assert said["Plan version"].startswith("1 (")
    assert said["Origin"] == "official"
    assert said["Page"].endswith(f"/tables/{name}.xlsx?period=2023Q4&as-of=2099-01-01")


def test_a_row_has_its_figures_typed_and_where_they_come_from(client: FlaskClient, loaded_sqlite: Database) -> None:
    found = workbook(client, "/tables/indicators.xlsx?region=330327").worksheets[0]
    (row,) = (line for line in lines(found) if line["Indicator code"] == "rated_4a5a")
    assert (row["Region"], row["Unit"], row["Baseline"], row["Value"]) == ("苍南", "个", 34, 34)
    assert (row["Target as written"], row["Target's number"], row["Share of target"]) == ("50", 50, 0.68)
    assert (row["Sheet"], row["Cell"], row["Revision"]) == ("表2", "E15", "1")


def test_a_sum_names_every_cell_it_is_made_of(client: FlaskClient, loaded_sqlite: Database) -> None:
    found = workbook(client, "/tables/indicators.xlsx?indicator=rated_4a5a&region=330300").worksheets[0]
    (row,) = lines(found)
    assert row["Value"] == 453
    assert len(row["Cell"].splitlines()) == 13


def test_the_rows_are_those_of_the_region_the_indicator_or_the_class(
    client: FlaskClient, loaded_sqlite: Database
) -> None:
    def rows(query: str) -> list[Line]:
        return lines(workbook(client, f"/tables/{query}").worksheets[0])

    assert {row["Region"] for row in rows("indicators.xlsx")} == {"温州"}
    assert len(rows("indicators.xlsx?indicator=jobs")) == 14
    assert len(rows("regions.xlsx")) == 13 * 6
    classes = {row["Status"] for row in rows("indicators.xlsx?status=baseline_only")}
    assert len(classes) <= 1


@pytest.mark.parametrize("path", ["overview", "district", "indicator", "method"])
def test_every_table_and_chart_of_a_page_can_be_had(
    client: FlaskClient, loaded_sqlite: Database, request_context: None, path: str
) -> None:
    take_in_quarters(loaded_sqlite)
    pages: dict[str, Callable[[], Component]] = {
        "overview": lambda: overview.layout(period="2024Q4"),
        "district": lambda: district.layout(region_code="330327", period="2024Q4"),
        "indicator": lambda: indicator.layout(indicator_code="rated_4a5a", period="2024Q4"),
        "method": lambda: method.layout(period="2024Q4"),
    }
    cards = [one for one in walk(pages[path]()) if getattr(one, "className", None) == "card"]
    for one in cards:
        has_data = any(type(part).__name__ in ("Table", "Graph") for part in walk(one))
        hrefs = [href for href in links(one) if href.startswith("/tables/")]
        assert hrefs or not has_data or text_of(one).startswith(("How the target is read", "What it is")), text_of(one)[
            :80
        ]
        for href in hrefs:
            assert workbook(client, href).worksheets[0].max_column > 2, href


def test_the_place_of_a_region_is_typed(client: FlaskClient, loaded_sqlite: Database) -> None:
    take_in_quarters(loaded_sqlite)
    found = workbook(client, "/tables/places.xlsx?region=330327&period=2024Q4").worksheets[0]
    (row,) = (line for line in lines(found) if line["Indicator"] == "4A5A等级")
    assert isinstance(row["Place among regions"], int)
    assert (row["Compared by"], row["Share"]) == ("Progress", 0.125)
    assert (row["Made per quarter so far"], row["Needed per quarter"]) == (0.5, 3.5)


def test_a_table_that_there_is_not_is_named(client: FlaskClient, loaded_sqlite: Database) -> None:
    response = client.get("/tables/secrets.xlsx")
    assert response.status_code == 404
    assert "There is no table “secrets”." in response.text


def test_a_permanent_link_does_not_see_what_is_approved_later(
    client: FlaskClient, loaded_sqlite: Database, request_context: None
) -> None:
    (kept,) = {
        href for href, words in links(overview.layout()).items() if words == "Permanent link" and "#" not in href
    }
    upload = Upload("r.xlsx", table_2(setting(E15=35, E17=454)), Viewer("r", "operator"))
    take(loaded_sqlite, upload, Choice(), upto="approved", reason="漏报")
    asked = "&indicator=rated_4a5a&region=330327"
    (then,) = lines(workbook(client, f"/tables/indicators.xlsx{kept}{asked}").worksheets[0])
    (now,) = lines(workbook(client, f"/tables/indicators.xlsx?period=2023Q4{asked}").worksheets[0])
    assert (then["Value"], now["Value"]) == (34, 35)


@pytest.mark.parametrize(
    ("written", "moment", "words"),
    [
        ("2025-06-30", datetime(2025, 6, 30, 15, 59, 59, 999999, UTC), "2025-06-30"),
        ("2025-06-30T18:05:09", datetime(2025, 6, 30, 10, 5, 9, tzinfo=UTC), "2025-06-30 18:05:09"),
        ("2025-06-30 18:05", datetime(2025, 6, 30, 10, 5, tzinfo=UTC), "2025-06-30 18:05:00"),
    ],
)
def test_as_of_is_a_day_or_a_moment_of_china(written: str, moment: datetime, words: str) -> None:
    address = read_address({"as-of": written})
    assert (address.moment, address.as_of_words) == (moment, words)
    assert read_address({"as-of": address.as_of.isoformat() if address.as_of else ""}) == address


@pytest.mark.parametrize("written", ["2025-06-31", "30 June", "2025-06-30T25:00", "2025-06-30T18:05Z", "9999-12-31"])
def test_what_is_no_moment_is_named(written: str) -> None:
    with pytest.raises(Refusal, match="bad_day|is not a day|日期"):
        read_address({"as-of": written})


def test_an_address_without_a_day_is_of_now() -> None:
    assert (Address().moment, Address().as_of_words) == (None, "")
    assert Address(as_of=date(2025, 6, 30)).query() == "?as-of=2025-06-30"
