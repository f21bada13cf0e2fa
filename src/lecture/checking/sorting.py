"""How the files of two manifests of one edition are to each other: equal, within tolerance, or different.

Numbers are sorted by the spread over their seeds, figures by the data behind them, pages and weights by the numbers
that come of them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lecture.checking.comparison import DIFFERENT, EQUAL, WITHIN, Change, changes
from lecture.checking.findings import Finding

DECIDES = {"code": "code", "engine": "the engine's pages and words", "settings": "settings in config/ or in its rule"}
MACHINE = ("threads", "architecture", "instructions", "device")


@dataclass
class Sorting:
    """Two manifests of one edition, and how their files are to each other."""

    there: Mapping
    here: Mapping
    verdicts: dict[str, Finding] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        """The numbers and claims that moved, then each file: first those of one build alone, pages last."""
        here, there = self.here["files"].keys(), self.there["files"].keys()
        paths = sorted(here | there, key=lambda path: (path in here & there, path.startswith("public/"), path))
        said = [
            Finding(f"{change.kind} {change.name}", change.verdict, f"{_values(change)}{change.moved}")
            for change in self._changes
            if change.kind in ("number", "claim")
        ]
        return said + [self.of(path) for path in paths]

    def of(self, path: str) -> Finding:
        """A file."""
        if path not in self.verdicts:
            self.verdicts[path] = Finding(path, DIFFERENT, "it is made from itself")  # against circles
            self.verdicts[path] = self._of(path)
        return self.verdicts[path]

    @cached_property
    def _changes(self) -> list[Change]:
        return moved(self.there["says"], self.here["says"])

    @cached_property
    def _groups(self) -> dict[str, str]:
        """The worst that moved among the numbers of a group, and among the claims."""
        found: dict[str, str] = {}
        for change in self._changes:
            if change.kind in ("number", "claim"):
                group = change.name.partition(".")[0] if change.kind == "number" else "claims"
                found[group] = _worst([found.get(group, EQUAL), change.verdict])
        return found

    @cached_property
    def _makers(self) -> tuple[dict[str, Mapping], dict[str, Mapping]]:
        return tuple(
            {path: job for job in told["jobs"].values() for path in job["outputs"]} for told in (self.there, self.here)
        )

    @cached_property
    def _users(self) -> dict[str, list[Mapping]]:
        """The jobs that read a file, here."""
        found: dict[str, list[Mapping]] = {}
        for job in self.here["jobs"].values():
            for path in job["inputs"]:
                found.setdefault(path, []).append(job)
        return found

    def _of(self, path: str) -> Finding:
        there, here = (told["files"].get(path) for told in (self.there, self.here))
        if there is None or here is None:
            return Finding(path, DIFFERENT, "it is only in this build" if there is None else "this build has none")
        if there["sha256"] == here["sha256"]:
            return Finding(path, EQUAL)
        if (told := self._by_numbers(path)) is not None:
            return told
        first, second = (makers.get(path) for makers in self._makers)
        if first is None or second is None:
            return Finding(path, DIFFERENT, "it is another one")
        if path.startswith("figures/") and self._same_data(Path(path).stem):
            return Finding(path, WITHIN, "drawn from the same data, in other words or letters")
        if edited := [words for key, words in DECIDES.items() if first.get(key) != second.get(key)]:
            return Finding(path, DIFFERENT, f"made by other {' and other '.join(edited)}")
        inputs = [found for found in map(self.of, second["inputs"]) if found.verdict != EQUAL]
        others = _others(first, second)
        if not inputs and not others:
            return Finding(path, DIFFERENT, "made from the same by the same, and yet another file: it was changed")
        if path.startswith("results/") and Path(path).suffix in (".npz", ".csv", ".safetensors"):
            why = "; ".join(filter(None, [f"made with {others}" if others else "", "as its numbers are"]))
            return Finding(path, self._downstream(path), why)
        if inputs:
            worst = _worst(found.verdict for found in inputs)
            cause = next(found.name for found in inputs if found.verdict == worst)
            return Finding(path, worst, f"as {cause}, from which it was made")
        return Finding(path, WITHIN, f"made from the same, with {others}")

    def _by_numbers(self, path: str) -> Finding | None:
        """The verdict on a file that holds numbers: theirs."""
        if path in ("results/numbers.json", "results/claims.json"):
            verdict = _worst([EQUAL, *self._groups.values()])
        elif is_group(path, self.here["says"]):
            verdict = self._groups.get(Path(path).stem, EQUAL)
        else:
            return None
        if verdict == EQUAL:
            return Finding(path, WITHIN, "the same numbers, written otherwise")
        return Finding(path, verdict, "as its numbers are")

    def _same_data(self, name: str) -> bool:
        there, here = (told["says"]["figures"].get(name) for told in (self.there, self.here))
        return there is not None and there == here

    def _downstream(self, path: str) -> str:
        """The worst that moved among the numbers made from a file, or together with it."""
        seen, open_ends, found = set(), [self._makers[1][path], *self._users.get(path, ())], [WITHIN]
        while open_ends:
            job = open_ends.pop()
            for output in job["outputs"]:
                if output in seen:
                    continue
                seen.add(output)
                found.append(self._groups.get(Path(output).stem, EQUAL) if output.endswith(".json") else EQUAL)
                open_ends += self._users.get(output, ())
        return _worst(found)


def _others(first: Mapping, second: Mapping) -> str:
    """The versions and properties of machines in which two jobs differ, in words."""
    packages = sorted(first["versions"].keys() | second["versions"].keys())
    pairs = [(name, first["versions"].get(name), second["versions"].get(name)) for name in packages]
    pairs += [(key, first.get(key), second.get(key)) for key in MACHINE]
    return ", ".join(
        f"{name} {there or 'none'} there, {here or 'none'} here" for name, there, here in pairs if there != here
    )


def moved(before: Mapping, after: Mapping) -> list[Change]:
    """What moved between what two editions say; times are in neither."""
    times = {*before.get("times", ()), *after.get("times", ())}
    same = {"edition": "", "files": {}, "times": sorted(times)}
    parts = ("numbers", "claims", "figures")
    return changes({key: before[key] for key in parts} | same, {key: after[key] for key in parts} | same)


def is_group(path: str, says: Mapping) -> bool:
    """Whether a file holds a group of numbers."""
    group = Path(path)
    return (group.parent, group.suffix) == (Path("results"), ".json") and any(
        name.startswith(f"{group.stem}.") for name in says["numbers"]
    )


def short(value: object) -> str:
    """A value as JSON, of 60 letters at most."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _values(change: Change) -> str:
    return f"{short(change.before)} there, {short(change.after)} here: "


def _worst(verdicts: Iterable[str]) -> str:
    return max(verdicts, key=(EQUAL, WITHIN, DIFFERENT).index)
