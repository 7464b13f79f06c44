"""What stands around the quantity of a target: dates, a subject, 每年, 累计, a year of reference, notes."""

import re
from dataclasses import dataclass

from common.periods import Period
from indicators.wording import words as words
from indicators.wording.dates import is_deadline, read_due, reference_of
from indicators.wording.reading import Scope
from indicators.wording.tokens import Token

# Other quantities and places, conditions, negations and changes: they would alter what the number means.
_DOUBTFUL_WORDS = re.compile(
    r"^[的至到之]|左右|上下|平均水平|全国|上年|去年|排名|位列|分别|其中|目标|除外|除了|基本$"
    r"|避免|防止|严禁|禁止|杜绝|停止|取消|任务|下达|要求|指标|[高低多少大小快慢强弱]$|较"
)
_DOUBTFUL_CHARACTERS = frozenset("居均各或且并另每与和同及比不未无没增减降升涨翻倍超再约近余后前第起从由以、,")
_HARMLESS = re.compile("^平均|" + "|".join(sorted(words.HARMLESS, key=len, reverse=True)))
_SUBJECT_WITH_FIGURES = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+[家个人项名所]")
_COUNTED_BY_A_MARK = re.compile(r"[⁰-⁹¹²³]|\[")


@dataclass(frozen=True)
class Lead:
    """The surroundings of a quantity, each word at most once. `reference` is None where no year is named."""

    due: Period | None
    is_dated_by_a_mere_year: bool
    reference: str | None
    yearly: str
    is_cumulative: bool
    per: str
    subject: str
    has_subset: bool
    growth_noun: str
    counted_verb: str

    @property
    def names_a_measure(self) -> bool:
        """Whether the subject ends in a measure (覆盖率), so that a figure may follow it without a verb."""
        return self.subject.endswith(words.MEASURES) or bool(self.growth_noun)

    def scope(self, own_unit: str | None, *, is_yearly: bool = False) -> Scope:
        """The scope written, else the one of the indicator's own unit."""
        if self.is_cumulative:
            return "cumulative"
        return "year" if self.yearly or is_yearly or (own_unit or "").endswith("/年") else "plan_end"


def read_lead(tokens: tuple[Token, ...]) -> Lead | None:
    """Read the words before a quantity and the dates after it; None where one is said twice or changes the meaning."""
    texts: dict[str, list[str]] = {kind: [] for kind in "tqxsrYvhgd"}
    for token in tokens:
        texts[token.kind].append(token.text)
    if any(len(said) > 1 for kind, said in texts.items() if kind not in "xs"):
        return None
    if (texts["v"] and texts["Y"]) or not all(map(is_subject, texts["x"])):
        return None
    date, reference, per = (texts[kind][0].strip("()") if texts[kind] else "" for kind in "trh")
    return Lead(
        due=read_due(date) if date else None,
        is_dated_by_a_mere_year=bool(date) and not is_deadline(date),
        reference=reference_of(reference) if reference else None,
        yearly="".join(texts["Y"]),
        is_cumulative=bool(texts["v"]),
        per=re.sub(r"平均|拥有|配备|享有|的$|^每", "", per),
        subject="".join(texts["x"]),
        has_subset=bool(texts["s"]),
        growth_noun="".join(texts["g"]),
        counted_verb="".join(texts["d"]),
    )


def is_subject(text: str) -> bool:
    """Whether words may stand beside a target without a doubt about what its number is."""
    is_short = len(text) < 2 and not text.endswith(words.MEASURES)
    rest = _HARMLESS.sub("…", text)
    is_doubtful = _DOUBTFUL_WORDS.search(rest) or _DOUBTFUL_CHARACTERS & set(rest)
    return not (is_short or is_doubtful or _SUBJECT_WITH_FIGURES.search(text))


def is_sure_of_footnotes(tokens: tuple[Token, ...]) -> bool | None:
    """Whether footnote marks are surely marks; None where one may belong to the number (5², 34[1])."""
    is_sure = True
    for before, mark in zip(tokens, tokens[1:], strict=False):
        if mark.kind != "k" or before.kind != "n" or mark.text.startswith("("):
            continue
        if _COUNTED_BY_A_MARK.match(mark.text):
            return None
        is_sure = False
    return is_sure
