"""Every claim can be refuted: it holds up to its threshold and not beyond."""

import math
import re
from pathlib import Path

import pytest
import yaml

from cnn_lecture.claims import CLAIMS, Claim, check

ROOT = Path(__file__).parents[2]
EXACT = 0.25  # a difference that floating-point numbers hold exactly

# Numbers for which the claim measures exactly 0.25, where that takes more than to read a number.
COMPUTED = {
    "untrained_uniform": {"network_a.untrained.log_probability.mean": 0.25 - math.log(10), "network_a.seeds": 3},
    "b_better_than_a": {
        "network_b.test_accuracy.mean": 0.75,
        "network_a.test_accuracy.mean": 0.5,
        "network_b.seeds": 3,
    },
    "mlp_worse_than_a": {
        "network_a.test_accuracy.mean": 0.75,
        "network_mlp.test_accuracy.mean": 0.5,
        "network_mlp.seeds": 3,
    },
    "logistic_worse_than_mlp": {
        "network_mlp.test_accuracy.mean": 0.75,
        "network_logistic.test_accuracy.mean": 0.5,
        "network_logistic.seeds": 3,
    },
    "modern_better_than_a": {
        "network_modern.test_accuracy.mean": 0.75,
        "network_a.test_accuracy.mean": 0.5,
        "network_modern.seeds": 3,
    },
    "shift_like_another": {"photograph.distance.shift": 0.125, "photograph.distance.other": 0.5},
    "neighbours_fall": {
        "photograph.correlation.photo.one": 0.75,
        "photograph.correlation.photo.last": 0.5,
        "photograph.correlation.digits.one": 0.75,
        "photograph.correlation.digits.last": 0.0,
    },
    "parity_epsilon": {
        "parity.epsilon.largest_difference": 0.5,
        "parity.exact.largest_difference": 2.0,
        "parity.seeds": 3,
    },
    "augmentation_gain_shrinks": {
        "augmentation.few.gain.mean": 0.5,
        "augmentation.many.gain.mean": 0.25,
        "augmentation.seeds": 3,
    },
    "keras_same_parameters": {"keras.parameters": 0.5, "keras.torch_parameters": 0.25, "network_b.seeds": 3},
    "pooling_shift_over_rotation": {
        "pooling_robustness.shift.saved.mean": 0.75,
        "pooling_robustness.rotation.saved.mean": 0.5,
        "pooling_robustness.seeds": 3,
    },
    "small_kernels_weights": {"small_kernels.small.weights": 9, "small_kernels.large.weights": 36},
    "shifted_stride": {
        "shifted_patterns.cnn_1d.on_stride.mean": 0.75,
        "shifted_patterns.cnn_1d.off_stride.mean": 0.5,
        "shifted_patterns.seeds": 3,
    },
    "small_kernels_field": {"small_kernels.small.field": 5.25, "small_kernels.large.field": 5},
    "trap_same": {"framework_traps.same.right": 1.25, "framework_traps.same.left": 1},
    "naive_is_noise": {
        "excited_channels.naive.fast": 0.125,
        "excited_channels.colours.fast": 0.5,
        "excited_channels.seeds": 1,
    },
    "naive_is_fragile": {
        "excited_channels.moved.kept": 0.75,
        "excited_channels.naive.kept": 0.5,
        "excited_channels.seeds": 1,
    },
    "noise_forgiven": {
        "adversarial.a.clean.mean": 0.75,
        "adversarial.a.strong.noisy.mean": 0.5,
        "adversarial.a.seeds": 3,
    },
    "mlp_more_fragile": {
        "adversarial.a.weak.attacked.mean": 0.75,
        "adversarial.mlp.weak.attacked.mean": 0.5,
        "adversarial.mlp.seeds": 3,
    },
    "attack_transfers": {
        "adversarial.transfer.noisy": 0.75,
        "adversarial.transfer.attacked": 0.5,
        "adversarial.transfer.seeds": 1,
    },
    "complex_place": {"complex_cell.complex.variation": 0.5, "complex_cell.simple.variation": 2},
    "complex_field": {"complex_cell.complex.field": 2, "complex_cell.simple.field": 8},
    "complex_tuning": {"complex_cell.complex.half_width_deg": 4, "complex_cell.simple.half_width_deg": 16},
    "rocket_towers": {"class_activation.rocket.middle.first": 0.5, "class_activation.rocket.middle.second": 0.75},
    "pointing_random": {
        "pointing.one.random.share": 0.5,
        "pointing.one.chance": 2,
        "pointing.random_networks": 3,
    },
    "layer_neighbours": {
        "embeddings.nearest.layer": 0.75,
        "embeddings.nearest.pixels": 0.5,
        "embeddings.seeds": 1,
    },
    "tsne_neighbours": {"embeddings.nearest.layer": 0.75, "embeddings.nearest.tsne": 0.5, "embeddings.seeds": 1},
    "pca_neighbours": {"embeddings.nearest.tsne": 0.75, "embeddings.nearest.pca": 0.5, "embeddings.seeds": 1},
    "mistakes_between_islands": {"embeddings.own.right": 0.75, "embeddings.own.wrong": 0.5, "embeddings.seeds": 1},
    "tsne_distances": {"embeddings.distances.pca": 0.75, "embeddings.distances.tsne": 0.5, "embeddings.seeds": 1},
}


