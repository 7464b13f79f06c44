"""The pages of returns: what the analyst sees of a file, one return through its steps, and the reviewer's list."""

import base64
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from dash import Dash, no_update
from sqlalchemy import select

from data.return_models import RevisionRow
from layouts import indicator, overview, people, return_page, returns, review, shell, source_panel
from layouts.being_judged import being_judged_page
from layouts.edge import reading
from tests.etl.workbooks import TABLE_2, book, setting, table_2
from tests.layouts.components import links, text_of, walk
from tests.layouts.conftest import As
from tests.signed_in import session_cookie


@pytest.fixture
def analyst(seen_by: As) -> Iterator[None]:
    with seen_by("analyst"):
        yield


CORRECTED = table_2(setting(E15=35, E17=454))


def data_url(content: bytes) -> str:
    return "data:application/octet-stream;base64," + base64.b64encode(content).decode()


def send(content: bytes, pressed: str | None = None, **choices: Any) -> returns.Shown:
    return returns.follow(data_url(content), "return.xlsx", returns.Beside(**choices), "", pressed=pressed)


def value_shown() -> str | None:
    """What the overview says of 苍南's 4A5A等级: 34 of 50 as published."""
    figures = links(overview.layout()).get("#source=completion:rated_4a5a:330327")
    return figures and figures.partition(" / ")[0]


def page_of_cangnan() -> str:
    """The address of the page of the return that CORRECTED corrects."""
    found = [href.split("/")[2] for href in links(review.layout(period="2023Q4")) if href.startswith("/returns/")]
    return next(number for number in found if "苍南县, " in text_of(return_page.layout(return_id=number)))


def waiting(period: str) -> list[str]:
    """The revisions that the reviewer's list offers to choose."""
    page = review.layout(period=period)
    return [one.value for one in walk(page) if type(one).__name__ == "Checkbox"]


@pytest.mark.usefixtures("analyst")
def test_a_chosen_file_is_shown_before_anything_is_stored() -> None:
    shown = send(CORRECTED)
    assert (shown.cannot_take, shown.cannot_submit) == (False, False)
    assert "65 figures of 13 returns would be stored" in text_of(shown.result)
    assert "1 differ from the last revision" in text_of(shown.result)
    assert value_shown() == "34"


@pytest.mark.usefixtures("analyst")
def test_a_file_with_a_fault_leads_to_its_place_and_takes_nothing() -> None:
    shown = send(table_2(setting(G17=250)))
    assert (shown.cannot_take, shown.cannot_submit) == (True, True)
    assert shown.result is not None
    assert links(shown.result)["#cell-0-G17"] == "表2!G17"
    (cell,) = [one for one in walk(shown.result) if getattr(one, "id", None) == "cell-0-G17"]
    assert (cell.className.split(), cell.children) == (["marked", "hard", "figure"], "250")


@pytest.mark.usefixtures("analyst")
def test_a_file_goes_as_far_as_its_button_says() -> None:
    assert "revision 2: a draft" in text_of(send(CORRECTED, "returns-take").result)
    asked = send(CORRECTED, "returns-submit")
    assert "Write the reason of the correction" in text_of(asked.result)
    assert (asked.cannot_submit, asked.contents) == (False, no_update)
    shown = send(CORRECTED, "returns-submit", reason="漏报一家")
    assert "revision 2: submitted" in text_of(shown.result)
    assert (shown.contents, shown.cannot_take) == (None, True)
    assert "taken in before" in text_of(send(CORRECTED, "returns-take").result)
    # Submitted is not approved: no page shows it yet.
    assert value_shown() == "34"


@pytest.mark.usefixtures("analyst")
def test_choices_beside_the_file_are_used() -> None:
    content = book([["指标", "完成值"], ["4A5A等级", 35]])
    assert "does not say which period" in text_of(send(content, region="330327").result)
    assert "does not say which region" in text_of(send(content, period="2024Q1").result)
    assert "1 figures would be stored" in text_of(send(content, region="330327", period="2024Q1").result)


