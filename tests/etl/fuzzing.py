"""Files nobody would send on purpose: grids of a plan's words and odd figures, and workbooks with something broken."""

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

from indicators.plan import Plan
from tests.etl.workbooks import package, parts_of

# What stands where figures should, or beside them.
ODD_TEXTS = (
    "", " ", "-", "—", "——", "--", "/", "无", "未统计", "０", "１２．５％", "1,234", "1,23", "12%", "12％", "-3", "+4", "约1000",
    "6万", "34①", "5²", "٣", "Ⅳ", "½", "1e5", "0x1F", "NaN", "inf", "1.", ".5", "2024", "2024.5", "-2024", "2024Q1", "第一季度",
    "2024年", "2024年一季度", "2024年1-2月", "2023年至2025年", "截至2024年", "2024-03-31", "目标值", "2025年目标值", "完成值", "合计",
    "全市合计", "小计", "其中", "甲", "序号", "备注", "单位：万人", "填表人：张三", "填报单位：鹿城区民政局", "区划", "指标", "单位",
    "=1+1", "@SUM(A1)", "\t", "\u200b", "\ufeff苍南", "苍 南", "苍南\n县", "e\u0301", "🙂", "\u202e南苍", "(", "（）", "[", "〔2024〕1号",
    "{value}", "%s", "{0}", "%(a)s", "'; DROP TABLE facts; --", "../../etc/passwd", "<b>", "&amp;", "]]>", "_x0041_", "_xD800_",
    "9" * 25, "1" * 60, "年" * 50, "社" * 250, "0." + "3" * 40,
)  # fmt: skip
FORMATS = (
    "General",
    "0",
    "0.0",
    "0.0%",
    "0%",
    "#,##0",
    "0!.0,",
    "0.0,",
    '0"%"',
    "[>=10]0;0%",
    "yyyy-mm-dd",
    "hh:mm",
    "@",
    "[h]:mm",
)
# What may stand in XML where something else stood.
_ODD_VALUES = (
    "", "0", "-1", "1", "99999999999", "1e309", "-0", "nan", "inf", "1_0", "٣", "A0", "A1:XFD1048576", "XFE1", "ZZZZ1", "s", "n",
    "str", "inlineStr", "e", "b", "d", "hidden", "1.5", " 2 ", "rId9", "../x.xml", "苍南", "330327", "true", "0.906", "A1:A1:A1",
    "&#0;", "&#x41;", "&lt;", "&b;", "<c/>", "<v>1</v>", "<!-- -->", "<![CDATA[1]]>", "<?x?>", "]]>", "#REF!", "'", '"',
)  # fmt: skip
_BETWEEN = re.compile(rb'"[^"<>]*"|>[^<>]+<')
# Whole elements, with what is in them.
_ELEMENTS = re.compile(rb"<([A-Za-z][\w:.-]*)(?: [^<>]*)?(?:/>|>(?:(?!<\1[ >]).)*?</\1>)", re.DOTALL)


def words_of(plan: Plan) -> list[str]:
    """A plan's own words, as headings and labels have them."""
    regions = [name for region in plan.regions for name in (region.name, region.full_name, region.code)]
    indicators = [indicator.name for indicator in plan.indicators]
    with_units = [f"{indicator.name}（{indicator.unit_asked or '个'}）" for indicator in plan.indicators[:6]]
    with_periods = [f"2024年{name}完成值" for name in indicators[:4]]
    return [*regions, *indicators, *with_units, *with_periods]


def figures() -> st.SearchStrategy[Any]:
    """Figures, and what is no figure although it stands there."""
    return st.one_of(
        st.integers(-5, 200), st.sampled_from([0.906, 0.5, 1e300, -1e-300, 10**15, 10**18, 1 / 3, 2023, 2024, 2025, 45382, True]),
        st.sampled_from(ODD_TEXTS), st.none(),
    )  # fmt: skip


