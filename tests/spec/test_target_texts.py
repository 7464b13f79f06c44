"""What a target text means: one table for each family of wordings. What must never become a number: the module beside.

Columns left out of a table stand for what is ordinary: no unit, direction or name known, at the plan's end, nothing needed.
"""

import random
from decimal import Decimal
from typing import get_args

import pytest

from common.periods import Period
from indicators.plan import Direction, Plan
from indicators.target import Need, TargetNotRead, TargetReading, read_target, target_as_json
from tests.spec.engine import Row, read_table

# A bare figure: its comparator follows the direction, and without one a person confirms it.
BARE_FIGURES = """
| text        | unit    | direction   | comparator | value    | read unit | scope    | needs        |
|-------------|---------|-------------|------------|----------|-----------|----------|--------------|
| 6           | 万个    | increase    | >=         | 6        | 万个      | plan_end | -            |
| 6           | -       | -           | >=         | 6        | -         | plan_end | confirmation |
| 260         | 个      | increase    | >=         | 260      | 个        | plan_end | -            |
| 13          | 个      | hold        | >=         | 13       | 个        | plan_end | -            |
| 0           | 个      | increase    | >=         | 0        | 个        | plan_end | confirmation |
| 0           | 个      | decrease    | <=         | 0        | 个        | plan_end | confirmation |
| 0           | -       | -           | >=         | 0        | -         | plan_end | confirmation |
| 0           | 起      | -           | <=         | 0        | 起        | plan_end | confirmation |
| 零          | -       | -           | <=         | 0        | -         | plan_end | confirmation |
| 为零        | -       | -           | <=         | 0        | -         | plan_end | confirmation |
| 0起         | -       | -           | <=         | 0        | 起        | plan_end | confirmation |
| 1.3         | -       | decrease    | <=         | 1.3      | -         | plan_end | -            |
| 30          | 个/年   | unconfirmed | >=         | 30       | 个        | year     | confirmation |
| 3000        | 人/年   | increase    | >=         | 3000     | 人        | year     | -            |
| 100%        | %       | hold        | >=         | 1        | %         | plan_end | -            |
| 95%         | %       | increase    | >=         | 0.95     | %         | plan_end | -            |
| 95%         | -       | -           | >=         | 0.95     | %         | plan_end | confirmation |
| 达标率100%  | %       | increase    | >=         | 1        | %         | plan_end | -            |
| 覆盖率90%   | %       | increase    | >=         | 0.9      | %         | plan_end | -            |
| 覆盖率：90% | %       | increase    | >=         | 0.9      | %         | plan_end | -            |
| 5‰          | ‰       | decrease    | <=         | 0.005    | ‰         | plan_end | -            |
| 5           | 张/千人 | increase    | >=         | 5        | 张/千人   | plan_end | -            |
| 8张         | 张/千人 | increase    | >=         | 8        | 张/千人   | plan_end | -            |
| 2倍         | 倍      | decrease    | <=         | 2        | 倍        | plan_end | -            |
| 2025        | 家      | increase    | >=         | 2025     | 家        | plan_end | confirmation |
| 20251231    | 家      | increase    | >=         | 20251231 | 家        | plan_end | confirmation |
| 完成100%    | %       | increase    | >=         | 1        | %         | plan_end | confirmation |
| 100%完成    | %       | increase    | >=         | 1        | %         | plan_end | confirmation |
"""

# Units and 万, 亿: multiplied out, unless the indicator itself is counted in them.
UNITS = """
| text               | unit   | direction | comparator | value         | read unit   | scope    | needs        |
|--------------------|--------|-----------|------------|---------------|-------------|----------|--------------|
| 6万个              | 万个   | increase  | >=         | 6             | 万个        | plan_end | -            |
| 6万                | 万个   | increase  | >=         | 6             | 万个        | plan_end | -            |
| 5万                | 亿元   | increase  | >=         | 50000         | 元          | plan_end | -            |
| 50家               | 家     | increase  | >=         | 50            | 家          | plan_end | -            |
| 达到6万人          | -      | -         | >=         | 60000         | 人          | plan_end | -            |
| 1000万元/年        | -      | -         | >=         | 10000000      | 元          | year     | confirmation |
| 1000万元/年        | 万元   | increase  | >=         | 1000          | 万元        | year     | -            |
| 1亿元              | 万元   | increase  | >=         | 100000000     | 元          | plan_end | -            |
| 1亿元              | 亿元   | increase  | >=         | 1             | 亿元        | plan_end | -            |
| 3万亿元            | 亿元   | increase  | >=         | 3000000000000 | 元          | plan_end | -            |
| 5百万元            | 元     | increase  | >=         | 5000000       | 元          | plan_end | -            |
| 3千人              | 人     | increase  | >=         | 3000          | 人          | plan_end | -            |
| 500万千瓦          | 万千瓦 | increase  | >=         | 500           | 万千瓦      | plan_end | -            |
| 500千瓦            | 千瓦   | increase  | >=         | 500           | 千瓦        | plan_end | -            |
| 10,000             | 场     | increase  | >=         | 10000         | 场          | plan_end | -            |
| １，２００         | -      | -         | >=         | 1200          | -           | plan_end | confirmation |
| 1，200家           | 家     | increase  | >=         | 1200          | 家          | plan_end | -            |
| 不少于1.5万人次/年 | -      | -         | >=         | 15000         | 人次        | year     | -            |
| 5000元/人/年       | 元/人  | increase  | >=         | 5000          | 元/人       | year     | -            |
| 200吨/天           | 吨/天  | increase  | >=         | 200           | 吨/天       | plan_end | -            |
| 达到35微克/立方米  | -      | -         | >=         | 35            | 微克/立方米 | plan_end | -            |
| 不超过0.5吨/万元   | -      | -         | <=         | 0.5           | 吨/万元     | plan_end | -            |
| 80分以上           | -      | -         | >=         | 80            | 分          | plan_end | -            |
| 不超过3个工作日    | -      | -         | <=         | 3             | 个工作日    | plan_end | -            |
| 达到80标箱         | 标箱   | -         | >=         | 80            | 标箱        | plan_end | -            |
| 90%                | 个     | increase  | >=         | 0.9           | %           | plan_end | -            |
| 50家               | 万元   | increase  | >=         | 50            | 家          | plan_end | -            |
| 80岁以上           | 岁     | increase  | >=         | 80            | 岁          | plan_end | -            |
| 80岁以上           | -      | -         | >=         | 80            | 岁          | plan_end | confirmation |
| 50个项目           | 个     | increase  | >=         | 50            | 个          | plan_end | -            |
"""

