"""The jobs that one number comes from, and those that only look as if it did."""

from collections.abc import Sequence

import numpy as np

from lecture.studies.measured import Measured

READS = {"a": "config networks.a.seeds", "b": "config networks.b.seeds"}


def measure(a: Sequence[int], b: Sequence[int]) -> Measured:
    """Arrays: the seeds of networks A and B, `a` and `b`, each of which is a job of its own."""
    return Measured({}, {"a": np.array(list(a)), "b": np.array(list(b))})
