"""Single digits moved about before a network with max-pooling and one without: what both answer in each place."""

from collections.abc import Mapping

import numpy as np
import torch

from cnn.data.mnist import Digits, subset
from cnn.learning.training import Recipe, examples, initialise, predict, train
from cnn.networks.exported import for_page
from cnn.networks.weights import trained
from cnn.pooling.pooling_robustness import network, shifted
from lecture.studies.measured import Measured

VARIANTS = ("with", "without")
MOST = 6  # pixels, in each direction: as far as in the experiment

READS = {"digits": "data", "recipe": "config experiments.pooling_robustness"}
NEEDS = {"train": "recipe.training_examples"}


def measure(digits: Digits, recipe: Mapping) -> Measured:
    """Train both networks once, as the experiment `pooling_robustness` does, and move ten test digits about.

    The weights are rounded to float16, so that a page can carry them: what is measured are the rounded networks.

    Args:
        recipe: the settings of the experiment.

    Returns:
        Numbers: `seeds` 1, `digits`, `most`, `places`; `right`, for each network the share of places where it reads a
        digit rightly, mean over digits.
        Arrays: `images` (10, 28, 28) uint8, the first of each class in the test set, with `labels` (10,); of each
        network `layers_with` and so on, as JSON, `weights_with` (N,) float16, `channel_with`, the map of the first
        layer that varies most, and `greatest_with`, the largest value in it; `answers` and `probabilities` of the true
        class, (2, 10, 13, 13), by network, digit, pixels downwards and to the right, from −6 to 6.
    """
    seed = recipe["seeds"][0]
    chosen = subset(digits.train_images, digits.train_labels, recipe["training_examples"], seed)
    training_set = examples(*chosen, 0, 1)
    places = np.unique(digits.test_labels, return_index=True)[1]
    images, labels = digits.test_images[places], digits.test_labels[places]
    pixels, truth = examples(images, labels, 0, 1)
    steps = range(-MOST, MOST + 1)
    moved = torch.cat([shifted(pixels, right, down) for down in steps for right in steps])
    settings = Recipe(recipe["epochs"], recipe["batch_size"], {"name": "Adam", "lr": recipe["learning_rate"]}, seed)
    arrays: dict[str, np.ndarray] = {"images": images, "labels": labels}
    answers, probabilities = [], []
    for variant in VARIANTS:
        learnt = initialise(lambda variant=variant: network(variant), seed)
        train(learnt, training_set, (pixels, truth), settings)
        halves = {name: weights.numpy().astype(np.float16) for name, weights in learnt.state_dict().items()}
        rounded = trained(
            lambda variant=variant: network(variant),
            {name: weights.astype(np.float32) for name, weights in halves.items()},
        )
        found = predict(rounded, moved).reshape(len(steps), len(steps), len(images), -1).permute(2, 0, 1, 3)
        answers.append(found.argmax(dim=3).numpy())
        probabilities.append(found.exp().numpy()[np.arange(len(labels)), :, :, labels])
        maps = predict(rounded[:2], pixels)
        channel = int(maps.std(dim=(0, 2, 3)).argmax())
        arrays |= {f"{name}_{variant}": values for name, values in for_page(rounded, "shifted_digit").items()}
        arrays[f"weights_{variant}"] = arrays[f"weights_{variant}"].astype(np.float16)
        arrays |= {
            f"channel_{variant}": np.array(channel),
            f"greatest_{variant}": maps[:, channel].max().numpy(),
        }
    arrays |= {"answers": np.array(answers), "probabilities": np.array(probabilities)}
    right = (arrays["answers"] == labels[:, None, None]).mean(axis=(1, 2, 3))
    numbers = {
        "seeds": 1,
        "digits": len(images),
        "most": MOST,
        "places": len(steps) ** 2,
        "right": {variant: float(share) for variant, share in zip(VARIANTS, right, strict=True)},
    }
    return Measured(numbers, arrays)
