"""Which files were saved: not the temporary ones of editors, and not what the build makes."""

import asyncio
from pathlib import Path

from watchfiles import Change, awatch

FOLDERS = ("notebooks", "src", "config", "workflow")
ENDINGS = (
    ".md",
    ".yaml",
    ".yml",
    ".bib",
    ".py",
    ".smk",
    ".json",
    ".csl",
    ".lua",
    ".html",
    ".css",
    ".js",
    ".typ",
    ".j2",
)
STEP = 40  # ms without a further event: then the editor has done
DEBOUNCE = 400  # ms at most


def is_source(path: str) -> bool:
    """Whether a file is a source of the lecture: no hidden, temporary or backup file, `.a.md.swp`, `a.md~`, `4913`.

    Args:
        path: relative to the folder of the lecture.
    """
    name = Path(path).name
    hidden = any(part.startswith((".", "#", "~")) for part in Path(path).parts)
    return not hidden and (name == "Snakefile" or name.endswith(ENDINGS))


async def watch(root: Path, queue: asyncio.Queue[set[str]]) -> None:
    """Put the files that were written, removed or renamed into a queue, for ever, a set for each burst of events.

    Args:
        root: the folder of the lecture; the names of files are relative to it.
        queue: of sets of names.
    """
    folders = [root / name for name in FOLDERS if (root / name).is_dir()]

    async def pass_on(*paths: Path, recursive: bool) -> None:
        def counts(_: Change, path: str) -> bool:
            return is_source(str(Path(path).relative_to(root)))

        options = {"watch_filter": counts, "step": STEP, "debounce": DEBOUNCE, "recursive": recursive}
        async for changes in awatch(*paths, **options, ignore_permission_denied=True):
            await queue.put({str(Path(path).relative_to(root)) for _, path in changes})

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(pass_on(*folders, recursive=True))
        tasks.create_task(pass_on(root, recursive=False))
