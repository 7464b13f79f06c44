"""A part of many rows: which one an address names, and where its links lead."""

import pytest

from layouts.paging import Part, paging, part_of
from tests.layouts.components import text_of


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", (1, 100)),
        ("1", (1, 100)),
        ("101", (101, 200)),
        ("51", (51, 150)),
        ("201", (201, 250)),
        # What is no place on it begins at the nearest that is.
        ("0", (1, 100)),
        ("-5", (1, 100)),
        ("251", (201, 250)),
        ("9" * 40, (1, 100)),
        ("１０１", (1, 100)),
        ("<script>", (1, 100)),
    ],
)
def test_an_address_names_the_first_of_a_part(said: str, expected: tuple[int, int]) -> None:
    part = part_of(250, said)
    assert (part.first, part.last) == expected


def test_every_thing_is_in_a_part_once() -> None:
    things = list(range(250))
    shown = [thing for first in (1, 101, 201) for thing in part_of(len(things), str(first)).of(things)]
    assert shown == things
    assert part_of(200, "200").last == 200
    assert part_of(200, "201") == Part(101, 100, 200)
    assert list(part_of(0, "").of([])) == []


def ways(part: Part) -> list[tuple[str, str | None]]:
    """Each way with where it leads, None where there is nothing to go to."""
    found = paging(part, "some of all", lambda first: f"/?from={first}")
    assert found is not None
    words, *ways = found.children
    assert text_of(words) == "some of all"
    return [(text_of(way), getattr(way, "href", None)) for way in ways]


def test_the_links_lead_to_the_parts_beside_and_at_the_ends() -> None:
    assert ways(part_of(450, "201")) == [
        ("First", "/?from=1"), ("Back", "/?from=101"), ("On", "/?from=301"), ("Last", "/?from=401"),
    ]  # fmt: skip
    assert [href for _way, href in ways(part_of(450, ""))] == [None, None, "/?from=101", "/?from=401"]
    assert [href for _way, href in ways(part_of(450, "401"))] == ["/?from=1", "/?from=301", None, None]
    assert [href for _way, href in ways(part_of(450, "51"))] == ["/?from=1", "/?from=1", "/?from=151", "/?from=401"]


def test_there_is_nothing_to_go_to_where_all_is_shown() -> None:
    assert paging(part_of(100, ""), "all", str) is None
