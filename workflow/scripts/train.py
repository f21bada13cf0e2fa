"""Train a network from one seed; keep its weights, its history, its answers to the test set and the recipe."""

import sys
import time
from pathlib import Path
from pkgutil import resolve_name

import pandas as pd
import torch
from safetensors.torch import save

from cnn.learning import devices
from cnn.learning.checkpoints import Checkpoint
from cnn.data.mnist import load
from lecture.files import checksums, read_json, write_arrays, write_bytes, write_json, write_text
from cnn.learning.history import TrainingError
from lecture.build.joblog import keep_log
from cnn.learning.progress import Progress
from lecture.build.provenance import machine, versions
from cnn.learning.training import Recipe, examples, initialise, predict, train

keep_log(snakemake.log[0])

name, seed = snakemake.wildcards.network, int(snakemake.wildcards.seed)
settings = dict(snakemake.params.recipe)
parts = ("epochs", "batch_size", "optimiser", "decay")
recipe = Recipe(**{key: settings[key] for key in parts if key in settings}, seed=seed)
digits = load(Path(snakemake.input.data[0]).parent)
numbers = read_json(snakemake.input.numbers)
many = min(snakemake.params.training_examples, len(digits.train_images))
if digits.train_images.shape[1:] != (28, 28) or max(digits.train_labels.max(), digits.test_labels.max()) > 9:
    found = f"{digits.train_images.shape[1:]}, labels up to {digits.train_labels.max()}"
    raise SystemExit(f"{settings['data']}: the networks take images of 28×28 and labels up to 9; here are {found}")
mean, std = (numbers["mean"], numbers["std"]) if settings["images"] == "standardised" else (0.0, 1.0)


def say(line):
    print(f"    network {name}, seed {seed}: {line}", file=sys.stderr, flush=True)


def run(device):
    """Train on a device and write everything that is kept."""
    # what the bits of the result depend on
    identity = (
        settings
        | {"network": name, "seed": seed, "training_examples": many, "mean": mean, "std": std}
        | {"device": device, "threads": snakemake.threads, "code": snakemake.params.code}
        | machine()
        | {"versions": versions("torch", "numpy"), "inputs": checksums(snakemake.input.data)}
    )
    checkpoint = Checkpoint(Path(snakemake.params.checkpoint), identity, say, snakemake.resources.checkpoint_seconds)
    training_set = examples(digits.train_images[:many], digits.train_labels[:many], mean, std, device)
    test_set = examples(digits.test_images, digits.test_labels, mean, std, device)
    network = initialise(resolve_name(settings["build"]), seed).to(device)
    untrained = predict(network, test_set[0])

    progress, start = Progress(f"network {name}, seed {seed}", recipe, many), time.perf_counter()
    history = train(network, training_set, test_set, recipe, progress, checkpoint)
    seconds = time.perf_counter() - start

    out = snakemake.output
    weights = {key: tensor.contiguous().cpu() for key, tensor in network.state_dict().items()}
    write_bytes(out.weights, save(weights))
    write_text(out.history, pd.DataFrame(history.rows).to_csv(index=False))
    trained = predict(network, test_set[0])
    write_arrays(out.answers, untrained=untrained.cpu().numpy(), trained=trained.cpu().numpy())
    write_json(out.recipe, identity | {"examples_per_second": progress.examples_now(history) / seconds})
    checkpoint.path.unlink(missing_ok=True)


torch.set_num_threads(snakemake.threads)
devices.make_deterministic()
wanted = snakemake.resources.device
try:
    device = devices.choose(wanted, say)
    try:
        run(device)
    except torch.OutOfMemoryError as error:
        if wanted != "auto":
            raise RuntimeError(f"device {device}: {str(error).splitlines()[0]}") from None
        say("the GPU's memory is too small: training on the CPU")
        run("cpu")
except (TrainingError, RuntimeError, ValueError) as error:
    raise SystemExit(f"network {name}, seed {seed}: {error}\nrecipe: {recipe}, {settings}") from None
