"""What must never become a number: a wrong number given with confidence is the worst outcome. The parts are shown."""

import random
import time

import pytest

from indicators.plan import Direction
from indicators.target import TargetNotRead, TargetReading, read_target, target_as_json
from indicators.wording import words as words
from tests.spec.engine import Row, read_table

# A target set against another quantity, which is named.
ANOTHER_QUANTITY = """
| text                      | parts                           |
|---------------------------|---------------------------------|
| 高于全省平均              | 高于 · 全省平均                 |
| 不低于全国平均水平        | 不低于 · 全国平均水平           |
| 增幅不低于全省平均        | 增幅 · 不低于 · 全省平均        |
| 与经济增长同步            | 与 · 经济增长 · 同步            |
| 与上年持平                | 与 · 上年 · 持平                |
| 居全省前列                | 居全省前列                      |
| 比全省平均水平高5个百分点 | 比 · 全省平均水平 · 高5个百分点 |
| 全省前三                  | 全省前三                        |
| 位居前5名                 | 位居前5名                       |
| 第一                      | 第一                            |
| 高于全省1个百分点         | 高于 · 全省 · 1个百分点         |
| 全省平均水平的90%         | 全省平均水平的90%               |
| 达到全国平均水平的1.2倍   | 达到 · 全国平均水平的 · 1.2倍   |
| 不低于全市平均增速        | 不低于 · 全市平均增速           |
"""

# More than one condition, place, date or figure: the parts are shown.
SEVERAL = """
| text                         | parts                         |
|------------------------------|-------------------------------|
| 超过90%，且不低于50家        | 超过90% · 不低于50家          |
| 城区90%，农村80%             | 城区90% · 农村80%             |
| 90%、80%                     | 90% · 80%                     |
| 90%/80%                      | 90% · 80%                     |
| 2024年80%；2025年90%         | 2024年80% · 2025年90%         |
| 2024年达到80%，2025年达到90% | 2024年达到80% · 2025年达到90% |
| 市级50家、县级100家          | 市级50家 · 县级100家          |
| 50家（其中新增20家）         | 50家 · 其中新增20家           |
| 50家（力争60家）             | 50家 · 力争60家               |
| 提高5个百分点，达到90%       | 提高5个百分点 · 达到90%       |
| 增加50家达到260家            | 增加50家达到260家             |
| 应保尽保、应养尽养           | 应保尽保 · 应养尽养           |
| 2023年至2025年               | 2023年至2025年                |
| 2024—2025年                  | 2024—2025年                   |
| 2023-2025年50家              | 2023-2025年50家               |
| 每村1个                      | 每村1个                       |
| 每个乡镇1个                  | 每个乡镇1个                   |
| 34[1]                        | 34[1]                         |
| 1:1:1                        | 1:1:1                         |
| 3A（含）以上                 | 3A（含）以上                  |
"""

# Grades, ranks and trends: no number, though a figure may stand in them.
GRADES = """
| text        | parts       |
|-------------|-------------|
| 3A级以上    | 3A级以上    |
| 达到3级     | 达到3级     |
| 一级        | 一级        |
| 优秀        | 优秀        |
| 良好以上    | 良好以上    |
| 达到Ⅲ类     | 达到 · Ⅲ类  |
| 100强       | 100强       |
| PM10        | PM10        |
| 提升1个等级 | 提升1个等级 |
| 提升2位     | 提升2位     |
| 一村一品    | 一村一品    |
| 稳步增长    | 稳步增长    |
| 逐年提高    | 逐年提高    |
| 持续提升    | 持续提升    |
| 零增长      | 零增长      |
| 保持稳定    | 保持稳定    |
| 不下降      | 不下降      |
| 若干        | 若干        |
| 无          | 无          |
| 65岁及以上  | 65岁及以上  |
| 提升至8位   | 提升至8位   |
"""

