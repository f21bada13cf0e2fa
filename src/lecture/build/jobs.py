"""What a job of a study or a figure is given, and the recipe that it leaves."""

import platform
from collections.abc import Callable, Mapping
from pathlib import Path
from pkgutil import resolve_name

import numpy as np

from lecture.files import FaultyFileError, checksums, read_json


def _table(file: str):
    import pandas as pd  # few jobs need it, and it is slower to import than most are to run

    return pd.read_csv(file)


def _weights(file: str):
    from safetensors.numpy import load_file  # only what trains has such files

    weights = load_file(file)
    for name, array in weights.items():
        if not np.isfinite(array).all():
            raise ValueError(f"the tensor {name} has values that are no numbers")
    return weights


def _yaml(file: str):
    import yaml

    return yaml.safe_load(Path(file).read_text(encoding="utf-8"))


BY_ENDING: Mapping[str, Callable[[str], object]] = {
    ".npz": lambda file: dict(np.load(file)),
    ".json": read_json,
    ".csv": _table,
    ".dot": lambda file: Path(file).read_text(encoding="utf-8"),
    ".safetensors": _weights,
    ".yaml": _yaml,
}


def content(files: str | list[str], reader: str | None = None) -> object:
    """What a study or a figure gets for an argument.

    Args:
        files: one file, which is read by its ending, or a list of files, which gives a list.
        reader: the address of a function that makes one argument of all the files, instead.

    Raises:
        FaultyFileError: a file is damaged, or of another kind than its name says.
    """
    if reader:
        return resolve_name(reader)([files] if isinstance(files, str) else list(files))
    return _read(files) if isinstance(files, str) else [_read(file) for file in files]


def _read(file: str) -> object:
    try:
        return BY_ENDING[Path(file).suffix](file)
    except (FaultyFileError, FileNotFoundError):
        raise
    except Exception as mistake:  # each library has its own for a file that is cut off or of another kind
        raise FaultyFileError(f"{file}: it can't be read: {type(mistake).__name__}: {mistake}") from mistake


def arguments(inputs: Mapping[str, str | list[str]], readers: Mapping[str, str]) -> dict[str, object]:
    """The contents of a job's named inputs, by argument; `readers` as in `content`."""
    return {name: content(files, readers.get(name)) for name, files in inputs.items()}


def of_figure(data: Mapping[str, object], name: str) -> dict[str, object]:
    """What the function of a figure gets of a figure's arguments, `arguments`: the arrays of one study by their names.

    Arrays whose names begin with a figure's, `padding.input`, are that figure's alone.

    Args:
        data: the arguments as they were read.
        name: of the figure.
    """
    if set(data) != {"arrays"}:
        return dict(data)
    arrays, own = data["arrays"], f"{name}."
    return {key.removeprefix(own): arrays[key] for key in arrays if key.startswith(own) or "." not in key}


def recipe(snakemake) -> dict:
    """What a result comes from: study, settings, the digest of the code, versions, machine, digests of the inputs.

    Args:
        snakemake: the job, as Snakemake's scripts know it, with `settings` and `code` among its parameters.
    """
    code = snakemake.params.code
    return {
        "study": snakemake.wildcards.study,
        "settings": dict(snakemake.params.settings),
        "code": code["digest"],
        "versions": {"python": platform.python_version()} | code["versions"],
        "threads": snakemake.threads,
        "architecture": platform.machine(),
        "inputs": checksums(snakemake.input),
    }
