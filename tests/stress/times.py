"""Two builds of one lecture say the same, but for how long something took."""

import json
import os
from pathlib import Path

from tests.conftest import Checkout

STORE = Path(".cache/results")
# Jobs whose results tell how long something took, by the beginnings of their names: all else follows from them.
TIMED = ("train ", "experiment sequences ", "measurement convolution")
WITHOUT = ("weights.safetensors", "history.csv", "answers.npz")  # what trainings leave without times


def published_with_times_of(checkout: Checkout, other: Checkout) -> dict[str, str]:
    """What a checkout publishes when its times are another's.

    The other's results of the jobs that tell times take the place of its own, in its store, and the next build takes
    them from there; if what they were made from differs in a bit, they don't fit, and the publication differs.
    """
    for timed in _entries(checkout):
        timed.unlink()
    for timed in _entries(other):
        target = checkout.folder / timed.relative_to(other.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(timed, target)
        for path, (digest, _) in json.loads(timed.read_text(encoding="utf-8"))["outputs"].items():
            file = STORE / "files" / digest
            if not (checkout.folder / file).exists():
                os.link(other.folder / file, checkout.folder / file)
            (checkout.folder / path).unlink(missing_ok=True)
    jobs = checkout.build()
    assert not [job for job in jobs if job.startswith(TIMED)], jobs
    return checkout.published()


def differences(one: Checkout, other: Checkout) -> list[str]:
    """The files of trainings, those without times, in which two builds differ."""
    files = [path for path in (other.folder / "results/training").rglob("*") if path.name in WITHOUT]
    assert files
    places = [path.relative_to(other.folder) for path in files]
    return [str(place) for place in places if (one.folder / place).read_bytes() != (other.folder / place).read_bytes()]


def _entries(checkout: Checkout) -> list[Path]:
    found = (checkout.folder / STORE / "entries").glob("*/*.json")
    return [entry for entry in found if json.loads(entry.read_text(encoding="utf-8"))["job"].startswith(TIMED)]