# At least, or more than: strict where 超过, 突破, 大于 and the like say so.
AT_LEAST = """
| text                   | comparator | value | read unit | needs |
|------------------------|------------|-------|-----------|-------|
| 达到13个               | >=         | 13    | 个        | -     |
| 达90%                  | >=         | 0.9   | %         | -     |
| 不少于50家             | >=         | 50    | 家        | -     |
| 不低于95%              | >=         | 0.95  | %         | -     |
| 不小于3                | >=         | 3     | -         | -     |
| 至少50家               | >=         | 50    | 家        | -     |
| 最低3%                 | >=         | 0.03  | %         | -     |
| ≥95%                   | >=         | 0.95  | %         | -     |
| ≥ 6.5                  | >=         | 6.5   | -         | -     |
| ≧50                    | >=         | 50    | -         | -     |
| ＞1100                 | >          | 1100  | -         | -     |
| >=90%                  | >=         | 0.9   | %         | -     |
| 30%以上                | >=         | 0.3   | %         | -     |
| 50家（含）以上         | >=         | 50    | 家        | -     |
| 10及以上               | >=         | 10    | -         | -     |
| 不低于95%以上          | >=         | 0.95  | %         | -     |
| 至少50家以上           | >=         | 50    | 家        | -     |
| 达到50家以上           | >=         | 50    | 家        | -     |
| 提高到90%              | >=         | 0.9   | %         | -     |
| 提升至90%以上          | >=         | 0.9   | %         | -     |
| 增加到50家             | >=         | 50    | 家        | -     |
| 增至50家               | >=         | 50    | 家        | -     |
| 上升到3%               | >=         | 0.03  | %         | -     |
| 从50%提高到60%         | >=         | 0.6   | %         | -     |
| 超过90%                | >          | 0.9   | %         | -     |
| 超过９０％             | >          | 0.9   | %         | -     |
| 突破500家              | >          | 500   | 家        | -     |
| 大于30                 | >          | 30    | -         | -     |
| 高于3%                 | >          | 0.03  | %         | -     |
| 多于20个               | >          | 20    | 个        | -     |
| 超50%                  | >          | 0.5   | %         | -     |
| >50                    | >          | 50    | -         | -     |
| 保持在95%以上          | >=         | 0.95  | %         | -     |
| 稳定在60%以上          | >=         | 0.6   | %         | -     |
| 力争达到500家          | >=         | 500   | 家        | -     |
| 争取不少于50家         | >=         | 50    | 家        | -     |
| 确保100%以上           | >=         | 1     | %         | -     |
| 优良率保持在95%以上    | >=         | 0.95  | %         | -     |
| 从2023年的50%提高到60% | >=         | 0.6   | %         | -     |
"""

# At most, or less than: 以下, 以内 and 之内 include the number itself.
AT_MOST = """
| text               | unit | direction | comparator | value | read unit | needs |
|--------------------|------|-----------|------------|-------|-----------|-------|
| 不高于1.3%         | -    | -         | <=         | 0.013 | %         | -     |
| 不超过30个         | -    | -         | <=         | 30    | 个        | -     |
| 不多于30个         | -    | -         | <=         | 30    | 个        | -     |
| 不大于30           | -    | -         | <=         | 30    | -         | -     |
| 不得超过5%         | -    | -         | <=         | 0.05  | %         | -     |
| 至多3次            | -    | -         | <=         | 3     | 次        | -     |
| 最多3次            | -    | -         | <=         | 3     | 次        | -     |
| ≤10                | -    | -         | <=         | 10    | -         | -     |
| ≦50                | -    | -         | <=         | 50    | -         | -     |
| 10人以下           | -    | -         | <=         | 10    | 人        | -     |
| 30个以内           | -    | -         | <=         | 30    | 个        | -     |
| 5.5%之内           | -    | -         | <=         | 0.055 | %         | -     |
| 控制在30个以内     | -    | -         | <=         | 30    | 个        | -     |
| 控制在30个         | -    | -         | <=         | 30    | 个        | -     |
| 控制在5%以内       | -    | -         | <=         | 0.05  | %         | -     |
| 控制在0起          | -    | -         | <=         | 0     | 起        | -     |
| 失业率控制在5%以内 | -    | -         | <=         | 0.05  | %         | -     |
| 达到5%以下         | -    | -         | <=         | 0.05  | %         | -     |
| 降到10%            | -    | -         | <=         | 0.1   | %         | -     |
| 降至10%            | -    | -         | <=         | 0.1   | %         | -     |
| 下降到10%以下      | -    | -         | <=         | 0.1   | %         | -     |
| 减少至20家         | -    | -         | <=         | 20    | 家        | -     |
| 缩短至30天         | -    | -         | <=         | 30    | 天        | -     |
| 压缩至15分钟以内   | -    | -         | <=         | 15    | 分钟      | -     |
| 由5%降至3%以下     | -    | -         | <=         | 0.03  | %         | -     |
| 低于5%             | -    | -         | <          | 0.05  | %         | -     |
| 小于5%             | -    | -         | <          | 0.05  | %         | -     |
| 少于20家           | -    | -         | <          | 20    | 家        | -     |
| 不足30个           | -    | -         | <          | 30    | 个        | -     |
| <5%                | -    | -         | <          | 0.05  | %         | -     |
| <5%                | %    | increase  | <          | 0.05  | %         | -     |
| 保持5%             | %    | decrease  | <=         | 0.05  | %         | -     |
"""

