"""How a table was understood: shown for every heading, asked first what is open, kept by a button, and taken back."""

import base64
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from dash import no_update
from dash.development.base_component import Component

from common.language import use_language
from layouts import binding_card, returns
from tests.etl.filling import blank, fill
from tests.etl.workbooks import book, save
from tests.layouts.components import text_of, walk
from tests.layouts.conftest import As

HEADINGS = ["区划", "慈善组织数", "4A5A等级 2024年1—9月", "就业岗位", "会员数"]
QUARTER = book([HEADINGS, ["苍南", 7, 35, 5100, 120], ["合计", 7, 35, 5100, 120]])
NEXT = book([[one.replace("9", "12") for one in HEADINGS], ["苍南", 7, 36, 5200, 121], ["合计", 7, 36, 5200, 121]])
SAID = {("4A5A等级", "figures"): "values", ("就业岗位", "unit"): "个"}


@pytest.fixture
def as_cangnan(seen_by: As) -> Iterator[None]:
    with seen_by("analyst:330327"):
        yield


def contents_of(content: bytes) -> str:
    return "data:;base64," + base64.b64encode(content).decode()


def shown(content: bytes, period: str = "2024Q3") -> Component:
    """What the page shows of a file."""
    result = returns.follow(contents_of(content), "r.xlsx", returns.Beside(None, period), "", pressed=None).result
    assert isinstance(result, Component)
    return result


def selects(page: Component) -> dict[tuple[str, str], Any]:
    """The selects of the card, by the heading or label and what is said in them."""
    return {(one.id["name"], one.id["what"]): one for one in walk(page) if isinstance(getattr(one, "id", None), dict)}


def press(
    content: bytes, said: dict[tuple[str, str], str], button: str = "binding-keep", period: str = "2024Q3"
) -> Any:
    """Choose in the selects of the page, and press a button."""
    on_page = selects(shown(content, period))
    assert said.keys() <= on_page.keys()
    chosen = [(one.id, said.get(place, one.value)) for place, one in on_page.items()]
    page = (contents_of(content), "r.xlsx", "", None, period)
    return binding_card.keep(returns.opened, page, chosen, pressed=button)


def marked(page: Component) -> int:
    """How many headings and labels ask for a word."""
    return sum(type(one).__name__ == "Span" and text_of(one) == "please say" for one in walk(page))


def details(page: Component) -> Any:
    return next((one for one in walk(page) if getattr(one, "className", None) == "understood"), None)


@pytest.mark.usefixtures("as_cangnan")
def test_what_is_open_comes_first_and_nothing_is_chosen_for_it() -> None:
    page = shown(QUARTER)
    assert details(page).open
    on_page = selects(page)
    assert [name for name, what in on_page if what == "subject"] == [
        "4A5A等级",
        "就业岗位",
        "会员数",
        "慈善组织数",
        "合计",
    ]
    values = {place: one.value for place, one in on_page.items()}
    assert values[("4A5A等级", "subject")] == "indicator:rated_4a5a"
    assert values[("4A5A等级", "figures")] is None
    assert values[("就业岗位", "unit")] is None
    assert values[("会员数", "subject")] == "not_taken"
    assert values[("慈善组织数", "figures")] == "as_read"
    assert values[("合计", "subject")] == "total"
    assert ("慈善组织数", "unit") not in values
    assert marked(page) == 3
    assert "表!C1" in text_of(details(page))


@pytest.mark.usefixtures("as_cangnan")
def test_every_select_has_a_name_and_offers_only_what_fits() -> None:
    on_page = selects(shown(QUARTER))
    for (_name, what), one in on_page.items():
        assert one.label
        assert what in {"subject", "figures", "unit"}
    assert [one["value"] for one in on_page[("就业岗位", "unit")].data] == ["万个", "个", "亿个", "人", "万人", "亿人"]
    regions = [one["value"] for one in on_page[("合计", "subject")].data]
    assert (regions[:2], "region:330327" in regions) == (["not_taken", "total"], True)
    assert "own" not in regions


