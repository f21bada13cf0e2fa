"""What a drawing of the networks needs: their layers and the shapes of what passes through."""

import numpy as np
import torch
from torch import nn

from cnn.networks.architecture import describe
from cnn.networks.digits import network_a, network_b
from lecture.studies.measured import Measured


def measure() -> Measured:
    """Numbers: `parameters` of each network. Arrays: a table for each network, as `layers` gives it."""
    networks = {"a": network_a(), "b": network_b()}
    tables = {name: layers(network, torch.zeros(1, 1, 28, 28)) for name, network in networks.items()}
    return Measured({name: int(table["parameters"].sum()) for name, table in tables.items()}, tables)


def layers(network: nn.Module, image: torch.Tensor) -> np.ndarray:
    """A table with a row for the input and one for each layer.

    Args:
        image: one example, (1, C, H, W).

    Returns:
        (L + 1,) with the fields `layer`, `type`, `kernel` (side of the window, 0 where there is none), `channels`,
        `height`, `width` (both 1 behind `Flatten`) and `parameters`.
    """
    rows = [("input", "Input", 0, *image.shape[1:], 0)]
    for row in describe(network, image):
        window = getattr(network.get_submodule(row["layer"]), "kernel_size", 0)
        kernel = window[0] if isinstance(window, tuple) else window
        rows.append((row["layer"], row["type"], kernel, *(row["output"] + [1, 1])[:3], row["parameters"]))
    fields = [("layer", "U32"), ("type", "U32"), *((name, int) for name in ("kernel", "channels", "height", "width"))]
    return np.array(rows, dtype=[*fields, ("parameters", int)])
