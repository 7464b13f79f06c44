"""The command line: what it prints, and with which status it ends."""

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import click
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

import commands
from common.periods import Period
from common.problem_rules import RULES
from common.settings import PROJECT_FOLDER
from common.viewer import ALLOWED, Viewer
from data.database import Database
from data.plan_store import load_plan
from etl.binding import Binding, Said
from etl.reading import read_return_file
from etl.remembering import remember
from etl.table import Choice
from etl.understanding import understandings
from indicators.plan import Plan
from tests.conftest import WENZHOU
from tests.etl.filling import fill
from tests.etl.workbooks import TABLE_1, TABLE_2, book, setting, table_2

Run = Callable[..., Result]


@pytest.fixture
def run(loaded: Database, tmp_path: Path) -> Run:
    """Runs a command on a loaded database of each backend, in English."""
    return _runner(loaded.url.render_as_string(hide_password=False), tmp_path)


@pytest.fixture
def run_empty(unmigrated_url: str, tmp_path: Path) -> Run:
    """Runs a command on a database that holds nothing."""
    return _runner(unmigrated_url, tmp_path)


def _runner(url: str, folder: Path) -> Run:
    environment = {"DABIAO_DATABASE_URL": url, "DABIAO_VAR": str(folder), "DABIAO_LANGUAGE": "en"}

    def invoke(*arguments: object, **more: str) -> Result:
        return CliRunner().invoke(commands.main, [str(one) for one in arguments], env={**environment, **more})

    return invoke


def assessed(result: Result) -> dict[tuple[int, str], dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return {(row["indicator"], row["region"]): row for row in json.loads(result.stdout)}


def refused(result: Result, code: str, status: int) -> bool:
    """Whether a command ended with this status, saying the words of this rule on the error stream."""
    beginning = RULES[code].words.split("{")[0]
    return result.exit_code == status and beginning in result.stderr and "Traceback" not in result.output


def test_assess_gives_the_figures_of_the_report(run: Run) -> None:
    rows = assessed(run("assess", "--plan", "wenzhou-2025", "--period", "2023Q4", "--json"))
    city = "330300"
    percentages = {number: round(rows[(number, city)]["completion"] * 100, 1) for number in (1, 2, 15, 21)}
    assert percentages == {1: 83.3, 2: 95.0, 15: 90.6, 21: 50.0}
    assert round(rows[(2, "330327")]["completion"] * 100, 1) == 36.8
    assert round(rows[(2, "330383")]["completion"] * 100, 1) == 262.5
    for number in (5, 7, 14):
        assert rows[(number, city)]["completion"] is None
        assert rows[(number, city)]["reason"]
    assert len(rows) == 100


def test_assess_names_every_source(run: Run) -> None:
    rows = assessed(run("assess", "--period", "2023Q4", "--json"))
    assert rows[(15, "330327")]["sources"] == [
        {"region": "330327", "file": "table2_counties.xlsx", "sheet": "表2", "cell": "E15", "revision": 1}
    ]
    assert len(rows[(15, "330300")]["sources"]) == 13
    assert rows[(21, "330300")]["sources"][0]["cell"] == "C23"


def test_assess_prints_the_keys_of_its_contract(run: Run) -> None:
    row = assessed(run("assess", "--json"))[(1, "330300")]
    assert set(row) >= {
        "indicator", "name", "region", "region_name", "period", "value", "baseline", "target", "completion", "progress",
        "schedule", "lead", "status", "light", "recovered", "coverage", "reason", "warning", "origin", "sources",
    }  # fmt: skip
    assert (row["value"], row["baseline"], row["target"], row["period"]) == (5.0, 5.0, "6", "2023Q4")


def test_assess_judges_a_quarter(run: Run, tmp_path: Path) -> None:
    """苍南 half way: 4A5A 34 → 50, so 42 lies on the line and 36 far behind it."""
    file = _quarter(tmp_path, 36)
    assert run("load", file, "--approve").exit_code == 0
    row = assessed(run("assess", "--period", "2024Q4", "--json"))[(15, "330327")]
    assert (row["progress"], row["schedule"], row["lead"]) == (0.125, 0.5, -0.375)
    assert (row["status"], row["light"], row["warning"]) == ("far_behind", "red", "far_behind")
    assert (row["remaining"], row["needed"], row["recovered"]) == (14, 3.5, False)
    city = assessed(run("assess", "--period", "2024Q4", "--json"))[(15, "330300")]
    assert (city["status"], city["light"], city["coverage"]) == ("partly_reported", "grey", 1 / 13)
    assert "far behind" in run("assess", "--period", "2024Q4", "--region", "330327").stdout


def test_a_direction_is_confirmed_and_the_past_stays_as_it_was(run: Run, tmp_path: Path) -> None:
    assert run("load", _quarter(tmp_path, 60, "办理案件数(个/年)", "温州市"), "--approve").exit_code == 0
    row = assessed(run("assess", "--period", "2024Q4", "--json"))[(12, "330300")]
    assert (row["status"], row["progress"]) == ("not_assessable", None)
    said = run("plan", "confirm", "--indicator", "cases_handled", "--direction", "decrease", "--note", "局长办公会")
    assert (said.exit_code, "cases_handled" in said.stdout) == (0, True)
    row = assessed(run("assess", "--period", "2024Q4", "--json"))[(12, "330300")]
    assert (row["status"], row["completion"], round(row["progress"], 3)) == ("on_schedule", None, 0.508)


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (("--indicator", "jobs", "--region", "330304", "--read-as", "差不多"), "reading_not_understood", 1),
        (("--indicator", "jobs", "--direction", "up"), "unknown_direction", 1),
        (("--indicator", "assets", "--region", "330304", "--as-written"), "target_not_in_plan", 1),
        (("--indicator", "jobs", "--region", "330399", "--as-written"), "region_not_in_plan", 2),
    ],
)
def test_what_cannot_be_confirmed_says_why(run: Run, arguments: tuple[str, ...], code: str, status: int) -> None:
    assert refused(run("plan", "confirm", *arguments), code, status)