@st.composite
def grids(draw: st.DrawFn, plan: Plan) -> list[list[Any]]:
    """Rows of anything; or of a table as it could be, with some of its cells exchanged for anything."""
    words = words_of(plan)
    anything = st.one_of(st.sampled_from(words), figures(), st.text(max_size=8))
    if draw(st.booleans()):
        return draw(st.lists(st.lists(anything, min_size=1, max_size=6), min_size=1, max_size=8))
    labels = draw(st.lists(st.sampled_from(words), min_size=1, max_size=6))
    headings = draw(st.lists(st.sampled_from(words), min_size=1, max_size=5))
    second = draw(st.lists(st.sampled_from(ODD_TEXTS), min_size=len(headings), max_size=len(headings)))
    title = draw(st.sampled_from(["2024年一季度", "2024年", "2023年", "鹿城区2024年二季度", "任务分解表", ""]))
    rows = [
        [title],
        ["区划", *headings],
        ["", *second],
        *([label, *[draw(figures()) for _ in headings]] for label in labels),
    ]
    for _time in range(draw(st.integers(0, 3))):
        row = draw(st.sampled_from(rows))
        row[draw(st.integers(0, len(row) - 1))] = draw(anything)
    return rows


def with_damage(content: bytes, random: Random) -> bytes:
    """A file with one to four things broken: in its bytes, or, if it is a package, in the parts of it."""
    if not content.startswith(b"PK") or random.random() < 0.2:
        return _some_times(content, random, _BYTES)
    parts = parts_of(content)
    if random.random() < 0.15:
        return package(_exchanged(parts, random))
    # Mostly what remains is still well formed, or nothing would be read of it.
    changes = _BYTES if random.random() < 0.1 else _XML
    for _time in range(random.randint(1, 2)):
        name = random.choice(_read_parts(parts))
        parts[name] = _some_times(parts[name], random, changes)
    return package(parts)


def _read_parts(parts: dict[str, bytes]) -> list[str]:
    """The parts a reader looks into, sheets first and more often."""
    sheets = [name for name in parts if "sheet" in name.lower() or name == "content.xml"]
    others = [name for name in parts if re.search(r"workbook|styles|sharedStrings|mimetype|manifest", name)]
    return [*sheets, *sheets, *others] or list(parts)


def _exchanged(parts: dict[str, bytes], random: Random) -> dict[str, bytes]:
    """Two parts in each other's place, or one left out."""
    one, other = random.choice(list(parts)), random.choice(list(parts))
    if random.random() < 0.5:
        return {name: data for name, data in parts.items() if name != one}
    return parts | {one: parts[other], other: parts[one]}


def _some_times(data: bytes, random: Random, changes: Sequence[Callable[[bytes, Random], bytes]]) -> bytes:
    for _time in range(random.randint(1, 3)):
        data = random.choice(changes)(data, random) or data
    return data


def _flip(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << random.randrange(8)]) + data[place + 1 :]


def _delete(data: bytes, random: Random) -> bytes:
    first = random.randrange(len(data))
    return data[:first] + data[first + random.randint(1, 40) :]


def _double(data: bytes, random: Random) -> bytes:
    first = random.randrange(len(data))
    last = first + random.randint(1, 200)
    return data[:last] + data[first:]


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def _other_value(data: bytes, random: Random) -> bytes:
    """Another text, or another value of an attribute."""
    places = list(_BETWEEN.finditer(data))
    if not places:
        return data
    place = random.choice(places)
    return data[: place.start() + 1] + random.choice(_ODD_VALUES).encode() + data[place.end() - 1 :]


def _without_element(data: bytes, random: Random) -> bytes:
    places = list(_ELEMENTS.finditer(data))
    if not places:
        return data
    place = random.choice(places)
    return data[: place.start()] + data[place.end() :]


def _twice_element(data: bytes, random: Random) -> bytes:
    places = list(_ELEMENTS.finditer(data))
    if not places:
        return data
    one, other = random.choice(places), random.choice(places)
    return data[: other.start()] + one[0] + data[other.start() :]


_BYTES = (_flip, _flip, _delete, _double, _cut)
_XML = (_other_value, _other_value, _other_value, _without_element, _twice_element)
