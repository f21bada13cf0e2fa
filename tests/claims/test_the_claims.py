"""What the lecture states, measured once more from the raw results by another way."""

import json
import math
import re
import time

import attribution_again
import by_hand
import convolution_again
import digits_again
import layers_again
import little_data_again
import loop_again
import maximisation_again
import networks_again
import numpy as np
import pooling_again
import pytest
import quality_again
import sequences_again
import torch
import traps_again
import vision_again

from cnn_lecture.convolution import with_loops, with_torch, with_unfold

RECOMPUTED = {
    **vision_again.RECOMPUTED,
    **convolution_again.RECOMPUTED,
    **pooling_again.RECOMPUTED,
    **digits_again.RECOMPUTED,
    **quality_again.RECOMPUTED,
    **networks_again.RECOMPUTED,
    **loop_again.RECOMPUTED,
    **traps_again.RECOMPUTED,
    **sequences_again.RECOMPUTED,
    **little_data_again.RECOMPUTED,
    **layers_again.RECOMPUTED,
    **maximisation_again.RECOMPUTED,
    **attribution_again.RECOMPUTED,
}
FROM_KERAS = {"keras_same_outputs", "keras_same_classes", "keras_file"}
OF_ONE_NETWORK = {  # means over its trainings, from measurements of networks A and B
    "macro_near_accuracy": "a",
    "calibrated_a": "a",
    "overconfident_b": "b",
    "calibrated_b": "b",
    "rejection_pays": "a",
}
REPEATED = {"three_ways_equal", "loops_slower"}  # rounding and times: measured again, not the same again


def test_every_claim_is_checked_here(build):
    assert set(build.claims) == set(RECOMPUTED) | FROM_KERAS | REPEATED


@pytest.mark.parametrize("name", RECOMPUTED)
def test_the_measured_value(build, name):
    assert build.claims[name]["measured"] == pytest.approx(float(RECOMPUTED[name](build)), abs=1e-6)


@pytest.mark.parametrize("name", [*RECOMPUTED, *sorted(FROM_KERAS | REPEATED)])
def test_the_claim_holds(build, name):
    claim = build.claims[name]
    threshold = claim["threshold"]
    assert threshold and set(threshold) <= {"at_least", "at_most"}
    assert claim["measured"] >= threshold.get("at_least", -math.inf)
    assert claim["measured"] <= threshold.get("at_most", math.inf)
    assert claim["holds"] is True


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
    from cnn_lecture.measurements.keras import compare

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


def test_the_claims_of_the_chapters(build):
    texts = [path.read_text(encoding="utf-8") for path in sorted((build.root / "notebooks").glob("[0-9]*.md"))]
    made = set(re.findall(r'claim="([^"]*)"', "".join(texts)))
    assert made and made <= set(build.claims)
    assert all(build.claims[name]["holds"] for name in made)


def test_the_page_shows_the_claims_that_were_checked(build):
    metadata = json.loads((build.root / "results/lecture.ipynb").read_text(encoding="utf-8"))["metadata"]
    assert metadata["claims"] == build.claims