# Approximate figures are marked as such, and a person confirms them.
APPROXIMATE = """
| text                  | comparator | value | upper | read unit | scope    | relative to | approximate | needs                 |
|-----------------------|------------|-------|-------|-----------|----------|-------------|-------------|-----------------------|
| 约1000                | >=         | 1000  | -     | -         | plan_end | -           | yes         | confirmation          |
| 大约50%               | >=         | 0.5   | -     | %         | plan_end | -           | yes         | confirmation          |
| 约50家左右            | >=         | 50    | -     | 家        | plan_end | -           | yes         | confirmation          |
| 30个左右              | >=         | 30    | -     | 个        | plan_end | -           | yes         | confirmation          |
| 30左右                | >=         | 30    | -     | -         | plan_end | -           | yes         | confirmation          |
| 稳定在98%左右         | >=         | 0.98  | -     | %         | plan_end | -           | yes         | confirmation          |
| 城镇化率提高到70%左右 | >=         | 0.7   | -     | %         | plan_end | -           | yes         | confirmation          |
| 控制在5%左右          | <=         | 0.05  | -     | %         | plan_end | -           | yes         | confirmation          |
| 50%上下               | >=         | 0.5   | -     | %         | plan_end | -           | yes         | confirmation          |
| 约35~40张             | range      | 35    | 40    | 张        | plan_end | -           | yes         | confirmation          |
| 年均增长6%左右        | >=         | 0.06  | -     | %         | year     | baseline    | yes         | baseline confirmation |
| 约1.5万人次/年        | >=         | 15000 | -     | 人次      | year     | -           | yes         | confirmation          |
"""

# Ranges, with any dash; a unit said once belongs to both ends.
RANGES = """
| text            | comparator | value | upper | read unit | scope    | relative to | needs        |
|-----------------|------------|-------|-------|-----------|----------|-------------|--------------|
| 35~40           | range      | 35    | 40    | -         | plan_end | -           | -            |
| 35～40          | range      | 35    | 40    | -         | plan_end | -           | -            |
| 35-40           | range      | 35    | 40    | -         | plan_end | -           | -            |
| 35—40张         | range      | 35    | 40    | 张        | plan_end | -           | -            |
| 35–40张         | range      | 35    | 40    | 张        | plan_end | -           | -            |
| 35－40张        | range      | 35    | 40    | 张        | plan_end | -           | -            |
| 35——40张        | range      | 35    | 40    | 张        | plan_end | -           | -            |
| 35至40张        | range      | 35    | 40    | 张        | plan_end | -           | -            |
| 35到40家之间    | range      | 35    | 40    | 家        | plan_end | -           | -            |
| 35~40%          | range      | 0.35  | 0.4   | %         | plan_end | -           | -            |
| 35%~40%         | range      | 0.35  | 0.4   | %         | plan_end | -           | -            |
| 5‰~8‰           | range      | 0.005 | 0.008 | ‰         | plan_end | -           | -            |
| 2~3次/年        | range      | 2     | 3     | 次        | year     | -           | -            |
| 保持在35~40之间 | range      | 35    | 40    | -         | plan_end | -           | -            |
| 控制在35～40    | range      | 35    | 40    | -         | plan_end | -           | -            |
| 1万~2万人       | range      | 10000 | 20000 | 人        | plan_end | -           | -            |
| 1~2万人         | range      | 10000 | 20000 | 人        | plan_end | -           | confirmation |
| 增长5%~8%       | range      | 0.05  | 0.08  | %         | plan_end | baseline    | baseline     |
| 下降5%-8%       | range      | -0.08 | -0.05 | %         | plan_end | baseline    | baseline     |
| 年均增长6%—7%   | range      | 0.06  | 0.07  | %         | year     | baseline    | baseline     |
| 提高3~5个百分点 | range      | 3     | 5     | 百分点    | plan_end | baseline    | baseline     |
| 八~九成         | range      | 0.8   | 0.9   | %         | plan_end | -           | -            |
"""

