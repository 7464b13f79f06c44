"""The whole from its regions, on pandas and on lazy Polars."""

import pytest

from tests.spec.engine import ENGINES, Row, declared_row, fact_row, number, read_table, run

# Three regions below the whole (w); each row is one case: what each reports, and what the whole then shows.
SUMS = """
| title                                  | w  | a | b | c   | value | own | reported | completion | gap             |
|----------------------------------------|----|---|---|-----|-------|-----|----------|------------|-----------------|
| all reported, and the whole agrees     | 60 | 3 | 7 | 50  | 60    | 60  | 3        | 60/100     | -               |
| the whole published another figure     | 61 | 3 | 7 | 50  | 60    | 61  | 3        | 60/100     | -               |
| the whole published none               | -  | 3 | 7 | 50  | 60    | -   | 3        | 60/100     | -               |
| one region is missing                  | 60 | 3 | 7 | -   | 10    | 60  | 2        | -          | partly_reported |
| a region that reports zero has reported| -  | 3 | 7 | 0   | 10    | -   | 3        | 10/100     | -               |
| no region has reported                 | -  | - | - | -   | -     | -   | 0        | -          | not_reported    |
| only the whole has published           | 60 | - | - | -   | -     | 60  | 0        | -          | not_reported    |
"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("row", read_table(SUMS), ids=lambda row: row["title"])
def test_the_whole_is_the_sum_of_its_regions(engine: str, row: Row) -> None:
    whole = declared_row(region="w", aggregation="sum", baseline=40, target=100)
    below = [declared_row(region=name, parent="w", aggregation="sum", baseline=10) for name in "abc"]
    facts = [fact_row(region=name, value=number(row[name])) for name in "wabc" if row[name]]
    result = next(found for found in run(engine, [whole, *below], facts) if found["region"] == "w")
    assert (result["value"], result["own_value"]) == (number(row["value"]), number(row["own"]))
    assert (result["expected"], result["reported"]) == (3, number(row["reported"]))
    over, under = (number(part) for part in row["completion"].split("/")) if row["completion"] else (None, None)
    assert (result["completion_over"], result["completion_under"]) == (over, under)
    assert result["completion_gap"] == row["gap"]


@pytest.mark.parametrize("engine", ENGINES)
def test_baseline_and_value_come_from_the_same_series(engine: str) -> None:
    """基金会: the city published 21, its regions add up to 20. Where the sum leads, so does the sum's baseline."""
    whole = declared_row(region="w", aggregation="sum", baseline=21, target=50)
    below = [declared_row(region=name, parent="w", aggregation="sum", baseline=10) for name in "ab"]
    facts = [fact_row(region="a", value=15), fact_row(region="b", value=17)]
    result = next(found for found in run(engine, [whole, *below], facts) if found["region"] == "w")
    assert (result["baseline"], result["own_baseline"]) == (20, 21)
    assert (result["progress_over"], result["progress_under"]) == (12, 30)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_region_it_does_not_apply_to_is_not_expected(engine: str) -> None:
    whole = declared_row(region="w", aggregation="sum", target=50)
    below = [
        declared_row(region="a", parent="w", aggregation="sum"),
        declared_row(region="b", parent="w", aggregation="sum", applicable=False, target_gap="not_applicable"),
    ]
    result = next(
        found for found in run(engine, [whole, *below], [fact_row(region="a", value=5)]) if found["region"] == "w"
    )
    assert (result["value"], result["expected"], result["reported"], result["completion_gap"]) == (5, 1, 1, None)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_baseline_that_lacks_a_region_is_no_baseline(engine: str) -> None:
    whole = declared_row(region="w", aggregation="sum", baseline=20, target=50)
    below = [
        declared_row(region="a", parent="w", aggregation="sum", baseline=10),
        declared_row(region="b", parent="w", aggregation="sum", baseline=None),
    ]
    facts = [fact_row(region="a", value=5), fact_row(region="b", value=6)]
    result = next(found for found in run(engine, [whole, *below], facts) if found["region"] == "w")
    assert (result["baseline"], result["progress_gap"]) == (None, "missing_baseline")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("aggregation", ["own", "ratio_of_sums", "none"])
def test_only_sums_are_summed(engine: str, aggregation: str) -> None:
    whole = declared_row(region="w", aggregation=aggregation, target=50)
    below = [declared_row(region="a", parent="w", aggregation=aggregation, target=9)]
    facts = [fact_row(region="w", value=30), fact_row(region="a", value=5)]
    result = next(found for found in run(engine, [whole, *below], facts) if found["region"] == "w")
    assert (result["value"], result["expected"]) == (30, None)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_order_of_regions_changes_nothing(engine: str) -> None:
    whole = declared_row(region="w", aggregation="sum", target=60000)
    values = {"a": 5000, "b": 3000, "c": 2000}
    below = [declared_row(region=name, parent="w", aggregation="sum") for name in values]
    facts = [fact_row(region=name, value=value) for name, value in values.items()]
    assert run(engine, [whole, *below], facts) == run(engine, [*reversed(below), whole], facts[::-1])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_province_is_the_sum_of_its_counties_over_all_its_cities(engine: str) -> None:
    """As each city is. A city that passes nothing down counts as itself; what a city published itself is not counted."""
    declared = [
        declared_row(region="province", aggregation="sum", target=100),
        declared_row(region="city-1", parent="province", aggregation="sum", target=50),
        declared_row(region="county-1", parent="city-1", aggregation="sum"),
        declared_row(region="county-2", parent="city-1", aggregation="sum"),
        declared_row(region="city-2", parent="province", aggregation="sum", target=50),
    ]
    values = {"city-1": 99, "county-1": 3, "county-2": 4, "city-2": 20}
    facts = [fact_row(region=region, value=value) for region, value in values.items()]
    found = {row["region"]: (row["value"], row["expected"], row["own_value"]) for row in run(engine, declared, facts)}
    assert found["city-1"] == (7, 2, 99)
    assert found["city-2"] == (20, None, 20)
    assert found["province"] == (27, 3, None)