def test_an_unusual_figure_can_be_submitted_once_it_is_explained(seen_by: As) -> None:
    content = book([["区划", "4A5A等级"], ["苍南", 80]])
    with seen_by("analyst:330327"):
        asked = send(content, period="2024Q1")
        assert (asked.cannot_take, asked.cannot_submit) == (False, True)
        assert "revision 1: a draft" in text_of(send(content, "returns-take", period="2024Q1").result)
        explained = send(content, period="2024Q1", explanation="评估周期调整")
        assert (explained.cannot_take, explained.cannot_submit) == (False, False)
        send(content, "returns-submit", period="2024Q1", explanation="评估周期调整")
    with seen_by("reviewer"):
        review.decide(waiting("2024Q1"), "", "2024Q1", "", pressed="review-approve")
        shown = source_panel.follow("#source=value:rated_4a5a:330327", "?period=2024Q1", closed_by_hand=False)
    assert "评估周期调整" in text_of(shown.content)


@pytest.mark.usefixtures("analyst")
@pytest.mark.parametrize("contents", [None, ""])
def test_no_file_shows_nothing(contents: str | None) -> None:
    assert returns.follow(contents, "", returns.Beside(), "", pressed=None) == returns.NOTHING


@pytest.mark.usefixtures("analyst")
def test_contents_that_are_no_file_are_refused() -> None:
    shown = returns.follow("data:;base64,%%%", "return.xlsx", returns.Beside(), "", pressed=None)
    assert "damaged" in text_of(shown.result)


