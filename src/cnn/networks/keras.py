"""Network B written in Keras 3 (torch backend), and the bridge between PyTorch's weights and Keras's.

Importing this module imports Keras; the backend is PyTorch unless KERAS_BACKEND says otherwise.
"""

import os
from collections.abc import Iterator, Mapping

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
from keras import layers


def network_b() -> keras.Sequential:
    """Network B in Keras: images (N, 28, 28, 1) float32 in [0, 1] to class probabilities (N, 10)."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, kernel_size=5, padding="same", activation="relu", name="conv1"),
            layers.MaxPooling2D(pool_size=2, strides=2, padding="same", name="pool1"),
            layers.Conv2D(64, kernel_size=5, padding="same", activation="relu", name="conv2"),
            layers.MaxPooling2D(pool_size=2, strides=2, padding="same", name="pool2"),
            layers.Flatten(name="flatten"),
            layers.Dense(1024, activation="relu", name="fc1"),
            layers.Dropout(0.5, name="dropout3"),
            layers.Dense(10, activation="softmax", name="fc2"),
        ],
        name="network_b",
    )


def carry_weights(model: keras.Model, weights: Mapping[str, np.ndarray]) -> None:
    """Give a Keras model the weights of its PyTorch twin, layer by layer of the same name.

    A convolution's kernel changes from PyTorch's order (C_out, C_in, k_h, k_w) to Keras's (k_h, k_w, C_in, C_out).
    A dense matrix is transposed. The dense layer behind `Flatten` needs more: PyTorch flattens maps as
    (C, H, W), Keras as (H, W, C), so its rows are put into Keras's order.

    Args:
        model: a built Keras model with channels last.
        weights: PyTorch's tensors as arrays, `"conv1.weight"`, `"conv1.bias"` and so on.

    Raises:
        KeyError: a layer of the model has no weights under its name.
        ValueError: the shapes don't agree.
    """
    for layer, maps in _weighted(model):
        kernel, bias = weights[f"{layer.name}.weight"], weights[f"{layer.name}.bias"]
        if isinstance(layer, layers.Conv2D):
            kernel = kernel.transpose(2, 3, 1, 0)
        elif maps:
            height, width, channels = maps
            kernel = kernel.reshape(-1, channels, height, width).transpose(2, 3, 1, 0).reshape(-1, len(kernel))
        else:
            kernel = kernel.T
        layer.set_weights([kernel, bias])


def carried_back(model: keras.Model) -> dict[str, np.ndarray]:
    """The weights of a Keras model as its PyTorch twin wants them: the inverse of `carry_weights`."""
    weights = {}
    for layer, maps in _weighted(model):
        kernel, bias = layer.get_weights()
        if isinstance(layer, layers.Conv2D):
            kernel = kernel.transpose(3, 2, 0, 1)
        elif maps:
            kernel = kernel.reshape(*maps, -1).transpose(3, 2, 0, 1).reshape(kernel.shape[1], -1)
        else:
            kernel = kernel.T
        weights |= {f"{layer.name}.weight": np.ascontiguousarray(kernel), f"{layer.name}.bias": bias}
    return weights


def _weighted(model: keras.Model) -> Iterator[tuple[keras.Layer, tuple[int, ...]]]:
    """The layers that have weights; with the first one behind `Flatten` the shape (H, W, C) of the maps before it."""
    maps = ()
    for layer in model.layers:
        if isinstance(layer, layers.Flatten):
            maps = layer.input.shape[1:]
        elif layer.weights:
            yield layer, maps
            maps = ()


def layer_table(model: keras.Model) -> list[dict]:
    """The rows of `model.summary()`: `{"layer", "type", "output", "parameters"}` for each layer.

    `output` is the shape of one example's output, a list of integers.
    """
    return [
        {
            "layer": layer.name,
            "type": type(layer).__name__,
            "output": list(layer.output.shape[1:]),
            "parameters": layer.count_params(),
        }
        for layer in model.layers
    ]
