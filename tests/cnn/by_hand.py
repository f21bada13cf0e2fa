"""Both networks in NumPy, from their weights alone: a third opinion beside PyTorch and Keras.

Every function takes and gives float64 maps (N, C, H, W) or rows (N, features).
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def convolve(maps: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    windows = sliding_window_view(maps, kernel.shape[2:], axis=(2, 3))  # (N, C, H', W', k, k)
    sums = np.tensordot(windows, kernel.astype(np.float64), axes=((1, 4, 5), (1, 2, 3)))
    return (sums + bias).transpose(0, 3, 1, 2)


def halve(maps: np.ndarray) -> np.ndarray:
    n, c, h, w = maps.shape
    return maps.reshape(n, c, h // 2, 2, w // 2, 2).max(axis=(3, 5))


def rectify(values: np.ndarray) -> np.ndarray:
    return np.maximum(values, 0)


def pad(maps: np.ndarray) -> np.ndarray:
    return np.pad(maps, ((0, 0), (0, 0), (2, 2), (2, 2)))


def decide(maps: np.ndarray, w: dict[str, np.ndarray]) -> np.ndarray:
    """Both dense layers and the logarithm of softmax."""
    hidden = rectify(maps.reshape(len(maps), -1) @ w["fc1.weight"].T + w["fc1.bias"])
    logits = hidden @ w["fc2.weight"].T.astype(np.float64) + w["fc2.bias"]
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def network_a(images: np.ndarray, w: dict[str, np.ndarray]) -> np.ndarray:
    maps = rectify(halve(convolve(images, w["conv1.weight"], w["conv1.bias"])))
    return decide(rectify(halve(convolve(maps, w["conv2.weight"], w["conv2.bias"]))), w)


def network_b(images: np.ndarray, w: dict[str, np.ndarray]) -> np.ndarray:
    maps = halve(rectify(convolve(pad(images), w["conv1.weight"], w["conv1.bias"])))
    return decide(halve(rectify(convolve(pad(maps), w["conv2.weight"], w["conv2.bias"]))), w)
