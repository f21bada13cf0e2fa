"""What decides a result, as plain data: code, settings, digests of the inputs, versions, threads."""

import json
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from lecture.keeping import digest

# Sets of instructions by the flag of the processor that tells them, the largest first, as PyTorch calls them.
INSTRUCTIONS = {"avx512f": "AVX512", "avx2": "AVX2", "sve": "SVE", "asimd": "NEON", "sse2": "SSE2"}


@dataclass(frozen=True)
class Facts:
    """What decides the result of a job.

    Attributes:
        outputs: the paths that the job writes.
        code: the digest of the code.
        settings: all other parameters of the job, as JSON has them.
        inputs: SHA-256 by path, under the name that the job knows the files by.
        threads: of the job; they change the last bits of a result.
        versions: of Python and of the packages that the code imports, where they are installed.
    """

    outputs: tuple[str, ...]
    code: str
    settings: Mapping[str, object]
    inputs: Mapping[str, Mapping[str, str]]
    threads: int
    versions: Mapping[str, str] = field(compare=False)

    @property
    def key(self) -> str:
        """The digest of all but the versions, which `misfits` compares one by one."""
        return digest(canonical([sorted(self.outputs), self.code, self.settings, self.inputs, self.threads]))


def canonical(content: object) -> str:
    """The JSON of a content that doesn't depend on the order of its keys."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)


def misfits(recorded: Mapping[str, str], here: Mapping[str, str]) -> list[str]:
    """Why a result that was made with some versions isn't the one that would be made here; [] if it is.

    A package that isn't installed here can't contradict: whoever only writes prose needs no PyTorch.

    Args:
        recorded: the versions that made the result.
        here: those that would make it.
    """
    lines = []
    for package in sorted(recorded.keys() | here.keys()):
        there, own = recorded.get(package), here.get(package) or installed(package)
        if package == "python" and there:  # its own small releases don't change what a program computes
            there, own = (number.rpartition(".")[0] for number in (there, own))
        if own is not None and there != own:
            lines.append(f"{package} {there or 'not used'} there, {own} here")
    return lines


def differences(there: Mapping, here: Facts) -> list[str]:
    """What decided a recorded result differently, a line each.

    Args:
        there: the record of the result, an `Entry`'s content.
        here: what would decide it now.
    """
    lines = ["other code"] if there["code"] != here.code else []
    settings = json.loads(canonical(here.settings))
    for name in sorted(there["settings"].keys() | settings.keys()):
        lines += _unequal(name, there["settings"].get(name), settings.get(name))
    flat = {file: sha for files in there["inputs"].values() for file, sha in files.items()}
    own = {file: sha for files in here.inputs.values() for file, sha in files.items()}
    changed = sorted(file for file in flat.keys() | own.keys() if flat.get(file) != own.get(file))
    lines += [f"made from another {file}" for file in changed[:2]]
    lines += [f"and {len(changed) - 2} more files"] if len(changed) > 2 else []
    if there["threads"] != here.threads:
        lines.append(f"{there['threads']} threads there, {here.threads} here")
    return lines + misfits(there["versions"], here.versions)


def _unequal(place: str, there: object, here: object) -> list[str]:
    if isinstance(there, dict) and isinstance(here, dict):
        keys = sorted(there.keys() | here.keys())
        return [line for key in keys for line in _unequal(f"{place}.{key}", there.get(key), here.get(key))]
    return [] if there == here else [f"{place}: {_short(there)} there, {_short(here)} here"]


def _short(value: object) -> str:
    text = canonical(value)
    return text if len(text) <= 40 else f"{text[:37]}…"


@cache
def installed(package: str) -> str | None:
    """The version of a package that is installed; None if it isn't."""
    if package == "python":
        return platform.python_version()
    try:
        return version(package)
    except PackageNotFoundError:
        return None


@cache
def machine() -> dict[str, str]:
    """What else changes the last bits: architecture and the largest set of instructions of this processor."""
    return {"architecture": platform.machine(), "instructions": _instructions()}


def _instructions() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8") if sys.platform == "linux" else ""
    except OSError:
        text = ""
    flags = {word for line in text.splitlines() if line.startswith(("flags", "Features")) for word in line.split()}
    return next((name for flag, name in INSTRUCTIONS.items() if flag in flags), "unknown")
