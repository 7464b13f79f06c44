"""Whether the words of a target sentence go together, and what they leave for a person to confirm."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.plan import Direction
from indicators.wording import words as words
from indicators.wording.grammar import Sentence
from indicators.wording.lead import is_subject
from indicators.wording.numerals import as_decimal
from indicators.wording.quantity import Quantity, same_measure
from indicators.wording.reading import Comparator, Need, TargetReading

_PERCENT_UNITS = ("%", "‰")
_REACHED = ("达到", "达")
# 一村一品 is a slogan and not one village, 提升1个等级 a rank and not a number of things.
_NOT_COUNTED = re.compile("[一二两三四五六七八九十]|等级|名次|位次|档|台阶|级$")
_RATE_NAME = re.compile("(?:率|比例|占比|比重)(?:$|[(（])")
_RANKS = ("位", "名")
_RANKING_VERBS = ("提高", "提升", "上升", "升高", "下降", "降低", "回落", "降")
_KEPT = ("保持", "保持在", "维持", "维持在")


@dataclass(frozen=True)
class Asked:
    """What is known of the indicator whose target is read."""

    text: str
    unit: str | None
    direction: Direction | None
    name: str

    @property
    def own_unit(self) -> str | None:
        """The unit without /年, which is the scope."""
        return self.unit.removesuffix("/年") if self.unit else None

    @property
    def has_direction(self) -> bool:
        return self.direction not in (None, "unconfirmed")


def is_a_level(sentence: Sentence, asked: Asked, *, is_drop_rate: bool) -> bool:
    """Whether a quantity, with the words around it, can be a level of the indicator."""
    quantity, lead = sentence.second or sentence.first, sentence.lead
    if quantity is None or lead.reference or lead.yearly == "逐年" or (lead.is_cumulative and sentence.said("yearly")):
        return False
    if lead.growth_noun and (quantity.kind != "share" or (lead.growth_noun in words.DROP_NOUNS and not is_drop_rate)):
        return False
    if (lead.per and quantity.kind != "amount") or _is_a_rank(quantity, sentence.said("level")[:-1]):
        return False
    if _may_be_a_percentage(sentence, quantity, asked):
        return False
    return _is_a_kind_of_level(quantity, asked) and _has_its_verb(sentence, quantity) and _fits_its_noun(sentence)


def is_a_change(sentence: Sentence, asked: Asked, sign: int) -> bool:
    """Whether a quantity, with the words around it, can be a change: nothing shrinks by two times, or by 150%."""
    quantity, lead = sentence.second or sentence.first, sentence.lead
    kept, level = sentence.said("kept"), sentence.said("level")
    if quantity is None or quantity.kind == "ratio" or lead.per or lead.counted_verb:
        return False
    if (kept and kept not in _KEPT) or (level[-1:] in ("到", "至") and level not in _REACHED):
        return False
    if sign < 0 and (quantity.kind == "times" or (quantity.kind == "share" and quantity.value > 1)):
        return False
    if lead.growth_noun and quantity.kind != "points":
        return False
    if _is_a_rank(quantity, sentence.said("change").removesuffix("了")):
        return False
    if quantity.kind == "amount" and (
        asked.own_unit in _PERCENT_UNITS or _may_be_a_percentage(sentence, quantity, asked)
    ):
        return False
    return not (lead.is_cumulative and sentence.said("yearly")) and _fits_its_noun(sentence)


def written_comparator(sentence: Sentence) -> tuple[bool, Comparator | None]:
    """Whether the comparator words agree, and the comparator they say (None: none is said)."""
    after = sentence.said("around")
    for word in words.LEFT_OR_RIGHT:
        after = after.replace(word, "")
    said = {words.BEFORE[word] for word in (sentence.said("before"),) if word}
    said |= {words.AFTER[after]} if after else set()
    level = sentence.said("level")
    implied = words.LEVELS[level] if level else None
    if len(said) > 1:
        return False, None
    if not said:
        return True, implied
    comparator = said.pop()
    agrees = implied is None or level in _REACHED or implied[0] == comparator[0]
    return agrees, comparator


def is_a_whole_subset(sentence: Sentence) -> bool:
    """Whether the text asks for 100% of a group: 3A以上100%. A rate with a name of its own is a plain 100%."""
    quantity, lead = sentence.first, sentence.lead
    is_whole = quantity is not None and quantity.kind == "share" and quantity.value == 1
    is_at_least = written_comparator(sentence) in ((True, None), (True, ">=")) and not sentence.said("from")
    return is_whole and lead.has_subset and not lead.names_a_measure and is_at_least


def meets_its_start(sentence: Sentence, comparator: Comparator | None) -> bool:
    """Whether 从50%提高到60% goes the way it says."""
    start, end = sentence.start, sentence.first
    if start is None or end is None:
        return True
    if end.kind != start.kind or (start.unit and not end.unit):
        return False
    ends = same_measure(start, end) if comparator in (">=", ">") else same_measure(end, start)
    return comparator is not None and ends is not None


def ends_of(sentence: Sentence) -> tuple[Quantity, Quantity] | None:
    """Both ends of a range in one unit; a single quantity twice. None where they are not a range."""
    if sentence.first is None:
        return None
    return same_measure(sentence.first, sentence.second) if sentence.second else (sentence.first, sentence.first)


def is_plain(sentence: Sentence) -> bool:
    """Whether the words around the quantity leave no doubt: a measure named, no verb of doing, no odd noun behind."""
    lead = sentence.lead
    is_a_share = sentence.first is not None and sentence.first.kind == "share"
    # 农村地区达到80% speaks of a part; 社会组织达到500家 does not.
    has_verb = (sentence.said("level") or sentence.said("before")) and not is_a_share
    is_named = not (lead.subject or lead.has_subset) or lead.names_a_measure or has_verb or sentence.said("change")
    is_of_a_place = lead.subject.endswith(words.PLACES) and not sentence.said("change")
    has_odd_noun = sentence.said("noun") not in ("", *words.COUNTED_NOUNS)
    is_odd = (
        lead.counted_verb
        or is_of_a_place
        or has_odd_noun
        or _is_a_cumulative_share(sentence)
        or _is_multiplied_once(sentence)
    )
    return bool(is_named and sentence.has_sure_notes and not is_odd)


def _is_a_cumulative_share(sentence: Sentence) -> bool:
    """Whether [13.5%] is meant, which is more often a change over the plan than a level."""
    is_a_share = sentence.first is not None and sentence.first.kind == "share"
    return is_a_share and sentence.lead.is_cumulative and not sentence.said("change")


def _is_multiplied_once(sentence: Sentence) -> bool:
    """Whether only the second end of a range has its 万: 1~2万 may begin at one or at ten thousand."""
    first, second = sentence.first, sentence.second
    return bool(first and second and second.multiplier and not first.multiplier)


def make_reading(
    sentence: Sentence, asked: Asked, comparator: Comparator, value: Fraction | None, unit: str | None, *,
    upper: Fraction | None = None, relative_to: str | None = None, is_sure: bool = True,
) -> TargetReading:  # fmt: skip
    """The reading, with its surroundings and what it needs."""
    around = sentence.said("around") + sentence.said("about") + sentence.said("early")
    is_approximate = any(word in around for word in (*words.ABOUT, *words.LEFT_OR_RIGHT))
    needs: dict[Need, bool] = {
        "denominator": comparator == "all",
        "baseline": relative_to is not None,
        "confirmation": is_approximate or not is_sure,
    }
    return TargetReading(
        asked.text, comparator, _decimal(value, comparator), unit,
        sentence.lead.scope(asked.unit, is_yearly=bool(sentence.said("yearly"))),
        upper=_decimal(upper, "<="), relative_to=relative_to, approximate=is_approximate,
        needs=tuple(need for need, is_needed in needs.items() if is_needed), due=sentence.lead.due,
    )  # fmt: skip


def _decimal(value: Fraction | None, comparator: Comparator) -> Decimal | None:
    return None if value is None else as_decimal(value, round_up=comparator in (">", "<="))


def _is_a_kind_of_level(quantity: Quantity, asked: Asked) -> bool:
    """Points are a change only, times need an indicator counted in 倍, and 90 of a percentage may be 90 or 0.9."""
    if quantity.kind in ("points", "times"):
        return quantity.kind == "times" and asked.own_unit == "倍"
    return quantity.kind == "share" or asked.own_unit not in _PERCENT_UNITS


def _may_be_a_percentage(sentence: Sentence, quantity: Quantity, asked: Asked) -> bool:
    """Whether a figure without a mark is one of a rate without a unit: 覆盖率达到90 may be 90 or 0.9."""
    is_unmarked = quantity.kind == "amount" and not (quantity.unit or quantity.multiplier or sentence.lead.per)
    is_a_rate = any(_RATE_NAME.search(name) for name in (asked.name, sentence.lead.subject))
    return is_unmarked and asked.own_unit is None and (is_a_rate or bool(sentence.lead.growth_noun))


def _is_a_rank(quantity: Quantity, verb: str) -> bool:
    """Whether a verb moves a rank, of which a lower one is better: 提升2位."""
    return quantity.unit in _RANKS and verb in _RANKING_VERBS


def _has_its_verb(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether words before a figure that name no measure are followed by a verb: 撤并5家 says too little."""
    lead = sentence.lead
    if sentence.said("level") or sentence.said("before") or not lead.subject or lead.names_a_measure:
        return True
    has_unit = quantity.kind == "share" or bool(quantity.unit)
    return has_unit and bool(lead.has_subset or lead.counted_verb or lead.per or sentence.said("around"))


def _fits_its_noun(sentence: Sentence) -> bool:
    """Whether a noun behind the quantity is what it counts: 50家企业, but not 90%的社区."""
    noun, quantity = sentence.said("noun"), sentence.second or sentence.first
    if not noun or (quantity is not None and quantity.unit and noun in words.COUNTED_NOUNS):
        return True
    if noun in words.REACHED_NOUNS and quantity is not None and quantity.kind == "share":
        return True
    is_counted = quantity is not None and quantity.kind == "amount" and bool(quantity.unit)
    return is_counted and noun not in words.DONE and is_subject(noun) and not _NOT_COUNTED.search(noun)
