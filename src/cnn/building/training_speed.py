"""How fast the lecture's training is beside its peers: the record of `make bench`, for the reader."""

from collections.abc import Mapping

import numpy as np

from lecture.studies.measured import Measured

PEERS = {
    "tutorial": "учебный цикл",
    "tutorial, 2 workers": "учебный цикл, 2 загрузчика",
    "keras on torch": "Keras на PyTorch",
    "keras on torch, our malloc": "Keras на PyTorch, наша память",
    "keras on tensorflow": "Keras на TensorFlow",
}

READS = {"record": "file results/bench.json workflow/bench/record.json"}


def measure(record: Mapping) -> Measured:
    """Read the record that `workflow/bench/run.py` wrote.

    Returns:
        Numbers: `rows` with `network`, `peer`, `median`, `min`, `max` (how many times faster the lecture's loop is);
        for each network `examples_per_second` and `share_of_peak`; and as they are `date`, `machine`, `versions`,
        `threads`, `rounds`, `starts`, `portable`, `seeds`. Arrays: `networks`, `peers` (N,) str and
        `ratios` (N, 3) float: median, least and greatest.

    Raises:
        KeyError: the record is of another version of the bench.
    """
    rows = [
        {"network": name, "peer": PEERS[peer]} | dict(ratio)
        for name in ("a", "b")
        for peer, ratio in record[f"network_{name}"]["times_faster_than"].items()
    ]
    networks = {
        f"network_{name}": {
            "examples_per_second": round(record[f"network_{name}"]["examples_per_second"]["loop"]),
            "share_of_peak": record[f"network_{name}"]["share_of_peak"],
            "peak_gflops": record[f"network_{name}"]["peak_gflops"],
        }
        for name in ("a", "b")
    }
    kept = ("date", "machine", "versions", "threads", "rounds", "starts", "portable", "seeds")
    return Measured(
        {"rows": rows} | networks | {key: record[key] for key in kept},
        {
            "networks": np.array([row["network"] for row in rows]),
            "peers": np.array([row["peer"] for row in rows]),
            "ratios": np.array([[row["median"], row["min"], row["max"]] for row in rows]),
        },
    )
