"""A plan's files are read whole, or refused with file, line and reason."""

import shutil
from pathlib import Path

import pytest

from common.problems import Refusal
from data.plan_files import read_plan
from indicators.plan import Check
from tests.conftest import WENZHOU


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "some-plan"
    shutil.copytree(WENZHOU, target)
    return target


BROKEN = [
    ("plan.toml", "name =", "nmae =", 3, "unknown key “nmae”"),
    ("plan.toml", 'issuer = "温州市民政局"\n', "", 1, "the key “issuer” is missing"),
    ("plan.toml", 'baseline_period = "2023Q4"', 'baseline_period = "2023"', 6, "a quarter like 2023Q4"),
    ("plan.toml", 'baseline_period = "2023Q4"', "baseline_period = 2023", 6, "must be a text in quotes"),
    ("plan.toml", 'target_period = "2025Q4"', 'target_period = "2023Q4"', 7, "must come after the baseline period"),
    ("plan.toml", 'name = "', "name = ", 3, "not valid TOML"),
    ("indicators.csv", "number,code,", "number,kode,", 1, "unknown column “kode”"),
    ("indicators.csv", ",definition,", ",code,", 1, "the column “code” stands twice"),
    ("indicators.csv", "2,charities,", "2,jobs,", 3, "code “jobs” already stands in line 2"),
    ("indicators.csv", "2,charities,", "1,charities,", 3, "number “1” already stands in line 2"),
    ("indicators.csv", "2,charities,", "two,charities,", 3, "number is “two”; it must be a whole number"),
    ("indicators.csv", "1,jobs,就业岗位,,万个,人,4,1,anticipatory", "1,jobs,就业岗位,,万个,人,4,1,wished", 2, "nature is “wished”"),
    ("indicators.csv", "report-2024,table1,1\n", "report-2019,table1,1\n", 2, "there is no document “report-2019”"),
    ("indicators.csv", "report-2024,table1,2\n", "report-2024,table9,2\n", 3, "there is no table “table9”"),
    ("indicators.csv", "3,community_foundations,社区发展基金会,,", "3,community_foundations,社区发展基金会,", 4, "cells where the heading has"),
    ("targets.csv", "jobs,330300,", "jbos,330300,", 2, "there is no indicator “jbos”"),
    ("targets.csv", "jobs,330302,", "jobs,330399,", 25, "there is no region “330399”"),
    ("targets.csv", "jobs,330302,", "jobs,330300,", 25, "already stands in line 2"),
    ("targets.csv", "charities,330300,247,", "charities,330300,约247,", 3, "the baseline “约247” is not a number"),
    ("targets.csv", "charities,330300,247,", "charities,330300,24.7,", 3, "does not fit the kind and scale of charities"),
    ("targets.csv", "charities,330300,247,", "charities,330300,95%,", 3, "does not fit the kind and scale of charities"),
    ("targets.csv", "party_coverage_rate,330300,100%,", "party_coverage_rate,330300,100,", 9, "does not fit the kind"),
    ("regions.csv", "330302,鹿城,鹿城区,,county,330300", "330302,鹿城,鹿城区,,county,", 4, "exactly one region must be without"),
    ("regions.csv", "330302,鹿城,鹿城区,,county,330300", "330302,鹿城,鹿城区,,county,330399", 4, "there is no region “330399”"),
    ("regions.csv", "330302,鹿城,鹿城区,,county,330300", "330302,鹿城,鹿城区,,county,330302", 4, "is its own ancestor"),
    ("tables.csv", "published/table2_counties.xlsx", "published/table3.xlsx", 3, "there is no file “published/table3.xlsx”"),
    ("tables.csv", "published/table2_counties.xlsx", "../wenzhou-2025/plan.toml", 3, "there is no file"),
    ("tables.csv", "表1,330300", "表1,330399", 2, "there is no region “330399”"),
    ("indicators.csv", "万个,人,4,1,", "万个,人,13,1,", 2, "scale is 13; it must be from 0 to 12"),
    ("indicators.csv", "万个,人,4,1,", "万个,人,4,-1,", 2, "places is -1"),
    ("indicators.csv", "charities,慈善组织数,", "charities,就业岗位,", 3, "name “就业岗位” already stands in line 2"),
    ("regions.csv", "330302,鹿城,鹿城区", "330302,,鹿城区", 4, "name is empty"),
    ("regions.csv", "鹿城区,,county,330300,,", "鹿城区,,county,330300,2024,", 4, "it must be a day like 2024-06-30"),
    ("indicators.csv", "at_period_end,increase,sum,county,quarterly,1,,,社会组织专职", "at_period_end,increase,ratio_of_sums,county,quarterly,1,,,社会组织专职", 2, "cannot be aggregated by ratio_of_sums"),
    ("indicators.csv", "sum,county,quarterly", "sum,county,weekly", 2, "frequency is “weekly”"),
    ("regions.csv", "330300,,,B2", "330300,,,2B", 4, "tile is “2B”; it must be a cell from A1 to Z99"),
    ("regions.csv", "330300,,,B2", "330300,,,B100", 4, "it must be a cell from A1 to Z99"),
    ("regions.csv", "330300,,,C2", "330300,,,B2", 5, "tile “B2” already stands in line 4"),
    ("regions.csv", ",valid_to,tile", ",valid_from,tile", 1, "the column “valid_from” stands twice"),
    ("plan.toml", "due_days = 15", 'due_days = "15"', 9, "must be a whole number"),
    ("plan.toml", "due_days = 15", "due_days = 400", 9, "must be from 0 to 366"),
    ("plan.toml", 'rule_set = "1"', 'rule_set = "2"', 11, "this program judges by rule set 1, not 2"),
    ("plan.toml", "behind = -30", "behind = -5", 13, "must fall"),
    ("plan.toml", "behind = -30\n", "", 13, "must be whole numbers for ahead"),
    ("plan.toml", "ahead = 10", "ahead = 10.5", 13, "must be whole numbers for ahead"),
    ("targets.csv", "assets,330300,69,70,table1,6,C8,D8\n", "", 7, "assets has no row for the plan's own region"),
    ("targets.csv", "party_charter_rate,330300,90%,95%", "party_charter_rate,330300,90%,95", 10, "the target “95” does not fit"),
    ("targets.csv", "jobs,330300,5.0,6,", "jobs,330300,5.0,6%,", 2, "the target “6%” does not fit"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "was", "becomes", "line", "reason"), BROKEN, ids=lambda value: str(value)[:40])