def test_a_return_goes_from_the_analyst_to_the_reviewer_and_back(seen_by: As) -> None:
    with seen_by("analyst:330327"):
        send(book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", 35]]), "returns-take")
    with seen_by("reviewer"):
        assert waiting("2023Q4") == []
        page = page_of_cangnan()
    with seen_by("analyst:330327"):
        drafted = return_page.layout(return_id=page)
        assert "A draft: only its region and the bureau see it." in text_of(drafted)
        revision = next(one.data for one in walk(drafted) if getattr(one, "id", None) == "return-revision")
        _body, refused = return_page.decide("", revision, "", pressed="return-submit")
        assert "Write the reason of the correction" in text_of(refused)
        return_page.decide("漏报一家", revision, "", pressed="return-submit")
    with seen_by("reviewer"):
        assert waiting("2023Q4") == [str(revision)]
        body, refused = return_page.decide("", revision, "", pressed="return-send-back")
        assert "Write the reason why" in text_of(refused)
        body, refused = return_page.decide("请附名单", revision, "", pressed="return-send-back")
        assert isinstance(body, list)
        assert (refused, "请附名单" in " ".join(map(text_of, body))) == (None, True)
        _body, refused = return_page.decide("", revision, "", pressed="return-approve")
        assert "is sent back by now" in text_of(refused)
        assert value_shown() == "34"


def test_a_return_shows_what_differs_and_every_revision_with_its_file(seen_by: As) -> None:
    with seen_by("analyst"):
        send(CORRECTED, "returns-submit", reason="漏报一家")
    with seen_by("reviewer"):
        page = return_page.layout(return_id=page_of_cangnan())
        said = text_of(page)
        (changed,) = [one.children for one in walk(page) if getattr(one, "className", None) == "changed"]
        assert changed == "35"
        assert "表2!E15" in said
        assert "漏报一家" in said
        files = {href.rpartition("/revisions/")[2]: text for href, text in links(page).items() if href.endswith("file")}
        assert files == {"1/file": "table2_counties.xlsx", "2/file": "return.xlsx"}


def test_several_returns_are_decided_at_once_and_one_refused_holds_up_no_other(seen_by: As) -> None:
    with seen_by("analyst"):
        send(table_2(setting(E15=35, E17=454, C16=0.3, C17=5.1)), "returns-submit", reason="漏报")
    with seen_by("reviewer"):
        chosen = waiting("2023Q4")
        assert len(chosen) == 2
        review.decide(chosen[:1], "", "2023Q4", "", pressed="review-approve")
        body, said = review.decide(chosen, "", "2023Q4", "", pressed="review-approve")
        assert "1 returns approved" in text_of(said)
        assert "is approved by now" in text_of(said)
        assert isinstance(body, list)
        assert "2 approved figures were changed" in " ".join(map(text_of, body))
        assert value_shown() == "35"


def test_choosing_nothing_decides_nothing(seen_by: As) -> None:
    with seen_by("reviewer"):
        _body, said = review.decide([], "", "2023Q4", "", pressed="review-approve")
        assert "Choose returns in the list first." in text_of(said)


def test_who_may_not_decide_is_stopped_on_the_server(seen_by: As) -> None:
    with seen_by("analyst"):
        send(CORRECTED, "returns-submit", reason="漏报")
    with seen_by("reviewer"):
        (revision,) = waiting("2023Q4")
    for viewer in ("analyst", "analyst:330327"):
        with seen_by(viewer), pytest.raises(PermissionError):
            review.decide([revision], "", "2023Q4", "", pressed="review-approve")
    # Who may not even see it is told of none.
    for viewer in ("leader", "analyst:330383"):
        with seen_by(viewer):
            _body, said = review.decide([revision], "", "2023Q4", "", pressed="review-approve")
            assert "There is no return" in text_of(said)
    with seen_by("reviewer"), pytest.raises(PermissionError):
        return_page.decide("x", int(revision), "", pressed="return-submit")


def test_leaders_and_other_counties_see_what_is_approved(seen_by: As) -> None:
    with seen_by("analyst:330327"):
        send(book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", 35]]), "returns-take")
    with seen_by("reviewer"):
        page = page_of_cangnan()
    for viewer in ("leader", "analyst:330383"):
        with seen_by(viewer):
            assert "revision 1" in text_of(return_page.layout(return_id=page))
            assert "There is no such return" in text_of(return_page.layout(return_id=page, revision="2"))
    with seen_by("leader"):
        assert "Leaders see approved figures only" in text_of(review.layout())


def test_a_page_compares_only_with_what_its_reader_may_see(seen_by: As) -> None:
    """77 is sent back, 35 approved: nobody but 苍南 and the bureau learns of 77."""
    with seen_by("analyst:330327"):
        send(book([["区划", "4A5A等级"], ["", "2024年"], ["苍南", 37]]), "returns-submit", explanation="评估周期调整")
    with seen_by("reviewer"):
        review.decide(waiting("2024Q4"), "请核实", "2024Q4", "", pressed="review-send-back")
    with seen_by("analyst:330327"):
        send(book([["区划", "4A5A等级"], ["", "2024年"], ["苍南", 35]]), "returns-submit")
    with seen_by("reviewer"):
        review.decide(waiting("2024Q4"), "", "2024Q4", "", pressed="review-approve")
        (page,) = [
            href.split("/")[2] for href in links(review.layout(period="2024Q4")) if href.startswith("/returns/1")
        ]
        assert figures_on(page) >= {"35", "37"}
    for viewer in ("leader", "analyst:330383"):
        with seen_by(viewer):
            assert "35" in figures_on(page)
            assert "37" not in figures_on(page)


def figures_on(page: str) -> set[str]:
    """What stands in the cells of a return's page."""
    cells = walk(return_page.layout(return_id=page))
    return {text_of(one) for one in cells if type(one).__name__ in ("Td", "Span")}


def test_the_sheets_of_a_file_are_shown_to_whom_all_of_it_may_be_shown(seen_by: As) -> None:
    both = book([["区划", "4A5A等级"], ["", "2024年"], ["苍南", 35], ["龙港", 21]])
    with seen_by("analyst"):
        send(both, "returns-submit", explanation="made up for tests")
    with seen_by("reviewer"):
        chosen = waiting("2024Q4")
        assert len(chosen) == 2
        review.decide(chosen[1:], "请核实", "2024Q4", "", pressed="review-send-back")
        review.decide(chosen[:1], "", "2024Q4", "", pressed="review-approve")
        pages = [href.split("/")[2] for href in links(review.layout(period="2024Q4")) if href.startswith("/returns/1")]
    with seen_by("leader"):
        said = [text_of(return_page.layout(return_id=page)) for page in pages]
    assert any("may hold more than was approved" in one for one in said)
    assert not any("龙港 21" in one for one in said)


def test_a_file_of_which_something_was_refused_is_shown_to_who_sent_it_and_who_reviews_it(
    app: Dash, seen_by: As
) -> None:
    """龙港's figure in it was never taken, and so there is no return of it that could hide the file."""
    both = book([["区划", "4A5A等级"], ["", "2024年"], ["苍南", 35], ["龙港", 7777]])
    with seen_by("analyst:330327"):
        send(both, "returns-submit", explanation="made up for tests")
    with seen_by("reviewer"):
        review.decide(waiting("2024Q4"), "", "2024Q4", "", pressed="review-approve")
        (page,) = {
            href.split("/")[2] for href in links(review.layout(period="2024Q4")) if href.startswith("/returns/1")
        }
    client = app.server.test_client()
    for viewer, status in (
        ("leader", 404), ("analyst:330383", 404), ("analyst:330327", 200), ("reviewer", 200), ("auditor", 200),
    ):  # fmt: skip
        client.set_cookie("dabiao", session_cookie(app, viewer))
        assert client.get(f"/returns/{page}/revisions/1/file").status_code == status, viewer
        with seen_by(viewer):
            assert ("7777" in text_of(return_page.layout(return_id=page))) is (status == 200), viewer


def test_leaders_see_of_an_approved_revision_what_was_published(seen_by: As) -> None:
    """The first file waits beside a second one that says one of its figures anew: that one waits for its own decision."""
    with seen_by("analyst:330327"):
        both = book([["区划", "4A5A等级", "慈善组织数"], ["", "2024年", "2024年"], ["苍南", 6543, 8]])
        send(both, "returns-submit", explanation="made up for tests")
        send(book([["区划", "4A5A等级"], ["", "2024年"], ["苍南", 36]]), "returns-submit")
    with seen_by("reviewer"):
        with reading() as session:
            first = session.scalars(select(RevisionRow).order_by(RevisionRow.id.desc())).all()[1]
            page = str(first.return_id)
        return_page.decide("", first.id, "", pressed="return-approve")
    for viewer, sees in (("leader", False), ("analyst:330383", False), ("analyst:330327", True)):
        with seen_by(viewer):
            shown = text_of(return_page.layout(return_id=page, revision="1"))
            assert ("6543" in shown, "8" in shown) == (sees, True), viewer


def test_what_was_sent_back_is_not_promised_to_stay(seen_by: As) -> None:
    full = book([["区划", "4A5A等级", "慈善组织数"], ["", "2024年", "2024年"], ["苍南", 35, 8]])
    with seen_by("analyst:330327"):
        send(full, "returns-submit")
    with seen_by("reviewer"):
        review.decide(waiting("2024Q4"), "请核实", "2024Q4", "", pressed="review-send-back")
    with seen_by("analyst:330327"):
        send(book([["区划", "4A5A等级"], ["", "2024年"], ["苍南", 36]]), "returns-submit")
    with seen_by("reviewer"):
        listed = text_of(review.layout(period="2024Q4"))
        assert "1/6" in listed
        (page,) = [
            href.split("/")[2] for href in links(review.layout(period="2024Q4")) if href.startswith("/returns/1")
        ]
        rows = [text_of(one) for one in walk(return_page.layout(return_id=page)) if type(one).__name__ == "Tr"]
        assert any(row.startswith("慈善组织数 个 not reported 8") for row in rows), rows


def test_a_return_in_two_files_is_decided_on_as_it_stands(seen_by: As) -> None:
    with seen_by("analyst:330327"):
        send(book([["区划", "4A5A等级", "慈善组织数"], ["", "2024年", "2024年"], ["苍南", 35, 8]]), "returns-submit")
        send(book([["区划", "4A5A等级"], ["", "2024年"], ["苍南", 36]]), "returns-submit")
    with seen_by("reviewer"):
        (chosen,) = waiting("2024Q4")
        review.decide([chosen], "", "2024Q4", "", pressed="review-approve")
        assert waiting("2024Q4") == []
        shown = links(overview.layout(period="2024Q4"))
    figures = [shown[f"#source=completion:{indicator}:330327"] for indicator in ("rated_4a5a", "charities")]
    assert figures == ["36 / 50\n72.0%", "8 / 19\n42.1%"]


def test_a_county_counts_its_own_returns_only(seen_by: As) -> None:
    with seen_by("analyst:330327"):
        assert "1 of 1 have reported" in text_of(review.layout(period="2023Q4"))


def test_sending_back_without_a_reason_asks_for_one_and_keeps_what_was_chosen(seen_by: As) -> None:
    with seen_by("analyst"):
        send(CORRECTED, "returns-submit", reason="漏报")
    with seen_by("reviewer"):
        body, said = review.decide(waiting("2023Q4"), " ", "2023Q4", "", pressed="review-send-back")
        assert body is no_update
        assert "Write the reason why" in text_of(said)


def test_a_draft_is_held_against_what_was_approved_since_it_was_read(seen_by: As) -> None:
    def rated(figure: int, quarter: str) -> bytes:
        return book([["区划", "4A5A等级"], ["", f"2024年{quarter}季度"], ["苍南", figure]])

    with seen_by("analyst:330327"):
        send(rated(36, "二"), "returns-take")
        send(rated(45, "一"), "returns-submit", explanation="评估周期调整")
    with seen_by("reviewer"):
        review.decide(waiting("2024Q1"), "", "2024Q1", "", pressed="review-approve")
        (page,) = [
            href.split("/")[2] for href in links(review.layout(period="2024Q2")) if href.startswith("/returns/1")
        ]
    with seen_by("analyst:330327"):
        drafted = return_page.layout(return_id=page)
        revision = next(one.data for one in walk(drafted) if getattr(one, "id", None) == "return-revision")
        _body, said = return_page.decide("", revision, "", pressed="return-submit")
        assert "1 unusual figures are not explained" in text_of(said)
    with seen_by("reviewer"):
        assert waiting("2024Q2") == []


@pytest.mark.usefixtures("analyst")
@pytest.mark.parametrize("beside", [{"region": "999999"}, {"period": "x"}])
def test_a_choice_that_is_none_is_refused_in_words(beside: dict[str, str]) -> None:
    shown = send(CORRECTED, **beside)
    assert shown.cannot_take
    assert text_of(shown.result)


def test_a_revision_that_is_not_there_is_said_to_be_none(seen_by: As) -> None:
    with seen_by("reviewer"):
        body, said = return_page.decide("", 99999, "", pressed="return-approve")
        assert (body is no_update, "There is no return 99999" in text_of(said)) == (True, True)


@pytest.mark.parametrize("number", ["", "0", "x", "99", "9" * 40, "1' OR '1'='1"])
def test_a_return_that_is_not_there_is_said_to_be_none(seen_by: As, number: str) -> None:
    with seen_by("reviewer"):
        said = text_of(return_page.layout(return_id=number))
    assert f"There is no return {number[:20]}" in said


def test_a_file_is_given_out_as_it_was_sent_to_whom_all_of_it_may_be_shown(app: Dash, seen_by: As) -> None:
    with seen_by("analyst:330327"):
        send(CORRECTED, "returns-take")
    with seen_by("reviewer"):
        page = page_of_cangnan()
    client = app.server.test_client()

    def fetch(viewer: str, number: int) -> tuple[int, bytes]:
        client.set_cookie("dabiao", session_cookie(app, viewer))
        response = client.get(f"/returns/{page}/revisions/{number}/file")
        return response.status_code, response.data

    assert fetch("reviewer", 2) == (200, CORRECTED)
    assert fetch("auditor", 1) == (200, TABLE_2.read_bytes())
    # The published table holds every county, and a file may hold more than was approved.
    for viewer, number in (("leader", 1), ("leader", 2), ("analyst:330327", 1), ("analyst:330383", 2)):
        assert fetch(viewer, number)[0] == 404


def test_the_panel_of_a_figure_leads_to_its_file_and_its_return(app: Dash, seen_by: As) -> None:
    with seen_by("leader"):
        shown = source_panel.follow("#source=value:rated_4a5a:330327", "", closed_by_hand=False)
        assert "table2_counties.xlsx" in text_of(shown.content)
        assert not any("/revisions/" in href for href in links(shown.content))
    with seen_by("reviewer"):
        shown = source_panel.follow("#source=value:rated_4a5a:330327", "", closed_by_hand=False)
        assert shown.content is not None
        found = links(shown.content)
        (file,) = [href for href, text in found.items() if text == "table2_counties.xlsx" and "/revisions/" in href]
        assert any(href.startswith("/returns/") and "revision=1" in href for href in found)
    client = app.server.test_client()
    client.set_cookie("dabiao", session_cookie(app, "reviewer"))
    assert client.get(file).data == TABLE_2.read_bytes()


@pytest.mark.usefixtures("analyst")
def test_a_file_is_given_back_with_its_problems_in_it() -> None:
    content = data_url(table_2(setting(G17=250)))
    given = returns._give_back_marked(1, content, None, None, None, "return.xlsx", "")
    assert isinstance(given, dict)
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(given["content"])))
    assert book["表2"]["G17"].comment is not None
    assert returns._give_back_marked(None, content, None, None, None, "return.xlsx", "") is no_update


