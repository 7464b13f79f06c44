"""A return beside the last one: each figure now, in the last revision and for the period before.

Figures are in the unit their sender counts in (人, not 万人), as in the template.
"""

from dash import html
from dash.development.base_component import Component

from common.language import _
from data.comparison import Compared, Comparison, Reported
from data.printing import name_with_part, print_reported
from etl.template import as_asked
from indicators.plan import Indicator
from layouts.components import Child, simulated_mark, table


def comparison_table(comparison: Comparison, caption: str) -> Component:
    """The figures of one return; what differs from the last revision is marked, what is missing is said."""
    rows = comparison.rows
    has_last = any(row.last is not None for row in rows)
    before: Child = _("Last period")
    if comparison.is_before_simulated:
        before = html.Span([before, " ", simulated_mark()])
    head: list[Child] = [_("Indicator"), _("Unit"), _("Now"), _("Last revision"), before, _("Change"), _("Cell")]
    head.append(_("Explanation"))
    body = [_row(row) for row in rows]
    if not has_last:
        head.pop(3)
        body = [[*row[:3], *row[4:]] for row in body]
    figures = range(2, 6) if has_last else range(2, 5)
    return table(head, body, caption=caption, figures=figures)


def _row(row: Compared) -> list[Child]:
    indicator, now = row.indicator, row.now
    return [
        name_with_part(indicator.name, row.part),
        indicator.unit_asked if row.part == "value" and not indicator.is_rate else "",
        _now(row),
        _printed(indicator, row.part, row.last),
        _before(row),
        _change(row),
        f"{now.sheet}!{now.cell}" if now else "",
        html.Span(now.explanation, className="wrap") if now and now.explanation else "",
    ]


def _now(row: Compared) -> Child:
    if row.now is None:
        return html.Span(_("as approved") if row.is_approved else _("not reported"), className="gap")
    printed = _printed(row.indicator, row.part, row.now)
    if not row.differs_from_last:
        return printed
    return html.Span(printed, className="changed", title=_("other than in the last revision"))


def _printed(indicator: Indicator, part: str, figure: Reported | None) -> str:
    return print_sent(indicator, part, figure.value, figure.gap) if figure is not None else ""


def print_sent(indicator: Indicator, part: str, value: int | None, gap: str | None) -> str:
    """A figure as its sender would write it: in the unit people count in."""
    if value is not None and part == "value" and indicator.needs_unit_named and not indicator.is_rate:
        return f"{as_asked(indicator, value):f}"
    return print_reported(indicator, part, value, gap)


def _before(row: Compared) -> Child:
    if row.before is None or row.before_period is None:
        return ""
    printed = print_sent(row.indicator, row.part, row.before, None)
    return html.Span([printed, html.Span(f" {row.before_period}", className="gap")])


def _change(row: Compared) -> str:
    if row.change is None:
        return ""
    if row.change == 0:
        return _("unchanged")
    printed = print_sent(row.indicator, row.part, row.change, None)
    points = printed.replace("%", _(" points")) if row.part == "value" and row.indicator.is_rate else printed
    return points if row.change < 0 else f"+{points}"
