"""The parts of a target text that is not understood, for a person to choose from."""

import re

from indicators import target_words as words

# A comma between digits may separate thousands; it parts nothing.
_SEPARATORS = re.compile(r"[;；、。\n\s]+|(?<![0-9])[,，]+|[,，]+(?![0-9])|(?:并且|而且|同时|[且或])")
_OTHER_QUANTITY = re.compile(
    rf"(?P<subject>[\u4e00-\u9fff]{{0,20}}?)(?P<comparator>{'|'.join(sorted((*words.BEFORE, '优于', '好于', '达到', '接近'), key=len, reverse=True))})"
    r"(?P<other>[^0-9一二两三四五六七八九十百%]{2,30})"
)
_IN_STEP = re.compile(
    r"(?P<with>[与同跟和])(?P<other>[^0-9%]{2,30}?)(?P<same>(?:保持|基本)*(?:同步|一致|持平|相当|相适应|挂钩|协调)(?:增长|发展)?)"
)
_MOST = 20


def parts_of(plain: str) -> tuple[str, ...]:
    """A text's parts: its conditions one by one, and another quantity it is set against apart (高于 · 全省平均)."""
    found: list[str] = []
    for part in _SEPARATORS.split(plain[: _MOST * 100]):
        match = _OTHER_QUANTITY.fullmatch(part) or _IN_STEP.fullmatch(part)
        found.extend(filter(None, match.groups() if match else (part,)))
    return tuple(found[:_MOST])
