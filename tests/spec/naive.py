"""The method once more, the plain way: one row at a time, with fractions. Slow, and easy to check against docs/method.md.

It takes the same rows as the engine (tests/spec/engine.py) and knows nothing of how the engine works.
"""

from fractions import Fraction
from typing import Any

from common.periods import Period
from indicators.rules import Thresholds

Row = dict[str, Any]
LOWER = ("<", "<=")
LIGHTS = {
    "achieved_at_baseline": "green", "achieved_early": "green", "achieved": "green", "ahead": "green",
    "on_schedule": "green", "roughly_on_schedule": "green", "behind": "yellow", "far_behind": "red",
    "regressed": "red", "missed": "red", "baseline_period": None,
}  # fmt: skip
WARNING = {
    "behind", "far_behind", "regressed", "missed", "not_assessable", "no_baseline", "not_reported",
    "target_below_baseline",
}  # fmt: skip


class Judge:
    """Judges every cell of a plan in every period from `first` to `last`."""

    def __init__(
        self,
        declared: list[Row],
        facts: list[Row],
        last: str,
        overdue: tuple[str, ...],
        milestones: list[Row],
        first: str = "2023Q4",
    ) -> None:
        self.cells = {(row["indicator"], row["region"]): row for row in declared}
        self.facts = {(row["indicator"], row["region"], row["period"]): row for row in facts}
        self.parents = {row["region"]: row["parent"] for row in declared}
        self.periods = [Period.at(n) for n in range(Period.read(first).ordinal, Period.read(last).ordinal + 1)]
        self.parts = {key: self._parts(cell) for key, cell in self.cells.items()}
        self.overdue = overdue
        self.milestones = milestones
        self.thresholds = Thresholds()

    def results(self) -> dict[tuple[str, str, str], Row]:
        found: dict[tuple[str, str, str], Row] = {}
        for key, cell in self.cells.items():
            rows = [self._judge(cell, period) for period in self.periods]
            self._look_back(cell, rows)
            for period, row in zip(self.periods, rows, strict=True):
                found[(*key, str(period))] = row
        return found

    # What was reported

    def _applies(self, cell: Row, period: Period) -> bool:
        begins, ends = cell["valid_from"], cell["valid_to"]
        is_valid = (begins is None or period.ordinal >= begins) and (ends is None or period.ordinal <= ends)
        return bool(cell["applicable"]) and is_valid

    def _parts(self, cell: Row) -> list[Row]:
        """The cells a whole is made of: those below it that have none below themselves."""
        if cell["aggregation"] not in ("sum", "ratio_of_sums"):
            return []
        below = [
            one
            for one in self.cells.values()
            if one["indicator"] == cell["indicator"] and self._is_above(cell["region"], one["region"])
        ]
        return [one for one in below if not any(self._is_above(one["region"], other["region"]) for other in below)]

    def _is_above(self, region: str, other: str) -> bool:
        above = self.parents[other]
        while above is not None:
            if above == region:
                return True
            above = self.parents.get(above)
        return False

    def _sound(self, cell: Row, period: Period) -> tuple[Row, str | None]:
        """The fact as it may be used, and why not where it may not."""
        nothing = {"value": None, "numerator": None, "denominator": None}
        fact = self.facts.get((cell["indicator"], cell["region"], str(period)))
        if fact is None:
            return nothing, None
        figures = [fact[name] for name in nothing if fact[name] is not None]
        if any(abs(figure) > 10**15 for figure in figures):
            return nothing, "too_large"
        is_count = cell["step"] > 0 and cell["kind"] != "milestone"
        if (is_count and (fact["value"] or 0) < 0) or (fact["numerator"] or 0) < 0 or (fact["denominator"] or 0) < 0:
            return nothing, "negative_count"
        return {name: fact[name] for name in nothing}, fact["gap"]

    def _figures(self, cell: Row, period: Period) -> Row:
        """Value as a fraction, denominator, baseline, and how many of how many parts have reported."""
        own, gap = self._sound(cell, period)
        parts = self.parts[(cell["indicator"], cell["region"])]
        parts = [one for one in parts if self._applies(one, period)]
        if parts and cell["kind"] != "rate":
            reports = [self._sound(one, period)[0] for one in parts]
            values = [report["value"] for report in reports if report["value"] is not None]
            bases = [0 if one["counted"] == "over_the_plan" else one["baseline"] for one in parts]
            denominators = [report["denominator"] for report in reports if report["denominator"] is not None]
            return {
                "value": Fraction(sum(values)) if values else None,
                "denominator": sum(denominators) if len(denominators) == len(values) else None,
                "baseline": None if None in bases else sum(bases),
                "expected": len(parts),
                "reported": len(values),
                "gap": None if values else "not_reported",
            }
        baseline = 0 if cell["counted"] == "over_the_plan" else cell["baseline"]
        pairs = []
        if parts and cell["kind"] == "rate":
            reports = [self._sound(one, period)[0] for one in parts]
            pairs = [one for one in reports if one["numerator"] is not None and one["denominator"] is not None]
            pairs = [one for one in pairs if one["denominator"] > 0 or one["numerator"] == 0]
        if pairs:
            numerator, denominator = (sum(pair[name] for pair in pairs) for name in ("numerator", "denominator"))
            counts = {"expected": len(parts), "reported": len(pairs)}
            return {**self._rate(cell, numerator, denominator), "baseline": baseline, **counts}
        single: Row = {"baseline": baseline, "expected": None, "reported": None}
        if cell["kind"] == "rate" and own["numerator"] is not None and own["denominator"] is not None:
            return {**self._rate(cell, own["numerator"], own["denominator"]), **single}
        value = None if own["value"] is None else Fraction(own["value"])
        missing = None if value is not None else gap or "not_reported"
        return {"value": value, "denominator": own["denominator"], "gap": missing, **single}

    def _rate(self, cell: Row, numerator: int, denominator: int) -> Row:
        if denominator == 0:
            return {"value": None, "denominator": denominator, "gap": "zero_denominator"}
        return {"value": Fraction(numerator * cell["whole"], denominator), "denominator": denominator, "gap": None}

    # What it comes to

    def _judge(self, cell: Row, period: Period) -> Row:
        row = self._figures(cell, period)
        row.update(cell_gap=self._cell_gap(cell, row), period=period, applies=self._applies(cell, period))
        row["target"] = self._target(cell, row)
        if row["cell_gap"] is None:
            row["outside"] = self._distance(cell, row["value"])
            row["base_outside"] = self._distance(cell, row["baseline"])
        is_judged = row["cell_gap"] is None and row["value"] is not None and not self._is_partial(row)
        has_progress = is_judged and row["applies"] and not self._in_year(cell, period)
        row["progress"] = self._progress(cell, row) if has_progress else None
        row["completion"] = self._completion(cell, row) if is_judged and row["applies"] else None
        row["lead"] = self._lead(cell, row, period) if is_judged and row["applies"] else None
        row["scheduled"] = self._scheduled(cell, row, period) if row["cell_gap"] is None and row["applies"] else None
        row["met"] = row["cell_gap"] is None and self._meets(cell, row, row["value"])
        row["status"] = self._status(cell, row, period)
        return row

    def _cell_gap(self, cell: Row, row: Row) -> str | None:
        lower = cell["comparator"] in LOWER
        if cell["target_gap"]:
            return str(cell["target_gap"])
        if cell["direction"] == "unconfirmed":
            return "direction_unconfirmed"
        if (cell["direction"], lower) in (("increase", True), ("decrease", False)) and cell["comparator"] != "range":
            return "direction_contradicts"
        if cell["direction"] == "range" and cell["comparator"] != "range":
            return "direction_contradicts"
        if cell["comparator"] == "all" and cell["kind"] != "rate" and row["denominator"] == 0:
            return "zero_denominator"
        if cell["comparator"] == "all" and row["denominator"] is None:
            return "missing_denominator"
        return None

    def _target(self, cell: Row, row: Row) -> Fraction | None:
        if row["cell_gap"]:
            return None
        if cell["comparator"] == "all" and cell["kind"] != "rate":
            if row["baseline"] is not None and row["denominator"] < row["baseline"]:
                row["baseline"] = None
            return Fraction(row["denominator"])
        return Fraction(cell["target"], cell["target_under"])

    def _distance(self, cell: Row, figure: Fraction | int | None) -> Fraction | None:
        if figure is None or cell["comparator"] != "range":
            return None
        lower, upper = (Fraction(cell[bound], cell["target_under"]) for bound in ("target", "upper"))
        return max(lower - figure, figure - upper, Fraction(0))

    def _is_partial(self, row: Row) -> bool:
        return row["expected"] is not None and row["reported"] < row["expected"]

    def _meets(self, cell: Row, row: Row, figure: Fraction | int | None) -> bool:
        if figure is None:
            return False
        target = row["target"]
        if cell["comparator"] == "range":
            return self._distance(cell, figure) == 0
        return bool(
            {">": figure > target, "<": figure < target, "<=": figure <= target}.get(
                cell["comparator"], figure >= target
            )
        )

    def _is_worse(self, cell: Row, row: Row) -> bool:
        if row["baseline"] is None or cell["comparator"] == "range":
            return False
        if cell["comparator"] in LOWER:
            return bool(row["target"] > row["baseline"])
        return bool(row["target"] < row["baseline"])

    def _completion(self, cell: Row, row: Row) -> Fraction | None:
        has_share = cell["comparator"] not in (*LOWER, "range") and row["target"] > 0
        return row["value"] / row["target"] if has_share else None

    def _progress(self, cell: Row, row: Row) -> Fraction | None:
        if row["baseline"] is None or self._is_worse(cell, row):
            return None
        if cell["comparator"] == "range":
            return None if row["base_outside"] == 0 else 1 - row["outside"] / row["base_outside"]
        if row["target"] == row["baseline"]:
            return None
        return Fraction((row["value"] - row["baseline"]) / Fraction(row["target"] - row["baseline"]))

    def _years(self, cell: Row) -> tuple[int, int]:
        start, due = Period.at(cell["start"]), Period.at(cell["due"])
        return (start.year if start.quarter == 4 else start.year - 1), due.year

    def _share(self, cell: Row, period: Period) -> Fraction:
        if cell["counted"] == "by_year":
            first, last = self._years(cell)
            share = Fraction(period.year - first, last - first)
        else:
            share = Fraction(period.ordinal - cell["start"], cell["due"] - cell["start"])
        return min(max(share, Fraction(0)), Fraction(1))

    def _own_line(self, cell: Row, row: Row, period: Period) -> Fraction | None:
        """Where the plan's own schedule wants the value to be; None where it has none."""
        for one in self.milestones:
            if (one["indicator"], one["region"]) == (cell["indicator"], cell["region"]) and one[
                "period"
            ] == period.ordinal:
                begin = row["baseline"] if one["line_from"] is None else one["line_from"]
                end = row["target"] if one["line_to"] is None else one["line_to"]
                if begin is None:
                    return None
                return Fraction(begin + (Fraction(end) - begin) * Fraction(one["part"], one["steps"]))
        return None

    def _milestone(self, cell: Row, row: Row, period: Period) -> Fraction | None:
        """What the whole year should bring, of what is counted by year."""
        if cell["comparator"] == "range" or period.ordinal > cell["due"]:
            return None
        first, last = self._years(cell)
        line = self._own_line(cell, row, period)
        if line is None and period.year == last:
            line = row["target"]
        if line is None and row["baseline"] is not None:
            line = row["baseline"] + (row["target"] - row["baseline"]) * self._share(cell, period)
        return line if line is not None and line >= 0 else None

    def _line(self, cell: Row, row: Row, period: Period) -> Fraction | None:
        if self._in_year(cell, period):
            milestone = self._milestone(cell, row, period)
            return None if milestone is None else milestone * Fraction(period.quarter, 4)
        own = self._own_line(cell, row, period)
        if own is not None or row["baseline"] is None:
            return own
        return Fraction(row["baseline"] + (row["target"] - row["baseline"]) * self._share(cell, period))

    def _scheduled(self, cell: Row, row: Row, period: Period) -> Fraction | None:
        """The value asked for by now."""
        if cell["kind"] == "milestone" or self._is_worse(cell, row):
            return None
        if cell["comparator"] != "range":
            return self._line(cell, row, period)
        if not row["base_outside"] or self._in_year(cell, period):
            return None
        lower, upper = (Fraction(cell[bound], cell["target_under"]) for bound in ("target", "upper"))
        bound = lower if row["baseline"] < lower else upper
        return Fraction(row["baseline"] + (bound - row["baseline"]) * self._share(cell, period))

    def _lead(self, cell: Row, row: Row, period: Period) -> Fraction | None:
        sign = -1 if cell["comparator"] in LOWER else 1
        if self._in_year(cell, period):
            milestone = self._milestone(cell, row, period)
            if milestone is None:
                return None
            if milestone == 0:
                return Fraction(0) if sign * row["value"] >= 0 else Fraction(-1)
            return Fraction(sign * (row["value"] / milestone - Fraction(period.quarter, 4)))
        if row["progress"] is None:
            return None
        if cell["comparator"] == "range":
            own = self._own_line(cell, row, period)
            if own is None:
                return Fraction(row["progress"] - self._share(cell, period))
            return None
        line = self._line(cell, row, period)
        assert line is not None
        return Fraction(row["progress"] - (line - row["baseline"]) / (row["target"] - row["baseline"]))

    def _in_year(self, cell: Row, period: Period) -> bool:
        return bool(cell["counted"] == "by_year" and period.quarter < 4)

    # What that is called

    def _status(self, cell: Row, row: Row, period: Period) -> str:
        before = self._before_judgement(cell, row, period)
        if before:
            return before
        at_due = period.ordinal == cell["due"]
        if self._is_worse(cell, row):
            return "missed" if at_due and not row["met"] else "target_below_baseline"
        if self._in_year(cell, period):
            return self._status_within_the_year(cell, row, period)
        if row["met"]:
            if self._meets(cell, row, row["baseline"]):
                return "achieved_at_baseline"
            return "achieved" if at_due else "achieved_early"
        if at_due:
            return "missed"
        if cell["kind"] == "milestone":
            return "not_due"
        return self._status_on_the_way(cell, row, period)

    def _before_judgement(self, cell: Row, row: Row, period: Period) -> str | None:
        if not row["applies"]:
            return "not_applicable"
        if period.ordinal <= cell["start"]:
            return "baseline_period"
        is_silent = row["value"] is None and row["gap"] in ("not_reported", "no_value", "not_applicable")
        if is_silent and not (cell["is_asked"] and period.quarter % cell["every"] == 0):
            return "not_due"
        if is_silent:
            return "not_reported"
        if self._is_partial(row):
            return "partly_reported"
        return "not_assessable" if row["cell_gap"] or row["gap"] else None

    def _status_within_the_year(self, cell: Row, row: Row, period: Period) -> str:
        in_target_year = period.year == Period.at(cell["due"]).year
        if in_target_year and cell["comparator"] in LOWER and not row["met"]:
            return "missed"
        if (
            in_target_year
            and cell["comparator"] == "range"
            and row["value"] > Fraction(cell["upper"], cell["target_under"])
        ):
            return "missed"
        if in_target_year and cell["comparator"] not in (*LOWER, "range") and row["met"]:
            return "achieved_early"
        return "no_baseline" if row["lead"] is None else self._status_of_lead(cell, row, period)

    def _status_on_the_way(self, cell: Row, row: Row, period: Period) -> str:
        if row["baseline"] is None:
            return "no_baseline"
        if cell["comparator"] == "range":
            is_worse_than_base = row["outside"] > row["base_outside"]
            is_even = False
        else:
            difference = row["value"] - row["baseline"]
            is_worse_than_base = (difference > 0) if cell["comparator"] in LOWER else (difference < 0)
            is_even = row["target"] == row["baseline"]
        if is_worse_than_base:
            return "regressed"
        return "no_baseline" if is_even else self._status_of_lead(cell, row, period)

    def _status_of_lead(self, cell: Row, row: Row, period: Period) -> str:
        points = row["lead"] * 100
        limits = self.thresholds
        if points >= limits.ahead:
            return "ahead"
        if points >= limits.on_schedule:
            return "on_schedule"
        if points >= limits.roughly_on_schedule or self._is_within_a_step(cell, row, period):
            return "roughly_on_schedule"
        return "behind" if points >= limits.behind else "far_behind"

    def _is_within_a_step(self, cell: Row, row: Row, period: Period) -> bool:
        if cell["comparator"] == "range":
            short = row["outside"] - (1 - self._share(cell, period)) * row["base_outside"]
        else:
            line = self._line(cell, row, period)
            assert line is not None
            short = row["value"] - line if cell["comparator"] in LOWER else line - row["value"]
        return bool(short < cell["step"])

    # What only the whole series tells

    def _look_back(self, cell: Row, rows: list[Row]) -> None:
        at_due = next((row["status"] for row in rows if row["period"].ordinal == cell["due"]), None)
        for row in rows:
            is_after = row["period"].ordinal > cell["due"]
            if is_after and row["applies"]:
                row["status"] = at_due
            can_be_exceeded = cell["comparator"] in (*LOWER, "range")
            is_met = row["met"] and not (can_be_exceeded and self._in_year(cell, row["period"]))
            row["met_late"] = is_after and row["status"] in ("missed", "not_reported") and is_met
            row["light"] = LIGHTS.get(row["status"], "grey")
            is_excused = (row["status"] == "not_reported" and str(row["period"]) not in self.overdue) or (
                row["status"] == "target_below_baseline" and cell["acknowledged"]
            )
            row["warning"] = cell["nature"] == "binding" and row["status"] in WARNING and not is_excused
        for place, row in enumerate(rows):
            later = [one["light"] for one in rows[place + 1 :]]
            row["recovered"] = row["light"] in ("yellow", "red") and "green" in later
            row["forecast"] = self._forecast(cell, rows[: place + 1])

    def _forecast(self, cell: Row, rows: list[Row]) -> Fraction | None:
        """The straight line from the first point to this one, drawn on to the target date."""
        here = rows[-1]
        points = []
        for row in rows:
            is_start = row["period"].ordinal == cell["start"] and self._printed_baseline(cell, row) is not None
            if is_start:
                points.append((row["period"].ordinal, Fraction(self._printed_baseline(cell, row) or 0)))
            elif (
                row["value"] is not None and row["applies"] and not self._is_partial(row)
                and not self._in_year(cell, row["period"]) and row["period"].ordinal >= cell["start"]
            ):  # fmt: skip
                points.append((row["period"].ordinal, row["value"]))
        now, due = here["period"].ordinal, cell["due"]
        if here["cell_gap"] or not points or points[-1][0] != now or len(points) < 4 or now >= due:
            return None
        (then, first), (_, last) = points[0], points[-1]
        return Fraction(last + (last - first) / (now - then) * (due - now))

    def _printed_baseline(self, cell: Row, row: Row) -> int | None:
        """The baseline of the series, also where it is no measure of the target."""
        figures = self._figures(cell, row["period"])
        baseline: int | None = figures["baseline"]
        return baseline