# Changes: signed, relative to the baseline or to the year named.
CHANGES = """
| text                        | unit | direction | comparator | value  | read unit | relative to   | needs                 |
|-----------------------------|------|-----------|------------|--------|-----------|---------------|-----------------------|
| 比2023年增长20%             | -    | -         | >=         | 0.2    | %         | 2023          | baseline              |
| 较2020年下降15%以上         | -    | -         | <=         | -0.15  | %         | 2020          | baseline              |
| 在2023年基础上提高5个百分点 | -    | -         | >=         | 5      | 百分点    | 2023          | baseline              |
| 以2020年为基数增长50%以上   | -    | -         | >=         | 0.5    | %         | 2020          | baseline              |
| 与2020年相比下降10%         | -    | -         | <=         | -0.1   | %         | 2020          | baseline              |
| 比2023年底增长20%           | -    | -         | >=         | 0.2    | %         | 2023          | baseline              |
| 比“十三五”末增长20%         | -    | -         | >=         | 0.2    | %         | 2020          | baseline              |
| 增长20%以上                 | -    | -         | >=         | 0.2    | %         | baseline      | baseline              |
| 增长了20%                   | -    | -         | >=         | 0.2    | %         | baseline      | baseline              |
| 增长超过20%                 | -    | -         | >          | 0.2    | %         | baseline      | baseline              |
| 增长不低于20%               | -    | -         | >=         | 0.2    | %         | baseline      | baseline              |
| 增长不超过5%                | -    | -         | <=         | 0.05   | %         | baseline      | baseline              |
| 增长达到20%                 | -    | -         | >=         | 0.2    | %         | baseline      | baseline              |
| 增长控制在5%以内            | -    | -         | <=         | 0.05   | %         | baseline      | baseline              |
| 保持增长6%以上              | -    | -         | >=         | 0.06   | %         | baseline      | baseline              |
| 下降15%                     | -    | -         | <=         | -0.15  | %         | baseline      | baseline              |
| 下降15%以上                 | -    | -         | <=         | -0.15  | %         | baseline      | baseline              |
| 下降超过15%                 | -    | -         | <          | -0.15  | %         | baseline      | baseline              |
| 下降不低于15%               | -    | -         | <=         | -0.15  | %         | baseline      | baseline              |
| 下降不超过5%                | -    | -         | >=         | -0.05  | %         | baseline      | baseline              |
| 下降5%以内                  | -    | -         | >=         | -0.05  | %         | baseline      | baseline              |
| 下降少于5%                  | -    | -         | >          | -0.05  | %         | baseline      | baseline              |
| 增加50家                    | -    | -         | >=         | 50     | 家        | baseline      | baseline              |
| 增加5万人                   | -    | -         | >=         | 50000  | 人        | baseline      | baseline              |
| 增加5万人                   | 万人 | -         | >=         | 5      | 万人      | baseline      | baseline              |
| 增加50                      | 家   | -         | >=         | 50     | 家        | baseline      | baseline              |
| 减少50家以上                | -    | -         | <=         | -50    | 家        | baseline      | baseline              |
| 下降20家                    | -    | -         | <=         | -20    | 家        | baseline      | baseline              |
| 提高5个百分点               | -    | -         | >=         | 5      | 百分点    | baseline      | baseline              |
| 提高5个百分点               | %    | increase  | >=         | 5      | 百分点    | baseline      | baseline              |
| 下降2个百分点以上           | -    | -         | <=         | -2     | 百分点    | baseline      | baseline              |
| 提高5%                      | %    | increase  | >=         | 0.05   | %         | baseline      | baseline confirmation |
| 新增50家                    | -    | -         | >=         | 50     | 家        | baseline      | baseline confirmation |
| 下降15%                     | -    | increase  | <=         | -0.15  | %         | baseline      | baseline confirmation |
| 增长20%                     | -    | decrease  | >=         | 0.2    | %         | baseline      | baseline confirmation |
| 工业增加值增长6%            | -    | -         | >=         | 0.06   | %         | baseline      | baseline              |
| 单位GDP能耗下降13.5%        | -    | -         | <=         | -0.135 | %         | baseline      | baseline              |
| 增速比上年提高1个百分点     | -    | -         | >=         | 1      | 百分点    | previous_year | baseline              |
| 改造提升50个                | -    | -         | >=         | 50     | 个        | baseline      | baseline confirmation |
"""

# Doublings and multiples: a change, so twice the baseline is 1.
TIMES = """
| text                | comparator | value | read unit | relative to   | needs                 |
|---------------------|------------|-------|-----------|---------------|-----------------------|
| 翻一番              | >=         | 1     | %         | baseline      | baseline              |
| 翻番                | >=         | 1     | %         | baseline      | baseline              |
| 实现翻番            | >=         | 1     | %         | baseline      | baseline              |
| 翻两番              | >=         | 3     | %         | baseline      | baseline              |
| 翻三番              | >=         | 7     | %         | baseline      | baseline              |
| 翻一番以上          | >=         | 1     | %         | baseline      | baseline              |
| 比2020年翻一番      | >=         | 1     | %         | 2020          | baseline              |
| 增长2倍             | >=         | 2     | %         | baseline      | baseline              |
| 增长1倍以上         | >=         | 1     | %         | baseline      | baseline              |
| 增长一倍            | >=         | 1     | %         | baseline      | baseline              |
| 达到2023年的2倍     | >=         | 1     | %         | 2023          | baseline              |
| 达到2023年的2倍以上 | >=         | 1     | %         | 2023          | baseline              |
| 是2020年的1.5倍     | >=         | 0.5   | %         | 2020          | baseline              |
| 达到2020年的120%    | >=         | 0.2   | %         | 2020          | baseline              |
| 降至2020年的90%     | <=         | -0.1  | %         | 2020          | baseline              |
| 降至2020年的90%以下 | <=         | -0.1  | %         | 2020          | baseline              |
| 不超过2020年的1.2倍 | <=         | 0.2   | %         | 2020          | baseline confirmation |
| 不低于2023年水平    | >=         | 0     | %         | 2023          | baseline confirmation |
| 不低于上年          | >=         | 0     | %         | previous_year | baseline confirmation |
"""

