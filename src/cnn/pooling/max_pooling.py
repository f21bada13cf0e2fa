"""The worked example of max-pooling: 4×4 numbers, a window of 2×2, two strides."""

import torch
from torch.nn import functional as F

from lecture.studies.measured import Measured

EXAMPLE = ((0, 1, 2, 1), (4, 1, 0, 1), (2, 0, 1, 1), (1, 2, 3, 1))
WINDOW = 2


def measure() -> Measured:
    """Numbers: `example`, and `stride_1` and `stride_2`, the results as rows of integers; arrays: the same."""
    x = torch.tensor(EXAMPLE)
    found = {f"stride_{s}": F.max_pool2d(x[None].float(), WINDOW, stride=s)[0].int() for s in (1, 2)}
    arrays = {name: values.numpy() for name, values in {"example": x, **found}.items()}
    return Measured({name: values.tolist() for name, values in arrays.items()} | {"window": WINDOW}, arrays)