def test_a_stored_file_is_given_back_with_what_was_said_of_it(app: Dash, seen_by: As) -> None:
    with seen_by("analyst:330327"):
        send(CORRECTED, "returns-take")
    with seen_by("reviewer"):
        page = page_of_cangnan()
    client = app.server.test_client()
    client.set_cookie("dabiao", session_cookie(app, "reviewer"))
    response = client.get(f"/returns/{page}/revisions/2/marked")
    assert response.status_code == 200
    assert openpyxl.load_workbook(io.BytesIO(response.data))["表2"]["E15"].comment is not None
    client.set_cookie("dabiao", session_cookie(app, "leader"))
    assert client.get(f"/returns/{page}/revisions/2/marked").status_code == 404


def test_every_callback_names_ids_that_exist(app: Dash, seen_by: As) -> None:
    with seen_by("reviewer"):
        parts = [shell.layout(), indicator.layout(indicator_code="charities"), review.layout(period="2023Q4")]
        parts.append(return_page.layout(return_id=page_of_cangnan()))
        parts.append(being_judged_page())
    with seen_by("analyst"):
        parts.append(returns.layout())
        asked = send(book([["区划", "4A5A等级"], ["苍北", 80], ["苍南", 34]])).result
    with seen_by("administrator"):
        parts.append(people.layout())
    found = [one.id for part in (*parts, asked) for one in walk(part) if getattr(one, "id", None)]
    ids = {one if isinstance(one, str) else one["type"] for one in found}
    for callback in app.callback_map.values():
        for end in (*callback["inputs"], *callback["state"]):
            name = json.loads(end["id"])["type"] if end["id"].startswith("{") else end["id"]
            assert name in ids or name.startswith("_pages"), end


