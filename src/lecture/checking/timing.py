"""A finished build as the run whose times the pages say."""

import datetime
import platform
from collections.abc import Iterable
from pathlib import Path

from lecture.archive import facts
from lecture.build.commit import commit
from lecture.checking.comparison import RecordError
from lecture.files import read_json
from lecture.studies import times as on_record


def run(root: Path, times: Iterable[str]) -> dict[str, dict]:
    """A build as the run of its edition, by the name of that.

    Args:
        root: of the checkout.
        times: patterns of the names of times.

    Raises:
        RecordError: there is no finished build.
    """
    import numpy as np  # who only exports a notebook has none

    results = root / "results"
    try:
        measured, manifest = read_json(root / on_record.OWN), read_json(root / "public/manifest.json")
    except FileNotFoundError as missing:
        raise RecordError(f"{missing.filename} is missing: build the lecture first") from None
    arrays = {}
    for group in measured["settings"]:
        if (file := results / f"{group}.npz").is_file():
            with np.load(file, allow_pickle=False) as stored:
                arrays[group] = dict(stored)
    here = {
        "date": datetime.date.fromtimestamp((root / "public/manifest.json").stat().st_mtime).isoformat(),
        "commit": commit(root),
        "machine": facts.machine() | {"processor": processor()},
        "versions": {package: ", ".join(numbers) for package, numbers in manifest["results"].items()},
    }
    return {measured["edition"]: on_record.run_on_record(measured, arrays, list(times), here)}


def processor() -> str:
    """What this machine's processor is called."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
