"""Train a network from one seed; keep its weights, its history, its answers to the test set and the recipe."""

import platform
import sys
from pathlib import Path

from cnn.data.mnist import load_files
from cnn.learning.trainings import train_and_answer
from lecture.build.joblog import keep_log
from lecture.files import checksums, read_json, write_arrays, write_bytes, write_json, write_text

keep_log(snakemake.log[0])

name, seed = snakemake.wildcards.network, int(snakemake.wildcards.seed)
settings, code = dict(snakemake.params.recipe), snakemake.params.code
checkpoint = Path(snakemake.params.checkpoint)
try:
    trained = train_and_answer(
        load_files(snakemake.input.data),
        read_json(snakemake.input.numbers),
        settings,
        network=name,
        seed=seed,
        training_examples=snakemake.params.training_examples,
        device=snakemake.resources.device,
        threads=snakemake.threads,
        origin={
            "code": code["digest"],
            "versions": {"python": platform.python_version()} | code["versions"],
            "inputs": checksums(snakemake.input.data),
        },
        checkpoint=checkpoint,
        checkpoint_seconds=snakemake.resources.checkpoint_seconds,
        say=lambda line: print(f"    network {name}, seed {seed}: {line}", file=sys.stderr, flush=True),
    )
except (RuntimeError, ValueError) as error:
    raise SystemExit(f"network {name}, seed {seed}: {error}\nrecipe: {settings}") from error
out = snakemake.output
write_bytes(out.weights, trained.weights)
write_text(out.history, trained.history.to_csv(index=False))
write_arrays(out.answers, **trained.answers)
write_json(out.recipe, trained.recipe)
checkpoint.unlink(missing_ok=True)