def test_targets_that_cannot_be_judged_are_named_with_their_cells(run: Run) -> None:
    found = json.loads(run("plan", "check", "--json").stdout)
    whole = {(one["field"], one["value"], one["cell"]) for one in found if one["sheet"] == "表1"}
    assert whole == {
        ("party_organisations", "应建尽建", "D9"),
        ("with_full_time_staff", "3A以上100%", "D13"),
        ("cases_handled", "30", "D14"),
        ("illegal_organisations", "10", "D15"),
        ("credit_management", "应列尽列", "D16"),
    }
    assert {one["field"] for one in found if one["sheet"] == "表2"} == {"charities", "rated_4a5a"}
    run("plan", "confirm", "--indicator", "illegal_organisations", "--direction", "hold")
    left = json.loads(run("plan", "check", "--json").stdout)
    assert {one["field"] for one in found if one not in left} == {"illegal_organisations"}
    assert "cannot be judged yet" in run("plan", "check").stdout


def test_a_confirmation_says_something(run: Run) -> None:
    assert run("plan", "confirm", "--indicator", "jobs").exit_code == 2


def _quarter(folder: Path, value: int, indicator: str = "4A5A等级(个)", region: str = "苍南") -> Path:
    file = folder / "2024Q4.xlsx"
    file.write_bytes(book([["区划", f"{indicator} 2024年完成值"], [region, value]]))
    return file


def test_assess_of_one_region_and_as_csv(run: Run) -> None:
    assert {region for _number, region in assessed(run("assess", "--region", "330327", "--json"))} == {"330327"}
    lines = run("assess", "--region", "330327", "--csv").stdout.splitlines()
    assert lines[0].startswith("indicator,name,region,")
    assert len(lines) == 7
    assert "苍南   2 慈善组织数  7 / 19  36.8%" in run("assess", "--region", "330327").stdout