# Words that contradict each other, or leave the figure open.
CONTRADICTIONS = """
| text              | parts                   |
|-------------------|-------------------------|
| 不低于10以下      | 不低于10以下            |
| 超过30%以上       | 超过30%以上             |
| 提高到90%以下     | 提高到90%以下           |
| 降至10%以上       | 降至10%以上             |
| 控制在95%以上     | 控制在95%以上           |
| 由5%提高到3%      | 由5%提高到3%            |
| 不低于35~40       | 不低于35~40             |
| 达到不超过不低于5 | 达到 · 不超过不低于 · 5 |
| 压减到全覆盖      | 压减到全覆盖            |
| 减少2倍           | 减少2倍                 |
| 下降150%          | 下降150%                |
| 50多家            | 50多家                  |
| 50余家            | 50余家                  |
| 近50家            | 近50家                  |
| 几十家            | 几十家                  |
| 三五家            | 三五家                  |
| 增长到2倍         | 增长到2倍               |
| 2倍               | 2倍                     |
| 5个百分点         | 5个百分点               |
| 50%+              | 50%+                    |
| 60±5              | 60±5                    |
| 撤并5家           | 撤并5家                 |
| 基本全覆盖        | 基本全覆盖              |
| 80%以上乡镇全覆盖 | 80%以上乡镇全覆盖       |
| 90%的社区         | 90%的社区               |
| 2025年前后建成    | 2025年前后建成          |
| 2025年后建成      | 2025年后建成            |
| 2025年起每年50家  | 2025年起每年50家        |
| 完成省定目标      | 完成省定目标            |
| 完成上级下达任务  | 完成上级下达任务        |
| 未完成            | 未完成                  |
| 比2023年50家      | 比2023年50家            |
| 由5家提高到50%    | 由5家提高到50%          |
| 12.5~九成         | 12.5~九成               |
| 扩大到争取8       | 扩大到争取8             |
| 覆盖率达到90      | 覆盖率达到90            |
| 覆盖率提高5       | 覆盖率提高5             |
| 避免超过50起      | 避免超过50起            |
| 不达到90%         | 不达到90%               |
"""

# No proper number, a sign without a sense, or a date where a number should stand.
NO_PROPER_NUMBER = """
| text                     | parts                    |
|--------------------------|--------------------------|
| 5²                       | 5²                       |
| +5%                      | +5%                      |
| -3%                      | -3%                      |
| -5                       | -5                       |
| -5~-3                    | -5~-3                    |
| 40~35                    | 40~35                    |
| 35~35                    | 35~35                    |
| 12,34                    | 12,34                    |
| 1,2345                   | 1,2345                   |
| 1 000                    | 1 · 000                  |
| 5 0家                    | 5 · 0家                  |
| 1.2.3                    | 1.2.3                    |
| 1e5                      | 1e5                      |
| 007                      | 007                      |
| NaN                      | NaN                      |
| 0xFF                     | 0xFF                     |
| ½                        | ½                        |
| ٥٠                       | ٥٠                       |
| ५०                       | ५०                       |
| 五〇                     | 五〇                     |
| 一百二                   | 一百二                   |
| 一百十五                 | 一百十五                 |
| 一千五                   | 一千五                   |
| 100000000000000000000000 | 100000000000000000000000 |
| 1000000亿亿              | 1000000亿亿              |
| 2025.12                  | 2025.12                  |
| 2025-12-31               | 2025-12-31               |
| 2025/12/31               | 2025/12/31               |
| 12月底                   | 12月底                   |
| [1]                      | [1]                      |
| 90%家                    | 90%家                    |
| $50                      | $50                      |
| 2次/月                   | 2次/月                   |
| 502025年                 | 502025年                 |
| 3亿5000万元              | 3亿5000万元              |
| 二〇二五年底前           | 二〇二五年底前           |
| [2024]56家               | [2024]56家               |
| 〔2024〕56号             | 〔2024〕56号             |
| [100,200]                | [100,200]                |
"""


REFUSED = {
    "ANOTHER_QUANTITY": ANOTHER_QUANTITY,
    "SEVERAL": SEVERAL,
    "GRADES": GRADES,
    "CONTRADICTIONS": CONTRADICTIONS,
    "NO_PROPER_NUMBER": NO_PROPER_NUMBER,
}
ROWS = [(family, row) for family, table in REFUSED.items() for row in read_table(table)]


@pytest.mark.parametrize(("family", "row"), ROWS, ids=lambda value: value["text"] if isinstance(value, dict) else value)
def test_what_is_not_understood_never_becomes_a_number(family: str, row: Row) -> None:
    parts = tuple(row["parts"].split(" · "))
    assert read_target(row["text"]) == TargetNotRead(row["text"], "not_understood", parts)


@pytest.mark.parametrize("direction", ["increase", "decrease"])
@pytest.mark.parametrize(
    "text", ["90", "0.9", "超过90", "不低于90", "90家", "35~40", "1:2", "12/10万", "增加5", "+5%", "-3"]
)
def test_a_factor_of_a_hundred_or_a_sign_is_never_guessed(text: str, direction: Direction) -> None:
    assert isinstance(read_target(text, "%", direction), TargetNotRead)


