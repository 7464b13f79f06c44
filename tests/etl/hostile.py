"""Files made to harm: small ones that become vast, and such that reach for what is none of theirs."""

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.etl.workbooks import book, package, parts_of

_SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>区划</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>2024年4A5A等级（个）</t></is></c></row>'
)
GOOD = book([["区划", "2024年4A5A等级（个）"], ["苍南", 34]])


def many_rows(label: str, count: int) -> bytes:
    """A table of this plan with so many rows of one label."""
    return _with_sheet(_sheet([_HEAD, _row(2, "龙港"), *(_row(row, label) for row in range(3, count + 3))]))


def _row(row: int, label: str) -> str:
    return f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{label}</t></is></c><c r="B{row}"><v>3</v></c></row>'


def _sheet(rows: Iterable[str]) -> str:
    return f"<worksheet {_SPACE}><sheetData>{''.join(rows)}</sheetData></worksheet>"


def _with_sheet(xml: str, **parts: str) -> bytes:
    """The good workbook with other XML for its sheet, and for other parts of it by their names."""
    changed = parts_of(GOOD) | {"xl/worksheets/sheet1.xml": xml.encode()}
    return package(changed | {name: data.encode() for name, data in parts.items()})


def _zip_bomb(path: Path) -> None:
    """A megabyte that unpacks to a thousand."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/workbook.xml", "<x/>")
        with zipped.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _megabytes in range(1000):
                member.write(bytes(2**20))


def _ten_million_rows(path: Path) -> None:
    """A sheet of ten million empty rows, as small as they can be told."""
    path.write_bytes(_with_sheet(_sheet(["<row/>" * 10_000_000])))


def _entities(path: Path) -> None:
    names = "abcdefghij"
    declared = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip(names, names[1:], strict=False)
    )
    xml = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{declared}]><worksheet {_SPACE}>&j;</worksheet>'
    path.write_bytes(_with_sheet(xml))


def _three_hundred_megabytes(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"PK\3\4")
        file.truncate(300 << 20)


def _file(make: Callable[[], bytes]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(make())

    return write


def _external_link() -> bytes:
    """A figure linked from another workbook: the link is never followed, the saved figure is read."""
    linked = '<row r="2"><c r="A2" t="inlineStr"><is><t>苍南</t></is></c><c r="B2"><f>[1]表!$B$2</f><v>34</v></c></row>'
    link = '<externalLink><externalBook r:id="rId1"/></externalLink>'
    relation = (
        '<Relationships><Relationship Id="rId1" Type="externalLinkPath" Target="http://127.0.0.1:1/evil.xlsx" '
        'TargetMode="External"/></Relationships>'
    )
    parts = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": relation}
    return _with_sheet(_sheet([_HEAD, linked]), **parts)


def _sheet_named(name: str) -> bytes:
    parts = parts_of(GOOD)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('name="表"'.encode(), f'name="{name}"'.encode())
    return package(parts)


def _part_at(path: str) -> bytes:
    parts = parts_of(GOOD)
    relations = parts["xl/_rels/workbook.xml.rels"].replace(b"/xl/worksheets/sheet1.xml", path.encode())
    return package(parts | {"xl/_rels/workbook.xml.rels": relations})


def _labels_of_digits() -> bytes:
    """Labels that take long to take apart, each another."""
    digits = "1234567890" * 19
    return _with_sheet(
        _sheet([_HEAD, _row(2, "苍南"), *(_row(row, f"{digits}{row}社2季") for row in range(3, 60_000))])
    )


def _many_targets() -> bytes:
    """A column of targets, each another, of one region."""
    head = _HEAD.replace("2024年4A5A等级（个）", "4A5A等级2025年目标值")
    targets = (
        _row(row, "苍南").replace("<v>3</v>", f"<v>≥{row}家</v>").replace("><v>", ' t="str"><v>')
        for row in range(2, 90_000)
    )
    return _with_sheet(_sheet([head, *targets]))


def _junk() -> bytes:
    return _with_sheet(_sheet(_row(row, f"词{row}").replace("<v>3", f"<v>{row}") for row in range(1, 200_000)))


# How each is made, and the code of what is said to it; none where it does no harm and is read.
HOSTILE: dict[str, tuple[Callable[[Path], None], str | None]] = {
    "zip bomb": (_zip_bomb, "workbook_too_much"),
    "ten million rows": (_ten_million_rows, "workbook_too_much"),
    "external link": (_file(_external_link), None),
    "entities": (_entities, "workbook_too_much"),
    "formula in a text": (
        _file(lambda: book([["区划", "2024年4A5A等级（个）"], ["苍南", "'=cmd|' /C calc'!A0"]])),
        "not_a_number",
    ),
    "300 megabytes": (_three_hundred_megabytes, "file_too_large"),
    "path in a sheet's name": (_file(lambda: _sheet_named("../../../etc/passwd")), None),
    "path of a part": (_file(lambda: _part_at("../../../../etc/passwd")), "workbook_broken"),
    "elements within elements": (_file(lambda: _with_sheet("<a>" * 900_000 + "</a>" * 900_000)), "workbook_too_much"),
    "one vast text": (_file(lambda: _with_sheet(_sheet([_row(1, "1" * 50_000_000)]))), "workbook_too_much"),
    "rows of something else": (_file(_junk), "no_table"),
    "one region on and on": (_file(lambda: many_rows("苍南", 90_000)), "workbook_too_much"),
    "totals on and on": (_file(lambda: many_rows("合计", 90_000)), "workbook_too_much"),
    "unknown regions on and on": (_file(lambda: many_rows("某某", 90_000)), "unknown_region"),
    "labels of digits": (_file(_labels_of_digits), "unknown_region"),
    "many targets": (_file(_many_targets), "workbook_too_much"),
}
