"""A year of made-up figures: lights of every colour, that come and go."""

import random

from data.database import Database
from data.plan_store import load_plan
from tests.data.test_judgement import report

QUARTERS = ("2024Q1", "2024Q2", "2024Q3", "2024Q4")


def report_a_year(database: Database) -> None:
    """Approve figures around the baselines, the same in every run, some missing, in the regions of Wenzhou's plan."""
    chance = random.Random(2024)
    with database.reading() as session:
        plan = load_plan(session).plan
    below = [target for target in plan.targets if target.region != plan.root.code and target.baseline.isdigit()]
    for quarter in QUARTERS:
        reported = [target for target in below if chance.random() < 0.9]
        figures = {
            (target.indicator, target.region): max(int(target.baseline) + chance.randint(-2, 8), 0)
            for target in reported
        }
        report(database, quarter, figures)