def test_assess_as_of_an_earlier_day_knows_only_what_was_known(run: Run) -> None:
    assert refused(run("assess", "--as-of", "2020-01-01"), "plan_not_known_then", 1)
    assert assessed(run("assess", "--as-of", "2999-01-01", "--json"))


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (("assess", "--plan", "nowhere"), "unknown_plan", 2),
        (("assess", "--period", "2023"), "bad_period", 2),
        (("assess", "--as-of", "30 June"), "bad_day", 2),
        (("assess", "--as-of", "9999-12-31"), "bad_day", 2),
        (("assess", "--region", "330399"), "region_not_in_plan", 2),
        (("assess", "--period", "2024Q1"), "no_figures", 1),
        (("check", "/nowhere/return.xlsx"), "file_missing", 1),
        (("load", "/nowhere/return.xlsx"), "file_missing", 1),
        (("brief", "-o", "/nowhere/briefing.pdf"), "output_not_writable", 1),
        (("plan", "import", "/nowhere"), "plan_file_broken", 1),
        (("template", "--period", "2023Q4", "-o", "t.zip"), "nothing_asked", 1),
        (("template", "--period", "2024Q1", "--region", "1", "-o", "t.xlsx"), "region_not_in_plan", 2),
    ],
)
def test_a_wrong_call_ends_with_2_and_a_wrong_input_with_1(
    run: Run, arguments: tuple[str, ...], code: str, status: int
) -> None:
    result = run(*arguments)
    if code == "file_missing" and arguments[0] == "check":
        assert (result.exit_code, "There is no file" in result.output) == (1, True)
    else:
        assert refused(result, code, status), result.output


def test_spark_is_refused_in_words_where_it_cannot_be_had(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(run("assess", "--engine", "spark"), "spark_not_named", 1)
    result = run("assess", "--engine", "spark", DABIAO_SPARK_MASTER="spark://127.0.0.1:1")
    assert refused(result, "spark_not_reached", 1)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert refused(run("assess", "--engine", "spark", DABIAO_SPARK_MASTER="local[1]"), "spark_not_installed", 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("load",),
        ("template", "-o", "t.xlsx"),
        ("template", "--period", "2024Q1", "-o", "t.xlsx"),
        ("brief",),
        ("brief", "-o", "b.txt"),
        ("nonsense",),
        ("assess", "--x"),
    ],
)
def test_an_incomplete_call_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"a letter\n", "not_a_workbook", (None, None)),
        (table_2(setting(A15="苍北")), "unknown_region", ("表2", "A15")),
        (table_2(setting(G17=250)), "total_mismatch", ("表2", "G17")),
    ],
    ids=["text file", "unknown region", "wrong total"],
)
def test_bad_input_is_told_its_place_and_no_value_is_taken(
    run: Run, tmp_path: Path, content: bytes, code: str, place: tuple[str | None, str | None]
) -> None:
    file = tmp_path / "return.xlsx"
    file.write_bytes(content)
    before = run("assess", "--json").stdout

    checked = run("check", file, "--json")
    hard = [problem for problem in json.loads(checked.stdout) if problem["severity"] == "hard"]
    assert (checked.exit_code, [problem["code"] for problem in hard]) == (1, [code])
    assert (hard[0]["sheet"], hard[0]["cell"]) == place
    assert set(hard[0]) >= {"code", "severity", "sheet", "cell", "field", "value", "message"}

    loaded = run("load", file, "--approve")
    assert refused(loaded, code, 1) or hard[0]["message"] in loaded.stderr
    assert "!".join(filter(None, place)) in loaded.stderr
    assert run("assess", "--json").stdout == before


def test_check_of_a_good_file_ends_with_0_and_takes_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "return.xlsx"
    file.write_bytes(table_2(setting(E15=35, E17=454)))
    result = run("check", file, "--json")
    assert result.exit_code == 0
    assert [problem["code"] for problem in json.loads(result.stdout)] == ["not_applicable", "baseline_differs"]
    assert assessed(run("assess", "--json"))[(15, "330327")]["value"] == 34


