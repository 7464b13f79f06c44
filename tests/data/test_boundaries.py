"""Boundaries are read as they are usually given, and a file that is none is named for what is wrong with it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from common.language import use_language
from data.boundaries import LARGEST_MB, BoundariesNotReadError, read_boundaries

RING = [[120.0, 27.0], [121, 27.0, 8.5], [121.0, 28.0], [120.0, 27.0]]
READ = ((120.0, 27.0), (121.0, 27.0), (121.0, 28.0), (120.0, 27.0))


def feature(code: Any, name: str = "code", coordinates: Any = None, kind: str = "Polygon") -> dict[str, Any]:
    shape = {"type": kind, "coordinates": [RING] if coordinates is None else coordinates}
    return {"type": "Feature", "properties": {name: code}, "geometry": shape}


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "boundaries.geojson"


@pytest.mark.parametrize(
    "one",
    [
        feature("330302"),
        feature(330302, "adcode"),
        feature("330302", "id"),
        {**feature("x", "name"), "id": 330302},
        {**feature(None), "id": "330302"},
        {"type": "Feature", "id": "330302", "geometry": {"type": "Polygon", "coordinates": [RING]}},
        feature("330302", coordinates=[[RING]], kind="MultiPolygon"),
    ],
)
def test_a_region_is_known_by_its_code_wherever_that_usually_stands(file: Path, one: dict[str, Any]) -> None:
    file.write_text(collection(one), "utf-8")
    assert read_boundaries(file) == {"330302": (READ,)}


def test_islands_holes_and_several_features_of_one_region_are_all_its_rings(file: Path) -> None:
    parts = feature("1", coordinates=[[RING, RING], [RING]], kind="MultiPolygon")
    file.write_text("\ufeff" + collection(parts, feature("2"), feature("1")), "utf-8")
    assert {code: len(rings) for code, rings in read_boundaries(file).items()} == {"1": 4, "2": 1}


def test_what_is_no_region_is_left_out(file: Path) -> None:
    point = {"type": "Feature", "properties": {"code": "5"}, "geometry": {"type": "Point", "coordinates": [120, 27]}}
    nowhere = {"type": "Feature", "properties": {"code": "6"}, "geometry": None}
    file.write_text(collection(point, nowhere, feature(None), feature(True), feature("1"), 7, None), "utf-8")
    assert list(read_boundaries(file)) == ["1"]


def test_a_file_that_is_put_in_anew_is_read_anew(file: Path) -> None:
    file.write_text(collection(feature("1")), "utf-8")
    assert read_boundaries(file) is read_boundaries(file)
    file.write_text(collection(feature("2")), "utf-8")
    os.utime(file, ns=(1, 1))
    assert list(read_boundaries(file)) == ["2"]


FAULTY = [
    ("", "not_geojson"),
    ("{", "not_geojson"),
    ("[" * 100_000, "not_geojson"),
    ("[]", "not_geojson"),
    ('{"type": "Topology", "objects": {}}', "not_geojson"),
    ('{"features": 5}', "not_geojson"),
    (collection(), "no_regions"),
    (collection(feature("x", "name")), "no_regions"),
    (collection({"type": "Feature", "properties": {"code": "1"}, "geometry": {"type": "Point"}}), "no_regions"),
    (collection(feature("1", coordinates=[[[120, 27], [121, 27], [120, 27]]])), "no_places"),
    (collection(feature("1", coordinates=[[[39_500_000.5, 3_100_000], *RING]])), "no_places"),
    (collection(feature("1", coordinates=[[["120", 27], *RING]])), "no_places"),
    (collection(feature("1", coordinates=[[[True, 27], *RING]])), "no_places"),
    (collection(feature("1", coordinates=[[[float("nan"), 27], *RING]])), "no_places"),
    (collection(feature("1", coordinates=[[[120], *RING]])), "no_places"),
    (collection(feature("1", coordinates=[[10**400]])), "no_places"),
    (collection(feature("1", coordinates=[])), "no_places"),
    (collection(feature("1", coordinates="x")), "no_places"),
    (collection(feature("1", coordinates=7, kind="MultiPolygon")), "no_places"),
    (collection(feature("1", coordinates=[7], kind="MultiPolygon")), "no_places"),
    (" " * (LARGEST_MB * 2**20 + 1), "too_large"),
]


@pytest.mark.parametrize(("text", "fault"), FAULTY, ids=lambda value: str(value)[:30])
def test_what_cannot_be_drawn_is_named(file: Path, text: str, fault: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(BoundariesNotReadError) as refused:
        read_boundaries(file)
    assert refused.value.fault == fault
    # Where it lies is nobody's business who reads a page.
    assert "boundaries.geojson" in refused.value.words() and str(file.parent) not in refused.value.words()


def test_bytes_that_are_no_text_are_no_geojson(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\xfa\x00")
    with pytest.raises(BoundariesNotReadError, match="not_geojson"):
        read_boundaries(file)


def test_a_file_that_is_not_there_and_a_folder_are_named(file: Path) -> None:
    with pytest.raises(BoundariesNotReadError) as refused:
        read_boundaries(file)
    assert refused.value.words() == "boundaries.geojson cannot be read: No such file or directory."
    with pytest.raises(BoundariesNotReadError, match="not_read"):
        read_boundaries(file.parent)
    use_language("zh")
    assert refused.value.words().startswith("boundaries.geojson")
