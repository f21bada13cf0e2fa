"""The pretrained network: its weights, what it sees, its two parts."""

import hashlib
import io
import re
from collections import OrderedDict
from email.message import Message
from functools import partial
from pathlib import Path
from urllib.error import URLError

import numpy as np
import pytest
import torch
import torchvision
from skimage import data
from torch import nn
from torchvision.models._api import Weights, WeightsEnum
from torchvision.transforms._presets import ImageClassification

from cnn.networks.pretrained import (
    SHA256,
    SIDE,
    Tail,
    centre,
    class_names,
    efficientnet_lite0,
    prepare,
    pretrained,
    split,
)


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


def test_the_default_brings_its_parts(network):
    found = pretrained("efficientnet_lite0")
    images = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        torch.testing.assert_close(found.prepare(images), prepare(images))
        torch.testing.assert_close(found.base(images), nn.Sequential(*found.blocks[:-1])(images))
        torch.testing.assert_close(found.network(images), network(images))
    assert (found.features, found.title, found.sha256) == (1280, "EfficientNet-Lite0", SHA256)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A hub with the weights of one network that has learnt nothing: what it serves may be changed."""
    torch.manual_seed(0)
    file = tmp_path / "weights.pth"
    torch.save(torchvision.models.mobilenet_v3_small().state_dict(), file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]

    class MobileNet_V3_Small_Weights(WeightsEnum):
        NOTHING = Weights(
            url=f"https://download.pytorch.org/models/mobilenet_v3_small-{digest}.pth",
            transforms=partial(ImageClassification, crop_size=224),
            meta={},
        )

    def urlopen(request):
        response = io.BytesIO(file.read_bytes())
        response.info = Message
        return response

    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(torchvision.models, "get_weight", lambda name: MobileNet_V3_Small_Weights[name.split(".")[1]])
    monkeypatch.setattr(torch.hub, "urlopen", urlopen)
    return file


NOTHING = "MobileNet_V3_Small_Weights.NOTHING"


def test_weights_from_torchvision(hub):
    found = pretrained(NOTHING)
    images = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        features = found.tail(found.base(images))
        torch.testing.assert_close(found.classifier(features), found.network(images))
        torch.testing.assert_close(nn.Sequential(*found.blocks[:-2])(images), found.base(images))
    assert features.shape == (2, found.features) and found.title == "MobileNet V3 Small"
    grey = found.prepare(torch.full((1, 3, 2, 2), 0.485))
    assert grey[0, 0].abs().max() < 1e-6 and not found.network.training
    assert hashlib.sha256(hub.read_bytes()).hexdigest().startswith(found.sha256)


def test_other_weights_than_those_of_the_name(hub):
    hub.write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"mobilenet_v3_small-\w{8}\.pth: invalid hash value"):
        pretrained(NOTHING)


@pytest.mark.parametrize("content", [b"", b"<html>404</html>", None], ids=["empty", "HTML", "cut off"])
def test_weights_in_the_hubs_folder_that_are_damaged(hub, content):
    pretrained(NOTHING)
    [file] = Path(torch.hub.get_dir()).rglob("*.pth")
    file.write_bytes(file.read_bytes()[:-100] if content is None else content)
    with pytest.raises(ValueError, match=rf"^{re.escape(str(file))}: its SHA-256 begins with \w{{8}} .*: delete it"):
        pretrained(NOTHING)


def test_no_hub_can_be_reached(hub, monkeypatch):
    def urlopen(request):
        raise URLError("no route to host")

    monkeypatch.setattr(torch.hub, "urlopen", urlopen)
    with pytest.raises(ConnectionError, match=r"^https://.*no route to host.*pretrained: efficientnet_lite0"):
        pretrained(NOTHING)


# As torchvision builds them, but with next to nothing inside.
SMALL = {
    "resnet18": lambda: nn.Sequential(OrderedDict(conv1=nn.Conv2d(3, 4, 3), fc=nn.Linear(4, 2))),
    "vgg11": lambda: nn.Sequential(
        OrderedDict(features=nn.Sequential(nn.Conv2d(3, 4, 3)), classifier=nn.Sequential(nn.Linear(4 * 49, 2)))
    ),
}


@pytest.mark.parametrize(
    "name",
    ["Net_Weights.DEFAULT", "MobileNet_V3_Small_Weights.NONE", "ResNet18_Weights.DEFAULT", "VGG11_Weights.DEFAULT"],
)
def test_weights_that_cannot_be_used(name, monkeypatch):
    monkeypatch.setattr(torch.hub, "urlopen", None)  # refused before anything is downloaded
    monkeypatch.setattr(torchvision.models, "get_model", lambda name: SMALL[name]())
    with pytest.raises(ValueError, match=rf"^pretrained: .*{name.partition('_')[0]}"):
        pretrained(name)
