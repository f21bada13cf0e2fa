"""The pretrained network: its weights, what it sees, its two parts."""

import numpy as np
import pytest
import torch
from skimage import data
from torch import nn

from cnn_lecture.pretrained import SIDE, Tail, centre, class_names, efficientnet_lite0, prepare, split


@pytest.fixture(scope="module")
def network():
    return efficientnet_lite0()


def test_it_knows_coffee(network):
    names = class_names()
    with torch.inference_mode():
        probabilities = network(prepare(centre(data.coffee()))).softmax(dim=1)[0]
    assert names[probabilities.argmax()] == "espresso"
    assert len(names) == len(probabilities) == 1000


def test_other_weights_are_refused(tmp_path):
    file = tmp_path / "weights.pth"
    file.write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"weights\.pth: SHA-256 .* install the package"):
        efficientnet_lite0(file)
    with pytest.raises(FileNotFoundError):
        efficientnet_lite0(tmp_path / "nothing.pth")


@pytest.mark.parametrize("shape", [(300, 451), (512, 512), (640, 427)])
def test_the_middle_of_a_photograph(shape):
    photo = np.zeros((*shape, 3), np.uint8)
    photo[shape[0] // 2 - 8 : shape[0] // 2 + 8, shape[1] // 2 - 8 : shape[1] // 2 + 8] = 255
    seen = centre(photo)[0]
    assert seen.shape == (3, SIDE, SIDE)
    assert seen.min() >= 0 and seen.max() <= 1
    rows = torch.arange(SIDE) + 0.5
    assert (seen[0].sum(dim=1) @ rows / seen[0].sum()).item() == pytest.approx(SIDE / 2, abs=1)


def test_the_parts_are_the_whole(network):
    base, tail = split(network)
    images = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        torch.testing.assert_close(network.classifier(tail(base(images))), network(images))


def test_the_tail_keeps_its_statistics(network):
    _, tail = split(network)
    nn.Sequential(tail, nn.Linear(1280, 2)).train()
    assert isinstance(tail, Tail) and tail.training
    assert not any(layer.training for layer in tail.modules() if isinstance(layer, nn.BatchNorm2d))
    tail.eval()