def test_a_broken_file_names_file_line_and_reason(
    folder: Path, name: str, was: str, becomes: str, line: int, reason: str
) -> None:
    file = folder / name
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, becomes, 1), "utf-8")
    with pytest.raises(Refusal) as refused:
        read_plan(folder)
    (problem,) = refused.value.problems
    at = "indicators.csv" if "has no row" in reason else name
    assert (problem.code, problem.params["file"], problem.params["line"]) == (
        "plan_file_broken",
        f"some-plan/{at}",
        line,
    )
    assert reason in problem.message


def test_a_plan_without_tiles_is_read(folder: Path) -> None:
    file = folder / "regions.csv"
    kept = [line.rpartition(",")[0] for line in file.read_text("utf-8").splitlines()]
    file.write_text("\n".join(kept), "utf-8")
    assert {region.tile for region in read_plan(folder).regions} == {""}


SCHEDULE = "indicator,region,period,target,source\n"
BROKEN_SCHEDULES = [
    ("jobs,330302,2024Q4,0.35,x\njobs,330302,2024Q4,0.36,x\n", 3, "already stands in line 2"),
    ("assets,330302,2024Q4,1,x\n", 2, "there is no target “assets in 330302”"),
    ("jobs,330302,2024Q4,约0.3,x\n", 2, "the target “约0.3” does not fit"),
    ("jobs,330302,2026Q4,0.3,x\n", 2, "2026Q4 does not lie between baseline and target"),
    ("venture_projects,330300,2024Q2,90,x\n", 2, "in the fourth quarter"),
]


@pytest.mark.parametrize(("rows", "line", "reason"), BROKEN_SCHEDULES, ids=lambda value: str(value)[:40])
def test_a_broken_schedule_names_file_line_and_reason(folder: Path, rows: str, line: int, reason: str) -> None:
    (folder / "schedule.csv").write_text(SCHEDULE + rows, "utf-8")
    with pytest.raises(Refusal) as refused:
        read_plan(folder)
    (problem,) = refused.value.problems
    assert (problem.params["file"], problem.params["line"]) == ("some-plan/schedule.csv", line)
    assert reason in problem.message


def test_a_schedule_is_read_where_there_is_one(folder: Path) -> None:
    (folder / "schedule.csv").write_text(SCHEDULE + "jobs,330302,2024Q4,0.35,分年计划\n", "utf-8")
    (milestone,) = read_plan(folder).milestones
    assert (milestone.indicator, str(milestone.period), milestone.target) == ("jobs", "2024Q4", "0.35")


