"""Every shape of return that is met in the wild is read rightly, or refused with a reason and a way out."""

import pytest

from common.language import in_language
from etl.reading import read_return_file
from etl.table import Choice
from indicators.plan import Plan
from tests.etl.shapes import SHAPES


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_met_in_the_wild_is_read_rightly_or_refused(wenzhou: Plan, name: str) -> None:
    shape = SHAPES[name]
    reading = read_return_file(name, shape.content, wenzhou, Choice())
    taken = {
        (one.indicator.code, one.region.name, str(one.period)): one.value
        for read in reading.to_take
        for one in read.values
    }
    said = sorted((one.place, one.code) for one in reading.problems)
    assert (taken, said) == (shape.figures, sorted(shape.problems.items()))
    with in_language("zh"):
        # What to do begins with 请.
        assert all("请" in one.message for one in reading.problems if one.is_hard)
