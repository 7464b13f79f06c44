"""The sentences a target may be. A sentence is a string of letters, one a word; it must fit one pattern whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indicators.wording.lead import Lead, is_sure_of_footnotes, read_lead
from indicators.wording.quantity import QUANTITY, Quantity, read_quantity
from indicators.wording.tokens import Token

# Letters: t date, T date without year, q its comma, x other words, s group or substance, r 比2023年, R 2023年的,
# W 2023年水平, Y 每年, v 累计, h 每千人, g 增速, d 建成, L level verb, b 不少于, c 增长, D 翻一番, ≈ 约, Q quantity,
# ~ dash, B 之间, a 以上, z 左右, y /年, e 应…尽…, 0 零发生, j 从, k footnote or note.
_LEAD = "(?P<lead>[tqxsrYvhgd]*)"
_AMOUNT = "(?P<before>b?)(?P<about>≈?)(?P<first>Q)(?P<around>(?:az?|za?)?)"
_RANGE = "(?P<about>≈?)(?P<first>Q)~(?P<second>Q)B?(?P<around>z?)"
_TAIL = "(?P<yearly>y?)(?P<noun>[dx]?)(?P<tail>t?k{0,2}t?)"
_SENTENCES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("level", rf"{_LEAD}(?P<level>L?)(?P<per>h?){_AMOUNT}{_TAIL}"),
        ("level", rf"{_LEAD}(?P<level>L?){_RANGE}{_TAIL}"),
        ("level", rf"{_LEAD}j(?P<from>Q)(?P<level>L){_AMOUNT}{_TAIL}"),
        ("change", rf"{_LEAD}(?P<kept>L?)(?P<early>≈?)(?P<change>c)(?P<level>L?){_AMOUNT}{_TAIL}"),
        ("change", rf"{_LEAD}(?P<kept>L?)(?P<change>c)(?P<level>L?){_RANGE}{_TAIL}"),
        ("doubling", rf"{_LEAD}(?P<double>D)(?P<around>(?:az?|za?)?)(?P<tail>t?k{{0,2}})"),
        (
            "share_of_past",
            rf"{_LEAD}(?P<level>L?)(?P<before>b?)(?P<past>R)(?P<about>≈?)(?P<first>Q)(?P<around>[az]?)(?P<tail>t?k{{0,2}})",
        ),
        ("level_of_past", rf"{_LEAD}(?P<level>L?)(?P<before>b?)(?P<past>W)(?P<tail>t?k{{0,2}})"),
        ("every_one", rf"{_LEAD}(?P<level>L?)(?P<first>Q?)(?P<every>e)(?P<tail>t?k{{0,2}})"),
        ("every_one", rf"{_LEAD}(?P<level>L?)(?P<every>e)(?:L?(?P<first>Q))?(?P<tail>t?k{{0,2}})"),
        ("none_at_all", rf"{_LEAD}L?(?P<none>0)(?P<tail>t?k{{0,2}})"),
        ("done", r"(?P<lead>(?:tq?)?x?t?)(?P<undated>T?)(?P<done>d)(?P<noun>d?x?)(?P<tail>t?k{0,2})"),
        ("done", r"(?P<lead>t)(?P<tail>k{0,2})"),
    )
)
# 力争 and the like stand before what they speak of.
_LATE_FILLER = re.compile("f$|[LbcnDe0d≈RWj].*f")


@dataclass(frozen=True)
class Sentence:
    """A sentence recognised: its pattern's name, its words by the names the pattern gives them, its surroundings."""

    name: str
    words: dict[str, str]
    lead: Lead
    first: Quantity | None
    second: Quantity | None
    start: Quantity | None
    has_sure_notes: bool

    def said(self, word: str) -> str:
        """The text said in one place of the pattern; empty where nothing is."""
        return self.words.get(word, "")


def sentence_of(tokens: tuple[Token, ...]) -> Sentence | None:
    """The one sentence that tokens make; None where they make none."""
    has_sure_notes = is_sure_of_footnotes(tokens)
    meant = tuple(token for token in tokens if token.kind != "f")
    folded = _fold(meant)
    if has_sure_notes is None or folded is None or _LATE_FILLER.search("".join(token.kind for token in tokens)):
        return None
    letters = "".join(token.kind for token, _ in folded)
    for name, pattern in _SENTENCES:
        if match := pattern.fullmatch(letters):
            return _sentence(name, match, folded, has_sure_notes=has_sure_notes)
    return None


_Word = tuple[Token, Quantity | None]


def _sentence(name: str, match: re.Match[str], folded: list[_Word], *, has_sure_notes: bool) -> Sentence | None:
    said = {group: folded[match.start(group) : match.end(group)] for group, text in match.groupdict().items() if text}
    dates = [token for token, _ in said.get("tail", []) if token.kind == "t"]
    if any(not date.text.startswith("(") for date in dates):
        return None
    before = (token for group in ("lead", "per") for token, _ in said.get(group, []))
    lead = read_lead((*before, *dates))
    if lead is None:
        return None
    first, second, start = (said[group][0][1] if group in said else None for group in ("first", "second", "from"))
    texts = {group: "".join(token.text for token, _ in words) for group, words in said.items()}
    return Sentence(name, texts, lead, first, second, start, has_sure_notes)


def _fold(tokens: tuple[Token, ...]) -> list[_Word] | None:
    """Make one word, of kind Q, of the tokens of each quantity; None where a number is not a proper one."""
    folded = list(_folded(tokens))
    is_proper = all(
        quantity is not None and not quantity.is_too_large for token, quantity in folded if token.kind == "Q"
    )
    return folded if is_proper else None


def _folded(tokens: tuple[Token, ...]) -> Iterator[_Word]:
    letters = "".join(token.kind for token in tokens)
    position = 0
    while position < len(tokens):
        match = QUANTITY.match(letters, position)
        end = match.end() if match else position + 1
        part = tokens[position:end]
        text = "".join(token.text for token in part)
        yield (Token("Q", text), read_quantity(part)) if match else (part[0], None)
        position = end
