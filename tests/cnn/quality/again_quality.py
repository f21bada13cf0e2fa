"""The values of the claims on quality, from the answers, the weights and the labels, with pandas and plain loops."""

import math

import numpy as np
import pandas as pd
from scipy import optimize


def answers(build, network: str) -> list[pd.DataFrame]:
    """For each training a table: truth, answer, its probability, the second guess."""
    tables = []
    for training in build.trainings[network]:
        log_p = pd.DataFrame(training.answers["trained"].astype(float))
        ranks = log_p.rank(axis=1, ascending=False, method="first")
        tables.append(
            pd.DataFrame(
                {
                    "truth": build.labels,
                    "answer": log_p.idxmax(axis=1),
                    "probability": np.exp(log_p.max(axis=1)),
                    "second": (ranks == 2).idxmax(axis=1),
                }
            ).assign(right=lambda t: t.truth == t.answer)
        )
    return tables


def macro_gap(table: pd.DataFrame) -> float:
    return abs(table.groupby("truth").right.mean().mean() - table.right.mean())


def second_guess(table: pd.DataFrame) -> float:
    wrong = table[~table.right]
    return (wrong.second == wrong.truth).mean()


def sureness_gap(table: pd.DataFrame) -> float:
    means = table.groupby("right").probability.mean()
    return means[True] - means[False]


def softened(log_p: np.ndarray, temperature: float) -> np.ndarray:
    scaled = log_p / temperature
    return scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))


def temperature(log_p: np.ndarray, labels: np.ndarray) -> float:
    """Where the derivative of the loss by 1 / T vanishes: the logit of the truth is the mean logit."""

    def slope(beta: float) -> float:
        p = np.exp(softened(log_p, 1 / beta))
        return ((p * log_p).sum(axis=1) - log_p[np.arange(len(labels)), labels]).mean()

    return 1 / optimize.brentq(slope, 0.1, 10)


def temperatures(build, network: str) -> list[float]:
    return [
        temperature(training.answers["trained"][::2].astype(float), build.labels[::2].astype(int))
        for training in build.trainings[network]
    ]


def calibration_error(log_p: np.ndarray, labels: np.ndarray) -> float:
    table = pd.DataFrame({"p": np.exp(log_p.max(axis=1)), "right": log_p.argmax(axis=1) == labels})
    bins = table.groupby(pd.cut(table.p, np.linspace(0, 1, 11), right=False).cat.codes.where(table.p < 1, 9))
    return sum(len(part) * abs(part.p.mean() - part.right.mean()) for _, part in bins) / len(table)


def calibration_errors(build, network: str, warm: bool) -> list[float]:
    found = []
    for training, best in zip(build.trainings[network], temperatures(build, network), strict=True):
        log_p = training.answers["trained"][1::2].astype(float)
        found.append(calibration_error(softened(log_p, best if warm else 1), build.labels[1::2]))
    return found


def mcnemar(one: pd.Series, other: pd.Series) -> float:
    """Two-sided: twice the smaller tail of the binomial distribution with ½."""
    wins, losses = int((one & ~other).sum()), int((other & ~one).sum())
    n = wins + losses
    tail = sum(math.comb(n, k) for k in range(min(wins, losses) + 1))
    return min(1.0, 2 * tail / 2**n)


def rejection_ratio(table: pd.DataFrame) -> float:
    kept = table.sort_values("probability", ascending=False, kind="stable").head(len(table) - round(len(table) / 20))
    return (~table.right).mean() / max((~kept.right).mean(), 0.5 / len(table))


def shared(build) -> float:
    wrong = np.array([~table.right for network in ("a", "b") for table in answers(build, network)])
    return wrong.all(axis=0).sum() / (wrong.shape[1] * math.prod(wrong.mean(axis=1)))


def tested(build) -> tuple[np.ndarray, np.ndarray]:
    """The images in [0, 1] that are spoilt, and their labels."""
    every = -(-len(build.images) // build.numbers["robustness.images"])
    return build.images[::every] / 255, build.labels[::every]


def accuracies(build, name: str, images: np.ndarray, labels: np.ndarray) -> list[float]:
    """Of each training of a network; PyTorch answers."""
    import torch

    from cnn.networks import digits as networks

    found = []
    for training in build.trainings[name]:
        network = getattr(networks, training.recipe["build"].partition(":")[2])().eval()
        network.load_state_dict({key: torch.from_numpy(value) for key, value in training.weights.items()})
        x = torch.from_numpy((images - training.recipe["mean"]) / training.recipe["std"]).float()
        with torch.inference_mode():
            found.append((network(x[:, None]).argmax(dim=1).numpy() == labels).mean())
    return found


def falls(build, pixels: int, of=("a", "b", "mlp")) -> list[float]:
    """By network, how far the accuracy falls: the digits are moved by slicing."""
    images, labels = tested(build)
    moved = np.zeros_like(images)
    p = pixels
    moved[0::4, :, p:] = images[0::4, :, :-p]
    moved[1::4, p:] = images[1::4, :-p]
    moved[2::4, :, :-p] = images[2::4, :, p:]
    moved[3::4, :-p] = images[3::4, p:]
    return [
        float(np.mean(accuracies(build, name, images, labels)) - np.mean(accuracies(build, name, moved, labels)))
        for name in of
        if name in build.trainings
    ]


def contrast_turns_order(build) -> float:
    """With a tenth of every pixel's distance from its image's mean left."""
    images, labels = tested(build)
    flat = 0.1 * images + 0.9 * images.reshape(len(images), -1).mean(axis=1)[:, None, None]
    return np.mean(accuracies(build, "a", flat, labels)) - np.mean(accuracies(build, "b", flat, labels))


RECOMPUTED = {
    "macro_near_accuracy": lambda b: np.mean([macro_gap(table) for table in answers(b, "a")]),
    "second_guess": lambda b: np.mean([second_guess(table) for table in answers(b, "a")]),
    "surer_when_right": lambda b: np.mean([sureness_gap(table) for table in answers(b, "a")]),
    "calibrated_a": lambda b: np.mean(calibration_errors(b, "a", warm=False)),
    "overconfident_b": lambda b: np.mean(temperatures(b, "b")),
    "calibrated_b": lambda b: np.mean(calibration_errors(b, "b", warm=True)),
    "mcnemar_a_b": lambda b: max(mcnemar(one.right, two.right) for one in answers(b, "a") for two in answers(b, "b")),
    "rejection_pays": lambda b: np.mean([rejection_ratio(table) for table in answers(b, "a")]),
    "small_shift_forgiven": lambda b: max(falls(b, 1, of=("a", "b"))),
    "large_shift_not_forgiven": lambda b: min(falls(b, 5)),
    "contrast_turns_order": contrast_turns_order,
    "mistakes_are_shared": shared,
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "contrast_turns_order": {
        "robustness.a.contrast.strongest.mean": 0.75,
        "robustness.b.contrast.strongest.mean": 0.5,
    },
}
