"""The whole workflow on real MNIST: what it builds, what an edit runs, what a mistake says."""

import hashlib
import json
import os
import re

import nbformat
import numpy as np
import pytest
import yaml

from tests.cnn.idx_files import write_idx

PAGES = ["page index.html", "page lecture.pdf", "slides slides.html"]
PUBLICATION = sorted(["lecture", "document", *PAGES, "publish", "all"])


def published(lecture) -> dict[str, str]:
    """The digest of everything under public/."""
    return {
        str(path.relative_to(lecture.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (lecture.folder / "public").rglob("*")
        if path.is_file()
    }


def test_a_build_publishes_what_the_contract_names(first_build):
    lecture, jobs = first_build
    assert {"train a 1", "train b 1", "measurement keras", "figure loss_a", "claims", "publish"} <= set(jobs)
    assert {
        "public/index.html",
        "public/lecture.pdf",
        "public/slides.html",
        "public/manifest.json",
        "public/notebooks/04-digits-pytorch.ipynb",
        "public/notebooks/05-digits-keras.ipynb",
        "public/notebooks/training-report-a.ipynb",
        "public/notebooks/training-report-b.ipynb",
    } <= set(published(lecture))
    for network, seed in (("a", 1), ("a", 2), ("b", 1)):
        training = lecture.folder / "results" / "training" / network / str(seed)
        assert {"weights.safetensors", "history.csv", "recipe.json"} <= set(os.listdir(training))
    numbers = json.loads((lecture.folder / "results/numbers.json").read_text())
    assert numbers["network_a.parameters"] == 21840
    assert numbers["network_b.parameters"] == 3274634
    claims = json.loads((lecture.folder / "results/claims.json").read_text())
    assert all(set(c) == {"id", "statement", "measured", "threshold", "holds", "seeds", "evidence"} for c in claims)


def test_the_manifest_holds_the_digests_of_what_is_published(lecture):
    manifest = json.loads((lecture.folder / "public/manifest.json").read_text())
    digests = published(lecture)
    digests.pop("public/manifest.json")
    assert manifest["published"] == digests


def test_published_notebooks_carry_outputs_and_no_traces_of_the_run(lecture):
    for path in (lecture.folder / "public/notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert any(cell.get("outputs") for cell in notebook.cells)
        text = path.read_text(encoding="utf-8")
        assert str(lecture.folder) not in text
        assert "papermill" not in notebook.metadata


def test_a_second_build_has_nothing_to_do(edited):
    done = edited.run()
    assert done.returncode == 0
    assert "Nothing to be done" in done.stdout


def test_an_edit_of_prose_only_renders(edited):
    cache = edited.folder / ".cache/pages/preview"
    before = {file.name: file.read_bytes() for file in cache.iterdir()}
    edited.edit("notebooks/04-digits-pytorch.md", "# Распознавание цифр на PyTorch", "# Цифры и PyTorch")
    assert sorted(edited.build()) == PUBLICATION
    parsed_and_written = {file.name for file in cache.iterdir() if file.read_bytes() != before.get(file.name)}
    assert parsed_and_written == {"04.text.json", "04.html.json", "04.pdf.json", "04.slides.json"}
    assert "Цифры и PyTorch" in (edited.folder / "public/index.html").read_text(encoding="utf-8")


def test_an_edit_of_the_glossary_only_renders(edited):
    edited.edit("notebooks/glossary.yaml", "Верный ответ, приложенный к примеру.", "Верный ответ.")
    assert sorted(edited.build("--dry-run")) == PUBLICATION
    edited.build("results/publication/index.html")
    page = (edited.folder / "results/publication/index.html").read_text(encoding="utf-8")
    assert re.search(r'Верный ответ\.\s*<a href="#term-label"', page)


def test_a_mistake_in_the_glossary_stops_the_build_with_file_and_line(edited):
    before = published(edited)
    edited.edit("notebooks/glossary.yaml", "Верный ответ, приложенный к примеру.", "Верный ответ")
    text = (edited.folder / "notebooks/glossary.yaml").read_text(encoding="utf-8")
    done = edited.run()
    assert done.returncode == 1
    line = text.split("\nlabel:")[0].count("\n") + 2
    assert f"notebooks/glossary.yaml:{line}: the definition of 'label' is not one sentence" in done.stdout
    assert published(edited) == before


def test_an_edit_of_a_code_cell_executes_that_chapter_only(edited):
    edited.edit("notebooks/04-digits-pytorch.md", "print(0.1 + (0.2 + 0.3))", "print(0.1 + (0.2 + 0.4))")
    assert sorted(edited.build("--dry-run")) == sorted([*PUBLICATION, "notebook 04-digits-pytorch"])


def test_an_edit_of_a_figure_draws_that_figure_only(edited):
    edited.edit("src/cnn/digits/figures/filters_a.py", "COLUMNS = 5", "COLUMNS = 2 + 3")
    assert sorted(edited.build("--dry-run")) == sorted(["figure filters_a", *PAGES, "publish", "all"])


def test_an_edit_of_a_network_trains_that_network_only(edited):
    edited.edit("src/cnn/networks/digits.py", "dropout2=nn.Dropout2d(0.5)", "dropout2=nn.Dropout2d(0.4)")
    jobs = set(edited.build("--dry-run"))
    assert {"train a 1", "train a 2", "network a", "notebook 04-digits-pytorch", "figure loss_a"} <= jobs
    assert not jobs & {
        "train b 1",
        "measurement keras",
        "network b",
        "measurement activations_b",
        "notebook 05-digits-keras",
        "dataset mnist",
    }


def test_an_edit_of_the_loop_trains_everything_and_reads_no_data_again(edited):
    edited.edit("src/cnn/learning/training.py", "network.train()\n", "network.train(True)\n")
    jobs = set(edited.build("--dry-run"))
    assert {"train a 1", "train a 2", "train b 1"} <= jobs
    assert not jobs & {"mnist_files MNIST", "dataset mnist", "measurement mnist_samples"}


def test_an_edit_of_comments_and_docstrings_runs_nothing_but_the_renderer_that_shows_them(edited):
    edited.edit("src/cnn/learning/network.py", "def summary(", "# a remark\ndef summary(")
    edited.edit("src/cnn/networks/keras.py", '"""Network B in Keras:', '"""Network B, in Keras:')
    assert edited.build("--dry-run") == []


def test_a_failing_cell_is_named_and_its_notebook_kept(edited):
    before = published(edited)
    edited.edit("notebooks/04-digits-pytorch.md", "print(0.1 + (0.2 + 0.3))", "print(0.1)\nprint(1 / 0)")
    line = (edited.folder / "notebooks/04-digits-pytorch.md").read_text().split("print(1 / 0)")[0].count("\n") + 1
    done = edited.run()
    assert done.returncode == 1
    assert re.search(
        rf"^notebooks/04-digits-pytorch\.md:{line}: cell \d+: ZeroDivisionError", done.stdout, re.MULTILINE
    )
    kept = nbformat.read(edited.folder / "results/notebooks/failed/04-digits-pytorch.ipynb", as_version=4)
    assert any(output.output_type == "error" for cell in kept.cells for output in cell.get("outputs", []))
    assert published(edited) == before


MISTAKES = [  # what is found at the same time stands together
    {"a misspelt definition": ("networks:network_a", "networks:network_aa", "network_aa")},
    {"a missing alternative text": ("{#fig-loss_a alt=", "{#fig-loss_a title=", "alternative text")},
    {
        "a misspelt group": ("{{ network_a.batch_size", "{{ netwrok_a.batch_size", "netwrok_a"),
        "a misspelt figure": ("figures/loss_a.svg){#fig-loss_a", "figures/lss_a.svg){#fig-lss_a", "mean 'loss_a'"),
        "a misspelt claim": ('claim="accuracy_a"', 'claim="acuracy_a"', "did you mean 'accuracy_a'"),
        "a misspelt term": ('term="momentum"', 'term="momentums"', "did you mean 'momentum'"),
    },
    {"a misspelt number": ("{{ network_a.parameters }}", "{{ network_a.parametres }}", "parametres")},
    {"an unknown reference": ("@fig-loss_a", "@fig-los_a", "did you mean 'fig-loss_a'")},
]


@pytest.mark.parametrize("mistakes", MISTAKES, ids=", ".join)
def test_mistakes_in_a_text_stop_the_build_with_file_and_line(edited, mistakes):
    before = published(edited)
    path = edited.folder / "notebooks/04-digits-pytorch.md"
    text = path.read_text(encoding="utf-8")
    lines = [text.split(old)[0].count("\n") + 1 for old, *_ in mistakes.values()]
    for old, new, _ in mistakes.values():
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    done = edited.run()
    assert done.returncode == 1
    for line, (*_, message) in zip(lines, mistakes.values(), strict=True):
        assert re.search(rf"notebooks/04-digits-pytorch\.md:{line}: .*{re.escape(message)}", done.stdout), done.stdout
    assert published(edited) == before


def test_a_refuted_claim_stops_the_publication_and_keeps_the_evidence(edited):
    before = published(edited)
    path = edited.folder / "config/preview.yaml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config["claims"]["accuracy_b"] = {"at_least": 0.9999}
    path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    done = edited.run()
    assert done.returncode == 1
    assert "claim 'accuracy_b' is refuted: measured 0.9" in done.stdout
    claims = json.loads((edited.folder / "results/claims.json").read_text())
    assert [claim["id"] for claim in claims if not claim["holds"]] == ["accuracy_b"]
    assert published(edited) == before


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
