"""The people page: who sees it, what an administrator does there, and that nobody else does it by calling it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from dash import Dash, no_update
from sqlalchemy import select, update

from accounts.passwords import initial_password
from accounts.people import Said, add_person, person_named
from accounts.signing_in import MOST_OF_A_NAME, sign_in
from common.problems import Refusal
from common.terms import TERMS
from common.viewer import Viewer
from data.account_models import PersonRow
from data.database import Database
from docs.make_permissions import PERMISSIONS, document
from layouts import people, shell
from layouts.edge import current_database
from layouts.identities import identity_words
from layouts.people_forms import CHANGES, Fields
from layouts.permissions import ACTIONS, ROLES
from tests.etl.workbooks import book
from tests.layouts.components import links, text_of, walk
from tests.layouts.conftest import As
from tests.layouts.test_returns_pages import data_url

OTHERS = ("leader", "analyst", "analyst:330327", "reviewer", "auditor")
HEAD = ["账号", "姓名", "角色", "区划"]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def administrator(seen_by: As) -> Iterator[None]:
    with seen_by("administrator"):
        yield


def password_in(part: Any) -> str:
    """The one password shown."""
    (code,) = [one.children for one in walk(part) if type(one).__name__ == "Code"]
    return str(code)


def kept() -> dict[str, tuple[str, str, str, bool, str | None]]:
    """Everybody as the database has them."""
    with current_database().reading() as session:
        rows = session.scalars(select(PersonRow)).all()
        return {one.name: (one.full_name, one.role, one.regions, one.is_disabled, one.password_hash) for one in rows}


def is_let_in(name: str, password: str) -> bool:
    try:
        return bool(sign_in(current_database(), name, password, "10.0.0.2"))
    except Refusal:
        return False


def add_wang() -> str:
    return password_in(people.add("wang", "王芳", "analyst", ["330327"]).said)


def follow(*rows: list[Any], is_pressed: bool = False) -> people.ListShown:
    return people.follow_list(data_url(book([HEAD, *rows], sheet="名单")), "people.xlsx", is_pressed=is_pressed)


def row_of(table: Any, name: str) -> str:
    (row,) = [text_of(one) for one in walk(table) if type(one).__name__ == "Tr" and text_of(one).startswith(name)]
    return row


@pytest.mark.parametrize("viewer", ["leader", "analyst", "reviewer"])
def test_the_page_is_for_administrators(seen_by: As, viewer: str) -> None:
    with seen_by(viewer):
        page = people.layout()
        assert text_of(page) == "People This page is for administrators."
        assert not [href for href in links(shell.navigation("")[1]) if "admin" in href]


def test_the_auditor_sees_everybody_and_has_no_button(seen_by: As) -> None:
    with seen_by("auditor"):
        page = people.layout()
        assert "全市填报员 analyst all regions" in row_of(page, "analyst 全")
        assert [one for one in walk(page) if type(one).__name__ in ("Button", "TextInput", "Select", "Upload")] == []
        assert "/admin/people" in links(shell.navigation("")[1])


@pytest.mark.usefixtures("administrator")
def test_the_administrator_sees_everybody_and_who_may_do_what() -> None:
    page = people.layout()
    assert "苍南 enabled · demonstration account never" in row_of(page, "analyst:330327")
    assert re.search(r"enabled · demonstration account \d{4}-\d\d-\d\d", row_of(page, "administrator"))
    assert row_of(page, "add people") == "add people, change and disable them ✓ ✓"
    assert "/admin/people" in links(shell.navigation("")[1])


@pytest.mark.usefixtures("administrator")
def test_whoever_is_added_gets_a_password_that_is_shown_once() -> None:
    shown = people.add(" wang ", "王芳", "analyst", ["330327", "330383"])
    assert "Shown only now" in text_of(shown.said)
    assert is_let_in("wang", password_in(shown.said))
    assert "苍南, 龙港 enabled · must change the password never" in row_of(shown.table, "wang")
    assert password_in(shown.said) not in text_of(people.layout())


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("wang", "王芳", "analyst", []), "An analyst reports for regions, and none is named"),
        (("wang", "王芳", "leader", ["330327"]), "Only an analyst reports for regions"),
        (("wang", "王芳", "analyst", ["110000"]), "Region “110000” is not in this plan"),
        (("wang", "王芳", None, None), "is no role"),
        (("wang", None, "leader", None), "name is missing"),
        ((None, "王芳", "leader", None), "cannot be an account's name"),
        (("Leader", "王芳", "leader", None), "There is an account “Leader” already"),
    ],
)
def test_what_is_wrong_is_said_and_the_form_stays_as_it_was(said: tuple[Any, ...], words: str) -> None:
    before = kept()
    shown = people.add(*said)
    assert words in text_of(shown.said)
    assert (shown.table, shown.forms) == (no_update, no_update)
    assert kept() == before


@pytest.mark.usefixtures("administrator")
def test_all_regions_are_chosen_and_beside_some_mean_these() -> None:
    assert "all regions" in row_of(people.add("wang", "王芳", "analyst", ["all"]).table, "wang")
    assert kept()["wang"][2] == "all"
    people.add("li", "李强", "analyst", ["all", "330327"])
    assert kept()["li"][2] == "330327"


@pytest.mark.usefixtures("administrator")
def test_a_person_is_changed_kept_out_let_in_and_given_a_new_password() -> None:
    password = add_wang()
    assert people.choose("wang") == Fields("王芳", "analyst", ["330327"], False, False, True, False)
    people.change("wang", "王芳芳", "reviewer", [], pressed="people-change")
    assert kept()["wang"][:3] == ("王芳芳", "reviewer", "")
    people.change("wang", "", None, [], pressed="people-disable")
    assert not is_let_in("wang", password)
    assert people.choose("wang")[3:] == (False, True, False, False)
    people.change("wang", "", None, [], pressed="people-enable")
    assert is_let_in("wang", password)
    shown = people.change("wang", "", None, [], pressed="people-reset")
    assert not is_let_in("wang", password)
    assert is_let_in("wang", password_in(shown.said))


@pytest.mark.usefixtures("administrator")
def test_ones_own_account_and_nobodys_are_left_alone() -> None:
    before = kept()
    assert people.choose("administrator")[3:] == (True, True, True, True)
    assert people.choose(None) == Fields()
    for button in CHANGES:
        assert "Nobody changes their own account" in text_of(
            people.change("administrator", "某", "leader", [], pressed=button).said
        )
        assert "There is no account" in text_of(people.change(None, "某", "leader", [], pressed=button).said)
    assert kept() == before


@pytest.mark.usefixtures("administrator")
def test_whoever_is_locked_out_is_shown_as_such() -> None:
    add_wang()
    for _try in range(MOST_OF_A_NAME):
        assert "locked" not in row_of(people.layout(), "wang")
        assert not is_let_in("Wang", "wrong")
    assert "locked after wrong passwords" in row_of(people.layout(), "wang")
    people.change("wang", "", None, [], pressed="people-reset")
    assert "locked" not in row_of(people.layout(), "wang")


@pytest.mark.usefixtures("administrator")
def test_a_list_is_shown_before_anybody_is_added() -> None:
    before = kept()
    shown = follow(["wang", "王芳", "填报员", "苍南"], ["li", "李强", "领导", ""])
    assert "2 people would be added" in text_of(shown.result)
    assert (shown.cannot_import, shown.contents, kept()) == (False, no_update, before)
    added = follow(["wang", "王芳", "填报员", "苍南"], ["li", "李强", "领导", ""], is_pressed=True)
    given = [one.children for one in walk(added.result) if type(one).__name__ == "Code"]
    assert [is_let_in(name, password) for name, password in zip(("wang", "li"), given, strict=True)] == [True, True]
    assert (added.cannot_import, added.contents) == (True, None)
    assert "李强" in text_of(added.table)


@pytest.mark.usefixtures("administrator")
def test_of_a_list_with_one_fault_nobody_is_added() -> None:
    add_wang()
    before = kept()
    rows = [["li", "李强", "领导", ""], ["WANG", "王勇", "领导", ""], ["zhao", "赵" * 101, "领导", "苍南"]]
    # It is said before the button is there to press, and again to who presses nevertheless.
    for is_pressed in (False, True):
        shown = follow(*rows, is_pressed=is_pressed)
        assert shown.cannot_import
        assert "名单!A3 There is an account “WANG” already" in text_of(shown.result)
        assert "名单!B4 A person's name is missing or longer" in text_of(shown.result)
        assert kept() == before
    assert "名单!D2 An analyst reports for regions" in text_of(follow(["li", "李强", "填报员", ""]).result)
    not_a_file = people.follow_list("data:;base64,%%%", "people.xlsx", is_pressed=True)
    assert "damaged" in text_of(not_a_file.result)
    assert people.follow_list(None, "", is_pressed=True).result is no_update
    assert kept() == before


@pytest.mark.parametrize("viewer", OTHERS)
def test_whoever_calls_what_is_behind_the_buttons_changes_nothing(seen_by: As, app: Dash, viewer: str) -> None:
    with seen_by("administrator"):
        add_wang()
    with seen_by(viewer):
        before = kept()
        calls: list[Callable[[], object]] = [
            lambda: people.add("li", "李强", "administrator", []),
            lambda: people.choose("wang"),
            lambda: follow(["li", "李强", "管理员", ""]),
            lambda: follow(["li", "李强", "管理员", ""], is_pressed=True),
            *(
                lambda button=button, name=name: people.change(name, "某", "leader", [], pressed=button)
                for button in CHANGES
                for name in ("wang", viewer, "nobody")
            ),
        ]
        for call in calls:
            with pytest.raises(PermissionError):
                call()
        assert kept() == before


@pytest.mark.usefixtures("administrator")
def test_script_in_a_name_is_plain_text() -> None:
    shown = people.add("wang", SCRIPT, "leader", [])
    assert SCRIPT in row_of(shown.table, "wang")
    tree = [*walk(shown.said), *walk(shown.table), *walk(shown.forms)]
    assert {type(one).__name__ for one in tree} & {"Markdown", "DangerouslySetInnerHTML", "Script"} == set()
    assert SCRIPT in text_of(follow(["li", SCRIPT, "领导", ""]).result)


def test_somebody_of_an_installation_is_called_by_their_name_whatever_their_account_is(seen_by: As) -> None:
    with seen_by("administrator"):
        people.add("auditor2", "陈静", "auditor", None)
        with current_database().writing() as session:
            session.execute(
                update(PersonRow).where(PersonRow.name == "auditor").values(is_demo=False, full_name="李静")
            )
            session.commit()
    with seen_by("administrator"):
        assert [identity_words(name, {}) for name in ("auditor", "auditor2", "leader", "?1a2b3c4d")] == [
            "李静", "陈静", "bureau leader (demo)", "a name nobody has",
        ]  # fmt: skip


def test_the_document_says_what_the_code_does() -> None:
    assert PERMISSIONS.read_text("utf-8") == document(), "docs/permissions.md is out of date: run `make docs`"


def test_every_role_and_action_has_its_words() -> None:
    assert {*ROLES, *ACTIONS} <= TERMS.keys()


def test_the_first_person_of_a_database_can_be_added_before_any_demonstration(loaded_sqlite: Database) -> None:
    with loaded_sqlite.writing() as session:
        operator, said = Viewer("command-line", "operator"), Said("陈静", "administrator")
        add_person(session, operator, "admin", said, (), initial_password())
        session.commit()
        assert person_named(session, "admin").role == "administrator"
