"""Boundaries of regions: a GeoJSON of the installation's own, named in the settings. None is shipped.

A map of boundaries needs an approval number in China; whoever has one puts their file in.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from common.language import _, mark

Point = tuple[float, float]
# A closed line of longitudes and latitudes.
Ring = tuple[Point, ...]
Boundaries = Mapping[str, tuple[Ring, ...]]

LARGEST_MB = 2
_FEWEST_POINTS = 4
_CODES = ("code", "adcode", "id")
_FAULTS = {
    "not_read": mark("{file} cannot be read: {reason}."),
    "too_large": mark("{file} has more than {limit} MB. Simplify its lines, and put it in again."),
    "not_geojson": mark("{file} is no GeoJSON FeatureCollection."),
    "no_regions": mark("No feature of {file} has a polygon and a region's code, as code, adcode or id."),
    "no_places": mark("{file}: a polygon of {code} is no closed line of longitudes and latitudes in degrees."),
}


class BoundariesNotReadError(Exception):
    """The file of boundaries cannot be drawn; `words` say why, and leave out the folder it lies in."""

    def __init__(self, fault: str, file: Path, **params: object) -> None:
        super().__init__(fault)
        self.fault = fault
        self.params = {"file": file.name, **params}

    def words(self) -> str:
        """The reason in the language in use."""
        return _(_FAULTS[self.fault], **self.params)


def read_boundaries(file: Path) -> Boundaries:
    """The rings of each region's code; raises BoundariesNotReadError. A file that has not changed is read once."""
    try:
        found = file.stat()
    except OSError as error:
        raise BoundariesNotReadError("not_read", file, reason=error.strerror) from error
    return _read(file, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=2)
def _read(file: Path, _changed_at: int, size: int) -> Boundaries:
    if size > LARGEST_MB * 2**20:
        raise BoundariesNotReadError("too_large", file, limit=LARGEST_MB)
    try:
        collection = json.loads(file.read_bytes())
    except OSError as error:
        raise BoundariesNotReadError("not_read", file, reason=error.strerror) from error
    except (ValueError, RecursionError) as error:
        raise BoundariesNotReadError("not_geojson", file) from error
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        raise BoundariesNotReadError("not_geojson", file)
    rings: dict[str, tuple[Ring, ...]] = {}
    for feature in collection["features"]:
        for code, lines in _polygons(feature):
            read = tuple(map(_ring, lines))
            if not read or not all(read):
                raise BoundariesNotReadError("no_places", file, code=code)
            rings[code] = rings.get(code, ()) + read
    if not rings:
        raise BoundariesNotReadError("no_regions", file)
    return rings


def _polygons(feature: Any) -> Iterator[tuple[str, list[Any]]]:
    """The lines of each polygon of a feature, with its region's code; nothing where it has none of these."""
    code, geometry = _code(feature), feature.get("geometry") if isinstance(feature, dict) else None
    if code is None or not isinstance(geometry, dict):
        return
    coordinates = geometry.get("coordinates")
    parts = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(geometry.get("type")), [])
    for lines in parts if isinstance(parts, list) else [None]:
        yield code, lines if isinstance(lines, list) else []


def _code(feature: Any) -> str | None:
    """A region's code, as it is usually given: a property, as text or as a number, or the feature's own id."""
    if not isinstance(feature, dict):
        return None
    properties = feature.get("properties")
    said = [properties.get(name) for name in _CODES] if isinstance(properties, dict) else []
    known = (one for one in (*said, feature.get("id")) if isinstance(one, str | int) and not isinstance(one, bool))
    return next((str(one) for one in known if str(one)), None)


def _ring(line: Any) -> Ring:
    """A closed line as points; empty where it is none."""
    points = [_point(one) for one in line] if isinstance(line, list) else []
    ring = tuple(one for one in points if one is not None)
    return ring if len(ring) == len(points) >= _FEWEST_POINTS else ()


def _point(place: Any) -> Point | None:
    """Longitude and latitude; a height after them is left out."""
    if not isinstance(place, list) or len(place) < 2:
        return None
    longitude, latitude = place[:2]
    if not (_is_number(longitude) and _is_number(latitude)):
        return None
    return (float(longitude), float(latitude)) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
