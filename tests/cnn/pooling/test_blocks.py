"""The blocks of known networks cost what their formulas say."""

from torchvision.models import vgg16

from cnn.networks.architecture import parameters
from cnn.pooling import blocks


def test_blocks_cost_what_the_formulas_say():
    found, c, n = blocks.measure().numbers, 256, 64
    assert found["plain"]["weights"] == 9 * c * c
    assert found["bottleneck"]["weights"] == 2 * c * n + 9 * n * n
    assert found["depthwise"]["weights"] == 9 * c + c * c
    for name in ("plain", "bottleneck", "depthwise"):
        assert found[name]["multiply_adds"] == 14 * 14 * found[name]["weights"]


def test_the_budget_is_whole():
    found = blocks.measure().numbers
    assert [row["stage"] for row in found["vgg"]] == [1, 2, 3, 4, 5, "dense"]
    assert sum(row["parameters"] for row in found["vgg"]) == found["total"]["parameters"] == parameters(vgg16())
    assert found["vgg"][4]["output"] == [512, 7, 7]
    assert found["heads"]["flat"] == 49 * found["heads"]["mean"]
