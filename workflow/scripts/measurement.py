"""Measure: the function gets what the input files hold, under the names of its arguments."""

from pathlib import Path
from pkgutil import resolve_name

import numpy as np
from safetensors.numpy import load_file

from cnn.data.mnist import load
from lecture.files import read_json, write_arrays, write_json
from lecture.build.joblog import keep_log

keep_log(snakemake.log[0])

READERS = {
    ".npz": lambda file: dict(np.load(file)),
    ".json": read_json,
    ".safetensors": load_file,
}


def content(name, files):
    """One file's content, or a list for a list of files; the four files of the digits are one thing."""
    if name == "digits":
        return load(Path(files[0]).parent)
    if isinstance(files, str):
        return READERS[Path(files).suffix](files)
    return [READERS[Path(file).suffix](file) for file in files]


arguments = {name: content(name, files) for name, files in snakemake.input.items()}
found = resolve_name(snakemake.params.measure)(**arguments, **snakemake.params.settings)
write_json(snakemake.output.numbers, found.numbers)
write_arrays(snakemake.output.arrays, **found.arrays)
