"""What a leader asks before a meeting, each answered from the overview in three clicks or fewer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit

Go = Callable[..., Visit]


class Leader:
    """A leader on the overview, whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.first.click()

    def sees(self, words: str, where: str = "main") -> None:
        expect(self.page.locator(where).first).to_contain_text(words)
        assert self.clicks <= 3


@pytest.fixture
def leader(visit: Go) -> Leader:
    return Leader(visit("/?period=2025Q2").page)


def test_which_binding_indicators_lag(leader: Leader) -> None:
    leader.sees("社区发展基金会 滞后 -11.7 个百分点", ".warnings")


def test_which_county_is_furthest_behind_on_4a5a_and_by_how_much_a_quarter(leader: Leader) -> None:
    leader.click(leader.page.get_by_role("link", name="15 4A5A等级"))
    leader.sees("苍南离目标最远：相差9个，平均每季度需完成4.5个", "#furthest h3")
    (row,) = [row for row in leader.page.locator("#regions tbody tr").all() if "苍南" in row.inner_text()]
    expect(row).to_contain_text("4.5")


def test_what_turned_red_this_quarter(leader: Leader) -> None:
    leader.sees("洞头 社区发展基金会 严重滞后", "#changes")


def test_did_longwan_report(leader: Leader) -> None:
    leader.sees("已审定 13/13 个区划", "#coverage")
    leader.click(leader.page.locator("#regions").get_by_role("link", name="龙湾"))
    leader.sees("本期已审定")


def test_where_does_453_come_from(leader: Leader) -> None:
    leader.click(leader.page.locator("#indicators").get_by_role("link", name="453", exact=True))
    leader.sees("表2", '[role="dialog"]')
    leader.sees("苍南", '[role="dialog"]')


def test_what_would_the_city_reach_by_the_target_date(leader: Leader) -> None:
    leader.click(leader.page.get_by_role("link", name="3 社区发展基金会"))
    leader.sees("照此推算达不到目标：到2025年四季度为45.3家，比目标低4.7家", "#trend h3")
    leader.sees("按基期以来平均每季度变化推算")


def test_which_targets_are_below_their_baseline(leader: Leader) -> None:
    leader.click(leader.page.locator("#doubts summary").filter(has_text="目标低于基期"))
    leader.sees("鹿城 慈善组织数 基期 34，目标 22", "#doubts details[open]")


def test_what_did_this_page_say_on_30_june_2025(visit: Go) -> None:
    leader = Leader(visit("/").page)
    field = leader.page.get_by_role("textbox", name="数据截至")
    leader.click(field)
    field.fill("2025-06-30")
    field.press("Enter")
    expect(leader.page.locator(".subtitle").filter(has_text="2025-06-30")).to_contain_text("2025年一季度")
    leader.sees("预警")


def test_how_is_the_lead_computed(leader: Leader) -> None:
    leader.page.locator("#indicators thead .explained", has_text="进度差").hover()
    expect(leader.page.get_by_role("tooltip").filter(has_text="增量完成率减时序进度")).to_be_visible()
    leader.click(leader.page.locator(".rules").get_by_role("link", name="方法"))
    leader.sees("进度差")


def test_a_measure_explains_itself_to_the_keyboard(leader: Leader) -> None:
    leader.page.locator("#indicators thead .explained", has_text="占目标值").focus()
    expect(leader.page.get_by_role("tooltip").filter(has_text="现值 ÷ 目标")).to_be_visible()
