"""What the lecture claims: arithmetic, evidence, and that each claim reads the network that its sentence names."""

import re
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from cnn.data.mnist import FETCHED
from lecture.build.description import describe
from lecture.studies.declarations import claims, declared

ROOT = Path(__file__).parents[2]
CLAIMS = claims(declared(ROOT / "src/cnn").claims)

AGAIN = [
    import_module(f"tests.cnn.{file.parent.name}.{file.stem}")
    for file in sorted(Path(__file__).parent.glob("*/again*.py"))
]
# Numbers for which the claim measures exactly 0.25, where that takes more than to read a number.
COMPUTED = {name: numbers for again in AGAIN for name, numbers in getattr(again, "COMPUTED", {}).items()}


@pytest.mark.parametrize("name", COMPUTED)
def test_the_arithmetic_of_a_claim(name):
    assert CLAIMS[name].measure(COMPUTED[name]) == pytest.approx(0.25, abs=1e-12)


def test_every_claim_that_computes_is_tested():
    """A claim that reads one number and no more has no arithmetic."""
    assert {name for name, claim in CLAIMS.items() if len(claim.numbers) > 1} <= set(COMPUTED) | set(LEAST)


LEAST = ("collage_hidden", "classes_excited", "classes_readable")


@pytest.mark.parametrize("name", LEAST)
def test_the_least_of_two_counts(name):
    claim = CLAIMS[name]
    numbers = dict.fromkeys(claim.numbers, 0.75)
    assert len(numbers) == 2
    for number in numbers:
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
    parts = {part for number in [*claim.numbers, claim.seeds or ""] for part in re.split(r"[._]", number)}
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
