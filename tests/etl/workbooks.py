"""Workbooks built for tests: small ones from rows, and the shipped tables with one thing changed."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import WENZHOU

TABLE_1 = WENZHOU / "published" / "table1_indicators.xlsx"
TABLE_2 = WENZHOU / "published" / "table2_counties.xlsx"

Rows = Sequence[Sequence[Any]]


def book(
    rows: Rows, *, formats: Mapping[str, str] | None = None, merge: Sequence[str] = (), sheet: str = "表"
) -> bytes:
    """A workbook of one sheet."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for address, number_format in (formats or {}).items():
        page[address].number_format = number_format
    for area in merge:
        page.merge_cells(area)
    return save(workbook)


def table_2(change: Callable[[Worksheet], object]) -> bytes:
    """The shipped table 2 after `change`."""
    workbook = openpyxl.load_workbook(TABLE_2)
    change(workbook["表2"])
    return save(workbook)


def setting(**cells: Any) -> Callable[[Worksheet], None]:
    """A change that sets cells: setting(E15=35)."""

    def change(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address] = value

    return change


def old_book(change: Callable[[Any, Any], object]) -> bytes:
    """An old workbook of one sheet, after `change`."""
    workbook = xlwt.Workbook(encoding="utf-8")
    change(workbook, workbook.add_sheet("表"))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def save(workbook: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def package(members: Mapping[str, bytes | str]) -> bytes:
    """A zip package of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return content.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package, to be changed and packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def linked(content: bytes) -> bytes:
    """A workbook that takes figures from another file."""
    parts = parts_of(content)
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="externalLinks/externalLink1.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", link).encode()
    return package({**parts, "xl/externalLinks/externalLink1.xml": "<externalLink/>"})


def opendocument(body: str, styles: str = "", **parts: str) -> bytes:
    """An OpenDocument spreadsheet of this body; `parts` are further ones."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(
        f'xmlns:{short}="{names}:{name}:1.0"'
        for short, name in {
            "office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle", "draw": "drawing",
        }.items()
    )  # fmt: skip
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, **parts})


def container(**streams: bytes) -> bytes:
    """An OLE container of these streams, each padded to the size from which on it stands in sectors of its own."""
    padded = {
        name.replace("_", " "): data.ljust(-(-max(len(data), 4096) // 512) * 512, b"\0")
        for name, data in streams.items()
    }
    folders = -(-(len(padded) + 1) // 4)
    # What the container's own table takes, at four bytes a sector, itself included.
    tables = -(-(folders + sum(map(len, padded.values())) // 512) // 127)
    table = [-3] * tables + [*range(tables + 1, tables + folders), -2]
    entries = [_entry("Root Entry", 5, child=1, right=-1, start=-2, size=0)]
    for number, (name, data) in enumerate(padded.items(), start=1):
        start, count = len(table), len(data) // 512
        table += [*range(start + 1, start + count), -2]
        right = number + 1 if number < len(padded) else -1
        entries.append(_entry(name, 2, child=-1, right=right, start=start, size=len(data)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9i", 0, tables, tables, 0, 4096, -2, 0, -2, 0)
    header += struct.pack("<109i", *range(tables), *[-1] * (109 - tables))
    sectors = struct.pack(f"<{tables * 128}i", *table, *[-1] * (tables * 128 - len(table)))
    return header + sectors + b"".join(entries).ljust(folders * 512, b"\0") + b"".join(padded.values())


def _entry(name: str, kind: int, *, child: int, right: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBBiii", len(written), kind, 1, -1, right, child)
    return head + bytes(36) + struct.pack("<iQ", start, size)
