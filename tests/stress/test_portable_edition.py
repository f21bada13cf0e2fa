"""With `portable: true` everything published is the same to the byte on machines with different instruction sets."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from lecture.checking.reproduction import causes, published
from lecture.studies.times import RECORD
from tests.conftest import Checkout, copied
from tests.workflow.test_portability import MACHINES


def portable(folder: Path, machine: str) -> Checkout:
    """A checkout where nothing is built yet, whose preview will be portable, on one of `MACHINES`."""
    checkout = copied(folder)
    (folder / "portable.yaml").write_text("portable: true\n", encoding="utf-8")
    return replace(checkout, configfile="config/preview.yaml portable.yaml", variables=MACHINES[machine])


@pytest.mark.skipif(
    torch.backends.cpu.get_cpu_capability() != "AVX512", reason="this machine has no AVX-512 to be without"
)
def test_a_portable_edition_has_the_same_bytes_on_both(tmp_path):
    first, second = portable(tmp_path / "first", "AVX-512"), portable(tmp_path / "second", "AVX2")
    first.build()
    # Pages say the times of one run on record, here those of the first.
    told = first.tell("record", "--times")
    assert told.returncode == 0, told.stderr
    shutil.copyfile(first.folder / RECORD, second.folder / RECORD)
    first.build()
    second.build()
    differing = list(map(str, published(first.folder, second.folder)))
    assert not differing, "\n".join([*differing, "behind them:", *map(str, causes(first.folder, second.folder))])
    assert len(first.published()) > 100
