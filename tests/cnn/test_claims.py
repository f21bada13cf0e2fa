"""What the lecture claims: arithmetic, evidence, and that each claim reads the network that its sentence names."""

import math
import re
from pathlib import Path

import pytest
import yaml

from cnn.data.mnist import FETCHED
from lecture.build.description import describe
from lecture.studies.declarations import claims, declared

ROOT = Path(__file__).parents[2]
CLAIMS = claims(declared(ROOT / "src/cnn").claims)

# Numbers for which the claim measures exactly 0.25, where that takes more than to read a number.
COMPUTED = {
    "untrained_uniform": {"network_a.untrained.log_probability.mean": 0.25 - math.log(10)},
    "b_better_than_a": {"network_b.test_accuracy.mean": 0.75, "network_a.test_accuracy.mean": 0.5},
    "mlp_worse_than_a": {"network_a.test_accuracy.mean": 0.75, "network_mlp.test_accuracy.mean": 0.5},
    "logistic_worse_than_mlp": {"network_mlp.test_accuracy.mean": 0.75, "network_logistic.test_accuracy.mean": 0.5},
    "modern_better_than_a": {"network_modern.test_accuracy.mean": 0.75, "network_a.test_accuracy.mean": 0.5},
    "shift_like_another": {"photograph.distance.shift": 0.125, "photograph.distance.other": 0.5},
    "neighbours_fall": {
        "photograph.correlation.photo.one": 0.75,
        "photograph.correlation.photo.last": 0.5,
        "photograph.correlation.digits.one": 0.75,
        "photograph.correlation.digits.last": 0.0,
    },
    "parity_epsilon": {"parity.epsilon.largest_difference": 0.5, "parity.exact.largest_difference": 2.0},
    "augmentation_gain_shrinks": {"augmentation.few.gain.mean": 0.5, "augmentation.many.gain.mean": 0.25},
    "keras_same_parameters": {"keras.parameters": 0.5, "keras.torch_parameters": 0.25},
    "pooling_shift_over_rotation": {
        "pooling_robustness.shift.saved.mean": 0.75,
        "pooling_robustness.rotation.saved.mean": 0.5,
    },
    "small_kernels_weights": {"small_kernels.small.weights": 9, "small_kernels.large.weights": 36},
    "shifted_stride": {"shifted_patterns.cnn_1d.on_stride.mean": 0.75, "shifted_patterns.cnn_1d.off_stride.mean": 0.5},
    "small_kernels_field": {"small_kernels.small.field": 5.25, "small_kernels.large.field": 5},
    "trap_same": {"framework_traps.same.right": 1.25, "framework_traps.same.left": 1},
    "naive_is_noise": {"excited_channels.naive.fast": 0.125, "excited_channels.colours.fast": 0.5},
    "naive_is_fragile": {"excited_channels.moved.kept": 0.75, "excited_channels.naive.kept": 0.5},
    "noise_forgiven": {"adversarial.a.clean.mean": 0.75, "adversarial.a.strong.noisy.mean": 0.5},
    "mlp_more_fragile": {"adversarial.a.weak.attacked.mean": 0.75, "adversarial.mlp.weak.attacked.mean": 0.5},
    "attack_transfers": {"adversarial.transfer.noisy": 0.75, "adversarial.transfer.attacked": 0.5},
    "complex_place": {"complex_cell.complex.variation": 0.5, "complex_cell.simple.variation": 2},
    "complex_field": {"complex_cell.complex.field": 2, "complex_cell.simple.field": 8},
    "complex_tuning": {"complex_cell.complex.half_width_deg": 4, "complex_cell.simple.half_width_deg": 16},
    "rocket_towers": {"class_activation.rocket.middle.first": 0.5, "class_activation.rocket.middle.second": 0.75},
    "pointing_random": {"pointing.one.random.share": 0.5, "pointing.one.chance": 2},
    "layer_neighbours": {"embeddings.nearest.layer": 0.75, "embeddings.nearest.pixels": 0.5},
    "tsne_neighbours": {"embeddings.nearest.layer": 0.75, "embeddings.nearest.tsne": 0.5},
    "pca_neighbours": {"embeddings.nearest.tsne": 0.75, "embeddings.nearest.pca": 0.5},
    "mistakes_between_islands": {"embeddings.own.right": 0.75, "embeddings.own.wrong": 0.5},
    "tsne_distances": {"embeddings.distances.pca": 0.75, "embeddings.distances.tsne": 0.5},
}


@pytest.mark.parametrize("name", COMPUTED)
def test_the_arithmetic_of_a_claim(name):
    assert CLAIMS[name].measure(COMPUTED[name]) == pytest.approx(0.25, abs=1e-12)


def test_every_claim_that_computes_is_tested():
    """A claim that reads one number and no more has no arithmetic."""
    read = {name: [number for number in claim.numbers if number != claim.seeds] for name, claim in CLAIMS.items()}
    assert {name for name, numbers in read.items() if len(numbers) > 1} <= set(COMPUTED) | set(LEAST)


LEAST = ("collage_hidden", "classes_excited", "classes_readable")


@pytest.mark.parametrize("name", LEAST)
def test_the_least_of_two_counts(name):
    claim = CLAIMS[name]
    numbers = dict.fromkeys(claim.numbers, 0.75)
    read = [number for number in numbers if number != claim.seeds]
    assert len(read) == 2
    for number in read:
        assert claim.measure(numbers | {number: 0.25}) == 0.25


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
    numbers = COMPUTED.get(name) or dict.fromkeys(CLAIMS[name].numbers, 0.25)
    for step in (-3, 3):
        assert CLAIMS[name].measure(numbers | {number: numbers[number] + step}) > 0.5


NETWORKS = {"a": r"\bсет[иьюе]й? A\b", "b": r"\bсет[иьюе]й? B\b", "modern": r"\bсовременн\w+ сет"}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_reads_the_networks_of_its_sentence(name):
    """A sentence on network A alone reads no number of network B, and the other way round."""
    claim = CLAIMS[name]
    named = {network for network, words in NETWORKS.items() if re.search(words, claim.statement, re.IGNORECASE)}
    parts = {part for number in claim.numbers for part in re.split(r"[._]", number)}
    if named:
        assert not parts & (set(NETWORKS) - named)


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


def test_a_claim_is_made_for_facts_that_there_are():
    """A misspelt fact fits nowhere, and the claim would be missed by nobody."""
    facts = describe(ROOT / "src").facts
    known = {"data": set(FETCHED)}
    for name, claim in CLAIMS.items():
        assert set(claim.only) <= set(facts), name
        assert all(value in known[fact] for fact, value in claim.only.items()), name


def test_what_networks_learn_from_images_is_claimed_for_the_digits():
    everywhere = {name for name, claim in CLAIMS.items() if claim.fits({"data": "FashionMNIST"})}
    assert {"output_size", "neighbours_photo", "complex_place", "sequences_mlp", "collage_cat"} <= everywhere
    assert not {name for name in everywhere if re.search(r"MNIST(?!-1D)|цифр", CLAIMS[name].statement)}
    assert not everywhere & {"accuracy_a", "b_better_than_a", "flip_harms", "parity_exact", "mistakes_are_shared"}
