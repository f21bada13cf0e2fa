"""The values of the claims on where a network looks, and how it arranges digits, computed by another way."""

from functools import cache

import numpy as np
import torch
from captum.attr import IntegratedGradients, LayerGradCam, Occlusion
from scipy.spatial.distance import cdist, pdist
from scipy.stats import rankdata
from torch.nn import functional as F

from cnn.inside import class_activation, embeddings, pointing
from cnn.learning.training import initialise
from cnn.networks import digits as networks
from cnn.networks.pretrained import class_names, efficientnet_lite0, prepare
from tests.cnn import by_hand


def network(build, name: str) -> torch.nn.Sequential:
    made = getattr(networks, f"network_{name}")()
    weights = build.trainings[name][0].weights
    made.load_state_dict({key: torch.from_numpy(value) for key, value in weights.items()})
    return made.eval()[:-1]


def standardised(build, images: np.ndarray) -> np.ndarray:
    recipe = build.trainings["a"][0].recipe
    return (images[:, None] / 255 - recipe["mean"]) / recipe["std"]


@cache
def maps(build) -> dict[str, np.ndarray]:
    """Of the digits that are measured: captum's maps, and CAM as a convolution 1×1 with the classifier's weights."""
    count = build.numbers["class_activation.digits"]
    truth = torch.from_numpy(build.labels[:count]).long()
    unit = torch.from_numpy(build.images[:count, None] / 255).float()
    pixels = torch.from_numpy(standardised(build, build.images[:count])).float()
    a, new = network(build, "a"), network(build, "modern")
    side, step = class_activation.HIDDEN, class_activation.STEP

    def hidden(of, images, fill):
        found = Occlusion(of).attribute(
            images, sliding_window_shapes=(1, side, side), strides=(1, step, step), baselines=fill, target=truth
        )
        return found[:, 0].detach().numpy()

    with torch.no_grad():
        everything = F.conv2d(
            new[: list(dict(new.named_children())).index("relu5") + 1](unit), new.fc.weight[:, :, None, None]
        )
    first = a.relu1(a.pool1(a.conv1(pixels))).detach().requires_grad_()
    rest = a[3:]
    rest(first).gather(1, truth[:, None]).sum().backward()
    return {
        "cam": everything[torch.arange(count), truth].numpy(),
        "by_gradient": LayerGradCam(new, new.relu5).attribute(unit, target=truth).detach()[:, 0].numpy(),
        "last": LayerGradCam(a, a.relu2).attribute(pixels, target=truth, relu_attributions=True).detach()[:, 0].numpy(),
        "each_place": (first * first.grad).sum(dim=1).clamp_min(0).detach().numpy(),
        "hidden_modern": hidden(new, unit, 0.0),
        "hidden_a": hidden(a, pixels, float(standardised(build, np.zeros((1, 1, 1))).item())),
    }


def agreement(build, name: str, hidden: str) -> float:
    """NumPy's correlation; a map that is the same everywhere correlates with nothing."""
    found = []
    for small, other in zip(maps(build)[name], maps(build)[hidden], strict=True):
        large = F.interpolate(torch.from_numpy(small)[None, None], size=(28, 28), mode="bilinear")[0, 0].numpy()
        found.append(np.corrcoef(large.ravel().astype(float), other.ravel())[0, 1] if np.ptp(large) else 0)
    return np.mean(found)


def difference(build) -> float:
    cam, gradient = maps(build)["cam"], maps(build)["by_gradient"]
    positive = np.maximum(cam, 0)
    return np.abs(positive - np.maximum(gradient, 0) * cam[0].size).max() / positive.max()


@cache
def photo_maps() -> list[dict[str, np.ndarray]]:
    """The positive part of CAM by class: this network, too, ends in a mean and one dense layer."""
    net = efficientnet_lite0()
    with torch.no_grad():
        last = net.forward_features(prepare(class_activation.photographs()))
        places = F.conv2d(last, net.classifier.weight[:, :, None, None]).clamp_min(0).double().numpy()
    return [dict(zip(class_names(), photo, strict=True)) for photo in places]


def share(photo: int, name: str, columns: slice) -> float:
    found = photo_maps()[photo][name]
    return found[:, columns].sum() / found.sum()


def hidden_shares(build) -> float:
    cat, cup = np.load(build.root / "results/class_activation.npz")["photo_activation.hidden"][0]
    half = cat.shape[1] // 2
    return min(cat[:, :half].sum() / cat.sum(), cup[:, half:].sum() / cup.sum())


