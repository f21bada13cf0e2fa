"""What an addition costs: each is made literally in a copy, and the files that it touches are counted.

docs/architecture.md tells the same numbers.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hang_guard import HANG_GUARD

MEASUREMENT = '''"""Rings of one brightness around the centre of a picture."""

import numpy as np

from lecture.studies.measured import Measured


def measure() -> Measured:
    """Numbers: `seeds` none; `share` of the picture that is bright. Arrays: `picture` (64, 64) float in [0, 1]."""
    y, x = np.indices((64, 64)) - 31.5
    picture = (np.hypot(x, y) // 8 % 2).astype(float)
    return Measured({"share": float(picture.mean())}, {"picture": picture})
'''
EXPERIMENT = '''"""Rings with random gaps."""

import numpy as np
import pandas as pd

from lecture.studies.measured import Measured


def run(seed: int, device: str, *, gaps: int) -> pd.DataFrame:
    """One row with the share of the circle that is left, for one seed."""
    holes = np.random.default_rng(seed).uniform(size=gaps)
    return pd.DataFrame([{"gaps": gaps, "left": float(1 - holes.mean())}])


def summarise(rows: pd.DataFrame) -> Measured:
    """Numbers: `left`, the mean over seeds. Arrays: `picture` (1, seeds) float in [0, 1]."""
    return Measured({"left": float(rows["left"].mean())}, {"picture": rows[["left"]].to_numpy().T})
'''
FIGURE = '''"""Rings."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style


@style.lecture()
def draw(*, picture: np.ndarray) -> Figure:
    """Draw the rings."""
    figure = style.figure(height=2)
    axes = figure.add_subplot()
    style.pixels(axes, picture, low=0, high=1)
    style.frame(axes, (0, 0), *picture.shape)
    return figure
