import math

import pytest

from cnn.keras import framework_traps

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def test_the_numbers_follow_from_the_formulas():
    numbers = framework_traps.measure().numbers
    assert numbers["initial"]["torch"] == pytest.approx(1 / 5, rel=0.01)
    assert numbers["initial"]["keras"] == pytest.approx(math.sqrt(6 / (25 + 25 * 32)), rel=0.01)
    assert numbers["adam"]["torch"] == pytest.approx(1e-6 / (1e-6 + 1e-8), rel=1e-3)
    assert numbers["adam"]["keras"] == pytest.approx(1e-6 / (1e-6 + 1e-7 / math.sqrt(1 - 0.999)), rel=1e-3)
    assert (numbers["batch_norm"]["torch"], numbers["batch_norm"]["keras"]) == pytest.approx((2.7, 0.3))
    assert numbers["softmax"] == pytest.approx(-math.log(math.e / (math.e + 9)))
    assert numbers["same"] == {"left": 1, "right": 2}
