"""Dates and years of reference in a target text: 2024年6月底前 is the second quarter of 2024, 比2023年 a reference."""

import re

from common.periods import Period

_YEAR = r"(?:19|20)[0-9]{2}年"
# The last year of a five-year plan: 十三五末 is the end of 2020.
_PLAN_ENDS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}
_PLAN_END = rf"[“\"]?(?:{'|'.join(_PLAN_ENDS)})[”\"]?(?:规划)?(?:时期|期)?末"
_PAST = rf"(?:{_YEAR}(?:年?[底末])?|{_PLAN_END}|上一?年度?末?|去年末?|基期年?|基准年)"

# 比2023年, 较上年同期, 在2023年基础上, 同比: what a change is measured from.
REFERENCE = (
    rf"(?:比|较|相比|相较|对比){_PAST}(?:的?(?:同期|水平))*"
    rf"|(?:与|同|和){_PAST}(?:同期|水平)?(?:相比|比较|比)"
    rf"|[在以]{_PAST}的?(?:基础上|为基数|为基期|为基准)"
    rf"|同比"
)
# 2023年的2倍, 2020年的90%: what a share is taken of.
SHARE_OF_PAST = rf"{_PAST}(?:同期|水平)?的(?=[0-9一二两三四五六七八九十百])"
# 不低于2023年水平: the indicator's own past as the level. A year alone could as well be a date.
LEVEL_OF_PAST = rf"(?:{_PAST}(?:同期)?水平|上年|去年|上年同期|去年同期|基期(?:值|数)?)(?=$|\()"

_MONTH = r"(?P<month>1[0-2]|0?[1-9])月份?(?P<day>底|末|(?:3[01]|[12][0-9]|0?[1-9])日)?"
_PART = rf"年?[底末]|{_MONTH}|(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度(?P<quarter_end>[底末])?"
_BY = r"(?:截至|截止|到|至|在|于)?"
# 2025年后, 2025年起 and 2025年前后 are no deadlines; nor is the first of two years (2023年—2025年).
_BEFORE = r"(?P<before>之前|以前|前)?(?!前|后|之|以|起|中|初|度|[-~–—―−至])"
DATE = rf"{_BY}(?:(?P<year>20[0-9]{{2}})年(?:度|内)?(?:{_PART})?|(?P<plan>{_PLAN_END}))(?:之?内)?{_BEFORE}"
DATE_WITHOUT_YEAR = (
    r"(?:年[底末内]|1?[0-9]月(?:底|末|[0-9]{1,2}日)|[上下]半年|第?[一二三四1-4]季度[底末]?)(?:之前|以前|前)?"
)
_DATE = re.compile(DATE)


def reference_of(text: str) -> str:
    """What a reference names: a year as text, "previous_year", or "baseline"."""
    if year := re.search(r"(?:19|20)[0-9]{2}", text):
        return year[0]
    if plan := re.search("|".join(_PLAN_ENDS), text):
        return str(_PLAN_ENDS[plan[0]])
    return "previous_year" if re.search("同比|上一?年|去年", text) else "baseline"


def read_due(text: str) -> Period:
    """The quarter in which a date's last day falls: 2025年底前 is 2025Q4, 2025年前 is 2024Q4, 6月30日前 is in June."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    year = int(match["year"]) if match["year"] else _PLAN_ENDS[re.sub(r"[^十一二三四五]", "", match["plan"])[:3]]
    if match["month"]:
        return _quarter_of_month(year, int(match["month"]), _is_before_its_start(match, "month", "day"))
    if match["half"]:
        return Period(year, 2 if match["half"] == "上" else 4)
    if match["quarter"]:
        quarter = "一二三四".find(match["quarter"]) + 1 or int(match["quarter"])
        return _quarter(year, quarter - 1 if _is_before_its_start(match, "quarter", "quarter_end") else quarter)
    return Period.end_of_year(year - 1 if match["before"] and text.rstrip("之以前").endswith("年") else year)


def is_deadline(text: str) -> bool:
    """Whether a date says "by": 到2025年, 2025年底前. A mere 2025年 may name the year a change happens in."""
    match = _DATE.fullmatch(text)
    return match is not None and (bool(match["before"]) or text.startswith(("到", "至", "截")))


def _is_before_its_start(match: re.Match[str], part: str, end: str) -> bool:
    """Whether 前 excludes the part named: 6月前 ends in May, 6月底前 in June; 1月1日前 ends the year before."""
    return bool(match[part] and match["before"] and (not match[end] or match[end] in ("1日", "01日")))


def _quarter_of_month(year: int, month: int, is_before: bool) -> Period:
    last = month - 1 if is_before else month
    return _quarter(year, (last + 2) // 3)


def _quarter(year: int, quarter: int) -> Period:
    return Period(year, quarter) if quarter else Period.end_of_year(year - 1)