@cache
def pointed(build, several: int) -> tuple[np.ndarray, np.ndarray]:
    """Which canvases the trained network hits on the digit asked for, and on any: by the ink around the peak."""
    count, new = build.numbers["pointing.canvases"], network(build, "modern")
    labels = build.labels[:count].astype(int)
    partner = [i + 1 + int((build.labels[i + 1 :] != labels[i]).argmax()) for i in range(count)]
    pairs = np.stack([build.images[:count], build.images[partner]], axis=1)[:, :several]
    canvases, boxes = pointing.scatter(pairs, seed=several - 1)
    hit = np.zeros((count, several), bool)
    for i, canvas in enumerate(canvases):
        with torch.no_grad():
            maps_of_all = F.conv2d(
                new[:-3](torch.from_numpy(canvas[None, None] / 255).float()), new.fc.weight[:, :, None, None]
            )
        large = F.interpolate(maps_of_all, size=canvas.shape, mode="bilinear")[0, labels[i]].numpy()
        row, column = np.unravel_index(large.argmax(), large.shape)
        for k, (top, left, height, width) in enumerate(boxes[i]):
            hit[i, k] = top <= row < top + height and left <= column < left + width
    return hit[:, 0], hit.any(axis=1)


def pointing_arrays(build) -> dict[str, np.ndarray]:
    """What the pointing game left, without the names of its two figures."""
    arrays = np.load(build.root / "results/pointing.npz")
    return {name.removeprefix("pointing_shares.").removeprefix("pointing."): arrays[name] for name in arrays}


@cache
def spaces(build) -> dict[str, np.ndarray]:
    """The layer by NumPy; the flat pictures as they are drawn."""
    arrays = np.load(build.root / "results/embeddings.npz")
    w = build.trainings["a"][0].weights
    pixels = standardised(build, arrays["images"])
    first = by_hand.rectify(by_hand.halve(by_hand.convolve(pixels, w["conv1.weight"], w["conv1.bias"])))
    second = by_hand.rectify(by_hand.halve(by_hand.convolve(first, w["conv2.weight"], w["conv2.bias"])))
    layer = by_hand.rectify(second.reshape(len(second), -1) @ w["fc1.weight"].T + w["fc1.bias"])
    flat = arrays["images"].reshape(len(pixels), -1).astype(float)
    return {"pixels": flat, "layer": layer, "pca": arrays["pca"], "tsne": arrays["tsne"], "labels": arrays["labels"]}


@cache
def neighbours(build, space: str) -> np.ndarray:
    """The classes of the nearest neighbours, (N, 10)."""
    points, labels = spaces(build)[space].astype(float), spaces(build)["labels"]
    distances = cdist(points, points)
    np.fill_diagonal(distances, np.inf)
    order = distances.argsort(axis=1, kind="stable")[:, : embeddings.NEIGHBOURS]
    return labels[order]


def nearest(build, space: str) -> float:
    votes = [np.bincount(row, minlength=10).argmax() for row in neighbours(build, space)]
    return float(np.mean(votes == spaces(build)["labels"]))


def own_lead(build) -> float:
    """Of right answers over wrong ones."""
    labels, answers = (np.load(build.root / "results/embeddings.npz")[name] for name in ("labels", "answers"))
    own = (neighbours(build, "tsne") == labels[:, None]).mean(axis=1)
    return own[labels == answers].mean() - own[labels != answers].mean()


def distances(build, space: str) -> float:
    """Spearman's correlation as Pearson's of ranks, over the same pairs."""
    points, layer = spaces(build)[space].astype(float), spaces(build)["layer"]
    count = len(points)
    first, second = np.random.default_rng(0).integers(count, size=(2, embeddings.PAIRS))
    low, high = np.minimum(first, second)[first != second], np.maximum(first, second)[first != second]
    pairs = count * low - low * (low + 1) // 2 + high - low - 1  # where pdist keeps them
    return np.corrcoef(rankdata(pdist(points)[pairs]), rankdata(pdist(layer)[pairs]))[0, 1]


def random_over_chance(build) -> float:
    arrays = pointing_arrays(build)
    return arrays["hits"][0, 1:].mean() / arrays["chance"][0]


def which(build) -> float:
    asked, either = pointed(build, 2)
    return asked.sum() / either.sum()


