"""How many cores a build has decides no bits: the threads of a training are a number of its network."""

import hashlib
import json

from lecture.checking.reproduction import copy, snakemake
from tests.conftest import ROOT

CONFIG = {"training_examples": 320, "networks": {"b": {"epochs": 1, "seeds": [3]}}}
FOLDER = "results/training/b/3"


def test_a_training_has_the_same_threads_and_bits_on_one_core_as_on_two(tmp_path):
    found = {}
    for cores in ("1", "2"):
        copy(ROOT, folder := tmp_path / cores)
        (folder / "small.json").write_text(json.dumps(CONFIG))
        settings = ["--configfile", "config/preview.yaml", "small.json"]
        snakemake(folder, f"{FOLDER}/weights.safetensors", "--cores", cores, *settings)
        weights = hashlib.sha256((folder / FOLDER / "weights.safetensors").read_bytes()).hexdigest()
        found[cores] = weights, json.loads((folder / FOLDER / "recipe.json").read_text())["threads"]
    assert found["1"] == found["2"]
    assert found["1"][1] == 2, "one thread trains other bits, so the comparison above would show nothing"
