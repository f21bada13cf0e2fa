"""Why the networks decided so: maps of a class on digits and on photographs, by gradients and by hiding parts."""

from collections.abc import Mapping

import numpy as np
import torch
from skimage import data
from torch import nn
from torch.nn import functional as F

from cnn.data.mnist import Digits
from cnn.inside.attribution import class_activation_map, enlarge, grad_cam, occlusion
from cnn.learning.training import examples
from cnn.networks.digits import network_a, network_modern
from cnn.networks.pretrained import class_names, efficientnet_lite0, prepare
from cnn.networks.weights import trained
from lecture.studies.measured import Measured

SURE = 0.99  # the probability of an answer that is beyond doubt
HIDDEN, STEP = 6, 3  # pixels of the square that moves over a digit, and its step
SEEN = (224, 320)  # pixels of a photograph, height and width: the last maps are 7 × 10
HIDDEN_PHOTO = 64  # pixels: two places of the last maps
CLASSES = {"collage": ("Egyptian cat", "espresso"), "rocket": ("drilling platform", "missile")}
MIDDLE = slice(3, 7)  # of the ten columns of the maps: the rocket stands there, the towers at the sides
SHOWN = 2  # in the figure every second pixel of a photograph is enough


def choose(log_probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One digit beyond doubt, two that were hardly recognised, and the two surest mistakes, all of other classes.

    Returns:
        The numbers of the images (5,), and for each the most probable of the classes that are wrong (5,).
    """
    order = log_probabilities.argsort(axis=1)
    right = order[:, -1] == labels
    rivals = np.where(right, order[:, -2], order[:, -1])
    each = np.arange(len(labels))
    truth = log_probabilities[each, labels]
    by_lead = (truth - log_probabilities[each, rivals]).argsort(kind="stable")
    sure = np.flatnonzero(right & (truth > np.log(SURE)))
    groups = ((sure, 1), (by_lead[right[by_lead]], 2), (by_lead[~right[by_lead]], 2))
    chosen: list[int] = []
    for candidates, count in groups:
        wanted = len(chosen) + count
        for candidate in candidates:
            if len(chosen) < wanted and labels[candidate] not in labels[chosen]:
                chosen.append(int(candidate))
    return np.array(chosen), rivals[chosen]


def correlations(maps: torch.Tensor, others: torch.Tensor) -> np.ndarray:
    """The correlation of two maps over their pixels, for each image (N,); 0 where a map is the same everywhere."""
    first, second = (values.flatten(1) - values.flatten(1).mean(dim=1, keepdim=True) for values in (maps, others))
    product = (first * second).sum(dim=1)
    return (product / (first.norm(dim=1) * second.norm(dim=1)).clamp_min(1e-12)).numpy()


def on_digits(
    digits: Digits, mnist: Mapping, answers: np.ndarray, a: Mapping, modern: Mapping, count: int
) -> tuple[dict, dict]:
    """Maps of both networks for five digits, and how maps agree with hiding on the first of the test set."""
    network, new = trained(network_a, a)[:-1], trained(network_modern, modern)[:-1]  # up to the logits
    background = -mnist["mean"] / mnist["std"]

    def maps(chosen) -> dict[str, torch.Tensor]:
        images, labels = digits.test_images[chosen], digits.test_labels[chosen]
        unit, truth = examples(images, labels, mean=0, std=1)
        standardised, _ = examples(images, labels, mnist["mean"], mnist["std"])
        each = torch.arange(len(truth))
        return {
            "cam": class_activation_map(new, new.relu5, new.fc, unit, truth),
            "cam_by_gradient": grad_cam(new, new.relu5, unit, truth),
            "hidden_modern": occlusion(new, unit, HIDDEN, STEP)[each, truth],
            "hidden_a": occlusion(network, standardised, HIDDEN, STEP, background)[each, truth],
            "last": grad_cam(network, network.relu2, standardised, truth),
            "last_each_place": grad_cam(network, network.relu2, standardised, truth, average=False),
            "averaged": grad_cam(network, network.relu1, standardised, truth),
            "each_place": grad_cam(network, network.relu1, standardised, truth, average=False),
        }

    def enlarged(found: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        whole = digits.test_images.shape[1:]
        return {name: each if each.shape[1:] == whole else enlarge(each, whole) for name, each in found.items()}

    some = maps(slice(count))
    large = enlarged(some)
    agreement = {"modern": correlations(large["cam"], large["hidden_modern"])} | {
        name: correlations(large[name], large["hidden_a"])
        for name in ("last", "last_each_place", "averaged", "each_place")
    }
    places, positive = some["cam"][0].numel(), F.relu(some["cam"])
    chosen, rivals = choose(answers, digits.test_labels)
    images, labels = digits.test_images[chosen], digits.test_labels[chosen].astype(np.int64)
    numbers = {
        "digits": len(some["cam"]),
        "seeds": 1,
        "difference": float((places * some["cam_by_gradient"] - positive).abs().max() / positive.max()),
        "agreement": {
            name: {
                "mean": float(values.mean()),
                "std": float(values.std(ddof=1)),
                "negative": float((values < 0).mean()),
            }
            for name, values in agreement.items()
        },
        "shown": [
            {"label": int(label), "rival": int(rival), "right": bool(answers[i].argmax() == label)}
            for i, label, rival in zip(chosen, labels, rivals, strict=True)
        ],
    }
    unit, asked = examples(images, rivals, mean=0, std=1)
    shown = enlarged(maps(chosen) | {"rival": class_activation_map(new, new.relu5, new.fc, unit, asked)})
    drawn = ("cam", "rival", "hidden_modern", "hidden_a", "last", "each_place")
    arrays = {
        "images": images,
        "labels": labels,
        "rivals": rivals,
        "probabilities": np.exp(np.stack([answers[chosen, labels], answers[chosen, rivals]], axis=1)),
        "maps": torch.stack([shown[name] for name in drawn], dim=1).numpy(),
    }
    return numbers, {f"class_activation.{name}": values for name, values in arrays.items()}


def photographs() -> torch.Tensor:
    """The head of a cat beside a cup, and a rocket, (2, 3, 224, 320) float32 in [0, 1]."""

    def part(photo: np.ndarray, rows: slice, columns: slice, size: tuple[int, int]) -> torch.Tensor:
        pixels = torch.from_numpy(photo[rows, columns].copy()).permute(2, 0, 1)[None].float() / 255
        return F.interpolate(pixels, size=size, mode="bicubic", antialias=True).clamp(0, 1)

    height, width = SEEN
    half = (height, width // 2)
    cat = part(data.chelsea(), slice(0, 300), slice(75, 289), half)
    cup = part(data.coffee(), slice(0, 400), slice(135, 421), half)
    rocket = part(data.rocket(), slice(0, 427), slice(15, 625), SEEN)
    return torch.cat([torch.cat([cat, cup], dim=3), rocket])


def on_photographs(step: int) -> tuple[dict, dict]:
    """Two classes on each photograph: where their score comes from, and where hiding takes it away."""
    network, names, photos = efficientnet_lite0(), class_names(), photographs()
    seen = prepare(photos)
    asked = torch.tensor([[names.index(name) for name in pair] for pair in CLASSES.values()])
    with torch.inference_mode():
        probabilities = network(seen).softmax(dim=1).gather(1, asked)
    maps = torch.stack([grad_cam(network, network.bn2, seen, asked[:, i]) for i in range(2)], dim=1)

    class Asked(nn.Module):
        """The logits of the classes that are asked about, for the photographs in their order."""

        def forward(self, images: torch.Tensor) -> torch.Tensor:
            return network(images).gather(1, asked)

    hidden = F.relu(occlusion(Asked(), seen, HIDDEN_PHOTO, step))

    def share_left(values: torch.Tensor) -> float:
        values = values.double()
        return float(values[:, : values.shape[1] // 2].sum() / values.sum())

    def shares(values: torch.Tensor) -> dict[str, float]:
        cat, cup = values[0]
        return {"cat": share_left(cat), "espresso": 1 - share_left(cup)}

    rocket = maps[1].double()[..., MIDDLE].sum(dim=(1, 2)) / maps[1].double().sum(dim=(1, 2))
    numbers = {
        "rocket": {"middle": {"first": float(rocket[0]), "second": float(rocket[1])}},
        "collage": {"gradient": shares(maps), "hidden": shares(hidden)},
        "probabilities": {
            photo: {"first": float(row[0]), "second": float(row[1])}
            for photo, row in zip(CLASSES, probabilities, strict=True)
        },
        "classes": {photo: {"first": pair[0], "second": pair[1]} for photo, pair in CLASSES.items()},
    }
    small = F.avg_pool2d(photos, SHOWN).permute(0, 2, 3, 1)
    arrays = {
        "photos": (255 * small).round().byte().numpy(),
        "names": np.array(list(CLASSES.values())),
        "probabilities": probabilities.numpy(),
        "gradient": maps.numpy(),
        "hidden": F.avg_pool2d(hidden, 8).numpy(),
    }
    return numbers, {f"photo_activation.{name}": values for name, values in arrays.items()}


READS = {
    "digits": "data a",
    "mnist": "described a",
    "answers": "first a answers.npz",
    "a": "first a weights.safetensors",
    "modern": "first modern weights.safetensors",
}


def measure(
    digits: Digits, mnist: Mapping, answers: Mapping, a: Mapping, modern: Mapping, count: int, photo_step: int
) -> Measured:
    """Draw the maps, and hold them against what hiding parts of the image does.

    Args:
        answers: of network A, `trained` (tests, 10).
        count: so many test images are used for the agreement of maps.
        photo_step: how far the square moves over a photograph, in pixels.

    Returns:
        Numbers: `digits` used; `difference`, the largest between Grad-CAM times the number of places and the positive
        part of CAM, in units of the largest value; `agreement` of maps with hiding, `mean`, `std` and the share
        `negative` of correlations: CAM of the `modern` network, and of network A Grad-CAM of the `last` maps and of the
        first (`averaged`), each also without averaging (`last_each_place`, `each_place`); what is `shown`;
        `collage`, the shares of a map on the right object, by `gradient` and `hidden`; `rocket.middle`, the shares of
        the maps of both classes on the middle of the photograph; `probabilities` and `classes` of the photographs.
        Arrays: for the figures class_activation and photo_activation.
    """
    numbers, arrays = on_digits(digits, mnist, answers["trained"], a, modern, count)
    photo_numbers, photo_arrays = on_photographs(photo_step)
    return Measured(numbers | photo_numbers, arrays | photo_arrays)