@cache
def broken(build) -> dict[str, float]:
    """captum's integrated gradients and CAM of the whole network and of the broken ones, ranks by SciPy."""
    count, steps = (build.numbers[f"broken_explanation.{name}"] for name in ("digits", "steps"))
    truth = torch.from_numpy(build.labels[:count]).long()
    unit = (torch.from_numpy(build.images[:count, None]).float() / 255).double()
    random = initialise(networks.network_modern, 1000).eval()[:-1].double()
    whole, headless = network(build, "modern").double(), network(build, "modern").double()
    for name in ("fc", "conv5", "norm5"):
        headless.get_submodule(name).load_state_dict(random.get_submodule(name).state_dict())

    def integrated(of):
        found = IntegratedGradients(of).attribute(unit, target=truth, n_steps=steps, method="riemann_middle")
        return found.detach()[:, 0].numpy()

    def cam(of):
        small = LayerGradCam(of, of.relu5).attribute(unit, target=truth).detach()
        return F.interpolate(small, size=(28, 28), mode="bilinear")[:, 0].numpy()

    def ranks(maps, others):
        pairs = zip(np.abs(maps), np.abs(others), strict=True)
        return np.mean([np.corrcoef(rankdata(a), rankdata(b))[0, 1] for a, b in pairs])

    with torch.no_grad():
        rise = (whole(unit) - whole(torch.zeros_like(unit)))[torch.arange(count), truth].numpy()
    found = integrated(whole)
    return {
        "integrated": ranks(integrated(random), found),
        "cam": ranks(cam(headless), cam(whole)),
        "rise": np.abs(found.sum(axis=(1, 2)) - rise).max() / np.abs(rise).mean(),
    }


RECOMPUTED = {
    "cam_is_grad_cam": difference,
    "cam_like_hiding": lambda b: agreement(b, "cam", "hidden_modern"),
    "grad_cam_not_like_hiding": lambda b: agreement(b, "last", "hidden_a"),
    "each_place_like_hiding": lambda b: agreement(b, "each_place", "hidden_a"),
    "collage_cat": lambda b: share(0, "Egyptian cat", slice(5)),
    "collage_espresso": lambda b: share(0, "espresso", slice(5, None)),
    "collage_hidden": hidden_shares,
    "rocket_towers": lambda b: share(1, "missile", slice(3, 7)) - share(1, "drilling platform", slice(3, 7)),
    "broken_integrated_stays": lambda b: broken(b)["integrated"],
    "broken_cam_changes": lambda b: broken(b)["cam"],
    "integrated_completeness": lambda b: broken(b)["rise"],
    "pointing_trained": lambda b: pointed(b, 1)[0].mean(),
    "pointing_random": random_over_chance,
    "pointing_which": which,
    "pointing_which_random": lambda b: pointing_arrays(b)["hits"][1, 1:].mean() / b.numbers["pointing.two.random.any"],
    "layer_neighbours": lambda b: nearest(b, "layer") - nearest(b, "pixels"),
    "tsne_neighbours": lambda b: nearest(b, "layer") - nearest(b, "tsne"),
    "pca_neighbours": lambda b: nearest(b, "tsne") - nearest(b, "pca"),
    "mistakes_between_islands": own_lead,
    "tsne_distances": lambda b: distances(b, "pca") - distances(b, "tsne"),
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "naive_is_noise": {"excited_channels.naive.fast": 0.125, "excited_channels.colours.fast": 0.5},
    "naive_is_fragile": {"excited_channels.moved.kept": 0.75, "excited_channels.naive.kept": 0.5},
    "noise_forgiven": {"adversarial.a.clean.mean": 0.75, "adversarial.a.strong.noisy.mean": 0.5},
    "mlp_more_fragile": {"adversarial.a.weak.attacked.mean": 0.75, "adversarial.mlp.weak.attacked.mean": 0.5},
    "attack_transfers": {"adversarial.transfer.noisy": 0.75, "adversarial.transfer.attacked": 0.5},
    "rocket_towers": {"class_activation.rocket.middle.first": 0.5, "class_activation.rocket.middle.second": 0.75},
    "pointing_random": {"pointing.one.random.share": 0.5, "pointing.one.chance": 2},
    "layer_neighbours": {"embeddings.nearest.layer": 0.75, "embeddings.nearest.pixels": 0.5},
    "tsne_neighbours": {"embeddings.nearest.layer": 0.75, "embeddings.nearest.tsne": 0.5},
    "pca_neighbours": {"embeddings.nearest.tsne": 0.75, "embeddings.nearest.pca": 0.5},
    "mistakes_between_islands": {"embeddings.own.right": 0.75, "embeddings.own.wrong": 0.5},
    "tsne_distances": {"embeddings.distances.pca": 0.75, "embeddings.distances.tsne": 0.5},
}