CHECKS = "code,left,comparator,right,severity,words\n"
BROKEN_CHECKS = [
    ("a,parks,<=,charities,hard,x\na,parks,>=,1,hard,x\n", 3, "code “a” already stands in line 2"),
    (",parks,<=,charities,hard,x\n", 2, "code is empty"),
    ("a,parks,<=,charities,hard,\n", 2, "words is empty"),
    ("a,parks,≤,charities,hard,x\n", 2, "comparator is “≤”; it must be one of =, <=, >=, <, >"),
    ("a,parks,<=,charities,note,x\n", 2, "severity is “note”; it must be one of hard, soft"),
    ("a,parks,<=,charites,hard,x\n", 2, "there is no indicator “charites”"),
    ("a,parks + x,<=,charities,hard,x\n", 2, "there is no indicator “x”"),
    ("a,parks charities,<=,1,hard,x\n", 2, "“parks charities” is not a sum"),
    ("a,parks,<=,2 * charities,hard,x\n", 2, "“2 * charities” is not a sum"),
    ("a,,<=,charities,hard,x\n", 2, "“” is not a sum"),
    ("a,1,<=,charities,hard,x\n", 2, "the left side “1” names no indicator"),
    ("a,parks,<=,jobs,hard,x\n", 2, "not count in the same unit: parks (个), jobs (万个)"),
    ("a,healthy_rate,<=,parks,hard,x\n", 2, "not count in the same unit: healthy_rate (%), parks (个)"),
    ("a,parks + party_organisations,<=,1,hard,x\n", 2, "not count in the same unit: parks (个), party_organisations (—)"),
    ("", 1, "the file holds no rows"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "line", "reason"), BROKEN_CHECKS, ids=lambda value: str(value)[:40])
def test_a_broken_check_names_file_line_and_reason(folder: Path, rows: str, line: int, reason: str) -> None:
    (folder / "checks.csv").write_text(CHECKS + rows, "utf-8")
    with pytest.raises(Refusal) as refused:
        read_plan(folder)
    (problem,) = refused.value.problems
    assert (problem.params["file"], problem.params["line"]) == ("some-plan/checks.csv", line)
    assert reason in problem.message


def test_an_unknown_column_of_checks_is_refused(folder: Path) -> None:
    (folder / "checks.csv").write_text(CHECKS.replace("words", "why") + "a,parks,<=,1,hard,x\n", "utf-8")
    with pytest.raises(Refusal, match=r"checks\.csv, line 1: unknown column “why”"):
        read_plan(folder)


def test_a_number_that_is_also_a_code_is_no_number(folder: Path) -> None:
    for name in ("indicators.csv", "targets.csv"):
        file = folder / name
        file.write_text(file.read_text("utf-8").replace("parks,", "15,"), "utf-8")
    (folder / "checks.csv").write_text(CHECKS + "a,charities,>=,15,hard,x\n", "utf-8")
    with pytest.raises(Refusal, match=r"checks\.csv, line 2: “15” is a number and the code of an indicator"):
        read_plan(folder)


def test_what_is_done_does_not_add_up_with_what_is_counted(folder: Path) -> None:
    file = folder / "indicators.csv"
    changed = file.read_text("utf-8").replace(
        "已建党组织数,,,,0,0,anticipatory,amount", "已建党组织数,,,,0,0,anticipatory,milestone"
    )
    file.write_text(changed, "utf-8")
    (folder / "checks.csv").write_text(CHECKS + "a,party_organisations,<=,with_full_time_staff,hard,x\n", "utf-8")
    with pytest.raises(Refusal, match="do not count in the same unit"):
        read_plan(folder)


def test_checks_are_read_where_there_are_some(folder: Path) -> None:
    """What is counted by year and what is not count in the same unit all the same."""
    rows = "a,venture_projects,<=,charities + 200,soft,按定义\nb,parks,<,rated_4a5a,hard,按定义\n"
    (folder / "checks.csv").write_text(CHECKS + rows, "utf-8")
    assert read_plan(folder).checks == (
        Check("a", "venture_projects", "<=", "charities + 200", "soft", "按定义"),
        Check("b", "parks", "<", "rated_4a5a", "hard", "按定义"),
    )


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "targets.csv").unlink()
    with pytest.raises(Refusal, match=r"targets\.csv, line 1: the file is missing"):
        read_plan(folder)


def test_a_file_in_another_encoding_names_the_line(folder: Path) -> None:
    file = folder / "regions.csv"
    file.write_bytes(file.read_text("utf-8").encode("gb18030"))
    with pytest.raises(Refusal, match=r"regions\.csv, line 2: the text is not UTF-8"):
        read_plan(folder)


def test_an_excel_byte_order_mark_and_empty_lines_do_no_harm(folder: Path) -> None:
    file = folder / "regions.csv"
    file.write_text("\n".join(file.read_text("utf-8").splitlines()) + "\n\n,,,,,,,\n", "utf-8-sig")
    assert len(read_plan(folder).regions) == 14


def test_the_shipped_plan_is_read(wenzhou: object) -> None:
    assert read_plan(WENZHOU) == wenzhou
