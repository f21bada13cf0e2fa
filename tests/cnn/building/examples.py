"""Made-up arguments of the figures on how the lecture is built."""

import numpy as np


def arguments() -> dict[str, dict]:
    falls = np.linspace(0, 8, 17)
    middles, widths = np.array([1.8, 2.9, 5.0, 7.2]), np.array([0.3, 0.5, 0.9, 1.6])
    return {
        "drift_power": {
            "falls": falls,
            "found": 1 / (1 + np.exp((middles[:, None] - falls) / widths[:, None])),
            "seeds": np.array([(10, 10), (10, 3), (10, 1), (3, 3)]),
        },
    }
