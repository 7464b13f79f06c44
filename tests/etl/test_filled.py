"""Templates as they come back: typed over, saved as text, with lines deleted, rows and sheets hidden."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from common.language import in_language
from common.periods import Period
from etl.reading import Reading, read_return_file
from etl.table import Choice
from indicators.plan import Plan
from tests.etl.filling import CITY, HEAD, INPUT, KEY, LUCHENG, blank, fill, sheet_to_fill
from tests.etl.workbooks import save

_FILLED = {
    "jobs/value": 3700,
    "charities/value": 33,
    "community_foundations/value": 4,
    "parks/value": 1,
    "healthy_rate/numerator": 1730,
    "healthy_rate/denominator": 1900,
    "rated_4a5a/value": 26,
}
_EXPLANATIONS = {"jobs/value": "新设社工机构三家"}
_PERIOD, _REGION = "B15", "B14"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (_PERIOD, "2024年一季度"),
        (_PERIOD, "2024年第1季度"),
        (_PERIOD, "2024q1"),
        (_PERIOD, "first quarter 2024"),
        (_REGION, "鹿城"),
        (_REGION, "鹿城区"),
        (_REGION, " 330302 "),
    ],
)
def test_region_and_period_may_be_written_as_people_say_them(wenzhou: Plan, cell: str, text: str) -> None:
    (read,) = _read(_changed(wenzhou, lambda book: _set(_guide(book), cell, text)), wenzhou).returns
    assert (read.region.code, read.period) == (LUCHENG, Period(2024, 1))


@pytest.mark.parametrize(
    ("cell", "text", "code", "words"),
    [
        (_PERIOD, "2024年", "template_period_unclear", "like 2024Q3 or 2024年三季度"),
        (_PERIOD, "一季度", "template_period_unclear", "like 2024Q3 or 2024年三季度"),
        (_PERIOD, "2024年1-3月", "template_period_unclear", "like 2024Q3 or 2024年三季度"),
        (_REGION, "鹿城街道", "template_region_unknown", "like 330300 (温州)"),
    ],
)
def test_what_names_no_region_or_quarter_is_told_what_to_write(
    wenzhou: Plan, cell: str, text: str, code: str, words: str
) -> None:
    (problem,) = _read(_changed(wenzhou, lambda book: _set(_guide(book), cell, text)), wenzhou).problems
    assert (problem.code, problem.place, problem.is_hard) == (code, f"How to fill it in!{cell}", True)
    assert words in problem.message


def test_a_title_in_english_is_compared_as_well(wenzhou: Plan) -> None:
    content = _changed(
        wenzhou, lambda book: _set(sheet_to_fill(book), "A2", "Region: 鹿城区   Period: second quarter 2024")
    )
    assert _hard(_read(content, wenzhou)) == [("title_differs", "Return!A2")]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_guide_is_read_all_the_same(wenzhou: Plan, state: str) -> None:
    reading = _read(_changed(wenzhou, lambda book: setattr(_guide(book), "sheet_state", state)), wenzhou)
    assert [read.region.code for read in reading.returns] == [LUCHENG]
    assert reading.problems == []


def test_hidden_rows_and_other_hidden_sheets_are_said(wenzhou: Plan) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        sheet_to_fill(book).row_dimensions[HEAD + 2].hidden = True
        book.create_sheet("旧数据").sheet_state = "hidden"

    reading = _read(_changed(wenzhou, hide), wenzhou)
    assert len(reading.returns[0].values) == len(_FILLED)
    assert [(problem.code, problem.place) for problem in reading.problems] == [
        ("hidden_cells", "Return"),
        ("hidden_sheet", "旧数据"),
    ]


def test_deleted_lines_are_named(wenzhou: Plan) -> None:
    def delete(book: openpyxl.Workbook) -> None:
        sheet = sheet_to_fill(book)
        for key in ("charities/value", "healthy_rate/numerator", "healthy_rate/denominator", "healthy_rate/worked_out"):
            row = next(row for row in range(HEAD + 1, sheet.max_row + 1) if sheet.cell(row, KEY).value == key)
            # Its names stand above, so that nothing else moves.
            sheet.delete_rows(row)

    (problem,) = _read(_changed(wenzhou, delete), wenzhou).problems
    assert (problem.code, problem.severity, problem.place) == ("lines_missing", "note", "Return")
    assert problem.value == "慈善组织数, 健康社会组织率（Numerator）, 健康社会组织率（Denominator）"
    assert "count as not reported" in problem.message


def test_a_line_without_its_key_is_missing_too(wenzhou: Plan) -> None:
    content = _changed(wenzhou, lambda book: _set(sheet_to_fill(book), "L5", None), {"charities/value": 33})
    assert "就业岗位" in str(next(one for one in _read(content, wenzhou).problems if one.code == "lines_missing").value)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("healthy_rate/numerator", "“91%”是百分数，而健康社会组织率（分子）的填报单位是“个”"),
        ("jobs/value", "“91%”是百分数，而就业岗位的填报单位是“人”"),
    ],
)
def test_a_percentage_of_what_is_counted_is_told_the_unit_people_count_in(wenzhou: Plan, key: str, words: str) -> None:
    with in_language("zh"):
        problems = _read(fill(blank(wenzhou), {**_FILLED, key: "91%"}), wenzhou).problems
        problem = next(one for one in problems if one.code == "percent_unexpected")
        assert words in problem.message


@pytest.mark.parametrize(
    ("answer", "explanation", "code"),
    [
        ("-", None, "gap_unexplained"),
        ("-", "无", "gap_unexplained"),
        ("——", None, "gap_unexplained"),
        ("-", "正在筹建", "no_value"),
        ("——", "区划调整", "not_applicable"),
        ("/", None, "no_figure_in_words"),
        ("无", None, "no_figure_in_words"),
        ("未统计", "正在筹建", "no_figure_in_words"),
    ],
)
def test_an_answer_without_a_figure_is_asked_why(
    wenzhou: Plan, answer: str, explanation: str | None, code: str
) -> None:
    explanations = {"charities/value": explanation} if explanation else None
    (problem,) = _read(fill(blank(wenzhou), {**_FILLED, "charities/value": answer}, explanations), wenzhou).problems
    assert (problem.code, problem.place) == (code, f"Return!H{HEAD + 2}")
    assert problem.severity == ("hard" if code == "no_figure_in_words" else "note")


def test_a_dash_in_place_of_a_rate_contradicts_counts_below_it(wenzhou: Plan) -> None:
    reading = _read(_changed(wenzhou, lambda book: _set(sheet_to_fill(book), "H9", "-")), wenzhou)
    assert _hard(reading) == [("rate_typed_over", "Return!H9")]


def test_a_dash_in_place_of_a_rate_without_counts_is_an_answer(wenzhou: Plan) -> None:
    figures: dict[str, object] = {key: figure for key, figure in _FILLED.items() if "rate" not in key or "rated" in key}
    (read,) = _read(_changed(wenzhou, lambda book: _set(sheet_to_fill(book), "H9", "-"), figures), wenzhou).returns
    assert _hard(Reading([read])) == []
    (rate,) = (value for value in read.values if value.indicator.code == "healthy_rate")
    assert (rate.part, rate.value, rate.gap) == ("value", None, "no_value")


def test_a_rate_of_nothing_that_libreoffice_writes_is_said_and_not_taken(wenzhou: Plan) -> None:
    figures: dict[str, object] = {key: figure for key, figure in _FILLED.items() if "rate" not in key or "rated" in key}
    reading = _read(_changed(wenzhou, lambda book: _set(sheet_to_fill(book), "H9", 0), figures), wenzhou)
    assert _hard(reading) == []
    assert ("rate_of_nothing", "Return!H9") in {(one.code, one.place) for one in reading.problems}
    assert "healthy_rate" not in {value.indicator.code for one in reading.returns for value in one.values}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_template_saved_as_text_is_read_by_its_keys(wenzhou: Plan, language: str, encoding: str) -> None:
    with in_language(language):
        content = fill(blank(wenzhou), _FILLED, _EXPLANATIONS)
    as_workbook, as_text = _read(content, wenzhou), _read(_text_of(content).encode(encoding), wenzhou, "鹿城.csv")
    assert [_said(read) for read in as_text.returns] == [_said(read) for read in as_workbook.returns]
    assert [(problem.code, problem.place) for problem in as_text.problems] == [("template_read_by_keys", "鹿城")]


def test_its_columns_may_have_been_moved_before_it_was_saved_as_text(wenzhou: Plan) -> None:
    rows = list(csv.reader(io.StringIO(_text_of(fill(blank(wenzhou), _FILLED, _EXPLANATIONS)))))
    turned = io.StringIO()
    csv.writer(turned).writerows([list(reversed(row)) for row in rows])
    (read,) = _read(turned.getvalue().encode(), wenzhou, "a.csv").returns
    assert _said(read) == _said(_read(fill(blank(wenzhou), _FILLED, _EXPLANATIONS), wenzhou).returns[0])


def test_a_template_copied_into_another_workbook_is_read_by_its_keys(wenzhou: Plan) -> None:
    (read,) = _read(_copied(wenzhou, LUCHENG), wenzhou).returns
    assert (read.region.code, read.period, len(read.values)) == (LUCHENG, Period(2024, 1), len(_FILLED))


def test_without_names_and_title_the_senders_choice_says_what_it_is_for(wenzhou: Plan) -> None:
    text = "\n".join(_text_of(fill(blank(wenzhou), _FILLED)).splitlines()[HEAD - 1 :]).encode()
    (refused,) = _read(text, wenzhou, "a.csv").problems
    assert (refused.code, refused.is_hard, ".xlsx" in refused.message) == ("template_names_lost", True, True)
    choice = Choice(wenzhou.region_by_code[LUCHENG], Period(2024, 1))
    (read,) = _read(text, wenzhou, "a.csv", choice).returns
    assert (read.region.code, len(read.values)) == (LUCHENG, len(_FILLED))


def test_without_names_and_headings_it_is_refused(wenzhou: Plan) -> None:
    text = _text_of(fill(blank(wenzhou), _FILLED)).replace("This period's figure", "数据").encode()
    assert _hard(_read(text, wenzhou, "a.csv")) == [("template_names_lost", "a")]


def test_without_names_a_choice_must_agree_with_the_title(wenzhou: Plan) -> None:
    text = _text_of(fill(blank(wenzhou), _FILLED)).encode()
    other = Choice(wenzhou.region_by_code["330303"], Period(2024, 2))
    assert _hard(_read(text, wenzhou, "a.csv", other)) == [("title_differs", "a!A2"), ("title_differs", "a!A2")]
    early = Choice(period=Period(2020, 1))
    assert _hard(_read(text, wenzhou, "a.csv", early)) == [("period_outside_plan", "a")]


def test_several_templates_copied_together_are_refused(wenzhou: Plan) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_copied(wenzhou, LUCHENG)))
    other = openpyxl.load_workbook(io.BytesIO(_copied(wenzhou, CITY))).worksheets[0]
    _copy(other, book.create_sheet("温州市"))
    (problem,) = _read(save(book), wenzhou).problems
    assert (problem.code, problem.params) == ("templates_in_one_file", {"sheets": "Return, 温州市"})


def _read(content: bytes, plan: Plan, name: str = "a.xlsx", choice: Choice | None = None) -> Reading:
    return read_return_file(name, content, plan, choice or Choice())


def _hard(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in reading.problems if problem.is_hard]


def _said(read: Any) -> tuple[object, ...]:
    """What a return says, wherever it stands."""
    values = sorted((one.indicator.code, one.part, one.value, one.gap, one.explanation) for one in read.values)
    return read.region.code, read.period, values


def _changed(
    plan: Plan, change: Callable[[openpyxl.Workbook], object], figures: dict[str, object] | None = None
) -> bytes:
    """鹿城's template for the first quarter of 2024, filled in, after `change`."""
    workbook = openpyxl.load_workbook(io.BytesIO(fill(blank(plan), figures or _FILLED)))
    change(workbook)
    return save(workbook)


