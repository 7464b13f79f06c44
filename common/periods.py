"""Reporting periods: quarters, written 2023Q4."""

import re
from dataclasses import dataclass

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

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.quarter}"

    def words(self) -> str:
        """The period as a reader sees it: 2023年四季度."""
        quarter = (_("first quarter"), _("second quarter"), _("third quarter"), _("fourth quarter"))[self.quarter - 1]
        return _("{quarter} {year}", year=self.year, quarter=quarter)
