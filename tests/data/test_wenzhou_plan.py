"""The shipped plan says what the report says."""

from collections import Counter
from decimal import Decimal

import openpyxl
import pytest

from common.numbers import read_number
from etl.parse import same_text_or_number
from etl.workbook import Cell, read_workbook
from indicators.frames import baseline_value
from indicators.plan import Plan, Target
from tests.conftest import WENZHOU


def test_twenty_two_indicators_nine_binding_thirteen_anticipatory(wenzhou: Plan) -> None:
    assert [indicator.number for indicator in wenzhou.indicators] == list(range(1, 23))
    assert Counter(indicator.nature for indicator in wenzhou.indicators) == {"binding": 9, "anticipatory": 13}


def test_directions_and_counting_are_as_the_method_lists_them(wenzhou: Plan) -> None:
    by_direction = {
        direction: {indicator.number for indicator in wenzhou.indicators if indicator.direction == direction}
        for direction in ("hold", "unconfirmed")
    }
    assert by_direction == {"hold": {4, 8, 16}, "unconfirmed": {12, 13}}
    by_year = {indicator.number for indicator in wenzhou.indicators if indicator.counted == "by_year"}
    assert by_year == {12, 13, 16, 17, 18, 19, 20, 21, 22}


def test_regions_have_their_official_codes(wenzhou: Plan) -> None:
    codes = {region.name: region.code for region in wenzhou.regions}
    assert codes == {
        "温州": "330300", "市本级": "330300-0", "鹿城": "330302", "龙湾": "330303", "瓯海": "330304", "洞头": "330305",
        "永嘉": "330324", "平阳": "330326", "苍南": "330327", "文成": "330328", "泰顺": "330329", "瑞安": "330381",
        "乐清": "330382", "龙港": "330383",
    }  # fmt: skip
    assert {region.parent for region in wenzhou.reporting_regions} == {"330300"}


def test_tiles_stand_as_the_counties_lie(wenzhou: Plan) -> None:
    place = {region.name: region.tile for region in wenzhou.reporting_regions}
    assert len(set(place.values())) == 13
    row = {name: int(tile[1:]) for name, tile in place.items()}
    column = {name: tile[0] for name, tile in place.items()}
    assert row["永嘉"] < row["鹿城"] < row["瓯海"] <= row["瑞安"] < row["平阳"] < row["苍南"]
    assert column["瓯海"] < column["鹿城"] < column["龙湾"] < column["洞头"]
    assert column["文成"] < column["平阳"] and column["泰顺"] < column["苍南"] < column["龙港"]


@pytest.mark.parametrize(
    ("indicator", "baseline", "target"),
    [("jobs", 50000, 60000), ("rated_4a5a", 453, 500), ("charities", 247, 260), ("community_foundations", 20, 50)],
)
def test_the_columns_of_table_2_add_up(wenzhou: Plan, indicator: str, baseline: int, target: int) -> None:
    of_indicator = wenzhou.indicator_by_code[indicator]
    below = [row for row in wenzhou.targets if row.indicator == indicator and row.region != "330300"]
    assert len(below) == 13
    assert sum(baseline_value(row, of_indicator) or 0 for row in below) == baseline
    targets = (read_number(row.target) for row in below)
    assert sum((number.value for number in targets if number), Decimal(0)).scaleb(of_indicator.scale) == target


def test_every_baseline_and_target_stands_in_the_cell_the_plan_names(wenzhou: Plan) -> None:
    """The workbooks shipped with the plan hold, in the named cell, exactly what the plan says is written there."""
    cells = {table.code: {cell.address: cell for cell in _sheet(table.file)} for table in wenzhou.tables}
    checked = 0
    for target in wenzhou.targets:
        for text, address in ((target.baseline, target.baseline_cell), (target.target, target.target_cell)):
            if address:
                assert _says(cells[target.table][address], text, target, wenzhou), (target, address)
                checked += 1
            else:
                assert text == ""
    assert checked == 22 * 2 + 13 * 10


def test_table_2_is_shaped_as_in_the_report() -> None:
    sheet = openpyxl.load_workbook(WENZHOU / "published" / "table2_counties.xlsx")["表2"]
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A2:A3", "B2:C2", "D2:E2", "F2:G2", "H2:I2"}
    assert [cell.value for cell in sheet[3]][1:] == [2025, 2023, 2025, 2023, 2025, 2023, 2025, 2023, 2023, 2025]
    assert [cell.value for cell in sheet["A"]][3:] == [
        "市本级", "鹿城", "龙湾", "瓯海", "洞头", "乐清", "瑞安", "永嘉", "文成", "平阳", "泰顺", "苍南", "龙港", "全市合计",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[17]][1:] == [6, 5, 500, 453, 260, 247, 50, 20, 13, "超过90%"]


def _sheet(file: str) -> list[Cell]:
    (sheet,) = read_workbook(file, (WENZHOU / file).read_bytes()).sheets
    return list(sheet.cells.values())


def _says(cell: Cell, text: str, target: Target, plan: Plan) -> bool:
    return cell.text == text or same_text_or_number(cell, text, plan.indicator_by_code[target.indicator])
