"""What the lecture states, measured once more from the raw results by another way."""

import json
import time
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import torch

from cnn.convolution.three_ways import with_loops, with_torch, with_unfold
from lecture.studies.declarations import claims, declared
from tests.cnn import by_hand
from tests.cnn.building import again

pytestmark = pytest.mark.long

HERE = Path(__file__).parents[1]
CLAIMS = claims(declared(HERE.parents[1] / "src/cnn").claims)
RECOMPUTED = {
    name: recompute
    for file in sorted(HERE.glob("*/again*.py"))
    for name, recompute in import_module(f"tests.cnn.{file.parent.name}.{file.stem}").RECOMPUTED.items()
}
# Recomputed from counts that the lecture's own code has stored, so that a mistake in them would stay unseen.
FROM_OWN_COUNTS = {
    "keras_same_parameters",
    "pointing_random",
    "pointing_which_random",
    "purity_grows",
    "receptive_field_by_gradient",
}
# Measured again, but by the lecture's own functions.
FROM_KERAS = {"keras_same_outputs", "keras_same_classes", "keras_file"}
OF_ONE_NETWORK = {  # means over its trainings, from measurements of networks A and B
    "macro_near_accuracy": "a",
    "calibrated_a": "a",
    "overconfident_b": "b",
    "calibrated_b": "b",
    "rejection_pays": "a",
}
SIMULATED = {"drift_false_alarms", "drift_found"}  # by formulas, as near as the number of rebuilds allows
REPEATED = {"three_ways_equal", "loops_slower"}  # rounding and times: measured again, not the same again


def test_every_claim_is_checked_here(build):
    """Each that the lecture makes, and of those that are made for its data none is missing."""
    assert set(CLAIMS) == set(RECOMPUTED) | FROM_KERAS | SIMULATED | REPEATED
    assert set(build.claims) == {name for name, claim in CLAIMS.items() if claim.fits({"data": build.data})}


def measured_again(build, name: str) -> bool:
    """Whether a claim measures the same again, if it is made for these data."""
    if name not in build.claims:
        return True
    told = build.own_claims.get(name, build.claims[name])  # about times the pages say those of the run on record
    return told["measured"] == pytest.approx(float(RECOMPUTED[name](build)), abs=1e-6)


@pytest.mark.parametrize("name", sorted(RECOMPUTED.keys() - FROM_OWN_COUNTS))
def test_the_value_measured_by_other_code(build, name):
    assert measured_again(build, name)


@pytest.mark.parametrize("name", sorted(FROM_OWN_COUNTS))
def test_the_value_from_the_lectures_own_counts(build, name):
    assert measured_again(build, name)


def test_simulated_rebuilds_alarm_as_often_as_formulas_say(build):
    told = json.loads((build.root / "results/drift_power.json").read_text(encoding="utf-8"))
    share = again.unchanged(told["compared"])
    measured = build.claims["drift_false_alarms"]["measured"]
    assert abs(measured - share) <= again.chance(share, told["unchanged"])
    share = again.found(told["fall"], (10, 10), told["compared"])
    assert abs(build.claims["drift_found"]["measured"] - share) <= again.chance(share, told["rebuilds"])


def test_the_seeds(build):
    for claim in build.claims.values():
        if claim["evidence"] == ["network_a"]:
            assert claim["seeds"] == len(build.trainings["a"])
        elif "network_b" in claim["evidence"]:
            assert claim["seeds"] == len(build.trainings["b"])
        if network := OF_ONE_NETWORK.get(claim["id"]):
            assert claim["seeds"] == len(build.trainings[network])
        for group in claim["evidence"]:
            folder = build.root / "results/experiments" / group
            if claim["seeds"] is not None and folder.is_dir():  # without chance, a claim has no seeds
                assert claim["seeds"] <= len(list(folder.glob("*.csv")))


def test_the_three_ways_once_more(build):
    random = np.random.default_rng(1)
    image, kernel = random.normal(size=(24, 24)).astype(np.float32), random.normal(size=(5, 5)).astype(np.float32)
    wanted = by_hand.convolve(image[None, None], kernel[None, None], np.zeros(1))[0, 0]
    seconds = {}
    for way in (with_loops, with_unfold, with_torch):
        times = []
        for _ in range(5):  # the quickest counts: a machine that is busy with other things slows some of them down
            start = time.perf_counter()
            found = way(torch.from_numpy(image), torch.from_numpy(kernel))
            times.append(time.perf_counter() - start)
        seconds[way] = min(times)
        limit = build.claims["three_ways_equal"]["threshold"]["at_most"]
        np.testing.assert_allclose(found, wanted, atol=limit)
    assert seconds[with_loops] > build.claims["loops_slower"]["threshold"]["at_least"] * seconds[with_unfold]


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_keras_gives_the_answers_that_are_stated(build):
    """On the first images only; the lecture compares all."""
    from cnn.keras.keras import compare

    some, training = 500, build.trainings["b"][0]
    found = compare(training.weights, build.images[:some], training.answers["trained"][:some])
    assert found["max_difference"] <= build.claims["keras_same_outputs"]["threshold"]["at_most"]
    assert found["differing_classes"] == build.claims["keras_same_classes"]["measured"] == 0
    assert found["file_differing_weights"] == build.claims["keras_file"]["measured"] == 0
    assert build.numbers["keras.images"] == len(build.images)


@pytest.mark.parametrize(("network", "compute"), [("a", by_hand.network_a), ("b", by_hand.network_b)])
def test_the_answers_are_those_of_the_weights(build, network, compute):
    """NumPy in float64 and the published weights give what PyTorch answered."""
    some = 60
    for training in build.trainings[network]:
        recipe = training.recipe
        images = (build.images[:some, None] / 255 - recipe["mean"]) / recipe["std"]
        ours, theirs = compute(images, training.weights), training.answers["trained"][:some]
        np.testing.assert_allclose(np.exp(ours), np.exp(theirs), atol=1e-5)


def test_the_page_shows_the_claims_that_were_checked(build):
    metadata = json.loads((build.root / "results/lecture.ipynb").read_text(encoding="utf-8"))["metadata"]
    assert metadata["claims"] == build.claims
