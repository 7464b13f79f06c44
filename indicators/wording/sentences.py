"""What each sentence a target may be means, given the indicator's own unit, direction and name.

The conventions (signs, inclusive words, what needs a person) are those of docs/method.md.
"""

import re
from collections.abc import Callable
from fractions import Fraction

from indicators.wording import words as words
from indicators.wording.checks import (
    Asked,
    ends_of,
    is_a_change,
    is_a_level,
    is_a_whole_subset,
    is_plain,
    make_reading,
    meets_its_start,
    written_comparator,
)
from indicators.wording.dates import reference_of
from indicators.wording.grammar import Sentence
from indicators.wording.lead import is_subject
from indicators.wording.numerals import chinese_number
from indicators.wording.quantity import Quantity, in_unit
from indicators.wording.reading import Comparator, TargetReading

_GROWTH_NAME = re.compile(rf"{'|'.join(words.GROWTH_NOUNS)}|增长(?:$|[（(])")
_DROP_NAME = re.compile(rf"{'|'.join(words.DROP_NOUNS)}|(?:下降|降低)(?:$|[（(])")
_ADDED_NAME = re.compile("|".join(words.ADDED))
# 完成情况 heads a column; it asks for nothing.
_HEADING = re.compile("(?:情况|进度|时间|时限|日期|单位|名单|年份)$")
_FLIPPED: dict[Comparator, Comparator] = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "range": "range"}


def meaning_of(sentence: Sentence, asked: Asked) -> TargetReading | None:
    """The reading of a sentence; None where its words do not go together."""
    return _MEANINGS[sentence.name](sentence, asked)


def _level(sentence: Sentence, asked: Asked) -> TargetReading | None:
    """达到90%, 35~40张, 每千人8张: a level to reach."""
    first = sentence.first
    if first is None or not is_a_level(sentence, asked, is_drop_rate=bool(_DROP_NAME.search(asked.name))):
        return None
    if sentence.second is not None:
        return _range(sentence, asked)
    if is_a_whole_subset(sentence):
        return make_reading(sentence, asked, "all", None, asked.unit)
    known, comparator = written_comparator(sentence)
    if not known or not meets_its_start(sentence, comparator):
        return None
    value, unit = _level_in_unit(sentence, first, asked)
    is_certain = asked.has_direction and value != 0 and not first.looks_like_a_date
    is_an_age = first.unit == "岁" != asked.own_unit and not (sentence.lead.subject or sentence.said("level"))
    is_sure = (comparator is not None or is_certain) and is_plain(sentence) and not is_an_age
    return make_reading(sentence, asked, comparator or _implied(sentence, first, asked), value, unit, is_sure=is_sure)


def _range(sentence: Sentence, asked: Asked) -> TargetReading | None:
    ends = ends_of(sentence)
    if ends is None:
        return None
    (lower, unit), (upper, _) = (_level_in_unit(sentence, end, asked) for end in ends)
    return make_reading(sentence, asked, "range", lower, unit, upper=upper, is_sure=is_plain(sentence))


def _change(sentence: Sentence, asked: Asked) -> TargetReading | None:
    """比2023年增长20%, 下降15%以上, 提高5个百分点: a change, signed."""
    verb = sentence.said("change").removesuffix("了")
    sign = words.CHANGES[verb]
    ends = ends_of(sentence)
    known, comparator = written_comparator(sentence)
    if ends is None or not known or not is_a_change(sentence, asked, sign):
        return None
    read: Comparator = "range" if sentence.second else comparator or ">="
    names_it = _is_named_so(verb, sign, ends[0], asked)
    (lower, unit), (upper, _) = (_change_in_unit(end, asked) for end in (ends if names_it else ends[::sign]))
    end = upper if sentence.second else None
    if names_it:
        is_sure = is_plain(sentence) and sign > 0 and sentence.lead.reference in (None, "previous_year")
        return make_reading(sentence, asked, read, lower, unit, upper=end, is_sure=is_sure)
    if _GROWTH_NAME.search(asked.name) and sign < 0 and ends[0].kind == "share":
        # A growth of −5%, or a growth rate that is 5% less?
        return None
    return make_reading(
        sentence, asked, read if sign > 0 else _FLIPPED[read], sign * lower, unit,
        upper=None if end is None else sign * end, relative_to=_measured_from(sentence),
        is_sure=lower != 0 and _is_sure_of_a_change(sentence, asked, verb, sign, ends[0]),
    )  # fmt: skip


def _doubling(sentence: Sentence, asked: Asked) -> TargetReading | None:
    """翻一番 is +1, 翻两番 +3 (twice doubled)."""
    times = re.sub("[翻番倍了]", "", sentence.said("double"))
    doublings = int(times) if times.isascii() and times else int(chinese_number(times) or 1)
    known, comparator = written_comparator(sentence)
    if not known or comparator not in (None, ">=") or sentence.lead.growth_noun or sentence.lead.per:
        return None
    is_sure = asked.own_unit not in ("%", "‰") and asked.direction != "decrease" and is_plain(sentence)
    change = Fraction(2**doublings - 1)
    return make_reading(sentence, asked, ">=", change, "%", relative_to=_measured_from(sentence), is_sure=is_sure)


def _share_of_past(sentence: Sentence, asked: Asked) -> TargetReading | None:
    """达到2023年的2倍 is +1 relative to 2023; 降至2020年的90% is −0.1."""
    first, lead = sentence.first, sentence.lead
    known, comparator = written_comparator(sentence)
    if first is None or first.kind not in ("times", "share") or not known:
        return None
    if lead.reference or lead.growth_noun or lead.per:
        return None
    change = first.value - 1
    comparator = comparator or (">=" if change > 0 else "<=")
    goes_its_way = change != 0 and (comparator[0] == ">") == (change > 0)
    has_verb = bool(sentence.said("level") or sentence.said("before"))
    is_sure = has_verb and goes_its_way and asked.own_unit not in ("%", "‰") and is_plain(sentence)
    relative_to = reference_of(sentence.said("past"))
    return make_reading(sentence, asked, comparator, change, "%", relative_to=relative_to, is_sure=is_sure)


