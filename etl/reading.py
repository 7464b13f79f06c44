"""From a file to its returns: read → locate → parse → check. Needs no database and stores nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from common.collector import collector_at_rest
from common.explanations import explains, unexplained
from common.periods import Period
from common.problems import MOST_LISTED, Problem, Refusal, any_hard
from etl.binding import Bindings
from etl.cells import UnreadableError
from etl.check import check_baseline, check_only_once, check_targets, check_totals
from etl.filled import Filled, read_filled
from etl.locate import locate
from etl.names import Vocabulary
from etl.parse import KnownFigures, ReportedValue, parse_value
from etl.table import Choice, Table
from etl.template import NAME_OF_TEMPLATE
from etl.workbook import Workbook, read_workbook
from indicators.plan import Plan, Region

# Of the texts of one file so many are taken apart; a return has fewer headings.
_MOST_TAKEN_APART = 10_000


@dataclass(slots=True)
class ReadReturn:
    """What a file reports for one region and period. A hard problem in one of its cells blocks it, and only it."""

    region: Region
    period: Period
    values: list[ReportedValue] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def figures(self) -> dict[tuple[str, str], tuple[int | None, str | None, str]]:
        """What each figure says, by its indicator's code and its part: its value or gap, and its explanation."""
        return {(one.indicator.code, one.part): (one.value, one.gap, one.explanation) for one in self.values}

    @property
    def is_blocked(self) -> bool:
        return any_hard(self.problems)

    @property
    def is_unexplained(self) -> bool:
        """Whether a figure asks for an explanation that it does not have: it can be kept, and not be approved."""
        return bool(unexplained(self.problems, self.values))

    def explain(self, explanation: str) -> None:
        """Write an explanation beside every figure that asks for one and has none; each problem is told its own."""
        asking = {(problem.sheet, problem.cell) for problem in unexplained(self.problems, self.values)}
        self.values = [
            value._replace(explanation=explanation) if (value.sheet, value.cell) in asking else value
            for value in self.values
        ]
        written: dict[tuple[str | None, str | None], str] = {
            (value.sheet, value.cell): value.explanation for value in self.values if explains(value.explanation)
        }
        self.problems = [
            replace(one, explanation=written.get((one.sheet, one.cell), "")) if one.severity == "soft" else one
            for one in self.problems
        ]


@dataclass
class Reading:
    """What a file holds: its returns, and the problems of the file or a table as a whole, which block all of it.

    `tables` are those of a file of the sender's own making, `bindings` what somebody said of them before.
    """

    returns: list[ReadReturn] = field(default_factory=list)
    file_problems: list[Problem] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    bindings: Bindings = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        return [*self.file_problems, *(problem for read in self.returns for problem in read.problems)]

    @property
    def is_blocked(self) -> bool:
        return any_hard(self.file_problems)

    @property
    def is_hopeless(self) -> bool:
        """Whether nothing would be taken of it, and what is wrong with it would fill volumes."""
        return len(self.file_problems) > MOST_LISTED and self.is_blocked

    @property
    def to_take(self) -> list[ReadReturn]:
        """The returns nothing stands against."""
        return [] if self.is_blocked else [read for read in self.returns if not read.is_blocked and read.values]


@collector_at_rest()
def read_return_file(
    name: str, content: bytes, plan: Plan, choice: Choice, bindings: Callable[[], Bindings] = dict
) -> Reading:
    """Read a workbook into returns of a plan. What is wrong with it is in the result's problems; nothing is raised.

    `bindings` finds what its sender said of tables of their own making; a template has no need of it.
    """
    try:
        workbook = read_workbook(name, content, at_a_glance=True)
        if workbook.is_cut:
            if (reading := _seen_at_a_glance(name, workbook, plan, choice, bindings())) is not None:
                return reading
            # What was read so far is let go first.
            del workbook
            workbook = read_workbook(name, content)
        filled = read_filled(workbook, plan, choice)
        reading = _reading_of(filled, name) if filled else _read_tables(name, workbook, plan, choice, bindings())
        if workbook.has_links:
            reading.file_problems.append(Problem("external_link", value=name))
        return reading
    except Refusal as refusal:
        return Reading(file_problems=list(refusal.problems))
    except UnreadableError as error:
        return Reading(file_problems=[Problem(error.code, value=name, params={"file": name})])


def _seen_at_a_glance(name: str, workbook: Workbook, plan: Plan, choice: Choice, bindings: Bindings) -> Reading | None:
    """The beginning of a large workbook, where that is enough to refuse it; None where the rest is to be read."""
    if NAME_OF_TEMPLATE in workbook.names:
        # No template is that large, whatever was written below it.
        raise UnreadableError("workbook_too_much")
    reading = _read_tables(name, workbook, plan, choice, bindings)
    return reading if not reading.tables or reading.is_hopeless else None


def _reading_of(filled: Filled, name: str) -> Reading:
    """The one return of a filled template; what keeps it from being known concerns the whole file."""
    if filled.region is None or filled.period is None:
        return Reading(file_problems=filled.problems)
    read = ReadReturn(filled.region, filled.period, filled.values, filled.problems)
    nothing = [] if read.values or read.is_blocked else [Problem("nothing_to_take", value=name, params={"file": name})]
    return Reading([read], nothing)


def _read_tables(name: str, workbook: Workbook, plan: Plan, choice: Choice, bindings: Bindings) -> Reading:
    """The returns in tables of somebody's own making."""
    words = Vocabulary(plan, _MOST_TAKEN_APART)
    located = {sheet.name: locate(sheet, plan, choice, bindings, words) for sheet in workbook.sheets}
    tables = [table for table in located.values() if table is not None]
    if not tables:
        return Reading(file_problems=[Problem("no_table", value=name)])
    reading = Reading(file_problems=_hidden(workbook, located), tables=tables, bindings=bindings)
    for table in tables:
        reading.file_problems += [*table.problems, *check_totals(table), *check_targets(table, plan)]
    reading.file_problems += check_only_once((table.sheet, cell) for table in tables for cell in table.cells)
    if reading.is_hopeless:
        return reading
    reading.returns = _returns(tables, plan)
    if not any(read.values for read in reading.returns) and not any_hard(reading.problems):
        reading.file_problems.append(Problem("nothing_to_take", value=name, params={"file": name}))
    return reading


def _hidden(workbook: Workbook, located: dict[str, Table | None]) -> list[Problem]:
    """What is hidden is said: whole sheets are not read, rows and columns are."""
    sheets = [Problem("hidden_sheet", sheet=name, value=name) for name in workbook.hidden_sheets]
    return sheets + [
        Problem("hidden_cells", sheet=sheet.name) for sheet in workbook.sheets if sheet.hidden and located[sheet.name]
    ]


def _returns(tables: list[Table], plan: Plan) -> list[ReadReturn]:
    returns: dict[tuple[str, Period], ReadReturn] = {}
    read: ReadReturn | None = None
    known: KnownFigures = {}
    for table in tables:
        for located in table.cells:
            if located.role != "value" or located.region is None:
                continue
            # A table goes on with the return it was at, mostly.
            if read is None or read.region is not located.region or read.period is not located.period:
                read = ReadReturn(located.region, located.period)
                read = returns.setdefault((located.region.code, located.period), read)
            value, problems = parse_value(table.sheet, located, plan, known)
            read.problems += problems
            if value is not None:
                read.values.append(value)
                read.problems += check_baseline(value, plan)
    return list(returns.values())