'''
EXAMPLE = '        "rings": {"picture": np.linspace(0, 1, 12).reshape(3, 4)},\n'
SHOWN = '\n![Кольца.](../figures/rings.svg){#fig-rings alt="Кольца"}\n'
CLAIM = """rings_bright:
  statement: "Кольца занимают около половины изображения: отличие их доли от половины."
  measured: (rings.share - 0.5) | abs
"""
AGAIN = """
RECOMPUTED["rings_bright"] = lambda build: abs((np.hypot(*np.indices((64, 64)) - 31.5) // 8 % 2).mean() - 0.5)
COMPUTED["rings_bright"] = {"rings.share": 0.75}
"""


class Addition:
    """A copy of the working tree, what was touched in it, and the tests that a pull request would meet."""

    def __init__(self, checkout):
        self.checkout, self.folder = checkout, checkout.folder
        self.before = self.digests()

    def digests(self) -> dict[str, str]:
        """The digest of every source."""
        files = [path for name in ("src", "tests", "notebooks", "config", "workflow") for path in self.sources(name)]
        return {str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def sources(self, name: str) -> list[Path]:
        hidden = {"__pycache__", "cnn_lecture.egg-info"}
        return [path for path in (self.folder / name).rglob("*") if path.is_file() and not hidden & set(path.parts)]

    def write(self, file: str, text: str) -> None:
        (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / file).write_text(text, encoding="utf-8")

    def append(self, file: str, text: str) -> None:
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def insert(self, file: str, before: str, text: str) -> None:
        path = self.folder / file
        whole = path.read_text(encoding="utf-8")
        assert before in whole, f"{before!r} is not in {file}"
        path.write_text(whole.replace(before, text + before, 1), encoding="utf-8")

    def touched(self) -> set[str]:
        after = self.digests()
        return {file for file in after.keys() | self.before.keys() if after.get(file) != self.before.get(file)}

    def tested(self, *arguments: str) -> None:
        """Run tests in the copy."""
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
        paths = os.environ | {"PYTHONPATH": str(self.folder / "src")}
        done = subprocess.run(command, cwd=self.folder, env=paths, capture_output=True, text=True, timeout=HANG_GUARD)
        assert done.returncode == 0, done.stdout

    def approve(self, figure: str, subject: str) -> None:
        """Keep the figure's picture, as somebody does who has looked at it."""
        folder = f"tests/cnn/{subject}/approved"
        self.tested("tests/cnn/test_approved_pictures.py", "-k", figure, f"--mpl-generate-path={folder}")


@pytest.fixture
def addition(checkout) -> Addition:
    return Addition(checkout)


def figure_of(addition: Addition) -> None:
    """Draw the rings and show them in the first chapter."""
    addition.write("src/cnn/vision/figures/rings.py", FIGURE)
    addition.append("notebooks/01-vision.md", SHOWN)
    addition.insert("tests/cnn/vision/examples.py", '        "timeline": {', EXAMPLE)
    addition.approve("rings", "vision")


def test_a_figure_with_its_measurement_is_five_files(addition):
    addition.write("src/cnn/vision/rings.py", MEASUREMENT)
    figure_of(addition)
    assert len(addition.touched()) == 5
    assert {"measurement rings", "figure rings"} <= set(addition.checkout.build("--dry-run"))
    addition.checkout.build("figures/rings.svg")
    addition.tested("tests/cnn/test_figures.py", "tests/cnn/test_approved_pictures.py", "-k", "rings or all or left")


def test_an_experiment_with_its_figure_is_six_files(addition):
    addition.write("src/cnn/vision/rings.py", EXPERIMENT)
    addition.insert("config/lecture.yaml", "  mlp_against_cnn:\n", "  rings: {gaps: 3, seeds: [1, 2]}\n")
    figure_of(addition)
    assert len(addition.touched()) == 6
    planned = set(addition.checkout.build("--dry-run"))
    assert {"experiment rings 1", "experiment rings 2", "experiment_summary rings", "figure rings"} <= planned
    addition.tested("tests/cnn/test_figures.py", "tests/cnn/test_approved_pictures.py", "-k", "rings or all or left")
    addition.tested("tests/cnn/test_configuration.py")


def test_a_claim_is_four_files(addition):
    addition.write("src/cnn/vision/rings.py", MEASUREMENT)
    addition.before = addition.digests()  # the numbers are there
    addition.append("src/cnn/vision/claims.yaml", CLAIM)
    addition.append("config/lecture.yaml", "  rings_bright:\n    at_most: 0.1  # share: rings are as wide as gaps\n")
    addition.append("notebooks/01-vision.md", '\n[Кольца занимают около половины]{claim="rings_bright"}.\n')
    addition.append("tests/cnn/vision/again.py", AGAIN)
    assert len(addition.touched()) == 4
    assert "measurement rings" in addition.checkout.build("--dry-run")
    addition.tested("tests/cnn/test_claims.py", "tests/cnn/test_configuration.py")


def test_a_chapter_with_a_subject_of_its_own_is_four_files(addition):
    header = (addition.folder / "notebooks/01-vision.md").read_text(encoding="utf-8").split("---\n")[1]
    title = next(line for line in header.splitlines() if line.startswith("title:"))
    addition.write(
        "notebooks/13-rings.md",
        f"---\n{header.replace(title, 'title: Кольца')}---\n\n# Кольца {{#sec-rings}}\n\n"
        '```python tags=["parameters"]\nwidth = 8  # пикселей\n```\n\n'
        'Круги одной яркости — это [кольца]{term="ring"}; их {{ rings.share | percent(0) }}.\n',
    )
    addition.write("src/cnn/rings/rings.py", MEASUREMENT)
    addition.append("notebooks/glossary.yaml", "ring:\n  term: кольцо\n  english: ring\n  definition: Круг с дырой.\n")
    addition.write(
        "tests/cnn/rings/test_rings.py",
        "from cnn.rings.rings import measure\n\n\ndef test_half_is_bright():\n"
        '    assert 0.4 < measure().numbers["share"] < 0.6\n',
    )
    assert len(addition.touched()) == 4
    assert {"measurement rings", "notebook 13-rings"} <= set(addition.checkout.build("--dry-run"))
    addition.tested("tests/cnn/rings")
