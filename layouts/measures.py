"""The measures of the method in their order: each with the place on the method's page that explains it."""

from typing import NamedTuple

from common.language import _
from layouts.numbers import figure_name


class Explained(NamedTuple):
    """A measure: the anchor of its explanation, which is its figure's name, its name, its formula and what it says."""

    anchor: str
    name: str
    formula: str
    words: str


def measures() -> tuple[Explained, ...]:
    """The measures of docs/method.md. B is the baseline, T the target, V the value of the period t."""
    return (
        Explained(
            "completion",
            figure_name("completion"),
            "A = V ÷ T",
            _("The usual figure; it decides no light. Not defined where less is better, and for a range."),
        ),
        Explained(
            "progress",
            figure_name("progress"),
            "G = (V − B) ÷ (T − B)",
            _("How much of the way from the baseline to the target is behind. Not defined without a baseline, or where "
              "the target is not better than it."),
        ),
        Explained(
            "schedule",
            figure_name("schedule"),
            _("s = quarters since the baseline ÷ quarters from the baseline to the target"),
            _("How much of the way should be behind by now; where the plan sets yearly figures, along these."),
        ),
        Explained(
            "lead",
            figure_name("lead"),
            "P = G − s",
            _("In percentage points, negative where it lags; the status follows from it."),
        ),
        Explained(
            "by_year",
            _("Counted by year"),
            "P = V ÷ M − q ÷ 4",
            _("Of what starts again each January, up to the third quarter q: V is the year so far, M the year's "
              "milestone; turned round where less is better. The whole year is judged by the measures above."),
        ),
        Explained("remaining", figure_name("remaining"), "T − V", _("Of a range, to its nearer bound.")),
        Explained(
            "needed",
            figure_name("needed"),
            _("(T − V) ÷ quarters left"),
            _("What each quarter that is left has to bring."),
        ),
        Explained(
            "forecast",
            figure_name("forecast"),
            _("V + mean change per quarter × quarters left"),
            _("The value at the target date if the mean change goes on; with four points or more. It informs, and "
              "decides no light."),
        ),
        Explained(
            "attainment",
            _("Regions and their own targets"),
            "Σ min(V, T) ÷ Σ T",
            _("How many regions meet their own target; and what all come to where no surplus makes up for another "
              "(capped), beside the pooled figure."),
        ),
    )  # fmt: skip


def is_explained(figure: str) -> bool:
    """Whether the method's page explains how this figure is computed."""
    return any(one.anchor == figure for one in measures())
