"""The choices an address carries in its query: plan, period and as-of. A page's address is a promise."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from common.moments import CHINA, end_of_day
from common.periods import Period
from common.problems import Problem, Refusal

_LENGTH_OF_DAY = len("2025-06-30")


@dataclass(frozen=True)
class Address:
    """The choices an address carries. None: the only plan, the latest period with figures, this moment."""

    plan: str | None = None
    period: Period | None = None
    as_of: date | datetime | None = None

    @property
    def moment(self) -> datetime | None:
        return _moment_of(self.as_of) if self.as_of else None

    @property
    def as_of_words(self) -> str:
        """The day or the moment as a reader writes it; empty where it is now."""
        return self.as_of.isoformat(*((" ",) if isinstance(self.as_of, datetime) else ())) if self.as_of else ""

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
    """Read the choices from an address's query. Raises Refusal for one not readable."""
    plan, period, as_of = (values.get(name, "") for name in ("plan", "period", "as-of"))
    return Address(plan or None, read_period(period) if period else None, read_day(as_of) if as_of else None)


def read_search(search: str | None) -> Address:
    """read_address for a query string as the browser holds it."""
    return read_address(queried(search))


def queried(search: str | None) -> dict[str, str]:
    """What a query string says, as it is written; of what it says twice the last."""
    return {name: found[-1] for name, found in parse_qs((search or "").removeprefix("?")).items()}


def read_period(text: str) -> Period:
    """Read a period someone asks for; raises Refusal."""
    try:
        return Period.read(text)
    except ValueError as error:
        raise Refusal(Problem("bad_period", value=text)) from error


def read_day(text: str) -> date | datetime:
    """Read a day someone asks for, 2025-06-30, or a moment of it, 2025-06-30T18:05, in China's time; raises Refusal."""
    try:
        asked = date.fromisoformat(text) if len(text) == _LENGTH_OF_DAY else datetime.fromisoformat(text)
        _moment_of(asked)
    except (ValueError, OverflowError) as error:
        raise Refusal(Problem("bad_day", value=text)) from error
    return asked


def _moment_of(asked: date | datetime) -> datetime:
    """The end of a day, or a very moment, both in China's time; ValueError for a moment of elsewhere."""
    if not isinstance(asked, datetime):
        return end_of_day(asked)
    if asked.tzinfo is not None:
        raise ValueError("a moment in an address is one of China")
    return asked.replace(tzinfo=CHINA).astimezone(UTC)


def own_path(text: str | None) -> str:
    """An address on this site to go on to; the overview for one that leads elsewhere."""
    try:
        parts = urlsplit((text or "").replace("\\", "/"))
    except ValueError:
        return "/"
    is_own = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")
    return f"{parts.path}?{parts.query}" if is_own and parts.query else parts.path if is_own else "/"
