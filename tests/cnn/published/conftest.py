"""The results of a build: in this checkout, or in the folder that LECTURE_ROOT names."""

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from safetensors.numpy import load_file

IDX_HEADERS = {"images-idx3-ubyte": 16, "labels-idx1-ubyte": 8}  # bytes


@dataclass
class Training:
    """What one training left behind."""

    folder: Path

    @cached_property
    def recipe(self) -> dict:
        return json.loads((self.folder / "recipe.json").read_text(encoding="utf-8"))

    @cached_property
    def history(self) -> pd.DataFrame:
        return pd.read_csv(self.folder / "history.csv")

    @cached_property
    def weights(self) -> dict[str, np.ndarray]:
        return load_file(self.folder / "weights.safetensors")

    @cached_property
    def answers(self) -> dict[str, np.ndarray]:
        return dict(np.load(self.folder / "answers.npz"))


class Build:
    """The files of a build, read without the lecture's own code."""

    def __init__(self, root: Path):
        self.root = root
        self.claims = {claim["id"]: claim for claim in self.json("results/claims.json")}
        self.own_claims = {claim["id"]: claim for claim in self.json("results/own_claims.json")}
        self.numbers = self.json("results/numbers.json")
        self.manifest = self.json("public/manifest.json")
        self.trainings: dict[str, list[Training]] = {}
        for recipe in map(Path, self.manifest["recipes"]):
            if recipe.is_relative_to("results/training"):
                self.trainings.setdefault(recipe.parts[-3], []).append(Training(root / recipe.parent))

    def json(self, path: str):
        return json.loads((self.root / path).read_text(encoding="utf-8"))

    @cached_property
    def data(self) -> str:
        """The name of the data set of network A, which is that of the lecture."""
        return self.trainings["a"][0].recipe["data"]

    def read(self, name: str) -> np.ndarray:
        kind = name.partition("-")[2]
        values = np.fromfile(self.root / "data" / self.data / "raw" / name, np.uint8)[IDX_HEADERS[kind] :]
        return values.reshape(-1, 28, 28) if kind.startswith("images") else values

    @cached_property
    def labels(self) -> np.ndarray:
        return self.read("t10k-labels-idx1-ubyte")

    @cached_property
    def images(self) -> np.ndarray:
        return self.read("t10k-images-idx3-ubyte")

    def accuracies(self, network: str, which: str = "trained") -> list[float]:
        return [float((t.answers[which].argmax(axis=1) == self.labels).mean()) for t in self.trainings[network]]


@pytest.fixture(scope="session")
def build() -> Build:
    root = Path(os.environ.get("LECTURE_ROOT") or Path(__file__).parents[3]).resolve()
    for file in ("results/claims.json", "results/numbers.json", "public/manifest.json"):
        if not (root / file).is_file():
            pytest.skip(f"no finished build: {file} is missing")
    return Build(root)
