"""The whole workflow on real MNIST: what it builds, what an edit of a network runs, what wrong data say.

What the engine promises every lecture, the toy lecture shows: tests/engine/test_toy.py.
"""

import json
import os

import nbformat
import numpy as np
import yaml

from tests.cnn.idx_files import write_idx


def test_a_build_publishes_what_the_contract_names(first_build):
    lecture, jobs = first_build
    assert {"train a 1", "train b 1", "measurement keras", "figure loss_a", "claims", "publish"} <= set(jobs)
    assert {
        "public/index.html",
        "public/lecture.pdf",
        "public/slides.html",
        "public/handouts/exercises.pdf",
        "public/handouts/solutions.pdf",
        "public/lecture.epub",
        "public/site/index.html",
        "public/site/04-digits-pytorch/index.html",
        "public/manifest.json",
        "public/notebooks.zip",
        "public/notebooks/04-digits-pytorch.ipynb",
        "public/notebooks/06-digits-keras.ipynb",
        "public/notebooks/training-report-a.ipynb",
        "public/notebooks/training-report-b.ipynb",
    } <= lecture.published().keys()
    for network, seed in (("a", 1), ("a", 2), ("b", 1)):
        training = lecture.folder / "results" / "training" / network / str(seed)
        assert {"weights.safetensors", "history.csv", "recipe.json"} <= set(os.listdir(training))
    numbers = json.loads((lecture.folder / "results/numbers.json").read_text())
    assert numbers["network_a.parameters"] == 21840
    assert numbers["network_b.parameters"] == 3274634
    claims = json.loads((lecture.folder / "results/claims.json").read_text())
    assert all(
        set(c)
        == {"id", "statement", "measured", "unit", "threshold", "rewritten", "holds", "seeds", "numbers", "evidence"}
        for c in claims
    )


def test_a_second_build_has_nothing_to_do(edited):
    done = edited.run()
    assert done.returncode == 0
    assert "Nothing to be done" in done.stdout


def test_an_edit_of_a_network_trains_that_network_only(edited):
    edited.edit("src/cnn/networks/digits.py", "dropout2=nn.Dropout2d(0.5)", "dropout2=nn.Dropout2d(0.4)")
    jobs = set(edited.build("--dry-run"))
    assert {"train a 1", "train a 2", "network a", "notebook 04-digits-pytorch", "figure loss_a"} <= jobs
    assert not jobs & {
        "train b 1",
        "measurement keras",
        "network b",
        "measurement activations_b",
        "notebook 06-digits-keras",
        "dataset mnist",
    }


def test_an_edit_of_the_loop_trains_everything_and_reads_no_data_again(edited):
    edited.edit("src/cnn/learning/training.py", "network.train()\n", "network.train(True)\n")
    jobs = set(edited.build("--dry-run"))
    assert {"train a 1", "train a 2", "train b 1"} <= jobs
    assert not jobs & {"mnist_files MNIST", "dataset mnist", "measurement mnist_samples"}


def made_up(folder):
    """A small data set in MNIST's format: images of noise, and the class is the place of a bright row."""
    folder.mkdir(parents=True)
    random = np.random.default_rng(0)
    for part, many in (("train", 640), ("t10k", 100)):
        labels = np.arange(many, dtype=np.uint8) % 10
        images = random.integers(0, 60, (many, 28, 28), dtype=np.uint8)
        images[np.arange(many), 2 * labels + 4] = 255
        write_idx(folder / f"{part}-images-idx3-ubyte", images)
        write_idx(folder / f"{part}-labels-idx1-ubyte", labels)


def test_a_third_network_and_a_second_data_set_are_one_list_and_one_entry(edited):
    made_up(edited.folder / "data/made_up/raw")
    entry = {"build": "cnn.networks.digits:network_c", "data": "made_up", "images": "standardised", "epochs": 1}
    entry |= {"batch_size": 64}
    entry |= {"optimiser": {"name": "Adam", "lr": 0.001}, "seeds": [1]}
    path = edited.folder / "third.yaml"
    path.write_text(yaml.safe_dump({"networks": {"c": entry}}), encoding="utf-8")
    networks = edited.folder / "src/cnn/networks/digits.py"
    layers = "nn.Flatten(), nn.Linear(784, 10), nn.LogSoftmax(dim=1)"
    with networks.open("a", encoding="utf-8") as file:
        file.write(f"\n\ndef network_c():\n    return nn.Sequential({layers})\n")
    files = "config/preview.yaml third.yaml"
    assert "publish" in edited.build("--dry-run", configfile=files)
    page, report = "results/publication/index.html", "results/notebooks/training-report-c.ipynb"
    jobs = edited.build(page, report, configfile=files)
    assert {"dataset made_up", "train c 1", "network c", "networks", "notebook training-report-c"} <= set(jobs)
    assert not {"train a 1", "train b 1", "measurement keras"} & set(jobs)
    recipe = json.loads((edited.folder / "results/training/c/1/recipe.json").read_text())
    described = json.loads((edited.folder / "results/made_up.json").read_text())
    assert recipe["training_examples"] == described["train_images"] == 640
    assert (recipe["mean"], recipe["std"]) == (described["mean"], described["std"])
    cells = nbformat.read(edited.folder / report, as_version=4).cells
    assert any("image/png" in output.get("data", {}) for cell in cells for output in cell.get("outputs", []))
    rows = json.loads((edited.folder / "results/networks.json").read_text())["rows"]
    assert [(row["name"], row["parameters"], row["data"]) for row in rows][-1] == ("C", 7850, "made_up")
    assert rows[-1]["test_accuracy"]["mean"] > 0.9  # the bright row is easy to see
    assert "7850" in (edited.folder / page).read_text(encoding="utf-8")


def test_a_wrong_configuration_is_refused_by_name(edited):
    wrong = {"a": {"epocs": 3, "build": "cnn.networks.digits"}, "b": {"batch_size": -1}, "c": {"epochs": 1}}
    override = edited.folder / "override.yaml"
    override.write_text(yaml.safe_dump({"networks": wrong, "training_examples": "many"}), encoding="utf-8")
    done = edited.run("--dry-run", configfile="override.yaml")
    assert done.returncode == 1
    for message in (
        "networks.a.epocs: there is no such key; did you mean epochs?",
        "networks.a.build: 'cnn.networks.digits' does not match",
        "networks.b.batch_size: -1 is less than the minimum of 1",
        "networks.c.build: this key is missing",
        "training_examples: 'many' is not of type 'integer'",
    ):
        assert message in done.stdout


def test_a_data_set_that_is_not_there_is_asked_for(edited):
    (edited.folder / "override.yaml").write_text("networks: {a: {data: nowhere}}", encoding="utf-8")
    done = edited.run("--dry-run", configfile="override.yaml")
    assert done.returncode == 1
    assert "networks.a.data: data/nowhere/raw/train-images-idx3-ubyte is missing: put" in done.stdout


def test_a_damaged_file_of_the_data_is_set_aside_and_fetched_when_needed(edited):
    labels = edited.folder / "data/MNIST/raw/t10k-labels-idx1-ubyte"
    good = labels.read_bytes()
    labels.unlink()  # the link: the built preview keeps its file
    labels.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    done = edited.run("--dry-run", "--forcerun", "dataset")
    assert "t10k-labels-idx1-ubyte: SHA-256" in done.stdout
    assert "mnist_files" in done.stdout
    assert labels.with_name(f"{labels.name}.damaged").is_file()
