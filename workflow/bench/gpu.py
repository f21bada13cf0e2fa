"""Train networks A and B on a GPU, twice, and write a record: equal bits or not, accuracy, speed beside its CPU.

For a machine that has a GPU for some minutes: it needs this checkout, the four files of MNIST, PyTorch, NumPy and
PyYAML, of whatever versions; neither Snakemake nor Keras, and nothing is installed.

    PYTHONPATH=src python workflow/bench/gpu.py data/MNIST/raw gpu.json

Exit code 1 if two trainings differ in a bit or an accuracy is below what the lecture claims; the record is written all
the same. To publish it, copy it over `workflow/bench/gpu.json`.
"""

import argparse
import hashlib
import platform
import sys
import time
from contextlib import suppress
from pathlib import Path
from pkgutil import resolve_name

import torch
import yaml
from torch import nn

from cnn.data.idx import read_idx
from cnn.learning.devices import machine, make_deterministic
from cnn.learning.training import Examples, Recipe, evaluate, examples, initialise, train
from lecture.files import write_json

CONFIG = Path(__file__).parents[2] / "config/lecture.yaml"

FILES = {
    "training": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}


class Enough(Exception):
    """Ends the training on the CPU, of which a part is enough."""


def bits(network: nn.Module) -> str:
    """SHA-256 of all weights, in the order of the layers."""
    made = hashlib.sha256()
    for tensor in network.state_dict().values():
        made.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return made.hexdigest()


def speed(build, recipe: Recipe, training_set: Examples, few: Examples, batches: int) -> float:
    """Examples a second over so many batches, the first tenth of them not counted."""
    times = []

    def watch(history) -> None:
        times.append(time.perf_counter())
        if len(times) > batches:
            raise Enough

    with suppress(Enough):
        train(initialise(build, recipe.seed).to(few[0].device), training_set, few, recipe, watch)
    first = len(times) // 10
    return recipe.batch_size * (len(times) - 1 - first) / (times[-1] - times[first])


def measure(name: str, config: dict, digits: dict, device: str, cpu_batches: int, epochs: int | None) -> dict:
    """The record of one network: two trainings on the device, and a part of one on the CPU."""
    settings = config["networks"][name]
    pixels = digits["training"][0] / 255
    mean, std = (float(pixels.mean()), float(pixels.std())) if settings["images"] == "standardised" else (0.0, 1.0)
    kept = {key: settings[key] for key in ("batch_size", "optimiser", "decay") if key in settings}
    recipe = Recipe(epochs=epochs or settings["epochs"], seed=settings["seeds"][0], **kept)
    build = resolve_name(settings["build"])

    def there(device: str) -> list[Examples]:
        return [examples(*digits[part], mean, std, device) for part in ("training", "test")]

    training_set, test_set = there(device)
    runs = []
    for _ in range(2):
        network, start = initialise(build, recipe.seed).to(device), time.perf_counter()
        train(network, training_set, test_set, recipe)
        seconds = time.perf_counter() - start
        loss, accuracy = evaluate(network, test_set)
        runs.append({"bits": bits(network), "test_loss": loss, "test_accuracy": accuracy, "seconds": seconds})
        print(f"network {name} on {device}: {accuracy:.4f} after {seconds:.0f} s", file=sys.stderr, flush=True)
    few = [(images[:1], labels[:1]) for images, labels in (test_set, there("cpu")[1])]
    on_device = speed(build, recipe, training_set, few[0], cpu_batches)
    on_cpu = speed(build, recipe, there("cpu")[0], few[1], cpu_batches)
    return {
        "recipe": {"network": name, "seed": recipe.seed, "epochs": recipe.epochs, "examples": len(training_set[0])},
        "runs": runs,
        "equal_bits": runs[0]["bits"] == runs[1]["bits"],
        "least_accuracy": config["claims"][f"accuracy_{name}"]["at_least"],
        "examples_per_second": {device: on_device, "cpu": on_cpu},
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder with MNIST's four files, unpacked")
    parser.add_argument("record", type=Path, help="the file to write")
    parser.add_argument("--device", default="cuda", help="cuda; cpu tries the script itself")
    parser.add_argument("--examples", type=int, help="only so many of the training and the test set, to try the script")
    parser.add_argument("--epochs", type=int, help="only so many epochs, to try the script")
    parser.add_argument("--cpu-batches", type=int, default=200, help="how many batches the CPU is measured over")
    chosen = parser.parse_args(arguments)
    if chosen.device == "cuda" and not torch.cuda.is_available():
        raise SystemExit("PyTorch finds no GPU here; nothing was measured")
    make_deterministic()
    config = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    try:
        digits = {
            part: [read_idx(chosen.data / file)[: chosen.examples] for file in files] for part, files in FILES.items()
        }
    except (OSError, ValueError) as error:
        raise SystemExit(f"{error}; `make data/MNIST/raw/train-images-idx3-ubyte` brings the files") from None
    begin = time.perf_counter()
    cuda = chosen.device == "cuda"
    record = {
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine() | {"device": torch.cuda.get_device_name() if cuda else chosen.device},
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "cuda": torch.version.cuda if cuda else None,
            "cudnn": torch.backends.cudnn.version() if cuda else None,
        },
        "cpu_threads": torch.get_num_threads(),
        "networks": [measure(name, config, digits, chosen.device, chosen.cpu_batches, chosen.epochs) for name in "ab"],
    }
    record["seconds"] = time.perf_counter() - begin
    write_json(chosen.record, record)
    faults = []
    for network in record["networks"]:
        name = network["recipe"]["network"]
        if not network["equal_bits"]:
            faults.append(f"network {name}: two trainings differ in their bits")
        if (reached := min(run["test_accuracy"] for run in network["runs"])) < network["least_accuracy"]:
            faults.append(f"network {name}: accuracy {reached:.4f}, the lecture claims {network['least_accuracy']}")
    print("\n".join(faults) or f"{chosen.record}: equal bits, accuracies as claimed", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
