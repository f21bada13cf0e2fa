"""The commit that is built."""

import subprocess
from pathlib import Path


def commit(folder: Path) -> str:
    """The short name of the commit that is checked out in a folder; "" where git or a repository is missing."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "rev-parse", "--short=7", "HEAD"], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip()
