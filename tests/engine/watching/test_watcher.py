"""Which files count as saved."""

import asyncio

import pytest

from lecture.watching.watcher import is_source, watch
from tests.hang_guard import HANG_GUARD

TEMPORARY = [
    ".01-a.md.swp",
    "01-a.md~",
    "4913",
    "#01-a.md#",
    ".#01-a.md",
    "01-a.md.swx",
    "~01-a.md",
    "01-a.md.tmp",
    ".ipynb_checkpoints/01-a.md",
]


@pytest.mark.parametrize("name", TEMPORARY)
def test_what_editors_leave_for_a_moment_does_not_count(name):
    assert not is_source(f"notebooks/{name}")


@pytest.mark.parametrize("name", ["notebooks/01-a.md", "Snakefile", "src/a/b.py", "config/lecture.yaml", "src/a/c.smk"])
def test_sources_count(name):
    assert is_source(name)


def test_a_burst_is_one_set_and_what_the_build_makes_is_none(tmp_path):
    for name in ("notebooks", "src/one", "results", ".cache"):
        (tmp_path / name).mkdir(parents=True)

    async def run():
        queue = asyncio.Queue()
        watching = asyncio.create_task(watch(tmp_path, queue))
        saved = set()
        for attempt in range(100):  # until the watcher has begun
            (tmp_path / "Snakefile").write_text(str(attempt))
            try:
                saved |= await asyncio.wait_for(queue.get(), 0.5)
                break
            except TimeoutError:
                continue
        for name in ("results/a.json", ".cache/b.json", "notebooks/01-a.md~", "notebooks/01-a.md", "src/one/a.py"):
            (tmp_path / name).write_text("text")
        while not {"notebooks/01-a.md", "src/one/a.py"} <= saved:
            saved |= await asyncio.wait_for(queue.get(), HANG_GUARD)
        watching.cancel()
        return saved

    assert asyncio.run(run()) == {"Snakefile", "notebooks/01-a.md", "src/one/a.py"}
