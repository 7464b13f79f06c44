"""The parts of a target text that is not understood, for a person to choose from."""

import re

from indicators.wording import words as words

_DIGIT = "[0-9０-９]"
# A comma between digits may separate thousands, and 3A（含）以上 is one phrase: neither parts anything.
_SEPARATORS = re.compile(
    rf"[;；、。\s]+|(?<!{_DIGIT})[,，]+|[,，]+(?!{_DIGIT})|并且|而且|同时|[且或]|(?<=%)/(?={_DIGIT})"
    rf"|[(（](?=[^()（）]*{_DIGIT})"
)
_COMPARATORS = "|".join(sorted({*words.BEFORE, "优于", "好于", "达到", "接近"}, key=len, reverse=True))
_OTHER_QUANTITIES = tuple(
    re.compile(pattern)
    for pattern in (
        # 高于全省平均
        rf"([\u4e00-\u9fff]{{0,20}}?)({_COMPARATORS})([^0-9０-９一二两三四五六七八九十百%％]{{2,30}})((?:{_DIGIT}.{{0,15}})?)",
        # 与经济增长同步
        r"([与同跟和])([^0-9０-９%％]{2,30}?)((?:保持|基本)*(?:同步|一致|持平|相当|相适应|挂钩|协调)(?:增长|发展)?)",
        # 比全省平均高5个百分点
        r"([比较])([^0-9０-９%％]{2,30}?)([高低多少快](?:出|于)?.{1,20})",
    )
)
_MOST = 20
_FURTHEST = 400


def parts_of(text: str) -> tuple[str, ...]:
    """A text's parts: its conditions one by one, and another quantity it is set against apart (高于 · 全省平均)."""
    found: list[str] = []
    for part in _SEPARATORS.split(text[:_FURTHEST].strip()):
        matches = (pattern.fullmatch(part) for pattern in _OTHER_QUANTITIES)
        match = next(filter(None, matches), None)
        whole = part if re.search("[(（]", part) else part.rstrip("）)")
        found.extend(filter(None, match.groups() if match else (whole,)))
    return tuple(found[:_MOST])
