"""Asks the package index for known weaknesses of what locks pin: audit.py UV LOCK…

Exit codes: 0 there are none, 1 there are some, 3 it could not be checked, of which nothing follows. `make` ends with 2
whatever fails, so whoever tells them apart calls this, as `.ci/audit` does. Needs nothing but Python and uv.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

NONE, SOME, UNCHECKED = 0, 1, 3
PIP_AUDIT = ("tool", "run", "--quiet", "--from", "pip-audit>=2.10,<3", "pip-audit")
# Nothing is installed or resolved for it, and a package without an answer is a failure.
OPTIONS = ("--strict", "--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json")


class Unchecked(Exception):
    """What pip-audit gave no answer about, and its last words."""


def weaknesses(uv: str, lock: str) -> list[str]:
    """A line for each known weakness of the packages of a lock.

    Args:
        uv: the program that fetches pip-audit and runs it.

    Raises:
        Unchecked: there is no answer about each of the packages.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        asked = [uv, *PIP_AUDIT, *OPTIONS, "--requirement", lock, "--output", str(report)]
        try:
            done = subprocess.run(asked, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        except OSError as refusal:
            raise Unchecked(f"{lock}: {refusal.filename}: {refusal.strerror}") from None
        # One that found weaknesses ends with 1 as one that failed does, but only the former has written what it found.
        if not report.exists() or done.returncode not in (0, 1):
            words = [line.strip() for line in done.stdout.splitlines() if line.strip()]
            why = words[-1].removeprefix("ERROR:pip_audit._cli:") if words else f"exit code {done.returncode}"
            raise Unchecked(f"{lock}: {why}")
        packages = json.loads(report.read_text(encoding="utf-8"))["dependencies"]
    if skipped := [package["name"] for package in packages if "skip_reason" in package]:
        raise Unchecked(f"{lock}: no answer about {', '.join(skipped)}")
    if not packages:
        raise Unchecked(f"{lock}: no package was asked about")
    return [
        f"{lock}: {package['name']} {package['version']}: {found['id']}, mended in "
        f"{', '.join(found['fix_versions']) or 'no version'}"
        for package in packages
        for found in package["vulns"]
    ]


def main(uv: str, *locks: str) -> int:
    try:
        found = [line for lock in locks for line in weaknesses(uv, lock)]
    except Unchecked as gap:
        print(f"audit: could not check {gap}; nothing is known of its weaknesses, try again later", file=sys.stderr)
        return UNCHECKED
    print("\n".join(found) or f"no known weaknesses in {', '.join(locks)}")
    return SOME if found else NONE


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