# Yearly figures and growth; a growth rate's own growth is a level.
YEARLY = """
| text                | name               | comparator | value | read unit | scope    | relative to   | needs        |
|---------------------|--------------------|------------|-------|-----------|----------|---------------|--------------|
| 50场/年             | -                  | >=         | 50    | 场        | year     | -             | confirmation |
| 每年不少于50家      | -                  | >=         | 50    | 家        | year     | -             | -            |
| 每年50家以上        | -                  | >=         | 50    | 家        | year     | -             | -            |
| 不少于2次每年       | -                  | >=         | 2     | 次        | year     | -             | -            |
| 年均50场以上        | -                  | >=         | 50    | 场        | year     | -             | -            |
| 每年举办10场        | -                  | >=         | 10    | 场        | year     | -             | confirmation |
| 年均增长6%          | -                  | >=         | 0.06  | %         | year     | baseline      | baseline     |
| 年均增长6%以上      | -                  | >=         | 0.06  | %         | year     | baseline      | baseline     |
| 年增长6%            | -                  | >=         | 0.06  | %         | year     | baseline      | baseline     |
| 比2020年年均增长6%  | -                  | >=         | 0.06  | %         | year     | 2020          | baseline     |
| 每年增长5%以上      | -                  | >=         | 0.05  | %         | year     | previous_year | baseline     |
| 每年增加50家        | -                  | >=         | 50    | 家        | year     | previous_year | baseline     |
| 逐年增长3%          | -                  | >=         | 0.03  | %         | year     | previous_year | baseline     |
| 比上年增长5%        | -                  | >=         | 0.05  | %         | plan_end | previous_year | baseline     |
| 较上年同期下降5%    | -                  | <=         | -0.05 | %         | plan_end | previous_year | baseline     |
| 同比增长8%          | -                  | >=         | 0.08  | %         | plan_end | previous_year | baseline     |
| 在上年基础上增长10% | -                  | >=         | 0.1   | %         | plan_end | previous_year | baseline     |
| 增速6%以上          | -                  | >=         | 0.06  | %         | plan_end | -             | -            |
| 年均增速6%以上      | -                  | >=         | 0.06  | %         | year     | -             | -            |
| 增速达到6%          | -                  | >=         | 0.06  | %         | plan_end | -             | -            |
| 增长6%以上          | 地区生产总值增速   | >=         | 0.06  | %         | plan_end | -             | -            |
| 年均增长6%以上      | 地区生产总值增长   | >=         | 0.06  | %         | year     | -             | -            |
| 比上年增长6%        | 地区生产总值增长率 | >=         | 0.06  | %         | plan_end | -             | -            |
| 提高1个百分点       | 地区生产总值增速   | >=         | 1     | 百分点    | plan_end | baseline      | baseline     |
| 新增50家            | 新增企业数         | >=         | 50    | 家        | plan_end | -             | -            |
| 下降13.5%           | 单位GDP能耗降低    | >=         | 0.135 | %         | plan_end | -             | confirmation |
| 增加50家/年         | -                  | >=         | 50    | 家        | year     | previous_year | baseline     |
"""

# Chinese numerals and fractions; a fraction that is no decimal is rounded so that the fraction itself meets it, or not.
NUMERALS = """
| text               | comparator | value                          | read unit | scope    | needs        |
|--------------------|------------|--------------------------------|-----------|----------|--------------|
| 两个               | >=         | 2                              | 个        | plan_end | confirmation |
| 达到十五家         | >=         | 15                             | 家        | plan_end | -            |
| 一百二十家以上     | >=         | 120                            | 家        | plan_end | -            |
| 不少于一百零五家   | >=         | 105                            | 家        | plan_end | -            |
| 三点五以上         | >=         | 3.5                            | -         | plan_end | -            |
| 三千五百万元以上   | >=         | 35000000                       | 元        | plan_end | -            |
| 一亿二千万元以上   | >=         | 120000000                      | 元        | plan_end | -            |
| 十万人以上         | >=         | 100000                         | 人        | plan_end | -            |
| 百分之九十以上     | >=         | 0.9                            | %         | plan_end | -            |
| 千分之五以下       | <=         | 0.005                          | ‰         | plan_end | -            |
| 不低于百分之九十五 | >=         | 0.95                           | %         | plan_end | -            |
| 一半以上           | >=         | 0.5                            | %         | plan_end | -            |
| 半数以上           | >=         | 0.5                            | %         | plan_end | -            |
| 过半               | >          | 0.5                            | %         | plan_end | -            |
| 超过半数           | >          | 0.5                            | %         | plan_end | -            |
| 九成以上           | >=         | 0.9                            | %         | plan_end | -            |
| 九成五以上         | >=         | 0.95                           | %         | plan_end | -            |
| 不少于八成         | >=         | 0.8                            | %         | plan_end | -            |
| 三分之一以上       | >=         | 0.3333333333333333333333333333 | %         | plan_end | -            |
| 三分之二以上       | >=         | 0.6666666666666666666666666666 | %         | plan_end | -            |
| 超过三分之二       | >          | 0.6666666666666666666666666667 | %         | plan_end | -            |
| 不超过三分之二     | <=         | 0.6666666666666666666666666667 | %         | plan_end | -            |
| 少于三分之一       | <          | 0.3333333333333333333333333333 | %         | plan_end | -            |
| 1/3以上            | >=         | 0.3333333333333333333333333333 | %         | plan_end | -            |
| 每年不少于两次     | >=         | 2                              | 次        | year     | -            |
| 不低于百分之百     | >=         | 1                              | %         | plan_end | -            |
"""

# Every one of them: the denominator must be collected, and without it nothing is 100%.
EVERY_ONE = """
| text               | unit | direction | comparator | value | read unit | needs       | due    |
|--------------------|------|-----------|------------|-------|-----------|-------------|--------|
| 应建尽建           | -    | increase  | all        | -     | -         | denominator | -      |
| 应列尽列           | 家   | increase  | all        | -     | 家        | denominator | -      |
| 应保尽保           | -    | -         | all        | -     | -         | denominator | -      |
| 做到应保尽保       | -    | -         | all        | -     | -         | denominator | -      |
| 应保尽保率100%     | -    | -         | all        | -     | -         | denominator | -      |
| 应建尽建（100%）   | -    | -         | all        | -     | -         | denominator | -      |
| 100%应建尽建       | -    | -         | all        | -     | -         | denominator | -      |
| 全覆盖             | -    | -         | all        | -     | -         | denominator | -      |
| 实现全覆盖         | -    | -         | all        | -     | -         | denominator | -      |
| 全面覆盖           | -    | -         | all        | -     | -         | denominator | -      |
| 乡镇全覆盖         | -    | -         | all        | -     | -         | denominator | -      |
| 村（社区）全覆盖   | -    | -         | all        | -     | -         | denominator | -      |
| 100%全覆盖         | -    | -         | all        | -     | -         | denominator | -      |
| 全覆盖（100%）     | -    | -         | all        | -     | -         | denominator | -      |
| 100%（全覆盖）     | -    | -         | all        | -     | -         | denominator | -      |
| 全部               | -    | -         | all        | -     | -         | denominator | -      |
| 全部完成           | -    | -         | all        | -     | -         | denominator | -      |
| 3A以上100%         | -    | increase  | all        | -     | -         | denominator | -      |
| 3A级以上100%       | -    | -         | all        | -     | -         | denominator | -      |
| 3A（含）以上100%   | -    | -         | all        | -     | -         | denominator | -      |
| 3A以上达到100%     | -    | -         | all        | -     | -         | denominator | -      |
| 65岁及以上100%     | -    | -         | all        | -     | -         | denominator | -      |
| 到2025年实现全覆盖 | -    | -         | all        | -     | -         | denominator | 2025Q4 |
| 2025年底前全部建成 | -    | -         | all        | -     | -         | denominator | 2025Q4 |
| 应公开尽公开       | -    | -         | all        | -     | -         | denominator | -      |
| 百分之百全覆盖     | -    | -         | all        | -     | -         | denominator | -      |
"""

