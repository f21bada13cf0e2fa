"""The whole lecture on images that are no digits: what is published must be true of them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lecture.studies.declarations import claims, declared
from lecture.text.reading import read
from tests.cnn.shapes import write_shapes
from tests.conftest import Checkout, copied

ROOT = Path(__file__).parents[2]

# What the preview takes from 6 000 and 10 000 images, from fewer: of 2 000 and 300.
SETTINGS = {
    "data": "Shapes",
    "training_examples": 2000,
    "networks": {"a": {"epochs": 8}, "mlp": {"epochs": 4}, "logistic": {"epochs": 2}},
    "experiments": {
        "mlp_against_cnn": {"sizes": [50, 1600], "steps": [20, 50]},
        "parity": {"training_examples": 192, "test_examples": 300},
        "learning_rate_grid": {"validation_examples": 300},
        "pooling_robustness": {"training_examples": 1500, "test_examples": 100},
        "small_kernels": {"training_examples": 1000, "watched_examples": 100, "test_examples": 300},
        "normalisation": {"watched_examples": 100, "test_examples": 300},
        "augmentation": {"training_examples": [100, 300], "flip_examples": 300},
    },
    "measurements": {
        "robustness": {"every": 4},
        "class_activation": {"count": 20, "photo_step": 32},
        "embeddings": {"every": 1},
        "filter_growth": {"training_examples": 2000},
        "layer_information": {"decoder_examples": 500, "test_examples": 200, "counted_examples": 200},
        "excited_digits": {"images": 100},
        "adversarial": {"images": 100},
    },
    "notebooks": {"06-digits-keras": {"fit_examples": 256, "epochs": 2}},
}

# What stands only in parts for MNIST, a piece of each chapter that has such parts.
WORDS_OF_DIGITS = (
    "корреляция у цифр MNIST",
    "часть цифр уходит за край",
    "рукописных цифр [",
    "что и человек задумается",
    "Ошибается ли разметка",
    "Опубликованная сеть",
    "новых почерков",
    "Можно ли верить карте",
    "семёрке",
)


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Checkout:
    """The preview on the made-up data, built without MNIST."""
    checkout = copied(tmp_path_factory.mktemp("other") / "lecture", data=False)
    write_shapes(checkout.folder / "data/Shapes/raw", train=7_000, test=2_000)
    (checkout.folder / "shapes.yaml").write_text(yaml.safe_dump(SETTINGS), encoding="utf-8")
    command = checkout.command("--keep-going", configfile="config/preview.yaml shapes.yaml")
    done = subprocess.run(command, cwd=checkout.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout
    return checkout


def test_the_pages_are_there(published):
    pages = ("index.html", "lecture.pdf", "slides.html", "lecture.epub")
    for name in (*pages, "manifest.json", "notebooks/08-inside.ipynb"):
        assert (published.folder / "public" / name).is_file()
    assert not (published.folder / "data/MNIST").exists()


def test_no_claim_is_published_that_is_made_for_digits(published):
    every = claims(declared(ROOT / "src/cnn").claims)
    stated = json.loads((published.folder / "results/claims.json").read_text(encoding="utf-8"))
    assert {claim["id"] for claim in stated} == {name for name, claim in every.items() if not claim.only}
    assert all(claim["holds"] for claim in stated if claim["seeds"] is None)  # the others have too few examples here
    for claim in stated:
        assert not re.search(r"MNIST(?!-1D)|цифр", claim["statement"]), claim


def test_what_is_published_is_verified(published):
    """By the digests of the manifest, and the claims by other code."""
    told = published.tell("verify")
    assert told.returncode == 0, told.stdout + told.stderr
    command = [sys.executable, "workflow/verify.py", "claims"]
    done = subprocess.run(command, cwd=published.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", ["index.html", "slides.html"])
def test_what_is_true_of_digits_alone_is_not_on_the_page(published, page):
    text = (published.folder / "public" / page).read_text(encoding="utf-8")
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))
    assert not [found for found in WORDS_OF_DIGITS if found in words]
    assert "Сети этого издания обучены на наборе Shapes" in words
    assert "Набор данных Shapes" in words


def test_the_words_are_those_of_the_parts():
    """A word that stands nowhere proves nothing: each is in the texts, inside a part for MNIST."""

    def text(data: str) -> str:
        files = sorted((ROOT / "notebooks").glob("[0-9]*.md"))
        chapters = [read(file.read_text(encoding="utf-8"), file.name, {"data": data}) for file in files]
        return " ".join(cell.source for chapter in chapters for cell in chapter.cells).replace(
            "\N{NO-BREAK SPACE}", " "
        )

    digits, others = text("MNIST"), text("Shapes")
    assert [word for word in WORDS_OF_DIGITS if word not in digits] == []
    assert [word for word in WORDS_OF_DIGITS if word in others] == []
