"""The kernels of network A's first layer."""

from collections.abc import Mapping

import numpy as np

from lecture.studies.measured import Measured

READS = {"weights": "first a weights.safetensors"}


def measure(weights: Mapping[str, np.ndarray]) -> Measured:
    """Arrays: `kernels` (10, 1, 5, 5) float32."""
    return Measured(arrays={"kernels": weights["conv1.weight"]})