# None at all: at most zero, which a person confirms.
NONE_AT_ALL = """
| text           | unit | comparator | value | read unit | needs        |
|----------------|------|------------|-------|-----------|--------------|
| 零发生         | -    | <=         | 0     | -         | confirmation |
| 0发生          | -    | <=         | 0     | -         | confirmation |
| 零事故         | 起   | <=         | 0     | 起        | confirmation |
| 重大事故零发生 | -    | <=         | 0     | -         | confirmation |
| 重大事故不发生 | -    | <=         | 0     | -         | confirmation |
"""

# Cumulative over the plan: square brackets, or 累计.
CUMULATIVE = """
| text               | unit | direction | comparator | value  | read unit | scope      | relative to | needs        |
|--------------------|------|-----------|------------|--------|-----------|------------|-------------|--------------|
| [12000]            | -    | -         | >=         | 12000  | -         | cumulative | -           | confirmation |
| [12000]            | 人   | increase  | >=         | 12000  | 人        | cumulative | -           | -            |
| 〔12000〕          | 人   | increase  | >=         | 12000  | 人        | cumulative | -           | -            |
| 【12000】          | 人   | increase  | >=         | 12000  | 人        | cumulative | -           | -            |
| ［１２０００］     | 人   | increase  | >=         | 12000  | 人        | cumulative | -           | -            |
| [1.2万]            | 人   | increase  | >=         | 12000  | 人        | cumulative | -           | -            |
| [12000]万元        | 万元 | increase  | >=         | 12000  | 万元      | cumulative | -           | -            |
| [≥5500]            | -    | -         | >=         | 5500   | -         | cumulative | -           | -            |
| [13.5]%            | %    | increase  | >=         | 0.135  | %         | cumulative | -           | confirmation |
| 累计12000          | 人   | increase  | >=         | 12000  | 人        | cumulative | -           | -            |
| 累计达到1.2万人次  | -    | -         | >=         | 12000  | 人次      | cumulative | -           | -            |
| 累计不少于50家     | -    | -         | >=         | 50     | 家        | cumulative | -           | -            |
| 五年累计不少于50家 | -    | -         | >=         | 50     | 家        | cumulative | -           | -            |
| 累计培育50家       | -    | -         | >=         | 50     | 家        | cumulative | -           | confirmation |
| 累计下降13.5%      | -    | -         | <=         | -0.135 | %         | cumulative | baseline    | baseline     |
| 下降[13.5]%        | -    | -         | <=         | -0.135 | %         | cumulative | baseline    | baseline     |
"""

# Ratios are first ÷ second; rates keep what they are taken of in the unit.
RATIOS = """
| text                          | unit    | direction | comparator | value                          | read unit | needs        |
|-------------------------------|---------|-----------|------------|--------------------------------|-----------|--------------|
| 1:1.25                        | -       | increase  | >=         | 0.8                            | 比        | -            |
| 1：100                        | -       | increase  | >=         | 0.01                           | 比        | -            |
| 1∶2                           | -       | increase  | >=         | 0.5                            | 比        | -            |
| 1:1.2                         | -       | increase  | >=         | 0.8333333333333333333333333333 | 比        | -            |
| 10:1                          | -       | increase  | >=         | 10                             | 比        | -            |
| 8:30                          | -       | increase  | >=         | 0.2666666666666666666666666666 | 比        | confirmation |
| 不低于1:20                    | -       | -         | >=         | 0.05                           | 比        | -            |
| 师生比达到1:20                | -       | -         | >=         | 0.05                           | 比        | -            |
| 城乡收入比缩小到1.9:1         | -       | -         | <=         | 1.9                            | 比        | -            |
| 12/10万                       | -       | decrease  | <=         | 12                             | /10万     | -            |
| 低于12/10万                   | -       | -         | <          | 12                             | /10万     | -            |
| 孕产妇死亡率控制在12/10万以下 | -       | -         | <=         | 12                             | /10万     | -            |
| 5‰                            | -       | decrease  | <=         | 0.005                          | ‰         | -            |
| 婴儿死亡率≤5‰                 | -       | -         | <=         | 0.005                          | ‰         | -            |
| 每千人8张                     | -       | increase  | >=         | 8                              | 张/千人   | -            |
| 每千人8张                     | 张/千人 | increase  | >=         | 8                              | 张/千人   | -            |
| 每千人口拥有8张               | -       | increase  | >=         | 8                              | 张/千人口 | -            |
| 达到每千人8张                 | -       | -         | >=         | 8                              | 张/千人   | -            |
| 每万人拥有12个以上            | -       | -         | >=         | 12                             | 个/万人   | -            |
| 每万人拥有社会组织12个以上    | -       | -         | >=         | 12                             | 个/万人   | confirmation |
| 每10万人不超过12例            | -       | -         | <=         | 12                             | 例/10万人 | -            |
| 8张/千人                      | -       | increase  | >=         | 8                              | 张/千人   | -            |
| 8张/千人                      | 张/千人 | increase  | >=         | 8                              | 张/千人   | -            |
| 4.5个/千人以上                | -       | -         | >=         | 4.5                            | 个/千人   | -            |
| 全社会劳动生产率达到20万元/人 | -       | -         | >=         | 200000                         | 元/人     | -            |
"""

