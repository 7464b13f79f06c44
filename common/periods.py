"""Reporting periods: quarters, written 2023Q4."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from common.language import _

_PERIOD = re.compile(r"([0-9]{4})Q([1-4])")


@dataclass(frozen=True, order=True)
class Period:
    """One quarter. A year's figure belongs to its fourth quarter."""

    year: int
    quarter: int

    @classmethod
    def read(cls, text: str) -> "Period":
        """Read "2023Q4"; raises ValueError for anything else."""
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise ValueError(f"not a period: {text!r} (write 2023Q4)")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def end_of_year(cls, year: int) -> "Period":
        """The period a heading such as "2024年", without a quarter, speaks of."""
        return cls(year, 4)

    @classmethod
    def at(cls, ordinal: int) -> "Period":
        """The period with this ordinal."""
        return cls(ordinal // 4, ordinal % 4 + 1)

    @classmethod
    def of_day(cls, day: str) -> "Period":
        """The period that a day written 2024-06-30 lies in; raises ValueError for anything else."""
        found = date.fromisoformat(day)
        return cls(found.year, (found.month + 2) // 3)

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        following = Period.at(self.ordinal + 1)
        return date(following.year, following.quarter * 3 - 2, 1) - timedelta(days=1)

    @property
    def ordinal(self) -> int:
        """The quarters before it since the year 0: one more for each quarter, so that differences count quarters."""
        return self.year * 4 + self.quarter - 1

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.quarter}"

    def words(self) -> str:
        """The period as a reader sees it: 2023年四季度."""
        return _("{quarter} {year}", year=self.year, quarter=self.quarter_words())

    def quarter_words(self) -> str:
        """The quarter without its year: 四季度."""
        return (_("first quarter"), _("second quarter"), _("third quarter"), _("fourth quarter"))[self.quarter - 1]
