"""Old workbooks (.xls) and other OLE containers: two programs must agree on every cell, and what is no workbook is named."""

import io
import struct
from datetime import date
from typing import Any

import pytest
import python_calamine
import xlrd
import xlwt

from common.problems import Refusal
from common.settings import PROJECT_FOLDER
from etl.workbook import Sheet, read_workbook
from tests.etl.workbooks import container, old_book


def old(*rows: list[Any], formats: dict[tuple[int, int], str] | None = None) -> bytes:
    def fill(_workbook: Any, sheet: Any) -> None:
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                style = xlwt.easyxf(num_format_str=(formats or {}).get((row, column), "General"))
                sheet.write(row, column, value, style)

    return old_book(fill)


def sheet_of(content: bytes) -> Sheet:
    return read_workbook("return.xls", content).sheets[0]


def code_of(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_workbook("return.xls", content)
    return refused.value.problems[0].code


def test_a_percentage_stays_one_whether_formatted_or_written() -> None:
    sheet = sheet_of(old([0.906, "90.6%", 90.6], formats={(0, 0): "0.0%", (0, 2): '0.0"%"'}))
    formatted, written, without = (sheet.at(1, column) for column in (1, 2, 3))
    assert (formatted.state, formatted.text, formatted.is_percent) == ("figure", "90.6%", True)
    assert (written.state, written.text) == ("text", "90.6%")
    assert (without.text, without.is_percent) == ("90.6", False)


def test_a_figure_shown_smaller_than_it_is_is_told() -> None:
    sheet = sheet_of(old([3000, 50], formats={(0, 0): "0!.0,", (0, 1): '[>=10]0"个";0.0%'}))
    assert [sheet.at(1, column).state for column in (1, 2)] == ["scaled", "scaled"]


def test_texts_days_truths_and_errors_are_what_they_are() -> None:
    def fill(_workbook: Any, sheet: Any) -> None:
        sheet.write(0, 0, " 苍南 ")
        sheet.write(0, 1, 45382 + 12.5 / 24, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
        sheet.write(0, 2, 0.5, xlwt.easyxf(num_format_str="hh:mm"))
        sheet.row(0).set_cell_boolean(3, True)
        sheet.row(0).set_cell_error(4, "#DIV/0!")
        sheet.write(0, 5, 12345678.125)

    cells = sheet_of(old_book(fill)).cells
    assert [(cell.state, cell.text) for cell in cells.values()] == [
        ("text", "苍南"), ("text", "2024-03-31T12:30:00"), ("text", "12:00:00"), ("text", "TRUE"), ("error", "#DIV/0!"),
        ("figure", "12345678.125"),
    ]  # fmt: skip


def test_days_counted_from_1904_are_the_same_days() -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        workbook.dates_1904 = True
        sheet.write(0, 0, date(2024, 3, 31), xlwt.easyxf(num_format_str="yyyy-mm-dd"))

    assert sheet_of(old_book(fill)).at(1, 1).text == "2024-03-31"


def test_merged_ranges_and_what_is_hidden_are_kept() -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        sheet.write_merge(0, 1, 0, 2, "4A5A等级")
        sheet.write(2, 2, 34)
        sheet.row(2).hidden = True
        workbook.add_sheet("隐藏").visibility = 1

    workbook = read_workbook("return.xls", old_book(fill))
    (sheet,) = workbook.sheets
    assert (sheet.label(1, 3), sheet.at(1, 3).text, sheet.hidden) == ("4A5A等级", "", True)
    assert workbook.hidden_sheets == ("隐藏",)


def test_a_workbook_another_program_wrote_is_read() -> None:
    """Written by LibreOffice: percentages, a formula's saved result, an error, a merged title, a scaled format."""
    sheet = sheet_of((PROJECT_FOLDER / "tests/etl/files/libreoffice.xls").read_bytes())
    texts = {cell.address: (cell.state, cell.text) for cell in sheet.cells.values()}
    assert sheet.label(1, 5) == "2024年一季度报表"
    assert (texts["B3"], texts["E6"], texts["C6"]) == (("figure", "90.6%"), ("figure", "3034"), ("error", "#DIV/0!"))
    assert texts["C4"] == ("scaled", "3000")


_OPEN = python_calamine.CalamineWorkbook.from_filelike


class OtherReader:
    """The second program, reading another value in one cell."""

    def __init__(self, content: io.BytesIO) -> None:
        self.workbook = _OPEN(content)

    def get_sheet_by_name(self, name: str) -> "OtherReader":
        self.sheet = self.workbook.get_sheet_by_name(name)
        return self

    def to_python(self, *, skip_empty_area: bool) -> list[list[Any]]:
        rows = self.sheet.to_python(skip_empty_area=skip_empty_area)
        rows[0][1] = 35
        return rows


def test_where_the_two_programs_disagree_nothing_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    content = old(["苍南", 34])
    assert sheet_of(content).at(1, 2).text == "34"
    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_filelike", OtherReader)
    assert code_of(content) == "old_workbook_unclear"


def test_a_password_is_named() -> None:
    assert code_of(container(EncryptionInfo=b"", EncryptedPackage=b"")) == "workbook_locked"


def test_a_password_of_an_old_workbook_is_named() -> None:
    begin = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0x7CC, 0, 6)
    assert code_of(container(Workbook=begin + struct.pack("<HH6x", 0x2F, 6))) == "workbook_locked"


def test_a_document_only_wps_reads_is_told_how_to_be_saved() -> None:
    assert code_of(container(ET=b"", ETExtData=b"")) == "workbook_of_wps"


def test_a_letter_is_no_workbook() -> None:
    assert code_of(container(WordDocument=b"")) == "not_a_workbook"


@pytest.mark.parametrize("kept", [8, 600, 2000, 4000])
def test_an_old_workbook_cut_off_is_not_read(kept: int) -> None:
    assert code_of(old(["苍南", 34])[:kept]) in ("workbook_broken", "old_workbook_unclear")


def test_sectors_that_follow_each_other_in_a_circle_are_damage() -> None:
    content = bytearray(container(Workbook=b""))
    # The container's table is its first sector; the stream's last sector leads back to its first.
    content[512 + 4 * 9 : 512 + 4 * 10] = struct.pack("<i", 2)
    assert struct.unpack_from("<3i", content, 512) == (-3, -2, 3)
    assert code_of(bytes(content)) == "workbook_broken"


def test_an_old_workbook_in_characters_nobody_knows_is_damage() -> None:
    begin = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0x7CC, 0, 6)
    content = begin + record(0x42, 1201) + record(0x0A)
    assert code_of(container(Workbook=content)) == "workbook_broken"