@pytest.mark.usefixtures("as_cangnan")
def test_a_button_keeps_what_was_chosen_and_the_next_quarter_needs_nothing() -> None:
    assert "would be stored" not in text_of(shown(QUARTER))
    kept, said = press(QUARTER, SAID)
    assert (isinstance(kept, str), said) == (True, no_update)
    page = shown(QUARTER)
    assert "3 figures would be stored" in text_of(page)
    assert (
        "“4A5A等级 2024年1—9月” was read as: values of third quarter 2024, as analyst of 苍南 (demo) said on 20"
        in text_of(page)
    )
    assert not details(page).open
    assert "Read as analyst of 苍南 (demo) said" in text_of(page)
    following = shown(NEXT, "2024Q4")
    assert "3 figures would be stored" in text_of(following)
    assert not details(following).open


@pytest.mark.usefixtures("as_cangnan")
def test_what_stays_open_is_asked_again() -> None:
    press(QUARTER, {("就业岗位", "unit"): "个"})
    page = shown(QUARTER)
    assert details(page).open
    assert marked(page) == 1


@pytest.mark.usefixtures("as_cangnan")
def test_what_was_said_is_shown_corrected_and_taken_back() -> None:
    press(QUARTER, SAID)
    on_page = selects(shown(QUARTER))
    assert (on_page[("4A5A等级", "figures")].value, on_page[("就业岗位", "unit")].value) == ("values", "个")
    press(QUARTER, {("会员数", "subject"): "indicator:community_organisations"} | {("合计", "subject"): "not_taken"})
    assert "was read as: not taken" in text_of(shown(QUARTER))
    press(QUARTER, {}, "binding-withdraw")
    assert marked(shown(QUARTER)) == 3


@pytest.mark.usefixtures("as_cangnan")
def test_a_table_that_is_clear_is_folded_and_a_template_has_no_card(wenzhou: Any) -> None:
    page = shown(book([["区划", "4A5A等级"], ["苍南", 35]]))
    assert not details(page).open
    assert "Everything was understood" in text_of(page)
    buttons = {one.id: one for one in walk(page) if str(getattr(one, "id", "")).startswith("binding-")}
    assert buttons["binding-withdraw"].display == "none"
    filled = fill(blank(wenzhou), {"jobs/value": 3700})
    result = returns.follow(contents_of(filled), "t.xlsx", returns.Beside(), "", pressed=None).result
    assert isinstance(result, Component)
    assert details(result) is None


@pytest.mark.usefixtures("as_cangnan")
def test_two_sheets_of_one_form_are_asked_about_once_wherever_something_is_open() -> None:
    workbook = openpyxl.Workbook()
    first, second = workbook.active, workbook.create_sheet("乡镇")
    assert first is not None
    for sheet, label in ((first, "苍南"), (second, "苍南新区")):
        for row in (["区划", "慈善组织数"], [label, 7], ["龙港", 21]):
            sheet.append(row)
    page = shown(save(workbook))
    places = [str(one.id) for one in walk(page) if isinstance(getattr(one, "id", None), dict)]
    assert len(set(places)) == len(places) == 3
    assert (marked(page), "乡镇!A2" in text_of(details(page))) == (1, True)


@pytest.mark.usefixtures("as_leader")
def test_who_may_not_report_keeps_nothing() -> None:
    kept, said = press(QUARTER, SAID)
    assert kept is no_update
    assert "You may not say" in text_of(said)


@pytest.mark.usefixtures("as_cangnan")
def test_a_file_that_is_none_says_why() -> None:
    kept, said = binding_card.keep(
        returns.opened, ("data:;base64,%%%", "r.xlsx", "", None, None), [], pressed="binding-keep"
    )
    assert (kept, "damaged" in text_of(said)) == (no_update, True)


@pytest.mark.usefixtures("as_cangnan")
def test_buttons_that_have_just_come_onto_the_page_press_nothing() -> None:
    assert binding_card._on_press(returns.opened, None, None, [], []) == (no_update, no_update)


@pytest.mark.usefixtures("as_cangnan")
def test_more_rows_than_anybody_goes_through_are_counted() -> None:
    rows = [[f"第{chr(0x4E00 + place)}村", place] for place in range(1, 71)]
    page = shown(book([["区划", "4A5A等级"], ["苍南", 35], *rows]))
    assert sum(what == "subject" for _name, what in selects(page)) == 61
    assert "10 more rows are not understood" in text_of(page)


@pytest.mark.usefixtures("as_cangnan")
def test_the_card_speaks_chinese() -> None:
    use_language("zh")
    text = text_of(shown(QUARTER))
    assert "确认无误，本次及以后均照此识别" in text
    assert "please" not in text
