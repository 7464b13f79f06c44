"""The matrix of regions and indicators: the gravest first, a part at a time, and drawn once for everybody."""

import json
from dataclasses import replace

import pytest
from dash.development.base_component import Component
from flask import g
from plotly.io.json import to_json_plotly

from common.language import use_language
from data.database import Database
from data.results import PlanAssessment
from indicators.plan import Plan
from layouts import overview, region_matrix
from layouts.address import Address
from layouts.drawn import Drawn, drawn
from layouts.edge import current_viewer, load_assessment, reading
from tests.data.made_up import report_a_year
from tests.data.test_judgement import report, store
from tests.layouts.components import links, text_of, walk

pytestmark = pytest.mark.usefixtures("request_context")


def matrix_of(page: Component) -> Component:
    found: Component = next(one for one in walk(page) if getattr(one, "id", None) == "regions")
    return found


def regions_of(page: Component) -> list[str]:
    return [href for href in links(matrix_of(page)) if href.startswith("/district/")]


def test_the_region_with_the_gravest_lights_comes_first(loaded_sqlite: Database) -> None:
    report(loaded_sqlite, "2024Q4", {("rated_4a5a", "330328"): 1, ("rated_4a5a", "330327"): 40})
    page = overview.layout(period="2024Q4")
    assert [href.partition("?")[0] for href in regions_of(page)][:2] == ["/district/330328", "/district/330327"]
    assert "those that most need somebody first" in text_of(matrix_of(page))
    assert "those that most need somebody first" not in text_of(overview.layout(period="2023Q4"))


def test_a_cell_has_its_light_and_leads_to_where_its_figures_are_from(loaded_sqlite: Database) -> None:
    report(loaded_sqlite, "2024Q4", {("rated_4a5a", "330327"): 40})
    cells = [one for one in walk(matrix_of(overview.layout(period="2024Q4"))) if type(one).__name__ == "Td"]
    (cell,) = [one for one in cells if "#source=completion:rated_4a5a:330327" in links(one)]
    light, figures = cell.children
    assert "behind" in getattr(light, "aria-label")
    assert figures.children == "40 / 50\n80.0%"
    assert "made-up" in figures.className.split()


def test_a_city_has_all_its_regions_on_one_page(loaded_sqlite: Database) -> None:
    report_a_year(loaded_sqlite)
    page = overview.layout(**{"from": "5"})
    assert len(regions_of(overview.layout())) == 13
    assert not [one for one in walk(overview.layout()) if getattr(one, "className", "") == "paging"]
    # A part that is asked for is given, also where all have room.
    assert len(regions_of(page)) == 9


@pytest.fixture
def province(loaded_sqlite: Database, wenzhou: Plan) -> Database:
    """Wenzhou's plan with 120 counties more."""
    pattern = next(region for region in wenzhou.regions if region.code == "330327")
    more = [replace(pattern, code=f"9{n:05}", name=f"县{n}", full_name=f"县{n}", aliases=()) for n in range(120)]
    of_pattern = [target for target in wenzhou.targets if target.region == pattern.code]
    targets = [replace(target, region=region.code) for region in more for target in of_pattern]
    plan = replace(wenzhou, regions=(*wenzhou.regions, *more), targets=(*wenzhou.targets, *targets))
    store(loaded_sqlite, plan)
    report(loaded_sqlite, "2024Q4", {("rated_4a5a", "900119"): 1, ("rated_4a5a", "330327"): 40})
    return loaded_sqlite


@pytest.mark.usefixtures("province")
def test_of_many_regions_a_hundred_are_shown_at_a_time() -> None:
    shown = [overview.layout(period="2024Q4", **{"from": first}) for first in ("", "101")]
    assert [len(regions_of(page)) for page in shown] == [100, 33]
    assert len({href for page in shown for href in regions_of(page)}) == 133
    assert regions_of(shown[0])[0] == "/district/900119?period=2024Q4"
    assert "Regions 101 to 133 of 133" in text_of(shown[1])
    assert "/?period=2024Q4&from=101#regions" in links(shown[0])


@pytest.mark.usefixtures("province")
def test_the_class_chosen_on_the_page_stays_chosen() -> None:
    (status,) = {row.status for row in assessed().of_region("330300") if row.indicator.code == "rated_4a5a"}
    page = overview.layout(period="2024Q4", status=status)
    assert f"/?period=2024Q4&status={status}&from=101#regions" in links(page)


def test_the_more_indicators_the_fewer_regions_at_a_time(wenzhou: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    assert region_matrix.part_of_matrix(wenzhou, "").size == 100
    monkeypatch.setattr(region_matrix, "_MOST_CELLS", 30)
    assert region_matrix.part_of_matrix(wenzhou, "").size == 5
    monkeypatch.setattr(region_matrix, "_MOST_CELLS", 1)
    assert region_matrix.part_of_matrix(wenzhou, "").size == 1


def assessed() -> PlanAssessment:
    with reading() as session:
        return load_assessment(session, Address())


def as_sent(page: Component) -> object:
    return json.loads(to_json_plotly(page))


def test_what_was_drawn_is_drawn_once_for_each_language_and_address(loaded_sqlite: Database) -> None:
    times: list[str] = []

    def part(address: Address = Address(), *said: str) -> Drawn:  # noqa: B008 - an address is a value
        return drawn("a part", assessed(), address, lambda: [times.append("drawn")], *said)  # type: ignore[func-returns-value]

    part()
    part()
    assert len(times) == 1
    part(Address("wenzhou-2025"))
    part(Address(), "more")
    use_language("zh")
    part()
    assert len(times) == 4
    use_language("en")
    report(loaded_sqlite, "2023Q4", {("rated_4a5a", "330327"): 35})
    part()
    assert len(times) == 5


def test_a_part_is_sent_as_it_would_be_if_it_were_drawn_anew(loaded_sqlite: Database) -> None:
    report_a_year(loaded_sqlite)
    page = overview.layout(period="2024Q3")
    once, again = as_sent(page), as_sent(overview.layout(period="2024Q3"))
    parts = [one for one in walk(page) if isinstance(one, Drawn)]
    assert len(parts) == 2
    assert once == again
    for part in parts:
        assert as_sent(part) == {**as_sent(part), "type": "Div", "namespace": "dash_html_components"}  # type: ignore[dict-item]
        (children,) = [as_sent(part)["props"]["children"]]  # type: ignore[index]
        assert children == as_sent(part.children)


def test_who_reads_is_not_to_be_known_while_a_part_is_drawn() -> None:
    viewer = g.viewer
    with pytest.raises(AttributeError):
        drawn("personal", assessed(), Address(), lambda: [str(current_viewer())])  # type: ignore[list-item]
    assert current_viewer() == viewer