def test_check_and_load_read_a_countys_table_as_the_county_said(
    run: Run, loaded: Database, wenzhou: Plan, tmp_path: Path
) -> None:
    file = tmp_path / "first.xlsx"
    file.write_bytes(book([["指标", "1—3月"], ["4A5A等级", 35]]))
    asked = Choice(wenzhou.region_by_code["330327"], Period(2024, 1))
    arguments = (file, "--region", "330327", "--period", "2024Q1")
    assert run("check", *arguments).exit_code == 1
    county = Viewer("analyst:330327", "analyst", frozenset({"330327"}))
    unaided = read_return_file(file.name, file.read_bytes(), wenzhou, asked)
    (form,) = (one.form for one in understandings(unaided, wenzhou))
    with loaded.writing() as session:
        remember(session, load_plan(session).plan_id, county, asked, {form: Binding({"": Said(figures="values")})})
        session.commit()
    checked = run("check", *arguments)
    assert (checked.exit_code, "as analyst of 苍南 (demo) said" in checked.output) == (0, True)
    taken = run("load", *arguments)
    assert (taken.exit_code, "as analyst of 苍南 (demo) said" in taken.output) == (0, True)


def test_check_writes_the_files_with_their_problems_marked(run: Run, tmp_path: Path) -> None:
    sent, folder = tmp_path / "sent", tmp_path / "marked"
    sent.mkdir()
    folder.mkdir()
    wrong, text = sent / "苍南.xlsx", sent / "letter.xlsx"
    wrong.write_bytes(table_2(setting(A15="苍北")))
    text.write_bytes(b"a letter\n")
    result = run("check", wrong, text, "/nowhere/return.xlsx", "--mark", folder)
    assert result.exit_code == 1
    assert sorted(file.name for file in folder.iterdir()) == [
        "letter (problems marked).xlsx",
        "苍南 (problems marked).xlsx",
    ]
    assert result.stdout.count("is written") == 2
    marked = load_workbook(folder / "苍南 (problems marked).xlsx")
    assert (marked.sheetnames[0], marked["表2"]["A15"].comment is not None) == ("Problem list", True)
    # One that was marked before may have been mended since: it is not written over.
    before = (folder / "苍南 (problems marked).xlsx").read_bytes()
    again = run("check", folder / "苍南 (problems marked).xlsx", "--mark", folder, "--json")
    assert [one["code"] for one in json.loads(again.stdout) if one["severity"] == "hard"] == ["unknown_region"]
    assert "苍南 (problems marked) 2.xlsx" in again.stderr
    assert (folder / "苍南 (problems marked).xlsx").read_bytes() == before
    assert refused(run("check", wrong, "--mark", "/nowhere"), "output_not_writable", 1)