# Dates and milestones: the quarter in which the last day falls.
DATES = """
| text                          | comparator | value | read unit | relative to | needs                 | due    |
|-------------------------------|------------|-------|-----------|-------------|-----------------------|--------|
| 2025年底前建成                | done       | -     | -         | -           | -                     | 2025Q4 |
| 2024年6月底前完成             | done       | -     | -         | -           | -                     | 2024Q2 |
| 2024年6月30日前完成           | done       | -     | -         | -           | -                     | 2024Q2 |
| 2024年7月1日前完成            | done       | -     | -         | -           | -                     | 2024Q2 |
| 2024年7月前完成               | done       | -     | -         | -           | -                     | 2024Q2 |
| 2024年6月完成                 | done       | -     | -         | -           | -                     | 2024Q2 |
| 2025年上半年完成              | done       | -     | -         | -           | -                     | 2025Q2 |
| 2025年一季度完成              | done       | -     | -         | -           | -                     | 2025Q1 |
| 2025年第二季度末前投入使用    | done       | -     | -         | -           | -                     | 2025Q2 |
| 2025年前                      | done       | -     | -         | -           | -                     | 2024Q4 |
| 2025年前建成                  | done       | -     | -         | -           | -                     | 2024Q4 |
| 2025年以前建成                | done       | -     | -         | -           | -                     | 2024Q4 |
| 2025年底前                    | done       | -     | -         | -           | -                     | 2025Q4 |
| 2025年                        | done       | -     | -         | -           | confirmation          | 2025Q4 |
| “十四五”末基本建成            | done       | -     | -         | -           | -                     | 2025Q4 |
| 年底前完成                    | done       | -     | -         | -           | confirmation          | -      |
| 建成                          | done       | -     | -         | -           | -                     | -      |
| 基本建成                      | done       | -     | -         | -           | -                     | -      |
| 完成                          | done       | -     | -         | -           | -                     | -      |
| 投入使用                      | done       | -     | -         | -           | -                     | -      |
| 出台实施意见                  | done       | -     | -         | -           | -                     | -      |
| 2025年底前出台管理办法        | done       | -     | -         | -           | -                     | 2025Q4 |
| 2024年底前达到90%             | >=         | 0.9   | %         | -           | -                     | 2024Q4 |
| 到2025年，达到260家以上       | >=         | 260   | 家        | -           | -                     | 2025Q4 |
| 到2025年达到260家以上         | >=         | 260   | 家        | -           | -                     | 2025Q4 |
| 到十四五末，覆盖率达到90%以上 | >=         | 0.9   | %         | -           | -                     | 2025Q4 |
| 到2025年不少于50家            | >=         | 50    | 家        | -           | -                     | 2025Q4 |
| 达到90%（2025年）             | >=         | 0.9   | %         | -           | -                     | 2025Q4 |
| 2025年底前建成50家            | >=         | 50    | 家        | -           | confirmation          | 2025Q4 |
| 到2025年比2020年翻一番        | >=         | 1     | %         | 2020        | baseline              | 2025Q4 |
| 2025年增长6%                  | >=         | 0.06  | %         | baseline    | baseline confirmation | 2025Q4 |
"""

# Numbers that are not the target, footnote marks, notes and subjects stay out of it.
QUALIFIERS = """
| text                               | unit | direction | comparator | value | read unit   | needs        |
|------------------------------------|------|-----------|------------|-------|-------------|--------------|
| 65岁及以上老年人健康管理率达到75%  | -    | -         | >=         | 0.75  | %           | -            |
| 60岁以上老年人占比达到25%          | -    | -         | >=         | 0.25  | %           | -            |
| 人均预期寿命达到80岁以上           | -    | -         | >=         | 80    | 岁          | -            |
| PM2.5浓度降至35微克/立方米以下     | -    | -         | <=         | 35    | 微克/立方米 | -            |
| PM2.5≤35                           | -    | -         | <=         | 35    | -           | -            |
| 15分钟生活圈覆盖率达到90%          | -    | -         | >=         | 0.9   | %           | -            |
| 10分钟以内                         | -    | -         | <=         | 10    | 分钟        | -            |
| 500强企业5家                       | 家   | increase  | >=         | 5     | 家          | confirmation |
| 世界500强企业达到5家               | -    | -         | >=         | 5     | 家          | -            |
| 5G基站达到1000个                   | -    | -         | >=         | 1000  | 个          | -            |
| 12345热线办结率98%以上             | -    | -         | >=         | 0.98  | %           | -            |
| 3A级以上社会组织占比达到25%        | -    | -         | >=         | 0.25  | %           | -            |
| 5A级景区达到3家                    | -    | -         | >=         | 3     | 家          | -            |
| 3A以上90%                          | -    | increase  | >=         | 0.9   | %           | confirmation |
| 地表水达到或优于Ⅲ类水体比例95%以上 | -    | -         | >=         | 0.95  | %           | -            |
| 高新技术企业达到500家              | -    | -         | >=         | 500   | 家          | -            |
| 研发经费投入占GDP比重达到3%        | -    | -         | >=         | 0.03  | %           | -            |
| 农村卫生厕所普及率达到90%          | -    | -         | >=         | 0.9   | %           | -            |
| “一网通办”率达到90%                | -    | -         | >=         | 0.9   | %           | -            |
| 50家企业                           | 家   | increase  | >=         | 50    | 家          | -            |
| 34①                                | 家   | increase  | >=         | 34    | 家          | confirmation |
| 50家①                              | 家   | increase  | >=         | 50    | 家          | -            |
| 50家*                              | 家   | increase  | >=         | 50    | 家          | -            |
| 95%²                               | %    | increase  | >=         | 0.95  | %           | -            |
| 95%注1                             | %    | increase  | >=         | 0.95  | %           | -            |
| 50家[1]                            | 家   | increase  | >=         | 50    | 家          | -            |
| 50家（含市本级）                   | 家   | increase  | >=         | 50    | 家          | -            |
| 50家（约束性）                     | 家   | increase  | >=         | 50    | 家          | -            |
| 50家。                             | 家   | increase  | >=         | 50    | 家          | -            |
| 近视率控制在50%以下                | -    | -         | <=         | 0.5   | %           | -            |
| 第三产业增加值占比达到60%          | -    | -         | >=         | 0.6   | %           | -            |
| 社会组织持证从业人员达到800人      | -    | -         | >=         | 800   | 人          | -            |
| 农村地区达到80%                    | -    | -         | >=         | 0.8   | %           | confirmation |
| 50个村                             | 个   | increase  | >=         | 50    | 个          | -            |
| 建设50个村级站点                   | -    | -         | >=         | 50    | 个          | confirmation |
| 市本级不少于50家                   | -    | -         | >=         | 50    | 家          | confirmation |
"""


