"""Later quarters for tests, taken in through the real intake as simulated returns: lights need more than a baseline."""

from dataclasses import replace

from common.periods import Period
from common.viewer import Viewer
from data.database import Database
from data.plan_store import load_plan
from etl.keeping import Upload
from etl.table import Choice
from tests.etl.workbooks import Rows, book
from tests.taking import take

# Of each region: 4A5A等级, 慈善组织数, 社区发展基金会 and 就业岗位 in persons.
COUNTIES_2024Q2: Rows = (
    ("市本级", 138, 49, "——", 5200),
    ("鹿城", 25, 34, 3, 3200),
    ("龙湾", 21, 9, 1, 3000),
    ("瓯海", 25, 18, 3, 3300),
    ("洞头", 10, 7, 2, 2000),
    ("乐清", 50, 18, 3, 6300),
    ("瑞安", 54, 19, 2, 8400),
    ("永嘉", 27, 15, 3, 4200),
    ("文成", 9, 9, 1, 2000),
    ("平阳", 39, 22, 3, 4300),
    ("泰顺", 13, 22, 3, 3100),
    ("苍南", 35, 8, 2, 5200),
    ("龙港", 11, 21, 1, 2200),
)
COUNTIES_2024Q4: Rows = (
    ("市本级", 141, 50, "——", 5600),
    ("鹿城", 28, 34, 4, 3600),
    ("龙湾", 21, 12, 3, 3000),
    ("瓯海", 25, 19, 4, 3600),
    ("洞头", 10, 8, 3, 2000),
    ("乐清", 52, 19, 3, 6500),
    ("瑞安", 58, 19, 3, 8600),
    ("永嘉", 28, 16, 3, 4500),
    ("文成", 9, 10, 1, 1900),
    ("平阳", 39, 22, 3, 4600),
    ("泰顺", 16, 22, 3, 3500),
    ("苍南", 36, 9, 3, 5600),
    ("龙港", 11, 21, 2, 2600),
)
_COUNTY_HEAD = ("区划", "4A5A等级(个)", "慈善组织数(个)", "社区发展基金会(家)", "就业岗位(人)")
CITY_2024Q4: Rows = (
    ("社会组织园区", 12),
    ("社会组织资产数(亿元)", 70.5),
    ("党建入章率", "91%"),
    ("非法组织处置数", 8),
    ("公益创投投入资金(万元)", 950),
    ("公益创投资助项目数", 180),
    ("年开展公益慈善活动场次", 7000),
    ("年投入活动资金(万元)", 880),
    ("社会组织在促进青年人就业创业人数", 1600),
)


def take_in_quarters(database: Database) -> None:
    """The second and the fourth quarter of 2024: counties in both, the city's own figures in the fourth."""
    take_in_simulated(database, (_COUNTY_HEAD, *COUNTIES_2024Q2), Choice(None, Period(2024, 2)))
    take_in_simulated(database, (_COUNTY_HEAD, *COUNTIES_2024Q4), Choice(None, Period(2024, 4)))
    take_in_city(database, CITY_2024Q4, Period(2024, 4))


def take_in_city(database: Database, rows: Rows, period: Period) -> None:
    """Figures the city reports itself."""
    with database.reading() as session:
        root = load_plan(session).plan.root
    take_in_simulated(database, (("指标", "完成值"), *rows), Choice(root, period))


def take_in_simulated(database: Database, rows: Rows, choice: Choice) -> None:
    """Take a workbook of these rows in and approve it; every figure of it must be taken."""
    upload = Upload("simulated.xlsx", book(rows), Viewer("command-line", "operator"))
    # What is unusual about figures made up for tests needs no other explanation.
    choice = replace(choice, explanation="made up for tests")
    intake = take(database, upload, choice, upto="approved", origin="simulated")
    hard = [problem for problem in intake.reading.problems if problem.is_hard]
    assert intake.taken, intake.reading.problems
    assert not hard, hard
