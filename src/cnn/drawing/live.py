"""What figures give to the scripts that show them on the page."""

import json
from base64 import b64encode
from collections.abc import Iterable

import numpy as np


def network(layers: Iterable[str], weights: np.ndarray, scale: np.ndarray, side: int) -> dict:
    """A network for the script layers.js.

    Args:
        layers, weights: as `cnn.networks.exported.for_page` gives them; weights float32, or float16 in half the room.
        scale: mean and standard deviation of pixels in [0, 1], with which it was trained.
        side: of an input, in pixels.
    """
    bits = 8 * weights.dtype.itemsize
    return {
        "layers": [json.loads(layer) for layer in layers],
        "weights": b64encode(weights.astype(f"<f{bits // 8}").tobytes()).decode(),
        "bits": bits,
        "scale": scale.tolist(),
        "side": side,
    }


def samples(images: np.ndarray, names: Iterable[object]) -> dict:
    """Images (N, side, side) uint8 to choose from, and the name of each."""
    return {"pixels": b64encode(images.tobytes()).decode(), "names": [str(name) for name in names]}