def test_load_takes_a_new_period_in(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "苍南 2024Q1.xlsx"
    file.write_bytes(book([["区划", "4A5A等级(个)", "慈善组织数(个)"], ["苍南", 36, 9]]))
    assert refused(run("load", file), "period_not_named", 1)
    result = run("load", file, "--period", "2024Q1", "--approve")
    assert result.exit_code == 0
    assert "2 values of 1 returns taken in: first quarter 2024 苍南\n" in result.stdout
    rows = assessed(run("assess", "--period", "2024Q1", "--json"))
    assert rows[(15, "330327")]["value"] == 36
    city = rows[(15, "330300")]
    assert (city["value"], city["completion"], round(city["coverage"] * 13)) == (36, None, 1)
    assert "some of the regions" in city["reason"]
    again = run("load", file, "--period", "2024Q1", "--approve")
    assert "nothing is new: first quarter 2024 苍南\n" in again.stdout


def test_many_regions_are_counted_not_named(monkeypatch: pytest.MonkeyPatch, run_empty: Run) -> None:
    monkeypatch.setattr(commands, "_MOST_NAMES", 12)
    assert "13 returns taken in: fourth quarter 2023 13 regions\n" in run_empty("init").stdout


def test_table_1_needs_its_region_named(run: Run) -> None:
    assert refused(run("load", TABLE_1), "region_not_named", 1)
    assert run("load", TABLE_1, "--region", "330300").exit_code == 0


def test_starting_again_keeps_what_was_corrected(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "return.xlsx"
    file.write_bytes(table_2(setting(E15=35, E17=454)))
    assert run("load", file, "--approve").exit_code == 0
    assert run("init").exit_code == 0
    assert assessed(run("assess", "--json"))[(15, "330327")]["value"] == 35


def test_a_plan_whose_table_is_wrong_does_not_come_in(run: Run, tmp_path: Path) -> None:
    folder = shutil.copytree(WENZHOU, tmp_path / "another-plan")
    (folder / "published" / "table2_counties.xlsx").write_bytes(table_2(setting(E17=999)))
    result = run("plan", "import", folder)
    assert (result.exit_code, "表2!E17" in result.stderr) == (1, True)
    assert len(assessed(run("assess", "--json"))) == 100


def test_init_migrates_loads_and_can_be_repeated(run_empty: Run) -> None:
    assert refused(run_empty("assess"), "not_initialised", 1)
    first, second = run_empty("init"), run_empty("init")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "65 values of 13 returns taken in: fourth quarter 2023 市本级, 鹿城, " in first.stdout
    assert "taken in" not in second.stdout
    assert len(assessed(run_empty("assess", "--json"))) == 100


def test_a_plan_of_ones_own_is_imported(run: Run, tmp_path: Path) -> None:
    folder = shutil.copytree(WENZHOU, tmp_path / "another-plan")
    assert run("plan", "import", folder).exit_code == 0
    assert refused(run("assess"), "plan_not_named", 2)
    assert len(assessed(run("assess", "--plan", "another-plan", "--json"))) == 100


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("超过90%", (), {"comparator": ">", "value": 0.9, "unit": "%", "needs": []}),
        ("1000万元/年", (), {"value": 10000000, "unit": "元", "scope": "year"}),
        ("1000", ("--unit", "万元", "--direction", "increase"), {"value": 1000, "unit": "万元", "needs": []}),
        ("应建尽建", (), {"comparator": "all", "value": None, "needs": ["denominator"]}),
        ("35~40", (), {"comparator": "range", "value": 35, "upper": 40}),
        ("2024年6月底前完成", (), {"comparator": "done", "value": None, "due": "2024Q2"}),
        ("增长6%以上", (), {"relative_to": "baseline", "needs": ["baseline"]}),
        ("增长6%以上", ("--name", "地区生产总值增速"), {"relative_to": None, "needs": []}),
    ],
)
def test_target_says_how_a_text_is_understood(
    run_empty: Run, text: str, options: tuple[str, ...], expected: dict[str, Any]
) -> None:
    result = run_empty("target", text, *options, "--json")
    reading = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {name: reading[name] for name in expected} == expected
    assert list(reading) == [
        "text", "comparator", "value", "upper", "unit", "scope", "relative_to", "approximate", "needs",
        "due",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "blank"),
        ("-", "no_value"),
        ("——", "not_applicable"),
        ("--", "not_applicable"),
        ("-5", "not_understood"),
        ("-3%", "not_understood"),
        ("高于全省平均", "not_understood"),
    ],
)
@pytest.mark.parametrize("arguments", [("--json", "--"), ("--json",), ()], ids=["behind --", "last", "first"])
def test_target_ends_with_1_where_there_is_no_reading(
    run_empty: Run, arguments: tuple[str, ...], text: str, problem: str
) -> None:
    result = run_empty("target", *arguments, text, *([] if arguments else ["--json"]))
    record = json.loads(result.stdout)
    assert (result.exit_code, record["text"], record["problem"]) == (1, text, problem)


def test_load_keeps_an_unusual_figure_as_a_draft_and_says_how_to_explain_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "return.xlsx"
    file.write_bytes(book([["区划", "4A5A等级"], ["苍南", 80]]))
    draft = run("load", file, "--period", "2024Q1", "--approve")
    assert (draft.exit_code, "--explain" in draft.output) == (1, True)
    assert "表!B2  please explain: " in draft.output
    explained = run("load", file, "--period", "2024Q1", "--approve", "--explain", "评估周期调整")
    assert explained.exit_code == 0, explained.output
    (line,) = (line for line in explained.stdout.splitlines() if "表!B2" in line)
    assert line.startswith("  表!B2  explained: ")
    assert line.endswith(" Explained: 评估周期调整")


