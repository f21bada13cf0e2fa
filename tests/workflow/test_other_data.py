"""The lecture on images that are no digits, as it is planned: nothing is trained here, see tests/stress."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cnn.shapes import write_shapes

# Figures that stand in parts for MNIST only.
LEFT_OUT = {
    "broken_explanation",
    "label_errors",
    "mirrored_digits",
    "network_sizes",
    "overfitting",
    "pointing",
    "pointing_shares",
}


@pytest.fixture
def shapes(checkout):
    """A checkout with the made-up data and without MNIST."""
    shutil.rmtree(checkout.folder / "data", ignore_errors=True)
    write_shapes(checkout.folder / "data/Shapes/raw", train=10_000, test=2_000)
    return checkout


def planned(checkout, *arguments: str) -> tuple[set[str], set[str]]:
    """The files that the planned jobs make, and the folders of data that they read."""
    done = replace(checkout, options=("--workflow-profile", "none")).run("--dry-run", *arguments)
    assert done.returncode == 0, done.stdout
    made = {file for files in re.findall(r"^    output: (.*)", done.stdout, re.MULTILINE) for file in files.split(", ")}
    inputs = "\n".join(re.findall(r"^    input: (.*)", done.stdout, re.MULTILINE))
    return made, set(re.findall(r"\bdata/(\w+)/raw/", inputs))


def test_one_line_plans_the_lecture_on_other_data(shapes):
    made, read = planned(shapes, "--config", "data=Shapes")
    assert {
        "results/claims.json",
        "results/training/b/1/weights.safetensors",
        "results/notebooks/08-inside.ipynb",
    } <= made
    assert read == {"Shapes"}
    with_digits, read = planned(shapes)
    assert read == {"MNIST"}
    assert made < with_digits
    more = {Path(file) for file in with_digits - made}
    assert {path.stem for path in more if path.suffix == ".svg"} == LEFT_OUT


@pytest.mark.parametrize("network", ["b", "modern"])
def test_networks_that_a_study_compares_learn_from_one_data_set(shapes, network):
    override = f"networks: {{{network}: {{data: Shapes}}}}"
    (shapes.folder / "override.yaml").write_text(override, encoding="utf-8")
    done = shapes.run("--dry-run", configfile="config/preview.yaml override.yaml")
    assert done.returncode == 1
    assert "puts networks side by side that learn from different data: networks.a.data is MNIST" in done.stdout
    assert f"networks.{network}.data is Shapes" in done.stdout


def test_a_set_that_is_too_small_is_refused_before_any_job(checkout):
    """By file and number, with what asks for more; what the studies take is told at once."""
    write_shapes(checkout.folder / "data/Few/raw", train=600, test=200)
    done = checkout.run("--config", "data=Few", "training_examples=500")
    assert done.returncode == 1
    said = [line for line in done.stdout.splitlines() if line.startswith("data/")]
    assert len(said) == len(done.stdout.splitlines()) - 1, done.stdout
    words = "experiments.learning_rate_grid.training_examples or experiments.learning_rate_grid.validation_examples"
    line = checkout.line("config/preview.yaml", "  learning_rate_grid:")
    assert (
        "data/Few/raw/train-labels-idx1-ubyte: training images: 600, but the experiment learning_rate_grid takes 2000; "
        f"put more there, or lower {words} (config/preview.yaml:{line})" in said
    )
    assert (
        "data/Few/raw/t10k-labels-idx1-ubyte: test images: 200, but the measurement hierarchy takes 2000; "
        "put more there" in said
    )