class Quarters(dict):
    """Numbers that are all 0.25: what is asked for is there afterwards."""

    def __missing__(self, number: str) -> float:
        return self.setdefault(number, EXACT)


def read(claim: Claim) -> dict[str, float]:
    """The numbers that a claim reads, each 0.25."""
    numbers = Quarters()
    check({"it": claim}, numbers, {"it": {"at_least": 0}})
    return dict(numbers)


MEASURED = {name: COMPUTED.get(name) or read(claim) for name, claim in CLAIMS.items()}


def verdict(name: str, numbers: dict, threshold: dict) -> dict:
    [found] = check({name: CLAIMS[name]}, numbers, {name: threshold})
    return found


def test_what_is_tested_here_is_claimed():
    assert set(COMPUTED) <= set(CLAIMS)


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_holds_at_its_threshold_and_is_refuted_beyond(name):
    numbers = MEASURED[name]
    exact = verdict(name, numbers, {"at_most": 1})["measured"]
    assert exact == pytest.approx(0.25, abs=1e-12)
    below, above = math.nextafter(exact, -1), math.nextafter(exact, 1)
    for threshold, holds in (
        ({"at_least": exact}, True),
        ({"at_most": exact}, True),
        ({"at_least": exact, "at_most": exact}, True),
        ({"at_least": above}, False),
        ({"at_most": below}, False),
        ({"at_least": 0, "at_most": below}, False),
        ({"at_least": above, "at_most": 1}, False),
    ):
        found = verdict(name, numbers, threshold)
        assert found["holds"] is holds
        assert found["threshold"] == threshold


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_no_number_refutes(name):
    numbers = dict.fromkeys(MEASURED[name], math.nan)
    for threshold in ({"at_least": -1e9}, {"at_most": 1e9}, {"at_least": -1e9, "at_most": 1e9}):
        assert verdict(name, numbers, threshold)["holds"] is False


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("untrained_uniform", "network_a.untrained.log_probability.mean"),
        ("keras_same_parameters", "keras.parameters"),
        ("keras_same_parameters", "keras.torch_parameters"),
        ("small_kernels_field", "small_kernels.small.field"),
        ("standardised_under_batch", "normalisation.gain.inputs_under_batch.last.mean"),
    ],
)
def test_a_difference_counts_in_both_directions(name, number):
    for step in (-3, 3):
        numbers = MEASURED[name] | {number: MEASURED[name][number] + step}
        assert verdict(name, numbers, {"at_most": 0.5})["holds"] is False


def test_a_worse_than_b_has_a_sign():
    swapped = {"network_b.test_accuracy.mean": 0.5, "network_a.test_accuracy.mean": 0.75, "network_b.seeds": 1}
    assert verdict("b_better_than_a", swapped, {"at_least": 0})["holds"] is False


def test_a_verdict():
    assert verdict("accuracy_a", MEASURED["accuracy_a"], {"at_least": 0.5}) == {
        "id": "accuracy_a",
        "statement": CLAIMS["accuracy_a"].statement,
        "measured": 0.25,
        "threshold": {"at_least": 0.5},
        "holds": False,
        "seeds": EXACT,
        "evidence": ["network_a"],
    }


@pytest.mark.parametrize("name", CLAIMS)
def test_the_evidence_names_the_groups_that_are_read(name):
    """Only the numbers of the evidence are needed, and each of its groups is."""
    read = {number.split(".")[0] for number in MEASURED[name]}
    verdict(name, MEASURED[name], {"at_least": 0})
    assert set(CLAIMS[name].evidence) == read
    for number in MEASURED[name]:
        with pytest.raises(KeyError, match=re.escape(number)):
            verdict(name, {key: 1 for key in MEASURED[name] if key != number}, {"at_least": 0})


def test_a_claim_without_a_threshold():
    claim = Claim("Верно.", lambda n: 1, "n", ())
    with pytest.raises(KeyError, match="mine"):
        check({"mine": claim}, {"n": 1}, {"other": {"at_least": 0}})


def test_statements_are_sentences():
    statements = [claim.statement for claim in CLAIMS.values()]
    assert len(set(statements)) == len(statements)
    assert all(re.fullmatch(r"[А-Я].{20,}\.", statement) for statement in statements)


def test_the_configuration_gives_each_claim_a_threshold():
    config = yaml.safe_load((ROOT / "config/lecture.yaml").read_text(encoding="utf-8"))
    assert set(config["claims"]) == set(CLAIMS)


def test_each_claim_stands_in_a_chapter():
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "notebooks").glob("[0-9]*.md")))
    assert set(re.findall(r'claim="(\w+)"', texts)) == set(CLAIMS)