def test_an_explanation_is_as_long_on_the_command_line_as_in_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "return.xlsx"
    file.write_bytes(book([["区划", "4A5A等级"], ["苍南", 80]]))
    long = run("load", file, "--period", "2024Q1", "--explain", "因" * 501)
    assert refused(long, "explanation_too_long", 1)
    assert run("load", file, "--period", "2024Q1", "--explain", "因" * 500).exit_code == 0


def test_check_as_json_tells_what_was_explained(run: Run, tmp_path: Path) -> None:
    template, file = tmp_path / "blank.xlsx", tmp_path / "filled.xlsx"
    assert run("template", "--period", "2024Q1", "--region", "330302", "-o", template).exit_code == 0
    for explanation in (None, "评估周期调整"):
        explanations = {"rated_4a5a/value": explanation} if explanation else None
        file.write_bytes(fill(template.read_bytes(), {"rated_4a5a/value": 80}, explanations))
        problems = json.loads(run("check", file, "--json").stdout)
        asked = [(one["severity"], one["explanation"]) for one in problems if one["field"] == "rated_4a5a"]
        assert asked == [("soft", explanation)]


def test_brief_writes_a_whole_pdf(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "briefing.pdf"
    assert run("brief", "--plan", "wenzhou-2025", "--period", "2023Q4", "-o", output).exit_code == 0
    content = output.read_bytes()
    assert content.startswith(b"%PDF")
    assert content.rstrip().endswith(b"%%EOF")
    assert [file.name for file in tmp_path.iterdir() if file.suffix in (".pdf", ".part")] == ["briefing.pdf"]


def test_template_writes_one_region_or_all(run: Run, tmp_path: Path) -> None:
    one, every = tmp_path / "lucheng.xlsx", tmp_path / "all.zip"
    assert run("template", "--period", "2024Q1", "--region", "330302", "-o", one).exit_code == 0
    assert run("template", "--period", "2024Q1", "-o", every).exit_code == 0
    assert load_workbook(one).worksheets[0].title == "Return"
    with ZipFile(every) as archive:
        assert len(archive.namelist()) == 14
    # As it was downloaded, nothing is filled in.
    result = run("check", one)
    assert (result.exit_code, "No figure was found" in result.output) == (1, True)


def test_our_own_failure_gets_a_reference_number_and_is_logged(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(commands, "assess_plan", fail)
    result = run("assess")
    assert (result.exit_code, "Traceback" in result.output) == (70, False)
    reference = result.stderr.strip().rpartition(" ")[2]
    assert f"reference {reference}" in _log_of(tmp_path)
    assert "a fault of ours" in _log_of(tmp_path)


def test_messages_are_chinese_unless_chosen_otherwise(run: Run) -> None:
    result = run("assess", "--plan", "nowhere", DABIAO_LANGUAGE="zh")
    assert "没有规划“nowhere”" in result.stderr


def test_a_wrong_setting_stops_the_start_by_name(run: Run) -> None:
    result = run("assess", DABIAO_PORT="http")
    assert (result.exit_code, "DABIAO_PORT" in result.stderr) == (2, True)


def test_the_program_itself_starts() -> None:
    done = subprocess.run(
        [sys.executable, "app.py", "target", "超过90%", "--json"],
        cwd=PROJECT_FOLDER, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["comparator"] == ">"


def test_a_reader_who_has_read_enough_is_no_failure_of_ours(tmp_path: Path) -> None:
    """As `app.py target … | head -0` ends."""
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        [sys.executable, "app.py", "target", "超过90%"],
        cwd=PROJECT_FOLDER, stdout=writes, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False,
        env={**os.environ, "DABIAO_VAR": str(tmp_path)},
    )  # fmt: skip
    os.close(writes)
    assert (done.returncode, done.stderr, _log_of(tmp_path)) == (1, "", "")


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    for url in ("postgresql://someone:secret@127.0.0.1:1/none", f"sqlite:///{__file__}"):
        result = _runner(url, tmp_path)("init")
        assert refused(result, "database_not_reached", 1), result.output
        assert "DABIAO_DATABASE_URL" in result.stderr
        assert "secret" not in result.output


def test_a_database_of_a_kind_not_supported_stops_the_start_by_name(tmp_path: Path) -> None:
    for url in ("mysql://127.0.0.1/x", "nonsense"):
        result = _runner(url, tmp_path)("assess")
        assert (result.exit_code, "DABIAO_DATABASE_URL" in result.stderr) == (2, True), result.output


def test_a_taken_port_is_said_before_anything_is_announced(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run(DABIAO_PORT=str(taken.getsockname()[1]))
    assert refused(result, "address_not_free", 1)
    assert "http://" not in result.stdout


def test_boundaries_that_cannot_be_drawn_are_named_at_the_start_and_stop_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "execve", lambda *_command: sys.exit(0))
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    result = run(DABIAO_PORT=port, DABIAO_GEOJSON="none.geojson")
    assert result.exit_code == 0 and f"http://127.0.0.1:{port}" in result.stdout
    assert "DABIAO_GEOJSON: none.geojson cannot be read: No such file or directory." in result.stderr
    assert run(DABIAO_PORT=port).stderr == ""


def test_serving_without_a_plan_names_the_way_out(run_empty: Run) -> None:
    assert refused(run_empty(), "not_initialised", 1)


def _log_of(folder: Path) -> str:
    return (folder / "dabiao.log").read_text("utf-8")


def test_table_2_loads_without_more_being_said(run: Run) -> None:
    assert run("load", TABLE_2, "--plan", "wenzhou-2025").exit_code == 0


def test_a_file_name_that_looks_like_a_formula_is_none_in_the_csv(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "=1+cmd|C1.xlsx"
    file.write_bytes(table_2(setting(E15=35, E17=454)))
    assert run("load", file, "--approve").exit_code == 0
    cells = [cell for row in csv.reader(run("assess", "--csv").stdout.splitlines()) for cell in row]
    assert any(cell.startswith("'=1+cmd") for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


ASKING = {
    "plan import": [str(WENZHOU)],
    "plan check": [],
    "plan confirm": ["--indicator", "cases_handled", "--direction", "hold", "--note", "局长办公会"],
    "template": ["--period", "2024Q1", "--region", "330302", "-o", "return.xlsx"],
    "check": [str(TABLE_2)],
    "load": [str(TABLE_2)],
    "assess": ["--period", "2023Q4"],
    "brief": ["--period", "2023Q4", "-o", "briefing.pdf"],
    "user add": ["wang", "--full-name", "王芳", "--role", "leader"],
    "user list": [],
    "user reset": ["zhang"],
    "user disable": ["zhang"],
    "user enable": ["zhang"],
    "audit verify": [],
    "audit list": [],
}
# What reads a text and nothing of the database, and what brings in no plan where there is one.
ASKING_NOBODY = {"target", "init"}


def test_every_command_asks_what_the_operator_may_do(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a role that may do nothing each of them is refused."""
    monkeypatch.chdir(tmp_path)
    run("user", "add", "zhang", "--full-name", "张三", "--role", "leader")
    assert set(ASKING) | ASKING_NOBODY == set(_names(commands.main))
    allowed = {name: run(*name.split(), *arguments).exit_code for name, arguments in ASKING.items()}
    monkeypatch.setattr("common.viewer.ALLOWED", {role: frozenset() for role in ALLOWED})
    refused = {name: run(*name.split(), *arguments).exit_code for name, arguments in ASKING.items()}
    assert allowed == dict.fromkeys(ASKING, 0)
    assert 0 not in refused.values(), refused


def _names(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _names(command, f"{before}{name} ")
        else:
            yield before + name
