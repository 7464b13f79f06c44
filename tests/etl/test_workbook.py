"""Opening files: what they are, their content decides; what they could do to us, nothing."""

import io
import zipfile

import pytest

from common.problems import Refusal
from etl.workbook import read_workbook
from tests.etl.workbooks import TABLE_2, book, package


def code_of(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_workbook("return.xlsx", content)
    (problem,) = refused.value.problems
    assert (problem.sheet, problem.cell, problem.value) == (None, None, "return.xlsx")
    return problem.code


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"a letter\n"], ids=["empty", "pdf", "picture", "text"]
)
def test_what_is_no_workbook_is_told_so(content: bytes) -> None:
    assert code_of(content) == "not_a_workbook"


def test_a_zip_that_holds_no_workbook_is_none() -> None:
    assert code_of(package({"word/document.xml": b"<w/>"})) == "not_a_workbook"


@pytest.mark.parametrize("kept", [4, 100, 3000, 6000])
def test_a_file_cut_off_is_called_damaged(kept: int) -> None:
    assert code_of(TABLE_2.read_bytes()[:kept]) == "workbook_broken"


def test_a_workbook_with_nonsense_inside_is_called_damaged() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as zipped:
        zipped.writestr("xl/workbook.xml", b"nonsense")
        zipped.writestr("[Content_Types].xml", b"nonsense")
    assert code_of(content.getvalue()) == "workbook_broken"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/workbook.xml", b"<x/>")
        with zipped.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _megabyte in range(256):
                member.write(bytes(2**20))
    assert len(content.getvalue()) < 2**20
    assert code_of(content.getvalue()) == "workbook_too_much"


def test_what_is_displayed_is_kept_as_text() -> None:
    content = book(
        [[5.0, 6, 1, 0.906, 1234.5, "  超过90% ", None]],
        formats={"A1": "0.0", "C1": "0%", "D1": "0.0%", "E1": "#,##0.00"},
    )
    (sheet,) = read_workbook("return.xlsx", content).sheets
    assert [sheet.at(1, column).text for column in range(1, 8)] == [
        "5.0", "6", "100%", "90.6%", "1234.50", "超过90%", "",
    ]  # fmt: skip
    assert [sheet.at(1, column).state for column in (1, 6, 7)] == ["figure", "text", "blank"]


def with_sheet(xml: str) -> bytes:
    """The shipped table 2 with other XML for its sheet."""
    content = io.BytesIO()
    with zipfile.ZipFile(TABLE_2) as source, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, xml if name.endswith("sheet1.xml") else source.read(name))
    return content.getvalue()


def sheet_of(rows: str, merged: str = "") -> bytes:
    merge = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    return with_sheet(
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData>{merge}</worksheet>"
    )


STRAY = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
FIRST = '<row r="1"><c r="A1" t="inlineStr"><is><t>苍南</t></is></c></row>'


def test_a_stray_formatted_cell_far_away_does_no_harm() -> None:
    (sheet,) = read_workbook("return.xlsx", sheet_of(FIRST + STRAY)).sheets
    assert (sheet.rows, sheet.columns, sheet.label(1, 1)) == ((1,), (1,), "苍南")


@pytest.mark.parametrize(
    "content",
    [
        sheet_of(FIRST, merged="A5:XFD1048576"),
        sheet_of("".join(f'<row r="{row}">' + '<c r="A1"/>' * 1000 + "</row>" for row in range(1, 602))),
        sheet_of(
            "".join(
                f'<row r="{row}"><c r="{"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[row % 26]}{row}"/></row>'
                for row in range(1, 90_000)
            )
        ),
        with_sheet('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'),
    ],
    ids=["merged million", "many cells", "sparse but wide and long", "entities"],
)
def test_a_sheet_that_claims_too_much_is_refused_before_it_is_opened(content: bytes) -> None:
    assert code_of(content) == "workbook_too_much"


def test_a_number_beyond_all_numbers_is_text() -> None:
    (sheet,) = read_workbook("return.xlsx", sheet_of('<row r="1"><c r="A1"><v>1E300</v></c></row>')).sheets
    assert (sheet.at(1, 1).state, sheet.at(1, 1).text) == ("text", "1.000000e+300")
