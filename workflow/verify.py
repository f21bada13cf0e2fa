"""Verify what no look at files can: the claims are measured again, and one training is done once more.

Arguments: `claims`, `training`, those that are wanted; without any, both. Reads public/, results/ and data/. Writes
nothing that stays. Exit code 1 if anything differs, 2 if there is nothing to verify. `lecture verify` looks at files.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from cnn.learning.devices import machine
from lecture.build.provenance import versions
from lecture.checking.reproduction import copy, snakemake
from lecture.files import read_json

ROOT = Path(__file__).parents[1]
CONFIGURATIONS = {"lecture": [], "preview": ["config/preview.yaml"], "full": ["config/full.yaml"]}


def claims(_: dict) -> list[str]:
    """What pytest says about the claims, measured once more from the raw results by other code."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/cnn/published"]
    environment = os.environ | {"LECTURE_ROOT": str(Path.cwd())}
    done = subprocess.run(command, env=environment, text=True, capture_output=True)
    unsure = done.returncode or " skipped" in done.stdout.splitlines()[-1]  # skipped: there are no results to look at
    return done.stdout.splitlines()[-20:] if unsure else []


def training(manifest: dict) -> list[str]:
    """What differs when the first training of network A is done again."""
    trainings = {Path(file).parent: recipe for file, recipe in manifest["recipes"].items() if "/training/a/" in file}
    folder, recipe = next(iter(trainings.items()))
    packages = [package for package in recipe["versions"] if package != "python"]
    here = machine() | {"versions": versions(*packages)}
    if others := [key for key in here if recipe[key] != here[key]]:
        print(f"    skipped: this machine differs in {', '.join(others)}, so the last bits would differ too")
        return []
    weights = f"{folder}/weights.safetensors"
    with tempfile.TemporaryDirectory() as place:
        # as many cores as give the training the threads of the recipe
        cores = recipe["threads"] * len(trainings)
        options = ["--cores", str(cores), "--set-resources", f"train:device={recipe['device']}"]
        if files := CONFIGURATIONS[manifest["edition"]]:
            options += ["--configfile", *files]
        copy(ROOT, Path(place))
        try:
            snakemake(Path(place), weights, *options)
        except subprocess.CalledProcessError as failure:
            return failure.stdout.splitlines()[-20:]
        same = Path(place, weights).read_bytes() == Path(weights).read_bytes()
    return [] if same else [f"{weights}: the same recipe gave other bits"]


CHECKS = {
    "claims": ("every claim is measured again, by other code where that can be", claims),
    "training": ("the first training of network A, done again, gives the same weights bit for bit", training),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checks", nargs="*", metavar="check", help=f"{', '.join(CHECKS)}; all if none is named")
    wanted = parser.parse_args().checks or list(CHECKS)
    if unknown := sorted(set(wanted) - set(CHECKS)):
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(CHECKS)}")
    os.chdir(ROOT)
    if not Path("public/manifest.json").is_file():
        print("public/manifest.json is missing: there is no lecture to verify; build it first: make lecture")
        sys.exit(2)
    manifest = read_json("public/manifest.json")
    failed = False
    for what, check in (CHECKS[name] for name in wanted):
        print(what, flush=True)
        faults = check(manifest)
        failed |= bool(faults)
        print(*(f"    {fault}" for fault in faults or ["yes"]), sep="\n", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
