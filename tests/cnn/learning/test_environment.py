"""How threads wait decides speed and no bits; portable bits come from kernels that all machines have."""

import hashlib
import os
import platform
import re
import subprocess
import sys

import pytest

from cnn.learning.environment import KEEP_MEMORY, PORTABLE, WAITING, graphics, waiting
from lecture.build.warm import BOUND
from tests.hang_guard import HANG_GUARD

TRAINING = """
import torch
from cnn.learning.training import Recipe, initialise, train
from cnn.networks.digits import network_a

torch.set_num_threads(2)
torch.use_deterministic_algorithms(True)
chance = torch.Generator().manual_seed(1)
images, labels = torch.rand(256, 1, 28, 28, generator=chance), torch.randint(10, (256,), generator=chance)
network = initialise(network_a, 1)
train(network, (images, labels), (images[:1], labels[:1]), Recipe(1, 32, {"name": "SGD", "lr": 0.05}, 1))
print(*(value for weights in network.state_dict().values() for value in weights.flatten().tolist()))
"""


# Page faults of one buffer of 100 MB after the other, as the first maps of a test set are.
BUFFERS = """
import resource
for _ in range(3):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    bytearray(b"1") * (100 << 20)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def weights(**environment: str) -> str:
    """The digest of the weights that two threads train, which wait as these variables tell."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("OMP_", "GOMP_"))}
    done = subprocess.run(
        [sys.executable, "-c", TRAINING], env=others | environment, capture_output=True, check=True, timeout=HANG_GUARD
    )
    return hashlib.sha256(done.stdout).hexdigest()


@pytest.mark.long
def test_how_threads_wait_and_where_they_run_decides_no_bits():
    bound = weights(**WAITING, **BOUND)
    assert {weights(), weights(**WAITING), weights(OMP_WAIT_POLICY="passive"), bound} == {bound}


CORES = """
import os
from pathlib import Path
import torch

torch.ones(2_000_000).mul_(2)
lines = [line for file in Path("/proc/self/task").glob("*/status") for line in file.read_text().splitlines()]
print(*{line.split()[1] for line in lines if line.startswith("Cpus_allowed_list:")})
"""


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux binds threads to cores")
def test_bound_threads_keep_to_a_core_each():
    cores = sorted(os.sched_getaffinity(0))
    threads = {"OMP_NUM_THREADS": str(len(cores))}
    done = subprocess.run(
        [sys.executable, "-c", CORES], env=os.environ | threads | BOUND, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == {str(core) for core in cores}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, WAITING),
        ({"OMP_WAIT_POLICY": "passive"}, {}),
        ({"GOMP_SPINCOUNT": "7"}, {}),
        ({"OMP_NUM_THREADS": "1"}, WAITING),
    ],
)
def test_who_says_how_threads_wait_is_heard(environment, expected):
    assert waiting(environment) == expected


def test_gpus_are_counted_by_their_devices(tmp_path):
    assert graphics(tmp_path) == graphics(tmp_path / "absent") == 0
    for name in ("nvidia0", "nvidia1", "nvidia11", "nvidiactl", "nvidia-uvm", "null"):
        (tmp_path / name).touch()
    assert graphics(tmp_path) == 3


KERNELS = """
import numpy, scipy.linalg
print(numpy.lib.introspect.opt_func_info(signature="d|f"))
"""


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only processors of this kind have such kernels")
def test_portable_studies_use_no_kernels_that_an_older_machine_lacks():
    command, environment = [sys.executable, "-c", KERNELS], os.environ | {"OPENBLAS_VERBOSE": "2"} | PORTABLE
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=HANG_GUARD)
    used = re.findall(r"'current': '([^']+)'", done.stdout)
    assert used and not [kernel for kernel in used if kernel.startswith(("AVX512", "X86_V4"))]
    assert set(re.findall(r"^Core: (\w+)$", done.stderr, re.MULTILINE)) == {"Haswell"}


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the variables are for glibc's malloc")
def test_large_buffers_are_taken_from_the_system_once():
    done = subprocess.run(
        [sys.executable, "-c", BUFFERS],
        env=os.environ | KEEP_MEMORY,
        capture_output=True,
        check=True,
        timeout=HANG_GUARD,
    )
    first, *others = map(int, done.stdout.split())
    assert first > 10 and max(others) * 10 < first