FAMILIES = {
    "BARE_FIGURES": BARE_FIGURES,
    "UNITS": UNITS,
    "AT_LEAST": AT_LEAST,
    "AT_MOST": AT_MOST,
    "APPROXIMATE": APPROXIMATE,
    "RANGES": RANGES,
    "CHANGES": CHANGES,
    "TIMES": TIMES,
    "YEARLY": YEARLY,
    "NUMERALS": NUMERALS,
    "EVERY_ONE": EVERY_ONE,
    "NONE_AT_ALL": NONE_AT_ALL,
    "CUMULATIVE": CUMULATIVE,
    "RATIOS": RATIOS,
    "DATES": DATES,
    "QUALIFIERS": QUALIFIERS,
}
ROWS = [(family, row) for family, table in FAMILIES.items() for row in read_table(table)]


def title(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(value[name] for name in ("text", "unit", "direction", "name") if value.get(name))
    return str(value)


def read(row: Row, text: str | None = None) -> TargetReading | TargetNotRead:
    return read_target(text or row["text"], row.get("unit"), row.get("direction"), name=row.get("name"))


@pytest.mark.parametrize(("family", "row"), ROWS, ids=title)
def test_a_target_is_read(family: str, row: Row) -> None:
    needs: tuple[Need, ...] = tuple(need for need in get_args(Need) if need in (row.get("needs") or "").split())
    value, upper = (None if row.get(name) is None else Decimal(row[name]) for name in ("value", "upper"))
    expected = TargetReading(
        row["text"],
        row["comparator"],
        value,
        row["read unit"],
        row.get("scope", "plan_end"),
        upper,
        row.get("relative to"),
        row.get("approximate") == "yes",
        needs,
        Period.read(row["due"]) if row.get("due") else None,
    )
    assert read(row) == expected


def test_no_wording_stands_twice_and_there_are_enough() -> None:
    asked = [(row["text"], row.get("unit"), row.get("direction"), row.get("name")) for _, row in ROWS]
    assert len(asked) == len(set(asked)) >= 200


FULL_WIDTH = str.maketrans("0123456789%.,()[]<>:~-", "０１２３４５６７８９％．，（）［］＜＞：～－")


@pytest.mark.parametrize(("family", "row"), ROWS, ids=title)
def test_full_width_characters_say_the_same(family: str, row: Row) -> None:
    assert same(read(row, row["text"].translate(FULL_WIDTH)), read(row))


@pytest.mark.parametrize(("family", "row"), ROWS, ids=title)
def test_spaces_outside_numbers_say_the_same(family: str, row: Row) -> None:
    spaces = random.Random(row["text"])
    text = row["text"][0]
    for before, after in zip(row["text"], row["text"][1:], strict=False):
        is_inside_a_number = (
            before in "0123456789.,，０１２３４５６７８９" and after in "0123456789.,，０１２３４５６７８９"
        )
        text += ("" if is_inside_a_number else spaces.choice(("", "", " ", "\u3000", "\n"))) + after
    assert same(read(row, f" {text} "), read(row))


def same(one: TargetReading | TargetNotRead, other: TargetReading | TargetNotRead) -> bool:
    first, second = target_as_json(one), target_as_json(other)
    return {**first, "text": None} == {**second, "text": None}


@pytest.mark.parametrize("direction", [*get_args(Direction), None])
def test_a_written_comparator_outranks_the_direction(direction: Direction | None) -> None:
    reading = read_target("超过90%", "%", direction)
    assert isinstance(reading, TargetReading)
    assert (reading.comparator, reading.needs) == (">", ())


def test_json_names_the_quarter_and_the_upper_bound() -> None:
    record = target_as_json(read_target("2024年6月底前达到35~40%"))
    assert (record["value"], record["upper"], record["due"]) == (0.35, 0.4, "2024Q2")


def test_every_target_of_wenzhou_is_read_or_says_why_not(wenzhou: Plan) -> None:
    problems = set()
    for target in wenzhou.targets:
        indicator = wenzhou.indicator_by_code[target.indicator]
        reading = read_target(target.target, indicator.unit, indicator.direction, name=indicator.name)
        if isinstance(reading, TargetNotRead):
            problems.add((target.indicator, target.target, reading.problem))
    assert problems == {("parks", "", "blank"), ("community_foundations", "——", "not_applicable")}
