"""Building a part of the lecture once more, elsewhere."""

import shutil
import subprocess
import sys
from pathlib import Path

SOURCES = ("Snakefile", "config", "workflow", "src", "notebooks")


def build(root: Path, folder: Path, *arguments: str) -> None:
    """Run Snakemake on a copy of a checkout's sources, with the same data and nothing built.

    Args:
        root: the checkout.
        folder: an empty folder for the copy.
        arguments: of Snakemake: targets first, then options.

    Raises:
        subprocess.CalledProcessError: the build failed; `stdout` holds its output.
    """
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (root / name).is_file():
            shutil.copy2(root / name, folder / name)
    if (root / "data").is_dir():
        (folder / "data").symlink_to(root / "data", target_is_directory=True)
    command = [str(Path(sys.executable).with_name("snakemake")), *arguments]
    subprocess.run(command, cwd=folder, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
