"""What a target text means: 超过90% is "more than 0.9". What is not understood says so and never becomes a number.

A text is cut into known words (wording.tokens), the words must make one of a few sentences with nothing left over
(wording.grammar), and the sentence must make sense (wording.sentences). Examples: tests/spec/test_target_texts.py.
"""

import re
from decimal import Decimal
from functools import lru_cache

from common.numbers import half_width
from indicators.plan import Direction
from indicators.wording.checks import Asked
from indicators.wording.doubts import with_doubts
from indicators.wording.grammar import sentence_of
from indicators.wording.parts import parts_of
from indicators.wording.reading import Comparator, Need, NotRead, Scope, TargetNotRead, TargetReading
from indicators.wording.sentences import meaning_of
from indicators.wording.tokens import tokens_of

__all__ = [
    "Comparator", "Need", "NotRead", "Scope", "TargetNotRead", "TargetReading", "read_silence", "read_target",
    "target_as_json",
]  # fmt: skip

NO_VALUE = frozenset({"-", "—"})
NOT_APPLICABLE = frozenset({"——", "--"})

# A target is a phrase; what is longer is a sentence with more in it.
_LONGEST = 200
_LONGEST_PHRASE = 80
_LETTERS = {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_PLAIN = str.maketrans("（）［］〔〕【】：／＞＜≧≦⩾⩽﹪＊；～〜", "()[][][]:/><≥≤≥≤%*;~~") | _LETTERS
_PARTED_DIGITS = re.compile(r"[0-9.,]\s+[0-9.,]")
_SPACES = re.compile(r"\s+")
# Not 〔2024〕56号, and not [100,200], which may be an interval.
_CUMULATIVE = re.compile(r"(?P<lead>[^\[\]0-9]{0,30})\[(?P<figure>[^\[\],~-]{1,20})\](?P<unit>[^\[\]0-9]{0,10})")
_LONE_MARK = re.compile(r"\[[0-9]\]")


@lru_cache(maxsize=4096)
def read_target(
    text: str, unit: str | None = None, direction: Direction | None = None, *, name: str | None = None
) -> TargetReading | TargetNotRead:
    """Read a target as a plan writes it, given the indicator's own unit, direction and name where they are known."""
    if len(text.strip()) > _LONGEST:
        return TargetNotRead(text, "not_understood", parts_of(text))
    if silence := read_silence(text):
        return TargetNotRead(text, silence)
    plain = half_width(text).translate(_PLAIN)
    phrase = _phrase(plain)
    sentence = sentence_of(tokens_of(phrase, unit)) if phrase else None
    reading = meaning_of(sentence, Asked(text, unit, direction, name or "")) if sentence else None
    return with_doubts(reading) if reading else TargetNotRead(text, "not_understood", parts_of(text))


def read_silence(text: str) -> NotRead | None:
    """Which of the three ways of giving no figure a text is, if it is one: blank, `-` or `——`."""
    if text[:1].isalnum() or len(text) > _LONGEST:
        return None
    plain = half_width(text)
    if not plain:
        return "blank"
    if plain in NOT_APPLICABLE:
        return "not_applicable"
    return "no_value" if plain in NO_VALUE else None


def target_as_json(reading: TargetReading | TargetNotRead) -> dict[str, object]:
    """The reading as `target --json` prints it."""
    if isinstance(reading, TargetNotRead):
        return {"text": reading.text, "problem": reading.problem, "parts": list(reading.parts)}
    return {
        "text": reading.text,
        "comparator": reading.comparator,
        "value": _json_number(reading.value),
        "upper": _json_number(reading.upper),
        "unit": reading.unit,
        "scope": reading.scope,
        "relative_to": reading.relative_to,
        "approximate": reading.approximate,
        "needs": list(reading.needs),
        "due": str(reading.due) if reading.due else None,
    }


def _phrase(plain: str) -> str | None:
    """The text without its spaces, a figure in square brackets marked as cumulative; None where it can be no target."""
    if _PARTED_DIGITS.search(plain):
        return None
    phrase = _SPACES.sub("", plain).rstrip("。;,")
    if len(phrase) > _LONGEST_PHRASE:
        return None
    # A lone [1] may as well be a footnote.
    if (match := _CUMULATIVE.fullmatch(phrase)) and not _LONE_MARK.fullmatch(phrase):
        return f"累计{match['lead']}{match['figure']}{match['unit']}"
    return phrase


def _json_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
