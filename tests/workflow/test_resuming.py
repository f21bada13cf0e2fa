"""A training whose whole process group is killed goes on where it was, in the middle of an epoch, to the same bits."""

import json
import os
import re
import shutil
import signal
import subprocess
import time

from tests.hang_guard import HANG_GUARD

CONFIG = {"training_examples": 40000, "networks": {"a": {"epochs": 1, "seeds": [9]}}}
WEIGHTS = "results/training/a/9/weights.safetensors"


def test_a_killed_training_ends_with_the_same_weights(checkout):
    (checkout.folder / "resume.json").write_text(json.dumps(CONFIG))
    files = "config/preview.yaml resume.json"
    checkpoint = checkout.folder / "results/checkpoints/a-9.pt"

    command = checkout.command(WEIGHTS, "--set-resources", "train:checkpoint_seconds=0", configfile=files)
    with subprocess.Popen(
        command, cwd=checkout.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as build:
        until = time.monotonic() + HANG_GUARD
        while not checkpoint.exists() and build.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        assert build.poll() is None, "the training ended before it could be killed"
        os.killpg(build.pid, signal.SIGKILL)
    assert not (checkout.folder / WEIGHTS).exists()

    shutil.rmtree(checkout.folder / ".snakemake/locks")  # what `snakemake --unlock` does
    resumed = checkout.run(WEIGHTS, configfile=files)
    assert resumed.returncode == 0, resumed.stdout
    assert re.search(r"a-9\.pt: going on after epoch 0 and [1-9]\d* batches", resumed.stdout)
    assert not checkpoint.exists()
    interrupted = (checkout.folder / WEIGHTS).read_bytes()

    whole = checkout.run(WEIGHTS, "--forcerun", "train", configfile=files)
    assert whole.returncode == 0, whole.stdout
    assert "going on" not in whole.stdout
    assert (checkout.folder / WEIGHTS).read_bytes() == interrupted
