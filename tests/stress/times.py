"""Builds of one lecture say the same, but for how long something took; one may begin with half of another's results."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from tests.conftest import Checkout

STORE = Path(".cache/results")
# Jobs whose results tell how long something took, by the beginnings of their names: all else follows from them.
TIMED = ("train ", "experiment sequences ", "measurement convolution")
WITHOUT = ("weights.safetensors", "history.csv", "answers.npz")  # what trainings leave without times


def published_with_times_of(checkout: Checkout, other: Checkout) -> dict[str, str]:
    """What a checkout publishes when its times are another's.

    The other's results of the jobs that tell times take the place of its own, in its store, and the next build takes
    them from there; if what they were made from differs in a bit, they don't fit, and the publication differs. All that
    is built goes, so that what came from times is made again and what didn't comes from the checkout's own store.
    """
    for entry, content in _entries(checkout):
        if content["job"].startswith(TIMED):
            entry.unlink()
    _give(checkout, other, [found for found in _entries(other) if found[1]["job"].startswith(TIMED)])
    checkout.remove_what_is_built()
    jobs = checkout.build()
    assert not [job for job in jobs if job.startswith(TIMED)], jobs
    return checkout.published()


def half_of_the_results(checkout: Checkout, other: Checkout) -> None:
    """Give a checkout that is not built half of another's results, of each kind, and all long trainings."""
    long = ("train b", "train modern")
    kept = [(entry, content) for entry, content in _entries(other) if not content["job"].startswith(TIMED)]
    kept = [(entry, content) for entry, content in kept if int(entry.parent.name[0], 16) % 2]
    kept += [(entry, content) for entry, content in _entries(other) if content["job"].startswith(long)]
    _give(checkout, other, kept)


def _give(checkout: Checkout, other: Checkout, entries: Iterable[tuple[Path, dict]]) -> None:
    for entry, content in entries:
        files = [STORE / "files" / digest for digest, _ in content["outputs"].values()]
        for place in [entry.relative_to(other.folder), *files]:
            target = checkout.folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                os.link(other.folder / place, target)


def differences(one: Checkout, other: Checkout) -> list[str]:
    """The files of trainings, those without times, in which two builds differ."""
    files = [path for path in (other.folder / "results/training").rglob("*") if path.name in WITHOUT]
    assert files
    places = [path.relative_to(other.folder) for path in files]
    return [str(place) for place in places if (one.folder / place).read_bytes() != (other.folder / place).read_bytes()]


def _entries(checkout: Checkout) -> list[tuple[Path, dict]]:
    """The records of a checkout's store, each with its file."""
    found = sorted((checkout.folder / STORE / "entries").glob("*/*.json"))
    return [(entry, json.loads(entry.read_text(encoding="utf-8"))) for entry in found]
