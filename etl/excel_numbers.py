"""What the numbers in an Excel sheet say: an amount, a percentage, a day. Number and style say it, not the place."""

import re
from datetime import date, time
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from etl.cells import Shown, shown_moment, shown_number, shown_text
from etl.excel_parts import StylesPart

# A sheet's figures repeat; more different ones than these are not kept.
_KEPT = 4096


class NumberReader:
    """Reads numbers as they are written in a sheet, each with its style's place in the list of styles."""

    def __init__(self, styles: StylesPart, *, counts_from_1904: bool) -> None:
        self.styles = styles
        self.first_day = CALENDAR_MAC_1904 if counts_from_1904 else CALENDAR_WINDOWS_1900
        self.read = lru_cache(maxsize=_KEPT)(self._read)

    def _read(self, text: str, style: str) -> Shown:
        number = float(text) if re.search("[.eE]", text) else int(text)
        number_format = self.styles.format_of(int(style))
        if not _is_date(number_format):
            return shown_number(number, number_format)
        try:
            moment = from_excel(number, self.first_day, timedelta=is_timedelta_format(number_format))
        except (ValueError, OverflowError):
            # No day has this number; Excel shows ##### there.
            return shown_text(text)
        return shown_moment(moment) if isinstance(moment, date | time) else shown_text(str(moment))


@lru_cache(maxsize=1000)
def _is_date(number_format: str) -> bool:
    return bool(is_date_format(number_format))
