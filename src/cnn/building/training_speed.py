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

WAITS = {
    "nothing to do": "сборка, когда делать нечего",
    "an edit of prose": "правка предложения: страница, PDF и слайды",
    "an edit of a figure": "правка рисунка: страница, PDF и слайды",
    "a job that does nothing": "задание, которое ничего не делает",
    "the page in Chromium": "страница открылась в браузере",
    "a chapter of the site in Chromium": "глава сайта открылась в браузере",
    "snakemake --version": "`snakemake --version`",
    "plain pandoc and Typst": "pandoc и Typst без лекции вокруг",
    "import torch": "`import torch`",
}

READS = {"record": "file results/bench.json workflow/bench/record.json", "gpu": "file workflow/bench/gpu.json"}


def measure(record: Mapping, gpu: Mapping) -> Measured:
    """Read the records that `workflow/bench/run.py` and `workflow/bench/gpu.py` wrote.

    Args:
        record: of the processor.
        gpu: of a GPU; without `networks` where nobody has measured on one.

    Returns:
        Numbers: `rows` with `network`, `peer`, `median`, `min`, `max` (how many times faster the lecture's loop is);
        for each network `examples_per_second` and `share_of_peak`; as they are `date`, `machine`, `versions`,
        `threads`, `rounds`, `portable`, `seeds`; `waits`, rows of `what` an author waits for, `against` what
        and how many times as long, `median`, `min`, `max`; and `gpu`, its record, where `networks` are rows of
        `network`, `times_faster` than the CPU beside it, `seconds` of a training, `accuracy`, `equal_bits`. Arrays:
        `networks`, `peers` (N,) str and `ratios` (N, 3) float: median, least and greatest.

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
    on_gpu = [
        {
            "network": network["recipe"]["network"],
            "times_faster": network["examples_per_second"]["cuda"] / network["examples_per_second"]["cpu"],
            "seconds": network["runs"][0]["seconds"],
            "accuracy": network["runs"][0]["test_accuracy"],
            "equal_bits": network["equal_bits"],
        }
        for network in gpu["networks"]
    ]
    waits = [
        dict(ratio) | {"what": WAITS[what], "against": WAITS[ratio["against"]]}
        for what, ratio in record["author"]["ratios"].items()
    ]
    kept = ("date", "machine", "versions", "threads", "rounds", "portable", "seeds")
    return Measured(
        {"rows": rows, "waits": waits, "gpu": dict(gpu) | {"networks": on_gpu}}
        | networks
        | {key: record[key] for key in kept},
        {
            "networks": np.array([row["network"] for row in rows]),
            "peers": np.array([row["peer"] for row in rows]),
            "ratios": np.array([[row["median"], row["min"], row["max"]] for row in rows]),
        },
    )
