"""Train a network from one seed; keep its weights, its history, its answers to the test set and the recipe."""

import time
from pathlib import Path
from pkgutil import resolve_name

import pandas as pd
import torch
from safetensors.torch import save

from cnn_lecture.data.mnist import load
from cnn_lecture.files import checksums, read_json, write_arrays, write_bytes, write_json, write_text
from cnn_lecture.joblog import keep_log
from cnn_lecture.progress import Progress
from cnn_lecture.provenance import machine, versions
from cnn_lecture.training import Recipe, examples, initialise, predict, train

keep_log(snakemake.log[0])

name, seed = snakemake.wildcards.network, int(snakemake.wildcards.seed)
settings = dict(snakemake.params.recipe)
recipe = Recipe(settings["epochs"], settings["batch_size"], settings["optimiser"], seed)

torch.set_num_threads(snakemake.threads)
torch.use_deterministic_algorithms(True)
device = snakemake.resources.device
if device == "auto":
    device = "cuda" if torch.cuda.is_available() else "cpu"

digits = load(Path(snakemake.input.mnist[0]).parent)
numbers = read_json(snakemake.input.numbers)
mean, std = (numbers["mean"], numbers["std"]) if settings["images"] == "standardised" else (0.0, 1.0)
many = snakemake.params.training_examples
training_set = examples(digits.train_images[:many], digits.train_labels[:many], mean, std, device)
test_set = examples(digits.test_images, digits.test_labels, mean, std, device)

network = initialise(resolve_name(settings["build"]), seed).to(device)
untrained = predict(network, test_set[0])
start = time.perf_counter()
history = train(network, training_set, test_set, recipe, Progress(f"network {name}, seed {seed}", recipe, many))
seconds = time.perf_counter() - start

out = snakemake.output
weights = {key: tensor.contiguous().cpu() for key, tensor in network.state_dict().items()}
write_bytes(out.weights, save(weights))
write_text(out.history, pd.DataFrame(history.rows).to_csv(index=False))
answers = predict(network, test_set[0])
write_arrays(out.answers, untrained=untrained.cpu().numpy(), trained=answers.cpu().numpy())
write_json(
    out.recipe,
    settings
    | {"network": name, "seed": seed, "training_examples": many, "mean": mean, "std": std}
    | {"device": device, "threads": snakemake.threads, "seconds": seconds}
    | machine()
    | {"versions": versions("torch", "numpy"), "code": snakemake.params.code}
    | {"inputs": checksums(snakemake.input.mnist)},
)
