"""A package of parts of which some are changed and some are new; all others are copied as they are."""

import io
import posixpath
import shutil
import zipfile
from collections.abc import Sequence
from itertools import count

from etl.excel_parts import Part, RelationsPart
from etl.marking.splicing import Follower, as_utf8, element, splice
from etl.package import make_parser, plain_name

BOOK = "xl/workbook.xml"
_CONTENT_TYPES = "[Content_Types].xml"
_TRANSITIONAL, _STRICT = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
_ENDINGS = {
    b"ms-excel.sheet.macroEnabled.main": ".xlsm",
    b"ms-excel.template.macroEnabled.main": ".xltm",
    b"spreadsheetml.template.main": ".xltx",
}
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


class Package:
    """A package's parts by their names, whichever way those are written."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._members = {plain_name(member.filename).lower(): member for member in package.infolist()}
        self._written: dict[str, tuple[str, bytes]] = {}
        is_strict = f"{_STRICT}/spreadsheetml/main".encode() in self.read(BOOK)
        # What elements of sheets, and kinds of relations, are called in the dialect the workbook is written in.
        self.namespace = f"{_STRICT}/spreadsheetml/main" if is_strict else f"{_TRANSITIONAL}/spreadsheetml/2006/main"
        self.relationships = (
            f"{_STRICT}/officeDocument/relationships"
            if is_strict
            else f"{_TRANSITIONAL}/officeDocument/2006/relationships"
        )

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._written or name.lower() in self._members

    def has_folder(self, folder: str) -> bool:
        """Whether there are parts in a folder."""
        return any(name.startswith(folder) for name in self._members)

    def read(self, name: str) -> bytes:
        """A part as it is by now, in UTF-8."""
        key = name.lower()
        return self._written[key][1] if key in self._written else as_utf8(self._package.read(self._members[key]))

    def write(self, name: str, data: bytes) -> None:
        """Change a part, or add one without saying what it is."""
        self._written[name.lower()] = (name, data)

    def add(self, pattern: str, data: bytes, kind: str) -> str:
        """Add a part under the first free name of a pattern like xl/comments{}.xml, and say what it is."""
        name = next(name for name in map(pattern.format, count(1)) if name not in self)
        self.write(name, data)
        self._append(_CONTENT_TYPES, "Override", [("PartName", f"/{name}"), ("ContentType", kind)])
        return name

    @property
    def ending(self) -> str:
        """How the names of files like this one end: programs open nothing whose name says otherwise."""
        kinds = self.read(_CONTENT_TYPES)
        return next((ending for kind, ending in _ENDINGS.items() if kind in kinds), ".xlsx")

    def relations_of(self, part: str) -> RelationsPart:
        """Where a part's relations lead."""
        relations = RelationsPart(posixpath.dirname(part))
        if _relations_name(part) in self:
            _read_part(self.read(_relations_name(part)), relations)
        return relations

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a relation of a part lead to another; its name."""
        relations = _relations_name(part)
        if relations not in self:
            # Its kind is known by its ending, as that of all parts of relations.
            empty = (
                f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{_PACKAGE_RELATIONS}"></Relationships>'
            )
            self.write(relations, empty.encode())
        known = self.read(relations)
        name = next(name for name in map("rId{}".format, count(1)) if f'"{name}"'.encode() not in known)
        attributes = [("Id", name), ("Type", f"{self.relationships}/{kind}"), ("Target", f"/{target}")]
        self._append(relations, "Relationship", attributes)
        return name

    def save(self) -> bytes:
        """The package with what was changed and added."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as saved:
            for key, member in self._members.items():
                entry = zipfile.ZipInfo(plain_name(member.filename), member.date_time)
                entry.compress_type = zipfile.ZIP_STORED if member.compress_type == 0 else zipfile.ZIP_DEFLATED
                if key in self._written:
                    saved.writestr(entry, self._written[key][1])
                else:
                    with self._package.open(member) as source, saved.open(entry, "w") as target:
                        shutil.copyfileobj(source, target)
            for key, (name, data) in self._written.items():
                if key not in self._members:
                    entry = zipfile.ZipInfo(name)
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    saved.writestr(entry, data)
        return content.getvalue()

    def _append(self, name: str, tag: str, attributes: Sequence[tuple[str, object]]) -> None:
        follower = Follower(self.read(name))
        follower.follow()
        edit = follower.append_to_root(element(follower.prefix, tag, attributes))
        self.write(name, splice(follower.data, [edit]))


def _relations_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _read_part(data: bytes, part: Part) -> None:
    parser = make_parser()
    part.attach(parser)
    parser.Parse(data, True)
