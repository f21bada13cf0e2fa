"""What a measurement gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

Arrays = Mapping[str, np.ndarray]  # by name, as they stand in a file


@dataclass(frozen=True)
class Measured:
    """Numbers for prose and claims, arrays for the figure of the same name.

    Attributes:
        numbers: plain JSON (numbers, texts, lists, dictionaries), written as `results/<name>.json`.
        arrays: the arguments of the figure's `draw`, written as `results/<name>.npz`.
    """

    numbers: dict = field(default_factory=dict)
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