def _level_of_past(sentence: Sentence, asked: Asked) -> TargetReading | None:
    """不低于2023年水平: no worse than then, which is a change of zero; a person confirms every zero."""
    known, comparator = written_comparator(sentence)
    has_verb = bool(sentence.said("level") or sentence.said("before"))
    if not known or not has_verb or sentence.lead.reference or sentence.lead.per:
        return None
    comparator = comparator or ("<=" if asked.direction == "decrease" else ">=")
    relative_to = reference_of(sentence.said("past"))
    return make_reading(sentence, asked, comparator, Fraction(0), "%", relative_to=relative_to, is_sure=False)


def _every_one(sentence: Sentence, asked: Asked) -> TargetReading | None:
    """应建尽建, 全覆盖, 100%全覆盖: every one there is, so the number of all must be collected."""
    first, lead = sentence.first, sentence.lead
    is_whole = first is None or (first.kind == "share" and first.value == 1)
    falls = words.LEVELS.get(sentence.said("level")) == "<="
    if not is_whole or falls or lead.reference or lead.per or lead.growth_noun:
        return None
    return make_reading(sentence, asked, "all", None, asked.unit)


def _none_at_all(sentence: Sentence, asked: Asked) -> TargetReading | None:
    """零发生: at most none. A person confirms every zero."""
    if sentence.lead.reference or sentence.lead.per:
        return None
    return make_reading(sentence, asked, "<=", Fraction(0), asked.own_unit, is_sure=False)


def _done(sentence: Sentence, asked: Asked) -> TargetReading | None:
    """2025年底前建成: a milestone. A person confirms one without its year, and a year with nothing said of it."""
    verb, noun = sentence.said("done"), sentence.said("noun")
    if (verb and verb not in words.DONE) or (noun and (not is_subject(noun) or _HEADING.search(noun))):
        return None
    is_a_year_alone = not verb and sentence.lead.is_dated_by_a_mere_year
    is_sure = not sentence.said("undated") and not is_a_year_alone
    return make_reading(sentence, asked, "done", None, None, is_sure=is_sure)


_MEANINGS: dict[str, Callable[[Sentence, Asked], TargetReading | None]] = {
    "level": _level,
    "change": _change,
    "doubling": _doubling,
    "share_of_past": _share_of_past,
    "level_of_past": _level_of_past,
    "every_one": _every_one,
    "none_at_all": _none_at_all,
    "done": _done,
}


def _implied(sentence: Sentence, quantity: Quantity, asked: Asked) -> Comparator:
    """The comparator of a number without one: the direction's, else ≥; a zero of accidents is meant as the most."""
    unit = quantity.unit or asked.own_unit
    is_a_worded_zero = quantity.value == 0 and (sentence.said("first")[0] == "零" or unit in words.EVENT_UNITS)
    if asked.direction == "decrease" or (is_a_worded_zero and not asked.has_direction):
        return "<="
    return ">="


def _level_in_unit(sentence: Sentence, quantity: Quantity, asked: Asked) -> tuple[Fraction, str | None]:
    if quantity.kind != "amount":
        return quantity.value, quantity.unit
    per = f"/{sentence.lead.per}" if sentence.lead.per else ""
    own = asked.own_unit
    value, unit = in_unit(quantity, None if per else own)
    if per and not unit and own and own.endswith(per):
        return value, own
    return value, f"{unit or ''}{per}" or None


def _change_in_unit(quantity: Quantity, asked: Asked) -> tuple[Fraction, str | None]:
    if quantity.kind == "amount":
        return in_unit(quantity, asked.own_unit)
    return quantity.value, "%" if quantity.kind == "times" else quantity.unit


def _is_named_so(verb: str, sign: int, quantity: Quantity, asked: Asked) -> bool:
    """Whether the indicator itself is the change (its growth rate, its drop, the number added): then it is a level."""
    if verb in words.ADDED:
        return quantity.kind == "amount" and bool(_ADDED_NAME.search(asked.name))
    if quantity.kind != "share":
        return False
    pattern = _GROWTH_NAME if sign > 0 else _DROP_NAME
    return (sign < 0 or verb in words.GROWTH_VERBS) and bool(pattern.search(asked.name))


def _is_sure_of_a_change(sentence: Sentence, asked: Asked, verb: str, sign: int, quantity: Quantity) -> bool:
    """Whether a change needs nobody's word: not 提高5% of a percentage, not 新增, not against the direction."""
    is_of_a_rate = asked.own_unit in ("%", "‰") or bool(_GROWTH_NAME.search(asked.name))
    is_share_of_shares = is_of_a_rate and quantity.kind in ("share", "times")
    is_against = asked.direction == ("decrease" if sign > 0 else "increase")
    # 改造提升50个 is a work done on fifty.
    is_a_work = verb == "提升" and quantity.kind == "amount"
    is_in_a_year = sentence.lead.is_dated_by_a_mere_year and not sentence.lead.reference
    return is_plain(sentence) and not (
        is_share_of_shares or is_against or is_in_a_year or is_a_work or verb in words.ADDED
    )


def _measured_from(sentence: Sentence) -> str:
    """The year named, else the year before for 每年 and 逐年, else the baseline (年均 too: a mean rate since then)."""
    is_each_year = sentence.lead.yearly.startswith(("每年", "逐年")) or sentence.said("yearly")
    return sentence.lead.reference or ("previous_year" if is_each_year else "baseline")