def _guide(workbook: openpyxl.Workbook) -> Worksheet:
    sheet = workbook.worksheets[1]
    assert isinstance(sheet, Worksheet)
    return sheet


def _set(sheet: Worksheet, address: str, content: object) -> None:
    sheet[address] = content


def _copied(plan: Plan, region: str) -> bytes:
    """The sheet to fill in, copied cell by cell into a workbook of somebody's own."""
    figures: dict[str, object] = dict(_FILLED) if region == LUCHENG else {"assets/value": 700_000}
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "Return"
    _copy(sheet_to_fill(openpyxl.load_workbook(io.BytesIO(fill(blank(plan, region), figures)))), page)
    return save(book)


def _copy(sheet: Worksheet, page: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            page.cell(cell.row, cell.column, "" if str(cell.value).startswith("=") else cell.value)


def _text_of(content: bytes) -> str:
    """The sheet to fill in as Excel saves it as text: as it is displayed, with the rate worked out."""
    sheet = sheet_to_fill(openpyxl.load_workbook(io.BytesIO(content)))
    text = io.StringIO()
    writer = csv.writer(text)
    for row in sheet.iter_rows():
        writer.writerow([_displayed(sheet, cell) for cell in row])
    return text.getvalue()


def _displayed(sheet: Worksheet, cell: Any) -> str:
    if isinstance(cell.value, int | float):
        return f"{cell.value:.2%}" if "%" in cell.number_format else f"{cell.value:,}"
    if not str(cell.value or "").startswith("="):
        return str(cell.value or "")
    over, under = (sheet.cell(cell.row + below, INPUT).value for below in (1, 2))
    return f"{over / under:.2%}" if isinstance(over, int) and isinstance(under, int) else ""
