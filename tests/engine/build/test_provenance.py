import json
import platform

import torch

from lecture.build.provenance import machine, manifest, versions


def test_versions():
    found = versions("torch", "numpy")
    assert list(found) == ["python", "torch", "numpy"]
    assert found["python"] == platform.python_version()
    assert torch.__version__.startswith(found["torch"])


def test_machine():
    found = machine()
    assert found["architecture"] == platform.machine()
    assert found["instructions"]


def test_manifest_is_json_and_says_what_was_made_from_what():
    recipe = {"seed": 1, "inputs": {"data/a": "01"}}
    found = manifest({"public/index.html": "aa"}, {"data/a": "01"}, {"results/training/a/1": recipe}, "preview")
    assert json.loads(json.dumps(found)) == found
    assert found["edition"] == "preview"
    assert found["published"] == {"public/index.html": "aa"}
    assert found["inputs"] == {"data/a": "01"}
    assert found["trainings"] == {"results/training/a/1": recipe}
    assert {"python", "torch", "keras", "snakemake"} <= set(found["versions"])
