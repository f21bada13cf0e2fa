"""Break the network layer by layer, from its answer down: which explanations notice?

The test of J. Adebayo et al., Sanity checks for saliency maps, 2018, arXiv:1810.03292, sec. 3.1.
"""

from copy import deepcopy

import numpy as np
import torch
from scipy.stats import spearmanr
from torch import nn

from cnn.data.mnist import Digits
from cnn.inside.attribution import class_activation_map, enlarge, integrated_gradients, saliency
from cnn.learning.training import evaluate, examples, initialise
from cnn.networks.digits import network_modern
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured

STAGES = ("fc", "5", "4", "3", "2", "1")  # the last dense layer, then a convolution with its normalisation at a time
METHODS = ("saliency", "integrated", "cam")
SHOWN = 1  # place of the digit in the figure among the first of the test set
DRAWN = (0, 1, 3, 6)  # how many stages are random in the columns of the figure

READS = {"digits": "data modern", "modern": "first modern weights.safetensors"}


def measure(digits: Digits, modern: Arrays, *, count: int, steps: int) -> Measured:
    """Replace the weights by random ones from the last layer to the first, and watch three maps and the answers.

    Args:
        count: digits, the first of the test set.
        steps: of integrated gradients.

    Returns:
        Numbers: `digits`, `steps`, `seeds` 1; `rows`, one for each number of random layers, and of them the `first`,
        the `second` and the `last`, with one, two and all: `broken` (how many), `accuracy` in [0, 1], and for each of
        `METHODS` the mean rank correlation of the absolute map with that of the whole network, for integrated gradients
        also over the pixels with ink alone, `integrated_on_ink`; `rise`, how far the sum of integrated gradients is
        from the logit's rise at the most, as a share of the mean rise.
        Arrays: `image` (28, 28) uint8, `maps` (3, 4, 28, 28), of the methods and the stages drawn; `stages` (4,);
        `similarity` (3, 7) and `accuracy` (7,).
    """
    images, labels = examples(digits.test_images[:count], digits.test_labels[:count], mean=0, std=1)
    images = images.double()  # ranks of values that are nearly equal are no matter of rounding then
    network, fresh = trained(network_modern, modern).double(), initialise(network_modern, seed=1000).double()
    similarity, on_ink, accuracy, drawn = [], [], [], []
    whole: dict[str, np.ndarray] = {}
    for broken in range(len(STAGES) + 1):
        if broken:
            shuffle_stage(network, fresh, STAGES[broken - 1])
        maps = explanations(network, images, labels, steps)
        whole = whole or maps
        similarity.append([alike(maps[name], whole[name]) for name in METHODS])
        on_ink.append(alike(maps["integrated"], whole["integrated"], digits.test_images[:count] > 0))
        accuracy.append(evaluate(network, (images, labels))[1])
        if broken == 0:
            rise = rises(network, images, labels)
            miss = maps["integrated"].sum(axis=(1, 2)) - rise
        if broken in DRAWN:
            drawn.append([maps[name][SHOWN] for name in METHODS])
    rows = [
        {"broken": broken, "accuracy": share, "integrated_on_ink": ink} | dict(zip(METHODS, values, strict=True))
        for broken, (share, ink, values) in enumerate(zip(accuracy, on_ink, similarity, strict=True))
    ]
    return Measured(
        {
            "digits": len(labels),
            "steps": steps,
            "seeds": 1,
            "rows": rows,
            "first": rows[1],
            "second": rows[2],
            "last": rows[-1],
        }
        | {"rise": float(np.abs(miss).max() / np.abs(rise).mean())},
        {
            "image": digits.test_images[SHOWN],
            "maps": np.array(drawn).swapaxes(0, 1).astype(np.float32),
            "stages": np.array(DRAWN),
            "similarity": np.array(similarity).T,
            "accuracy": np.array(accuracy),
        },
    )


def shuffle_stage(network: nn.Module, fresh: nn.Module, stage: str) -> None:
    """Give the layers of a stage the weights of a network that nobody trained."""
    for name, layer in network.named_children():
        if name in (stage, f"conv{stage}", f"norm{stage}"):
            layer.load_state_dict(deepcopy(fresh.get_submodule(name).state_dict()))


def explanations(network: nn.Module, images: torch.Tensor, labels: torch.Tensor, steps: int) -> dict[str, np.ndarray]:
    """The maps of all `METHODS` for the true classes, each (N, 28, 28)."""
    to_logits = network[:-1]
    cam = class_activation_map(to_logits, network.relu5, network.fc, images, labels)
    found = {
        "saliency": saliency(to_logits, images, labels),
        "integrated": integrated_gradients(to_logits, images, labels, steps=steps),
        "cam": enlarge(cam, images.shape[2:]),
    }
    return {name: maps.numpy() for name, maps in found.items()}


def rises(network: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> np.ndarray:
    """How far the logit of each image's class is above that of an empty image: (N,)."""
    with torch.inference_mode():
        logits, empty = (network.eval()[:-1](pixels) for pixels in (images, torch.zeros_like(images)))
    return (logits - empty).gather(1, labels[:, None])[:, 0].numpy()


def alike(maps: np.ndarray, others: np.ndarray, where: np.ndarray | None = None) -> float:
    """The mean over images of the rank correlation of the maps' absolute values, over all pixels or over some."""
    where = np.ones(maps.shape, bool) if where is None else where
    pairs = zip(np.abs(maps), np.abs(others), where, strict=True)
    return float(np.mean([spearmanr(one[some], other[some]).statistic for one, other, some in pairs]))
