"""What the words of one heading say: a period, a value or a target, a unit, and whatever is left: names.

Examples, the odd ones included: tests/etl/test_headings.py.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from common.numbers import half_width, has_wide, read_number

Role = Literal["value", "target"]

# What is longer is a paragraph, and what has so many digits in a row no heading; they name nothing.
LONGEST_HEADING = 200

_ENDLESS = re.compile(r"[0-9一二三四五六七八九十前、和至到—~-]{40}")

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = re.compile(r"(?<![0-9.])(20[0-9]{2})(?:年度?|(?![0-9]))")
_QUARTER = re.compile(r"(?<![前、和至到0-9—~-])第?([一二三四1-4])季度?末?|[Qq]([1-4])(?![0-9])")
# Spans of time that are no quarter and no whole year. What they end in is not for us to guess.
_OTHER_SPAN = re.compile(
    r"[0-9一二三四五六七八九十]+(?:[-—~至到、][0-9一二三四五六七八九十]+)?月份?(?:[0-9]+日)?[底末]?|^[.][0-9]+"
    r"|[上下]?半年|第?[一二三四1-4][、和至到—~-]第?[一二三四1-4]季度?|[前、和至到—~-]*第?[一二三四两1-4]个?季度?|I{1,3}V?季度?|季度?(?=$|完成|末)"
)
_NUMBERING = re.compile(
    r"^(?:[(][一二三四五六七八九十0-9]{1,3}[)]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}(?:、|[.](?=[^0-9]|[0-9]A)))"
)
# Numbers of documents and days carry years that name no period.
_NO_PERIOD = re.compile(r"[(]20[0-9]{2}[)](?:[0-9]+号)?|20[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}")
_UNIT_WORDS = re.compile(
    r"(?:单位[:：]?)?([万亿]?(?:个|家|人次|人|场次|场|次|元|项|张|件|户|名|所|处|支|套|份|起|篇|亩|吨|公里|平方米|%|‰)?(?:/年)?)"
)
# Without one of these no year or quarter is read; to know that takes a fiftieth of reading.
_LONGEST_PERIOD = 40
_YEAR_OR_MONTH = re.compile(r"-?20[0-9]{2}([.][0-9]+)?")
_MAY_NAME_PERIOD = re.compile(r"[2２]\s*[0０]|[截季Qq]")
_UNTIL = re.compile(r"截[至止]到?")
_UNIT = re.compile(r"[(]([^()]*)[)]")
_TARGET = re.compile(r"目标(?:任务)?[值数]?")
_VALUE = re.compile(r"(?:基期|累计完成|完成|实际|本期|期末|年末|年底|报送|现)(?:值|数|情况)?|^[底末]?(?:数值|数据|数)$")
# What is left of a time once year, quarter and months are taken away: 2024年全年, 2024年末.
_END_OF_TIME = re.compile(r"^(?:全年|[年底末]+)|(?<=年)末|全年$")
_MONTH_NAMES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, 1) for name in (names, str(month), f"{month:02}")}
_SPAN_END = re.compile(
    r"(?P<month>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月|(?P<quarter>[一二三四1-4])个?季度|(?P<half>上?半年)|下半年"
)
_BRACKETS = str.maketrans("（）〔〕【】［］[]", "()()()()()")
_JOINTS = re.compile(r"[-—_/·:,，、;；＼\\|]+")


@dataclass(frozen=True)
class HeadingWords:
    """One heading taken apart.

    `names` is what is left without period, role and unit; `wording` is the same with its role words, since an
    indicator's own name may hold them (已建党组织数, 任务完成率).
    """

    names: str
    wording: str
    year: int | None = None
    quarter: int | None = None
    other_span: bool = False
    many_years: bool = False
    role: Role | None = None
    unit: str | None = None
    is_baseline: bool = False


def may_name_period(text: str) -> bool:
    """Whether it is worth while to take a text apart to see whether it names a period."""
    return len(text) <= _LONGEST_PERIOD and _MAY_NAME_PERIOD.search(text) is not None


def names_period(text: str) -> bool:
    """Whether a text names a period and nothing else."""
    if not may_name_period(text):
        return False
    if read_number(text) is not None:
        return _YEAR_OR_MONTH.fullmatch(plain(text)) is not None
    words = read_heading(text)
    return not words.names and bool(words.year or words.quarter)


def plain(text: str) -> str:
    """A name without what senders vary: white space, full-width digits and brackets."""
    if text.isalnum() and not has_wide(text):
        return text
    return "".join(half_width(text).split()).translate(_BRACKETS)


def periodless(text: str) -> str:
    """A heading without its time and its numbering: what stays the same when the same form comes next quarter."""
    rest = _OTHER_SPAN.sub("", _QUARTER.sub("", _YEAR.sub("", _without_numbers(text))))
    return _JOINTS.sub("", _END_OF_TIME.sub("", rest))


def end_of_span(text: str) -> int | None:
    """The quarter in which a span ends that stands last in a text (1—9月, 前三季度, 上半年); None where none does."""
    spans = list(_SPAN_END.finditer(_YEAR.sub("", plain(text))))
    if not spans:
        return None
    if spans[-1]["month"]:
        month = _MONTHS.get(spans[-1]["month"])
        return (month + 2) // 3 if month else None
    if spans[-1]["quarter"]:
        return _QUARTERS[spans[-1]["quarter"]]
    return 2 if spans[-1]["half"] else 4


def _without_numbers(text: str) -> str:
    """A heading without what numbers it and the documents it names."""
    return _NUMBERING.sub("", _NO_PERIOD.sub("", _UNTIL.sub("", plain(text))))


@lru_cache(maxsize=4096)
def read_heading(text: str) -> HeadingWords:
    """Take one heading apart. Two years name no year; words for a target and for a value together name neither."""
    if len(text) > LONGEST_HEADING or _ENDLESS.search(text):
        return HeadingWords(text, text)
    rest = _without_numbers(text)
    years = set(_YEAR.findall(rest))
    rest = _YEAR.sub("", rest)
    quarters = {_QUARTERS[one or other] for one, other in _QUARTER.findall(rest)}
    rest = _QUARTER.sub("", rest)
    other_span = bool(_OTHER_SPAN.search(rest)) or len(quarters) > 1
    rest = _OTHER_SPAN.sub("", rest)
    brackets = _UNIT.findall(rest)
    units = [match[1] for bracket in brackets if (match := _UNIT_WORDS.fullmatch(bracket)) and match[1]]
    # What stands in brackets and is no unit (本年新增) belongs to the name, and changes it.
    bare = _UNIT.sub("", rest) + "".join(bracket for bracket in brackets if not _UNIT_WORDS.fullmatch(bracket))
    is_target, is_value = bool(_TARGET.search(bare)), bool(_VALUE.search(bare))
    names = _JOINTS.sub("", _VALUE.sub("", _TARGET.sub("", bare)))
    return HeadingWords(
        names,
        _JOINTS.sub("", bare),
        int(years.pop()) if len(years) == 1 else None,
        quarters.pop() if len(quarters) == 1 else None,
        other_span,
        len(years) > 1,
        None if is_target == is_value else "target" if is_target else "value",
        units[-1] if units else None,
        "基期" in bare,
    )
