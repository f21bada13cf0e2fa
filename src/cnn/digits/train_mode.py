"""What forgetting `eval()` costs: dropout left on while the network is tested."""

from collections.abc import Mapping, Sequence

import torch

from cnn.data.mnist import Digits
from cnn.learning.training import examples, predict
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured, over_seeds

EVERY = 5  # each fifth test image: 2000 of them
MASKS = 20

READS = {
    "digits": "data a",
    "mnist": "described a",
    "weights": "all a weights.safetensors",
    "build": "config networks.a.build",
}


def measure(digits: Digits, mnist: Mapping, weights: Sequence[Arrays], build: str) -> Measured:
    """Test network A in both modes; in `train()` mode under several masks of dropout.

    Args:
        mnist: the numbers of the data set, `mean` and `std`.
        weights: of all trainings of network A.
        build: the address of the network's builder.

    Returns:
        Numbers: `images`, `masks`; over seeds the accuracies `eval`, `train` (mean over the masks) and `averaged` (of
        the mean of the probabilities over the masks), `lost`, eval minus train, `spread`, the standard deviation
        between masks, and `changed`, the share of images whose answer differs between two masks.
    """
    images, labels = examples(digits.test_images[::EVERY], digits.test_labels[::EVERY], mnist["mean"], mnist["std"])
    found: dict[str, list[float]] = {key: [] for key in ("eval", "train", "averaged", "lost", "spread", "changed")}
    for seed, training in enumerate(weights):
        network = trained(build, training).to(memory_format=torch.channels_last)
        careful = (predict(network, images).argmax(dim=1) == labels).float().mean().item()
        torch.manual_seed(seed)
        network.train()
        with torch.inference_mode():
            p = torch.stack([network(images).exp() for _ in range(MASKS)])
        answers = p.argmax(dim=2)
        careless = (answers == labels).float().mean(dim=1)
        found["eval"].append(careful)
        found["train"].append(careless.mean().item())
        found["averaged"].append((p.mean(dim=0).argmax(dim=1) == labels).float().mean().item())
        found["lost"].append(careful - careless.mean().item())
        found["spread"].append(careless.std().item())
        found["changed"].append((answers[1:] != answers[:-1]).float().mean().item())
    numbers = {key: over_seeds(values) for key, values in found.items()}
    return Measured({"seeds": len(weights), "images": len(images), "masks": MASKS} | numbers)
