"""With `portable: true` machines with different instruction sets train the same bits."""

import hashlib
import json
import os
import subprocess

import pytest
import torch

from tests.hang_guard import HANG_GUARD

CONFIG = {"training_examples": 2000, "networks": {"a": {"epochs": 1, "seeds": [5]}}}
WEIGHTS = "results/training/a/5/weights.safetensors"
STUDY = "results/max_pooling.json"
# What a machine with less would choose by itself: PyTorch, oneDNN, MKL, NumPy, the linear algebra, and the C library.
MACHINES = {
    "AVX-512": {},
    "AVX2": {
        **{"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_ENABLE_INSTRUCTIONS": "AVX2"},
        **{"NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR", "OPENBLAS_CORETYPE": "Haswell"},
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX512CD,-AVX512BW,-AVX512DQ,-AVX512VL,-AVX512_VNNI",
    },
}


def digest(checkout, portable: bool, capped: dict[str, str]) -> str:
    (checkout.folder / "bits.json").write_text(json.dumps(CONFIG | {"portable": portable}))
    command = checkout.command(WEIGHTS, "--forcerun", "train", configfile="config/preview.yaml bits.json")
    surroundings = {"cwd": checkout.folder, "env": os.environ | capped}
    done = subprocess.run(command, **surroundings, capture_output=True, text=True, timeout=HANG_GUARD)
    assert done.returncode == 0, done.stderr
    return hashlib.sha256((checkout.folder / WEIGHTS).read_bytes()).hexdigest()


@pytest.mark.skipif(
    torch.backends.cpu.get_cpu_capability() != "AVX512", reason="this machine has no AVX-512 to be without"
)
def test_portable_trainings_have_the_same_bits_on_both(checkout):
    portable = {name: digest(checkout, True, capped) for name, capped in MACHINES.items()}
    assert portable["AVX-512"] == portable["AVX2"]
    free = {name: digest(checkout, False, capped) for name, capped in MACHINES.items()}
    assert free["AVX-512"] != free["AVX2"], "the caps cap nothing, so the comparison above shows nothing"


def test_a_portable_study_is_another_result_and_stands_beside_the_other(checkout):
    (checkout.folder / "portable.yaml").write_text("portable: true\n")
    for override, made in [("", True), (" portable.yaml", True), ("", False), (" portable.yaml", False)]:
        jobs = checkout.build(STUDY, configfile=f"config/preview.yaml{override}")
        assert ("measurement max_pooling" in jobs) == made, jobs


def test_an_edition_is_portable(checkout):
    done = checkout.run("--dry-run", configfile="config/portable.yaml")
    assert done.returncode == 0, done.stdout
    assert "train b 1" in done.stdout
