"""Lights with a memory, and warnings for binding indicators."""

import narwhals as nw

from indicators.codes import Frame, code_of, first_that_holds
from indicators.rules import STATUS_NAMES, STATUSES

LIGHT_NAMES = ("green", "yellow", "red", "grey")


def with_light(rows: Frame) -> Frame:
    """Add `light`, the code of one of LIGHT_NAMES, which the status alone decides; none in the baseline period."""
    cases = ((nw.col("status").is_in(_codes(light=name)), code_of(LIGHT_NAMES, name)) for name in LIGHT_NAMES)
    return rows.with_columns(light=first_that_holds(*cases))


def with_recovered(rows: Frame) -> Frame:
    """Add `recovered` 补回: the period was yellow or red, and a later one of the same cell is green again.

    The light itself stays: what was behind has been behind.
    """
    is_green = nw.col("light") == code_of(LIGHT_NAMES, "green")
    last_green = nw.when(is_green).then(nw.col("period")).max().over("cell")
    was_down = nw.col("light").is_in([code_of(LIGHT_NAMES, "yellow"), code_of(LIGHT_NAMES, "red")])
    return rows.with_columns(recovered=(was_down & (last_green > nw.col("period"))).fill_null(value=False))


def with_warning(rows: Frame) -> Frame:
    """Add `warning` 预警, for binding indicators only: a status that warns.

    What is not reported warns once its return is overdue, a target below its baseline until it is acknowledged.
    """
    status = nw.col("status")
    excused = (status == code_of(STATUS_NAMES, "not_reported")) & ~nw.col("is_overdue")
    excused = excused | ((status == code_of(STATUS_NAMES, "target_below_baseline")) & nw.col("acknowledged"))
    warns = status.is_in([code_of(STATUS_NAMES, one.name) for one in STATUSES if one.warns])
    return rows.with_columns(warning=nw.col("is_binding") & warns & ~excused)


def _codes(light: str) -> list[int]:
    return [code_of(STATUS_NAMES, status.name) for status in STATUSES if status.light == light]
