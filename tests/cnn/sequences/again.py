"""The values of the claims on convolution in one dimension, from the rows of the experiments."""

import pandas as pd


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


RECOMPUTED = {
    "sequences_mlp": lambda b: at_the_end(b, "cnn_1d").mean() - at_the_end(b, "mlp").mean(),
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
    "words_three_letters": {"languages.window_5.accuracy.mean": 0.75, "languages.window_3.accuracy.mean": 0.5},
    "shifted_stride": {"shifted_patterns.cnn_1d.on_stride.mean": 0.75, "shifted_patterns.cnn_1d.off_stride.mean": 0.5},
}
