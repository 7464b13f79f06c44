"""Problems are data: a code, a place and what was found there. Their words stand in common/problem_rules.py."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from common.language import _
from common.problem_rules import RULES, SHORTEST_EXPLANATION, Severity

_LONGEST_QUOTE = 60
# Of one kind so many are listed: nobody reads more, and a large table may have hundreds of thousands.
MOST_LISTED = 1_000


@dataclass(frozen=True)
class Problem:
    """One broken rule: where (no sheet and cell for a file as a whole), in which field, and what stood there.

    `explanation` is what the sender wrote about it, where it asks for that.
    """

    code: str
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None
    value: str | None = None
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)
    explanation: str = ""

    @property
    def severity(self) -> Severity:
        return RULES[self.code].severity

    @property
    def is_hard(self) -> bool:
        return self.severity == "hard"

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the language in use."""
        words = _(RULES[self.code].words, **{"value": quoted(self.value or ""), **self.params})
        if self.severity != "soft":
            return words
        if self.explanation:
            return words + _(" Explained: {explanation}", explanation=self.explanation)
        return words + _(
            " Correct it, or write an explanation of at least {shortest} characters beside it.",
            shortest=SHORTEST_EXPLANATION,
        )

    @property
    def severity_words(self) -> str:
        """What it asks of the sender, in a word or two."""
        if self.explanation:
            return _("explained")
        return {"hard": _("must be mended"), "soft": _("please explain"), "note": _("note")}[self.severity]

    @property
    def order(self) -> tuple[int, bool]:
        """What blocks comes first, then what asks, then what is explained, then what informs."""
        return ("hard", "soft", "note").index(self.severity), bool(self.explanation)

    @property
    def place(self) -> str:
        """Sheet and cell as a reader names them: 表2!B6; empty for a file as a whole."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    def as_json(self) -> dict[str, str | None]:
        """The problem as `check --json` prints it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet,
            "cell": self.cell,
            "field": self.field,
            "value": self.value,
            "message": self.message,
            "explanation": self.explanation or None,
        }


def quoted(text: str) -> str:
    """What somebody wrote, as it is repeated to them: no longer than one reads."""
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"


def listed(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of one kind as they are listed: the first of them, and that there are more. No more are looked for."""
    found = list(islice(problems, MOST_LISTED + 1))
    return [*found[:MOST_LISTED], *map(more_problems, found[MOST_LISTED:])]


def more_problems(problem: Problem) -> Problem:
    """What is said in place of a problem when there are many of its kind already."""
    return dataclasses.replace(problem, code="more_problems", params={"count": MOST_LISTED})


class Refusal(Exception):  # noqa: N818 - the field's word: a refusal is not a fault of the program
    """What was asked cannot be done, for reasons the asker can mend. Shown as its problems, never as a traceback."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


def any_hard(problems: Iterable[Problem]) -> bool:
    """Whether one of the problems blocks."""
    return any(problem.is_hard for problem in problems)