@pytest.mark.parametrize(("period", "words"), [("2020Q1", "not within the plan's time"), ("2026Q1", "0 of ")])
def test_a_quarter_outside_the_plan_is_nobodys_to_report(seen_by: As, period: str, words: str) -> None:
    with seen_by("reviewer"):
        said = text_of(review.layout(period=period))
        assert (words in said, bool(re.search(r"\blate\b", said))) == (True, False)


def test_of_two_who_correct_the_same_return_at_once_one_is_told_and_keeps_their_file(seen_by: As) -> None:
    def figure(value: int) -> bytes:
        return book([["区划", "4A5A等级"], ["", "2024年"], ["苍南", value]])

    with seen_by("analyst:330327"):
        first, second = send(figure(35)), send(figure(36))
        assert first.seen == second.seen
        send(figure(35), "returns-submit", seen=first.seen)
        refused = send(figure(36), "returns-submit", seen=second.seen)
        assert "has sent revision 1 of 苍南, fourth quarter 2024, since this file was read" in text_of(refused.result)
        # The file stays, beside what the other said, and can be sent now that it has been seen.
        assert "1 differ from the last revision" in text_of(refused.result)
        assert (refused.cannot_submit, refused.contents) == (False, no_update)
        assert "revision 2: submitted" in text_of(send(figure(36), "returns-submit", seen=refused.seen).result)
