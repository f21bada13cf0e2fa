"""A convolution in one dimension, small enough to be done by hand."""

import numpy as np

from lecture.studies.measured import Measured

SIGNAL = (0, 0, 0, 1, 3, 4, 4, 4, 2, 0, 0)  # up, a plateau, down
KERNEL = (-1, -1, 0, 1, 1)  # the right of a window minus its left: how the signal rises


def measure() -> Measured:
    """Numbers: `signal`, `kernel`, `result`, and of these the counts `steps`, `width`, `places`; `window`, which place
    the figure shows, its `products`, and the `value` there.

    Arrays: `signal` (11,), `kernel` (5,), `result` (7,) and `window` (), all int64.
    """
    signal, kernel = np.array(SIGNAL), np.array(KERNEL)
    result = np.correlate(signal, kernel, mode="valid")
    window = int(np.flatnonzero(signal)[0])  # the first where every weight meets something
    numbers = {
        "signal": signal.tolist(),
        "kernel": kernel.tolist(),
        "result": result.tolist(),
        "steps": len(signal),
        "width": len(kernel),
        "places": len(result),
        "window": window,
        "products": (signal[window : window + len(kernel)] * kernel).tolist(),
        "value": int(result[window]),
    }
    return Measured(numbers, {"signal": signal, "kernel": kernel, "result": result, "window": np.array(window)})
