"""The values of the claims on convolution in one dimension, from the rows of the experiments."""

import importlib.resources

import numpy as np
import pandas as pd
import torch
from scipy.ndimage import find_objects, label


def rows(build, experiment: str) -> pd.DataFrame:
    """The tables of all seeds, `seed` among the columns."""
    files = sorted((build.root / "results/experiments" / experiment).glob("*.csv"))
    wanted = build.numbers[f"{experiment}.seeds"]  # a folder may hold seeds of another edition, too
    tables = [pd.read_csv(file).assign(seed=int(file.stem)) for file in files]
    return pd.concat(sorted(tables, key=lambda table: table.seed.iloc[0])[:wanted])


def at_the_end(build, network: str) -> pd.Series:
    """Accuracy of the last epoch by seed."""
    found = rows(build, "sequences").query("network == @network").sort_values("epoch")
    return found.groupby("seed").accuracy.last()


def seconds(build, network: str) -> pd.Series:
    return rows(build, "sequences").query("network == @network").groupby("seed").seconds.first()


def lost(build, network: str) -> float:
    """What a shift by eight steps or more takes away."""
    found = rows(build, "shifted_patterns").query("network == @network")
    return found[found["shift"] == 0].accuracy.mean() - found[found["shift"].abs() >= 8].accuracy.mean()


def comb(build) -> float:
    """Far shifts by a multiple of four against the other far ones."""
    found = rows(build, "shifted_patterns").query("network == 'cnn_1d'")
    far = found[found["shift"].abs() > 7]
    whole = far["shift"].isin([-12, -8, 8, 12])
    return far[whole].accuracy.mean() - far[~whole].accuracy.mean()


def word_accuracy(build, model: str) -> float:
    found = rows(build, "languages")
    return found[found.model.astype(str) == model].accuracy.mean()


def tops(signal: np.ndarray, level: float) -> list[int]:
    """The first of the largest values of each stretch above a level."""
    return [place.start + int(signal[place].argmax()) for (place,) in find_objects(label(signal > level)[0])]


def spikes(build, way: str) -> tuple[float, float]:
    """The share found and the false reports for each spike, by stretches that SciPy finds and torch's convolution."""
    data = importlib.resources.files("matplotlib") / "mpl-data/sample_data/membrane.dat"
    clean = 100 * np.frombuffer(data.read_bytes(), "<f4").astype(float)
    random = np.random.default_rng(build.numbers["spikes.seed"])
    noisy = clean + random.normal(scale=build.numbers["spikes.noise"], size=len(clean))
    first, *others = tops(clean, -20)
    own = torch.from_numpy(clean[first - 8 : first + 12])
    own = (own - own.mean())[None, None]
    wanted = np.zeros(len(clean), bool)
    for top in others:
        wanted[top - 5 : top + 6] = True
    signal, level = noisy, -20.0
    if way == "kernel":
        signal = np.full(len(clean), -1e9)
        answers = torch.nn.functional.conv1d(torch.from_numpy(noisy)[None, None], own)[0, 0].numpy()
        signal[8 : 8 + len(answers)] = answers
        level = 0.5 * float((own**2).sum())
    places = np.array([place for place in tops(signal, level) if abs(place - first) > 5])
    found = sum((np.abs(places - top) <= 5).any() for top in others) / len(others)
    return found, (~wanted[places]).sum() / len(others)


RECOMPUTED = {
    "spike_kernel": lambda b: spikes(b, "kernel")[0],
    "spike_height": lambda b: spikes(b, "height")[1] - spikes(b, "kernel")[1],
    "sequences_mlp": lambda b: at_the_end(b, "cnn_1d").mean() - at_the_end(b, "mlp").mean(),
    "sequences_places": lambda b: at_the_end(b, "cnn_1d_with_places").mean() - at_the_end(b, "mlp").mean(),
    "sequences_gru": lambda b: at_the_end(b, "cnn_1d").mean() - at_the_end(b, "gru").mean(),
    "sequences_time": lambda b: seconds(b, "gru").div(seconds(b, "cnn_1d")).mean(),
    "sequences_order": lambda b: at_the_end(b, "cnn_1d").mean() - at_the_end(b, "cnn_1d_mixed").mean(),
    "shifted_mlp": lambda b: lost(b, "mlp"),
    "shifted_places": lambda b: lost(b, "cnn_1d_with_places"),
    "shifted_cnn": lambda b: lost(b, "cnn_1d_without_pooling"),
    "shifted_stride": comb,
    "words_letters": lambda b: word_accuracy(b, "5") - word_accuracy(b, "letters"),
    "words_trigrams": lambda b: word_accuracy(b, "5") - word_accuracy(b, "trigrams"),
    "words_three_letters": lambda b: word_accuracy(b, "5") - word_accuracy(b, "3"),
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "spike_height": {"spikes.noisy.height.false": 0.75, "spikes.noisy.kernel.false": 0.5},
    "words_three_letters": {"languages.window_5.accuracy.mean": 0.75, "languages.window_3.accuracy.mean": 0.5},
    "shifted_stride": {"shifted_patterns.cnn_1d.on_stride.mean": 0.75, "shifted_patterns.cnn_1d.off_stride.mean": 0.5},
}
