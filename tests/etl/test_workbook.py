"""Opening files: what they are, their content decides; what they could do to us, nothing."""

import io
import zipfile

import pytest

from common.problems import Refusal
from etl.workbook import read_workbook
from tests.etl.workbooks import TABLE_2, book


def code_of(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_workbook("return.xlsx", content)
    (problem,) = refused.value.problems
    assert (problem.sheet, problem.cell, problem.value) == (None, None, "return.xlsx")
    return problem.code


def package(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in members.items():
            zipped.writestr(name.replace("__", "/"), data)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xef\xbb\xbfa,b\n1,2\n", b"<html><table></table></html>", b"%PDF-1.7"],
    ids=["empty", "csv", "html", "pdf"],
)
def test_a_text_file_named_xlsx_is_told_what_it_is_not(content: bytes) -> None:
    assert code_of(content) == "not_a_workbook"


def test_a_zip_that_holds_no_workbook_is_none() -> None:
    assert code_of(package(word__document_xml=b"<w/>")) == "not_a_workbook"


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
    assert code_of(content.getvalue()) == "file_too_large"


def test_what_is_displayed_is_kept_as_text() -> None:
    content = book(
        [[5.0, 6, 1, 0.906, 1234.5, "  超过90% ", None]],
        formats={"A1": "0.0", "C1": "0%", "D1": "0.0%", "E1": "#,##0.00"},
    )
    (sheet,) = read_workbook("return.xlsx", content)
    assert [sheet.at(1, column).text for column in range(1, 8)] == [
        "5.0", "6", "100%", "90.6%", "1234.50", "超过90%", "",
    ]  # fmt: skip
    assert [sheet.at(1, column).state for column in (1, 6, 7)] == ["figure", "text", "blank"]
