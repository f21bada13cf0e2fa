"""Networks as a training left them."""

from collections.abc import Callable, Mapping
from pkgutil import resolve_name

import numpy as np
import torch
from torch import nn


def trained(build: Callable[[], nn.Module] | str, weights: Mapping[str, np.ndarray]) -> nn.Module:
    """A network with its weights, in `eval()` mode.

    Args:
        build: the network's function or its address, `"cnn.networks.digits:network_a"`.
        weights: by name, as the training stored them.
    """
    network = (resolve_name(build) if isinstance(build, str) else build)()
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    return network.eval()
