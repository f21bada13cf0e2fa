"""Fetch a data set of MNIST's shape and format with torchvision, which knows its mirrors and checks its MD5."""

from pathlib import Path

from torchvision import datasets

from lecture.build.joblog import keep_log

keep_log(snakemake.log[0])

name, folder = snakemake.wildcards.folder, Path(snakemake.output[0]).parent
try:
    getattr(datasets, name)(folder.parents[1], download=True)
except (OSError, RuntimeError) as error:
    files = ", ".join(Path(file).name for file in snakemake.output)
    raise SystemExit(f"{name}: {error}\nput its files (unpacked) into {folder} yourself: {files}") from None