def test_an_old_workbook_with_a_name_for_nonsense_is_unclear() -> None:
    """xlrd says so by an exception of its own, which is none of its others."""
    begin = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0x7CC, 0, 6)
    name = struct.pack("<HBBHHHBBBB", 0, 0, 1, 1, 0, 0, 0, 0, 0, 0) + b"\0A" + b"\0"
    content = begin + struct.pack("<HH", 0x18, len(name)) + name + record(0x0A)
    assert code_of(container(Workbook=content)) == "old_workbook_unclear"


def test_a_stream_larger_than_its_file_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlrd, "open_workbook", None)
    content = bytearray(container(Workbook=record(0x0A)))
    size = content.index("Workbook".encode("utf-16-le")) + 120
    assert struct.unpack_from("<i", content, size) == (4096,)
    content[size : size + 4] = struct.pack("<i", 2**30)
    assert code_of(bytes(content)) == "workbook_broken"


@pytest.mark.parametrize("size", [(0, 0, 1, 0, 5, 3, 0), (0, 0, 0, 16, 0, 3, 0), (0, 0, 1, 0, 0, 300, 0)])
def test_a_sheet_whose_size_is_none_is_damage(size: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """calamine makes as much room as a sheet says it takes; for a column less than none the process would end."""
    monkeypatch.setattr(xlrd, "open_workbook", None)
    assert code_of(container(Workbook=record(0x200, *size))) == "workbook_broken"


def record(kind: int, *numbers: int) -> bytes:
    return struct.pack(f"<HH{len(numbers)}H", kind, 2 * len(numbers), *numbers)


@pytest.mark.parametrize(
    "records",
    [
        record(0x201, 0, 0, 0) + record(0x203, 65535, 255, 0, 0, 0, 0, 0) + record(0x203, 0, 0, 0, 0, 0, 0, 0),
        record(0xE5, 1, 0, 65535, 0, 255),
        b"".join(record(0xBE, row, 0, *[0] * 256, 255) for row in range(100)) * 3,
        record(0xFC, 0, 0, 0, 100),
        record(0x1C) * 12_000 + record(0xE0, *[0] * 10) * 10_001,
    ],
    ids=["far apart", "merged million", "many empty cells", "many strings", "many formats"],
)
def test_an_old_workbook_that_claims_too_much_is_refused_before_it_is_opened(
    records: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlrd, "open_workbook", None)
    assert code_of(container(Workbook=records)) == "workbook_too_much"
