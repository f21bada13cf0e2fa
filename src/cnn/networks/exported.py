"""A network as plain data: its layers in order and its weights in one row, for a program that is not PyTorch."""

import json
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import nn


class UnknownLayerError(ValueError):
    """A layer for which there is no plain form; the message is its name and class."""


def exported(network: nn.Sequential) -> tuple[list[dict], np.ndarray]:
    """The layers of a network as it answers, in `eval()` mode, without those that then do nothing.

    Returns:
        A mapping for each layer, `kind` and `name` and what that kind needs: of a convolution `in`, `out`, `groups`
        and, each as (rows, columns), `size`, `stride`, `dilation`, `before` and `after`, the zeros around the input;
        of pooling `size`, `stride`, `before`, `after`; of a dense layer `in` and `out`. `at` is the place of its first
        weight in the row: those of PyTorch's `weight` in their order, then those of `bias`, or as many zeros.
        The weights: (N,) float32.

    Raises:
        UnknownLayerError: there is no plain form of a layer.
    """
    layers, weights, length = [], [], 0
    for name, module in network.named_children():
        for layer, parameters in _plain(name, module):
            layers.append(layer | ({"at": length} if parameters else {}))
            weights += [part.detach().to(torch.float32).reshape(-1).numpy() for part in parameters]
            length += sum(part.numel() for part in parameters)
    return layers, np.concatenate(weights) if weights else np.zeros(0, np.float32)


def for_page(network: nn.Sequential, figure: str) -> dict[str, np.ndarray]:
    """What a figure needs for a page that runs a network.

    Args:
        figure: its name, for the warning.

    Returns:
        `layers`, as JSON, a text each, and `weights`; none of both, and a line for the log, where a layer has no plain
        form: the page then shows the still picture alone.
    """
    try:
        layers, weights = exported(network)
    except UnknownLayerError as unknown:
        print(f"{figure}: the page can't run this layer, so it shows the still picture alone: {unknown}")
        layers, weights = [], np.zeros(0, np.float32)
    return {"layers": np.array([json.dumps(layer) for layer in layers], dtype=str), "weights": weights}


def _plain(name: str, module: nn.Module) -> Iterator[tuple[dict, Sequence[torch.Tensor]]]:
    match module:
        case nn.Conv2d(padding_mode="zeros"):
            pairs = zip(module.kernel_size, module.dilation, strict=True)
            whole = [dilation * (size - 1) for size, dilation in pairs]
            zeros = {"same": [(n // 2, n - n // 2) for n in whole], "valid": [(0, 0), (0, 0)]}
            around = zeros[module.padding] if isinstance(module.padding, str) else [(n, n) for n in module.padding]
            bias = torch.zeros(module.out_channels) if module.bias is None else module.bias
            yield (
                {
                    **{"kind": "convolution", "name": name, "in": module.in_channels, "out": module.out_channels},
                    **{"groups": module.groups, "size": list(module.kernel_size), "stride": list(module.stride)},
                    **{
                        "dilation": list(module.dilation),
                        "before": [n for n, _ in around],
                        "after": [n for _, n in around],
                    },
                },
                (module.weight, bias),
            )
        case nn.MaxPool2d(dilation=1, ceil_mode=False, return_indices=False) | nn.AvgPool2d(padding=0, ceil_mode=False):
            kind = "maximum" if isinstance(module, nn.MaxPool2d) else "mean"
            size, stride, zeros = (_pair(value) for value in (module.kernel_size, module.stride, module.padding))
            yield {"kind": kind, "name": name, "size": size, "stride": stride, "before": zeros, "after": zeros}, ()
        case nn.Linear():
            bias = torch.zeros(module.out_features) if module.bias is None else module.bias
            yield (
                {"kind": "dense", "name": name, "in": module.in_features, "out": module.out_features},
                (module.weight, bias),
            )
        case nn.BatchNorm2d(track_running_stats=True):
            scale = 1 / torch.sqrt(module.running_var + module.eps)
            scale = scale if module.weight is None else scale * module.weight
            shift = -module.running_mean * scale
            shift = shift if module.bias is None else shift + module.bias
            yield {"kind": "scale", "name": name, "out": module.num_features}, (scale, shift)
        case nn.ReLU():
            yield {"kind": "relu", "name": name}, ()
        case nn.Flatten(start_dim=1, end_dim=-1):
            yield {"kind": "flatten", "name": name}, ()
        case nn.LogSoftmax(dim=1) | nn.Softmax(dim=1):
            yield {"kind": "softmax", "name": name}, ()
        case nn.Dropout() | nn.Dropout2d() | nn.Identity():
            return
        case _:
            raise UnknownLayerError(f"{name}: {type(module).__name__}")


def _pair(value: int | Sequence[int]) -> list[int]:
    return [value, value] if isinstance(value, int) else list(value)