@pytest.mark.parametrize("text", ["增速提高5%", "增速降低5%", "下降5%"])
def test_a_change_of_a_growth_rate_is_no_level(text: str) -> None:
    assert isinstance(read_target(text, "%", name="地区生产总值增速"), TargetNotRead)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "blank"),
        ("  ", "blank"),
        ("\u3000", "blank"),
        ("-", "no_value"),
        ("－", "no_value"),
        ("—", "no_value"),
        ("——", "not_applicable"),
        ("--", "not_applicable"),
    ],
)
def test_silence_is_told_apart(text: str, problem: str) -> None:
    assert read_target(text) == TargetNotRead(text, problem)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["1" * 200_000, "，" * 200_000, "或" * 200_000, "应建尽建" * 50_000, "2025年" * 30])
def test_a_very_long_text_is_refused_at_once(text: str) -> None:
    started = time.process_time()
    assert isinstance(read_target(text), TargetNotRead)
    assert time.process_time() - started < 0.1


VOCABULARY = (
    *words.BEFORE, *words.AFTER, *words.LEVELS, *words.CHANGES, *words.GROWTH_NOUNS, *words.DROP_NOUNS, *words.YEARLY,
    *words.CUMULATIVE, *words.ABOUT, *words.LEFT_OR_RIGHT, *words.FILLERS, *words.EVERY_ONE, *words.NONE_AT_ALL,
    *words.MEASURES, *words.DONE[:20], *words.UNITS, *words.PEOPLE,
    "50", "90%", "0", "1,200", "12.5", "007", "1.2.3", "2025年", "2025年底前", "6月30日", "比2023年", "同比", "2023年的",
    "2023年水平", "万", "亿", "百", "千", "成", "倍", "百分点", "‰", "~", "-", "—", "至", "到", "[", "]", "(", ")", "（", "）", "，", "、",
    "；", "/", "/年", "/10万", "每千人", "3A级以上", "65岁及以上", "PM2.5", "应建尽建", "翻一番", "一百二十", "三分之二", "一半", "零",
    "社会组织", "覆盖率", "全省平均", "①", "²", "*", "注1", ":", "：", " ", "\n", "年", "月", "日", "不", "未", "的", "从", "由", "e5",
)  # fmt: skip


def test_any_mixture_of_words_is_read_or_refused_quickly() -> None:
    """Seeded, and past the cache: nothing crashes, nothing takes long, and what is read holds together."""
    mixing = random.Random(20251122)
    slow = 0
    for _ in range(20_000):
        text = "".join(mixing.choices(VOCABULARY, k=mixing.choice((1, 2, 3, 4, 5, 6, 8, 12, 60))))[:200]
        unit = mixing.choice((None, "%", "‰", "家", "万元", "人/年", "张/千人", "倍"))
        direction = mixing.choice((None, "increase", "decrease", "hold", "unconfirmed"))
        started = time.process_time()
        reading = read_target.__wrapped__(text, unit, direction, name=mixing.choice((None, "地区生产总值增速")))
        slow += time.process_time() - started > 0.02
        target_as_json(reading)
        if isinstance(reading, TargetReading):
            check(reading)
    # A pause of the machine is not ours; a pattern that backtracks would be slow far more often.
    assert slow < 20


def check(reading: TargetReading) -> None:
    """What holds of every reading whatever the text."""
    assert (reading.value is None) == (reading.comparator in ("all", "done"))
    assert (reading.upper is not None) == (reading.comparator == "range")
    assert ("denominator" in reading.needs) == (reading.comparator == "all")
    assert ("baseline" in reading.needs) == (reading.relative_to is not None)
    assert "confirmation" in reading.needs or not reading.approximate
    assert list(reading.needs) == sorted(reading.needs, key=["denominator", "baseline", "confirmation"].index)
    if reading.value is not None and reading.upper is not None:
        assert reading.value < reading.upper
    if reading.value is not None and reading.relative_to is None:
        assert reading.value >= 0


DOUBTFUL = """
Well formed, and still to be confirmed by a person

| text           |
|----------------|
| 师生比1:18以内 |
| 不超过1:50     |
| 2021—2025      |
| 2024-2025      |
| 实际增长6%以上 |
| 名义增长6%     |
"""


@pytest.mark.parametrize("row", read_table(DOUBTFUL), ids=lambda row: row["text"])
def test_what_may_be_meant_otherwise_waits_for_a_person(row: Row) -> None:
    reading = read_target(row["text"])
    assert isinstance(reading, TargetNotRead) or "confirmation" in reading.needs
