"""What can be had of a page: the data of its tables as workbooks, and a link to it as it stands now."""

from dash import html
from dash.development.base_component import Component

from common.language import _
from common.moments import CHINA, now
from data.results import PlanAssessment
from layouts.address import Address


def data_links(
    assessment: PlanAssessment, address: Address, name: str, part: str | None = None, **of_what: str
) -> Component:
    """The ways to a table's data as a workbook, and to the `part` of the page it stands in, as it is now.

    The part is called like the table, if nothing else is said.
    """
    query = address.query(plan=assessment.plan.slug, period=str(assessment.period), **of_what)
    return html.Span(
        [
            html.A("Excel", href=f"/tables/{name}.xlsx{query}", title=_("The data of this table as an Excel workbook")),
            permanent_link(assessment, address, name if part is None else part),
        ],
        className="data-links",
    )


def permanent_link(assessment: PlanAssessment, address: Address, part: str = "") -> Component:
    """A link that shows this page tomorrow as it is now: plan, period and moment stand in it."""
    moment = address.as_of.isoformat() if address.as_of else now().astimezone(CHINA).strftime("%Y-%m-%dT%H:%M:%S")
    query = address.query(plan=assessment.plan.slug, period=str(assessment.period), **{"as-of": moment})
    return html.A(
        _("Permanent link"),
        href=f"{query}#{part}" if part else query,
        title=_("To keep or to send: this page as it stands at this moment, whatever is approved later"),
        className="permanent",
    )
