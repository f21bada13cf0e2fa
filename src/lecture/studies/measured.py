"""What a measurement gives."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Measured:
    """Numbers for prose and claims, arrays for the figure of the same name.

    Attributes:
        numbers: plain JSON (numbers, texts, lists, dictionaries), written as `results/<name>.json`.
        arrays: the arguments of the figure's `draw`, written as `results/<name>.npz`.
    """

    numbers: dict = field(default_factory=dict)
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
