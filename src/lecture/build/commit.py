"""The commit that is built."""

import subprocess
from pathlib import Path

LENGTH = 7  # letters of the name


def commit(folder: Path) -> str:
    """The short name of the commit that is checked out in a folder; "" where git or a repository is missing."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "rev-parse", "--verify", "HEAD"], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip()[:LENGTH]  # git's own short names are longer the more commits a copy happens to have
