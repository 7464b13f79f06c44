"""A target text cut into known words. Whatever is not known stays visible as a token of its own ("x" or "?")."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from indicators.wording import words as words
from indicators.wording.dates import DATE, DATE_WITHOUT_YEAR, LEVEL_OF_PAST, REFERENCE, SHARE_OF_PAST


@dataclass(frozen=True)
class Token:
    """A word of a target text. Its kind is one letter, so that a sentence is a string of letters (wording.grammar)."""

    kind: str
    text: str


@dataclass(frozen=True)
class _Rule:
    """A kind of word; `after` are the kinds it may follow (any, if empty)."""

    kind: str
    pattern: re.Pattern[str]
    after: str = ""


def _any_of(known: Iterable[str], then: str = "") -> str:
    """An alternative of words, longest first; `then` is asked of what follows a word of one character."""
    ordered = sorted(known, key=len, reverse=True)
    return "|".join(re.escape(word) + (then if len(word) == 1 else "") for word in ordered)


_DIGITS = "零〇一二两三四五六七八九十百千"
# A word of one character is only itself before a quantity: 达 of 发达地区 and 增 of 增收 are not.
_THEN_QUANTITY = rf"(?=[0-9约半{_DIGITS}])"
_THEN_FIGURE = "(?=[0-9不至超达≥≤<>约:])"
_THEN_MORE = rf"(?=[^()]*[0-9{_DIGITS}])"
# Numbers that name a group, a substance or a service, not the target.
_NOT_THE_TARGET = (
    r"[1-5]A级?(?:\(含\))?(?:及?以[上下])?(?:等级)?|PM(?:2\.5|10)(?![0-9])|[456]G(?![A-Za-z0-9])|[0-9]+强"
    r"|[0-9]+周?岁(?:\(含\))?及以[上下]"
    rf"|[0-9]+(?:[-~–—至到][0-9]+)?周?岁(?:\(含\))?(?:及?以[上下])?(?!左右){_THEN_MORE}"
    rf"|[0-9]+分钟(?=[\u4e00-\u9fff])(?!以|之|内|左右|或|及){_THEN_MORE}"
    r"|(?:达到或[优好]于)?(?:[Ⅰ-Ⅴ]|I{1,3}|IV|V)类(?:及?以[上下])?"
    r"|12345(?=热线|平台|政务|便民|市民)|1(?:10|19|20|22)(?=警|接|急救)"
)
_NOTES = (
    r"\((?:不?含|不?包[含括])[\u4e00-\u9fff]{1,20}\)"
    r"|\((?:预期性?|约束性?)(?:指标)?\)|\((?:全[市县区省]|含)\)"
)
_FOOTNOTES = r"[①-⑳]|[¹²³⁰-⁹]+|\*{1,3}|※|\(见?注[0-9一二三]?\)|注[0-9一二三]?|\[注?[0-9]\]|\[注\]"
_FULLY = r"应(?P<verb>[\u4e00-\u9fff]{1,3})尽(?P=verb)(?:率(?=[0-9达为]))?"
_HOW_MANY = r"(?:10*(?:万|亿)|1000|[十百千]?万|千|百|10000)"
# 最低生活保障, 通过, 赶超: parts of other words, unless a quantity follows.
_RISKY = {"超", "过", "最低", "最高"}
_PER = rf"(?:{_any_of((*words.PEOPLE, *words.UNITS, '万元', '亿元'))})|{_HOW_MANY}(?:{_any_of(words.PEOPLE)})?"

_NUMBER = "nmpu/y"
_RULES = tuple(
    _Rule(kind, re.compile(pattern), after)
    for kind, pattern, after in (
        ("R", SHARE_OF_PAST, ""),
        ("W", LEVEL_OF_PAST, ""),
        ("r", REFERENCE, ""),
        ("t", rf"\({DATE.replace('?P<', '?P<note_')}\)|{DATE}", ""),
        ("T", DATE_WITHOUT_YEAR, ""),
        ("q", ",", "t"),
        ("B", "之间", _NUMBER),
        ("a", _any_of(words.AFTER), _NUMBER + "D"),
        ("v", _any_of(words.CUMULATIVE), ""),
        ("k", _NOTES, ""),
        ("k", _FOOTNOTES, _NUMBER + "azekd0"),
        ("h", rf"每{_HOW_MANY}(?:[名位个])?(?:{_any_of(words.PEOPLE)})?(?:平均)?(?:拥有|配备|享有)?的?", ""),
        ("p", "%|‰|个?百分点|倍|成[一二三四五六七八九]?", "n"),
        ("o", "/(?=[2-9](?![0-9.]))", "n"),
        ("m", r"万亿|[十百千]?[万亿]|百|千(?![瓦米克伏])", "n"),
        ("/", rf"/(?!年)(?:{_PER})", "nmu"),
        ("y", "/年|每年", _NUMBER + "az"),
        ("z", _any_of(words.LEFT_OR_RIGHT), _NUMBER + "aD"),
        ("~", r"——|[-~–—―−至到](?![-~–—―−少多])", _NUMBER),
        ("i", r"[:∶比](?=[0-9])", "n"),
        ("j", r"[从由](?:(?:19|20)[0-9]{2}年[底末]?的)?(?=[0-9])", ""),
        ("0", _any_of(words.NONE_AT_ALL), ""),
        ("s", _NOT_THE_TARGET, ""),
        ("n", r"(?!(?:19|20)[0-9]{2}年)[0-9]+(?:[.,][0-9]+)*", ""),
        ("D", "翻(?:[1-3一两二三]番|番|了[一两]番|倍)", ""),
        (
            "e",
            rf"(?:{_FULLY}|(?:{_any_of(words.EVERY_ONE)})(?![率数量面比劳]))(?:\(100%\))?|\((?:全覆盖|应(.)尽\2)\)",
            "",
        ),
        ("Y", rf"{_any_of(words.YEARLY)}|年(?=增长|增速|递增|下降|递减)", ""),
        ("L", _any_of(words.LEVELS, _THEN_QUANTITY), ""),
        ("b", rf"{_any_of(set(words.BEFORE) - _RISKY)}|过(?=半)|(?:超|最低|最高){_THEN_QUANTITY}", ""),
        ("x", r"增加值|增加额|减排|降碳|增值|新增就业|\((?:社区|街道|市|区|镇|市、区)\)", ""),
        ("g", _any_of((*words.GROWTH_NOUNS, *words.DROP_NOUNS)), ""),
        ("c", _any_of(words.CHANGES, _THEN_QUANTITY), ""),
        ("f", rf"{_any_of(words.FILLERS)}|目标[值数]?为?{_THEN_FIGURE}", ""),
        ("f", f":{_THEN_FIGURE}", "xf"),
        ("≈", _any_of(words.ABOUT, _THEN_QUANTITY), ""),
        (
            "d",
            rf"(?:{_any_of(words.DONE)})(?![率数量额比区面度])|(?:{_any_of(words.COUNTED_VERBS)}){_THEN_QUANTITY}"
            rf"|(?<![^年,争保现力])(?:{_any_of(words.COUNTED_VERBS)})",
            "",
        ),
    )
)
_WORD_CHARACTER = re.compile(r"""[\u4e00-\u9fffA-Za-z《》“”"·&]""")
_SHARE = re.compile(rf"百分之[{_DIGITS}点]+|千分之[{_DIGITS}点]+|[{_DIGITS}]+分之[{_DIGITS}]+|一半|半数|半(?=$|以)")
_COUNTED = re.compile(rf"个?百分点|倍|成|[-~–—至到%/(:]|{_any_of((*words.AFTER, *words.LEFT_OR_RIGHT))}")
_NUMERAL = re.compile(rf"[{_DIGITS}][{_DIGITS}万亿]*(?:点[{_DIGITS}]+)?")


