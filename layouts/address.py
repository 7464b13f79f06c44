"""The choices an address carries in its query: plan, period and as-of. A page's address is a promise."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

from common.moments import end_of_day
from common.periods import Period
from common.problems import Problem, Refusal


@dataclass(frozen=True)
class Address:
    """The choices an address carries. None: the only plan, the latest period with figures, this moment."""

    plan: str | None = None
    period: Period | None = None
    as_of: date | None = None

    @property
    def moment(self) -> datetime | None:
        return end_of_day(self.as_of) if self.as_of else None

    def query(self, **changes: str | None) -> str:
        """The choices as a query string, some of them changed; empty where nothing is chosen."""
        chosen = {
            "plan": self.plan,
            "period": str(self.period) if self.period else None,
            "as-of": self.as_of.isoformat() if self.as_of else None,
            **changes,
        }
        filled = {name: value for name, value in chosen.items() if value}
        return "?" + urlencode(filled) if filled else ""


def read_address(values: dict[str, Any]) -> Address:
    """Read the choices from an address's query; raises Refusal for one that cannot be read."""
    return Address(values.get("plan") or None, _period(values.get("period")), _day(values.get("as-of")))


def read_search(search: str | None) -> Address:
    """read_address for a query string as the browser holds it."""
    values = parse_qs((search or "").removeprefix("?"))
    return read_address({name: found[-1] for name, found in values.items()})


def _period(text: str | None) -> Period | None:
    if not text:
        return None
    try:
        return Period.read(text)
    except ValueError as error:
        raise Refusal(Problem("bad_period", value=text)) from error


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(Problem("bad_day", value=text)) from error
