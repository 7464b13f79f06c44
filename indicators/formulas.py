"""One side of a check as a plan writes it: indicator codes and whole numbers, added or subtracted: `a + b - 1`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from common.numbers import half_width

# Signs stand between spaces, since a code may have a hyphen in it.
_TERM = re.compile(r"\w([\w.-]*\w)?")
_NUMBER = re.compile(r"[0-9]+")
_SIGNS = {"+": 1, "-": -1}


@dataclass(frozen=True)
class Formula:
    """A sum: each code or number of it with its sign, in the order written."""

    terms: tuple[tuple[int, str], ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """The codes it names, in the order written."""
        return tuple(word for _sign, word in self.terms if not _NUMBER.fullmatch(word))

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers it names."""
        return tuple(word for _sign, word in self.terms if _NUMBER.fullmatch(word))

    def worth(self, figures: Mapping[str, Fraction], one: int) -> Fraction:
        """What it comes to, from each indicator's figure; `one` is what a figure of 1 is stored as."""
        worths = (int(word) * one if word in self.numbers else figures[word] for _sign, word in self.terms)
        signs = (sign for sign, _word in self.terms)
        return Fraction(sum(sign * worth for sign, worth in zip(signs, worths, strict=True)))

    def words(self, names: Mapping[str, str]) -> str:
        """The sum with the indicators' names for their codes."""
        signs = ("-" if sign < 0 else "+" for sign, _word in self.terms)
        parts = (f"{sign} {names.get(word, word)}" for sign, (_sign, word) in zip(signs, self.terms, strict=True))
        return " ".join(parts).removeprefix("+ ")


@lru_cache(maxsize=1024)
def read_formula(text: str) -> Formula:
    """Read a side of a check; raises ValueError for anything but a sum."""
    first, *rest = half_width(text).split() or [""]
    signs, words = ("+", *rest[::2]), (first, *rest[1::2])
    if len(signs) != len(words) or not set(signs) <= set(_SIGNS) or not all(map(_TERM.fullmatch, words)):
        raise ValueError(f"not a sum: {text!r}")
    return Formula(tuple((_SIGNS[sign], word) for sign, word in zip(signs, words, strict=True)))
