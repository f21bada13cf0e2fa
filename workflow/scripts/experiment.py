"""Run an experiment from one seed; keep its table."""

import sys
from pathlib import Path
from pkgutil import resolve_name

import numpy as np
import torch

from cnn.learning import devices
from cnn.data.mnist import load
from lecture.files import write_text
from cnn.learning.history import TrainingError
from lecture.build.joblog import keep_log

keep_log(snakemake.log[0])

name, seed = snakemake.wildcards.experiment, int(snakemake.wildcards.seed)


def say(line):
    print(f"    experiment {name}, seed {seed}: {line}", file=sys.stderr, flush=True)


torch.set_num_threads(snakemake.threads)
devices.make_deterministic()
try:
    device = devices.choose(snakemake.resources.device, say)
    run = resolve_name(snakemake.params.run)
    material = {
        name: load(Path(files[0]).parent) if name == "digits" else dict(np.load(files))
        for name, files in snakemake.input.items()
    }
    rows = run(**material, seed=seed, device=device, **snakemake.params.settings)
except (TrainingError, ValueError) as error:
    raise SystemExit(f"experiment {name}, seed {seed}: {error}\nsettings: {snakemake.params.settings}") from None
write_text(snakemake.output[0], rows.to_csv(index=False))
