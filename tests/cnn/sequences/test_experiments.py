"""The experiments with sequences: fairness, tables, summaries, each on tiny material."""

import numpy as np
import pandas as pd
import pytest
import torch

from cnn.networks.architecture import parameters
from cnn.sequences import languages, sequences, shifted_patterns, spikes
from cnn.sequences.data import ALPHABET, encode
from cnn.sequences.networks import cnn_1d, cnn_1d_without_pooling, gru, letter_cnn, logistic, mlp


def bumps(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Two kinds of signals: a bump up or down in the middle."""
    labels = np.arange(count) % 2
    signals = np.zeros((count, 40), np.float32)
    signals[:, 18:22] = (2 * labels - 1)[:, None]
    return signals + np.random.default_rng(0).normal(scale=0.05, size=signals.shape).astype(np.float32), labels


@pytest.fixture
def material() -> dict:
    found = {}
    for prefix in ("", "middle_"):
        for part, count in (("train", 400), ("test", 60)):
            found[f"{prefix}{part}_sequences"], found[f"{prefix}{part}_labels"] = bumps(count)
    return found


def test_the_networks_are_of_comparable_size():
    sizes = [parameters(build()) for build in (mlp, cnn_1d, gru)]
    assert sizes == [6058, 6202, 4378] and max(sizes) < 1.5 * min(sizes)
    assert parameters(logistic()) == 410
    assert parameters(cnn_1d_without_pooling()) == parameters(cnn_1d())


@pytest.mark.parametrize("build", [logistic, mlp, cnn_1d, gru])
def test_networks_give_log_probabilities(build):
    answers = build()(torch.randn(3, 1, 40))
    assert answers.shape == (3, 10)
    torch.testing.assert_close(answers.exp().sum(dim=1), torch.ones(3))


def test_sequences(material):
    rows = sequences.run(material, 1, "cpu", epochs=2)
    assert list(rows.columns) == ["network", "epoch", "accuracy", "parameters", "seconds"]
    for network, of_network in rows.groupby("network"):
        assert network in sequences.CONDITIONS and of_network.epoch.tolist() == [0, 1, 2]
    assert len(rows) == 3 * len(sequences.CONDITIONS)
    assert rows.query("network == 'cnn_1d'").accuracy.iloc[-1] > 0.9


def test_summary_of_sequences():
    last = {"logistic": 0.3, "mlp": 0.6, "cnn_1d": 0.9, "cnn_1d_with_places": 0.85, "gru": 0.8, "cnn_1d_mixed": 0.5}
    rows = pd.DataFrame(
        {"network": name, "epoch": epoch, "accuracy": epoch * value + seed / 100, "parameters": 7, "seconds": time}
        | {"seed": seed}
        for (name, value), time in zip(last.items(), (1, 1, 2, 2, 8, 2), strict=True)
        for epoch in (0, 1)
        for seed in (1, 2)
    )
    found = sequences.summarise(rows)
    assert found.numbers["cnn_1d_over_mlp"]["mean"] == pytest.approx(0.3)
    assert found.numbers["places_over_mlp"]["mean"] == pytest.approx(0.25)
    assert found.numbers["cnn_1d_with_places"]["published"] is None
    assert found.numbers["cnn_1d_over_gru"]["mean"] == pytest.approx(0.1)
    assert found.numbers["order"]["mean"] == pytest.approx(0.4)
    assert found.numbers["gru_to_cnn_1d"]["mean"] == 4
    assert found.arrays["accuracies"].shape == (6, 2, 2)
    assert found.arrays["accuracies"][2, 1, 1] == pytest.approx(0.92)


def test_shifted_patterns(material):
    rows = shifted_patterns.run(material, 1, "cpu", epochs=4)
    table = rows.pivot(index="shift", columns="network", values="accuracy")
    assert table.index.tolist() == list(range(-14, 15))
    assert (table.loc[0] > 0.9).all()
    assert table["cnn_1d_without_pooling"].min() > 0.9
    found = shifted_patterns.summarise(pd.concat([rows.assign(seed=1), rows.assign(seed=2)]))
    away = table.loc[[*range(-14, -7), *range(8, 15)], "mlp"].mean()
    assert found.numbers["mlp"]["loss"]["mean"] == pytest.approx(table.loc[0, "mlp"] - away)
    assert found.numbers["cnn_1d"]["on_stride"]["mean"] == pytest.approx(table.loc[[-12, -8, 8, 12], "cnn_1d"].mean())
    assert found.arrays["accuracies"].shape == (4, 2, 29)


def test_only_whole_strides_keep_what_a_pooled_network_answers():
    signal = torch.zeros(1, 1, 120)  # so long that the pattern is never seen together with an end
    signal[..., 56:63] = torch.randn(7, generator=torch.Generator().manual_seed(2))
    pooled, even = cnn_1d(), cnn_1d_without_pooling()
    for network, kept in ((pooled, (4,)), (even, (1, 2, 3, 4))):
        for shift in (1, 2, 3, 4):
            same = torch.allclose(network(signal), network(signal.roll(shift, dims=2)), atol=1e-6)
            assert same is (shift in kept)


def test_trigrams_are_numbered_by_the_training_words():
    codes = torch.from_numpy(encode(["дом", "домик", "том"]).astype(np.int64))
    groups = languages.trigrams(codes)
    assert (groups > 0).sum(dim=1).tolist() == [3, 5, 3]  # with the borders
    training, test, vocabulary = languages.known(groups[:2], groups[2:])
    assert vocabulary == 1 + len({"·до", "дом", "ом·", "оми", "мик", "ик·"})
    assert (test > 0).sum().item() == 1  # «ом·»
    assert training[0, 0] == training[1, 0] > 0


def test_languages():
    random = np.random.default_rng(0)
    words = ["".join(random.choice(list(letters), 5)) for _ in range(100) for letters in ("абв", "где", "жзи")]
    material = {"codes": encode(words), "labels": np.arange(300) % 3}
    rows = languages.run(material, 1, "cpu", epochs=12, training_words=240, test_words=60)
    assert rows.model.tolist() == ["letters", "trigrams", *map(str, languages.WIDTHS)]
    assert rows.set_index("model").accuracy["letters"] > 0.9
    found = languages.summarise(pd.concat([rows.assign(seed=1), rows.assign(seed=2)])).numbers
    by_model = rows.set_index("model").accuracy
    assert found["window_over_letters"]["mean"] == pytest.approx(by_model["5"] - by_model["letters"])
    assert found["window_5"]["parameters"] == parameters(letter_cnn(len(ALPHABET), 5))


def test_more_words_than_there_are():
    material = {"codes": encode(["дом"] * 10), "labels": np.zeros(10, int)}
    with pytest.raises(ValueError, match="5 \\+ 6 words of 10"):
        languages.parts(material, 6, 5)


def test_a_report_is_the_highest_step_of_its_stretch():
    assert spikes.reports(np.array([3.0, 0, 1, 2, 1, 0, 5]), 0.5).tolist() == [0, 3, 6]
    assert spikes.reports(np.zeros(4), 0.5).tolist() == []


def test_reports_are_compared_with_what_is_wanted():
    found = spikes.compared(np.array([10, 99, 103, 140, 199]), wanted=np.array([100, 200]), known=10)
    assert found == {"found": 1, "false": 0.5}  # two reports near one spike are both right, 140 is none
    assert spikes.compared(np.array([10, 107]), np.array([100]), known=10) == {"found": 0, "false": 1}


def test_without_noise_the_kernel_finds_every_spike():
    numbers = spikes.measure(noise=0, seed=1).numbers
    assert numbers["clean"] == numbers["noisy"]
    assert numbers["clean"]["kernel"] == numbers["clean"]["height"] == {"found": 1, "false": 0}
