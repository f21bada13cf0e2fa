"""A network as plain data: what is exported computes what the network computes."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from cnn.networks import digits
from cnn.networks.exported import UnknownLayerError, exported


def run(layers: list[dict], weights: np.ndarray, x: torch.Tensor) -> torch.Tensor:
    """What the plain data say, by PyTorch's functions."""

    def part(at: int, *shape: int) -> torch.Tensor:
        return torch.from_numpy(weights[at : at + int(np.prod(shape))]).reshape(shape)

    def padded(layer: dict, value: float) -> torch.Tensor:
        (top, left), (bottom, right) = layer["before"], layer["after"]
        return F.pad(x, (left, right, top, bottom), value=value)

    for layer in layers:
        match layer["kind"]:
            case "convolution":
                shape = layer["out"], layer["in"] // layer["groups"], *layer["size"]
                bias = part(layer["at"] + int(np.prod(shape)), layer["out"])
                settings = {key: layer[key] for key in ("stride", "dilation", "groups")}
                x = F.conv2d(padded(layer, 0), part(layer["at"], *shape), bias, **settings)
            case "maximum":
                x = F.max_pool2d(padded(layer, -torch.inf), layer["size"], layer["stride"])
            case "mean":
                x = F.avg_pool2d(x, layer["size"], layer["stride"])
            case "dense":
                shape = layer["out"], layer["in"]
                x = F.linear(x, part(layer["at"], *shape), part(layer["at"] + int(np.prod(shape)), layer["out"]))
            case "scale":
                scale, shift = part(layer["at"], layer["out"]), part(layer["at"] + layer["out"], layer["out"])
                x = x * scale[:, None, None] + shift[:, None, None]
            case kind:
                x = {"relu": F.relu, "flatten": lambda x: x.flatten(1), "softmax": lambda x: x.log_softmax(1)}[kind](x)
    return x


NETWORKS = {
    "a": digits.network_a,
    "b": digits.network_b,
    "mlp": digits.network_mlp,
    "everything": lambda: nn.Sequential(
        nn.Conv2d(1, 4, (3, 5), stride=(1, 2), padding=(2, 1), dilation=(2, 1), bias=False),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.Conv2d(4, 6, 3, padding="same", groups=2),
        nn.MaxPool2d(3, stride=2, padding=1),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Dropout(),
        nn.Linear(6 * 7 * 3, 10, bias=False),
        nn.LogSoftmax(dim=1),
    ),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_the_plain_data_compute_what_the_network_computes(name):
    torch.manual_seed(0)
    network = NETWORKS[name]()
    images = torch.randn(8, 1, 28, 28)
    for _ in range(3):  # batch normalisation learns statistics that are not those of its beginning
        network.train()(2 * images + 1)
    layers, weights = exported(network.eval())
    assert weights.dtype == np.float32
    with torch.inference_mode():
        torch.testing.assert_close(run(layers, weights, images), network(images), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize(
    "layer", [nn.GRU(3, 3), nn.MaxPool2d(2, ceil_mode=True), nn.Conv2d(1, 1, 3, padding_mode="circular"), nn.GELU()]
)
def test_a_layer_without_a_plain_form_is_named(layer):
    with pytest.raises(UnknownLayerError, match=f"^odd: {type(layer).__name__}$"):
        network = nn.Sequential(nn.Flatten())
        network.add_module("odd", layer)
        exported(network)
