"""What the words of a heading say. What is neither a quarter nor a whole year is never filed as one."""

import pytest

from etl.headings import end_of_span, periodless, read_heading
from indicators.plan import Plan
from tests.spec.engine import Row, read_table

HEADINGS = """
| heading            | names        | year | quarter | unclear | role   | unit |
|--------------------|--------------|------|---------|---------|--------|------|
| 就业岗位（万个）   | 就业岗位     | -    | -       | -       | -      | 万个 |
| 2025年目标值       | -            | 2025 | -       | -       | target | -    |
| 2023年 基期值      | -            | 2023 | -       | -       | value  | -    |
| 4A5A等级(个) 2024  | 4A5A等级     | 2024 | -       | -       | -      | 个   |
| 2024年度           | -            | 2024 | -       | -       | -      | -    |
| 2024年三季度       | -            | 2024 | 3       | -       | -      | -    |
| 2024年度第三季度   | -            | 2024 | 3       | -       | -      | -    |
| 2024年第1季度      | -            | 2024 | 1       | -       | -      | -    |
| 2024一季度         | -            | 2024 | 1       | -       | -      | -    |
| 2024年一季         | -            | 2024 | 1       | -       | -      | -    |
| 2024Q3             | -            | 2024 | 3       | -       | -      | -    |
| 2024年Q2           | -            | 2024 | 2       | -       | -      | -    |
| 三季度完成         | -            | -    | 3       | -       | value  | -    |
| 三季度末           | -            | -    | 3       | -       | -      | -    |
| 截至2024年三季度   | -            | 2024 | 3       | -       | -      | -    |
| 2024年前三季度     | -            | 2024 | -       | yes     | -      | -    |
| 2024年第一、二季度 | -            | 2024 | -       | yes     | -      | -    |
| 2024年I季度        | -            | 2024 | -       | yes     | -      | -    |
| 2024年上半年       | -            | 2024 | -       | yes     | -      | -    |
| 2024年9月          | -            | 2024 | -       | yes     | -      | -    |
| 2024年1-9月        | -            | 2024 | -       | yes     | -      | -    |
| 2024.6             | -            | 2024 | -       | yes     | -      | -    |
| 2023—2025年        | -            | -    | -       | yes     | -      | -    |
| 目标完成情况       | -            | -    | -       | -       | -      | -    |
| 同比增长           | 同比增长     | -    | -       | -       | -      | -    |
| 上年同期完成       | 上年同期     | -    | -       | -       | value  | -    |
| 2024年排名         | 排名         | 2024 | -       | -       | -      | -    |
| 2024年计划         | 计划         | 2024 | -       | -       | -      | -    |
| 完成率             | 率           | -    | -       | -       | value  | -    |
| 202406             | 202406       | -    | -       | -       | -      | -    |
"""


@pytest.mark.parametrize("row", read_table(HEADINGS), ids=lambda row: row["heading"])
def test_a_heading_is_taken_apart(row: Row) -> None:
    words = read_heading(row["heading"])
    assert (words.names or None, words.year, words.quarter) == (
        row["names"],
        int(row["year"]) if row["year"] else None,
        int(row["quarter"]) if row["quarter"] else None,
    )
    assert (words.other_span or words.many_years, words.role, words.unit) == (
        row["unclear"] == "yes",
        row["role"],
        row["unit"],
    )


def test_no_indicators_name_is_lost_in_its_words(wenzhou: Plan) -> None:
    for indicator in wenzhou.indicators:
        words = read_heading(f"{indicator.name}（{indicator.unit}）")
        assert words.wording == indicator.name
        assert (words.year, words.quarter, words.other_span) == (None, None, False)


@pytest.mark.parametrize(
    ("heading", "name", "quarter"),
    [
        ("2024年三季度", "", 3),
        ("2024年1—9月", "", 3),
        ("2024年01-12月", "", 4),
        ("一至六月", "", 2),
        ("截至2024年9月底完成数", "完成数", 3),
        ("2024年前三季度", "", 3),
        ("前三个季度", "", 3),
        ("2024年上半年完成值", "完成值", 2),
        ("2024年下半年", "", 4),
        ("2024年全年完成值", "完成值", None),
        ("2024年底数", "数", None),
        ("2024年末", "", None),
        ("2024年13月", "", None),
        ("(3)就业岗位（万个）", "就业岗位(万个)", None),
        ("本年新增", "本年新增", None),
    ],
)
def test_a_heading_without_its_time_and_where_its_span_ends(heading: str, name: str, quarter: int | None) -> None:
    assert (periodless(heading), end_of_span(heading)) == (name, quarter)