def tokens_of(text: str, own_unit: str | None) -> tuple[Token, ...]:
    """Cut a text (plain characters, no spaces) into tokens; the indicator's own unit counts among the units."""
    units = _units(own_unit)
    found: list[Token] = []
    position = 0
    while position < len(text):
        token = _next(text, position, found[-1].kind if found else "", units)
        position += len(token.text)
        if token.kind == "x" and found and found[-1].kind == "x":
            token = Token("x", found.pop().text + token.text)
        found.append(token)
    return tuple(found)


def _next(text: str, position: int, previous: str, units: re.Pattern[str]) -> Token:
    for rule in _RULES:
        if (not rule.after or previous and previous in rule.after) and (match := rule.pattern.match(text, position)):
            return Token(rule.kind, match[0])
    if previous and previous in "nm" and (match := units.match(text, position)):
        return Token("u", match[0])
    if number := _chinese_quantity(text, position, units):
        return Token("n", number)
    return Token("x" if _WORD_CHARACTER.match(text[position]) else "?", text[position])


def _chinese_quantity(text: str, position: int, units: re.Pattern[str]) -> str | None:
    """A Chinese numeral that counts something, so not the 一 of 统一 or 一级; a last 万 or 亿 is left to be a token."""
    if share := _SHARE.match(text, position):
        return share[0]
    match = _NUMERAL.match(text, position)
    if match is None:
        return None
    numeral = match[0]
    if numeral[-1] in "万亿" and not set(numeral[:-1]) & set("万亿"):
        return numeral[:-1]
    rest = text[match.end() :]
    return numeral if not rest or _COUNTED.match(rest) or units.match(rest) else None


@lru_cache(maxsize=256)
def _units(own_unit: str | None) -> re.Pattern[str]:
    return re.compile(_any_of({*words.UNITS, *_own_units(own_unit)}))


def _own_units(own_unit: str | None) -> set[str]:
    """The indicator's own unit, without 万 and without /年, where it is made of letters only."""
    bare = (own_unit or "").removesuffix("/年").lstrip("万亿")
    names = {name for name in (bare, bare.partition("/")[0]) if name and all(map(_WORD_CHARACTER.match, name))}
    return names if names.isdisjoint(words.AFTER) else set()
