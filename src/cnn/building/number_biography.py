"""The jobs that one number comes from, and those that only look as if it did."""

from collections.abc import Sequence

import numpy as np

from lecture.studies.measured import Measured

READS = {"data": "config data", "a": "config networks.a.seeds", "b": "config networks.b.seeds"}


def measure(data: str, a: Sequence[int], b: Sequence[int]) -> Measured:
    """Arrays: the name of the data set, `data`; the seeds of networks A and B, `a` and `b`, each of which is a job."""
    return Measured({}, {"data": np.array(data), "a": np.array(list(a)), "b": np.array(list(b))})
