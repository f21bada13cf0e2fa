"""Network B in Keras and in PyTorch: the same layers, the same weights, the same answers?"""

from pathlib import Path
from tempfile import TemporaryDirectory

import keras
import numpy as np
import torch

from cnn.data.mnist import Digits
from cnn.learning.environment import AT_ONCE
from cnn.networks.keras import carried_back, carry_weights, layer_table, network_b
from lecture.studies.measured import Arrays, Measured

READS = {"digits": "data b", "weights": "first b weights.safetensors", "answers": "first b answers.npz"}


def measure(digits: Digits, weights: Arrays, answers: Arrays) -> Measured:
    """Numbers: what `compare` finds on the whole test set."""
    return Measured(compare(weights, digits.test_images, answers["trained"]))


def compare(weights: Arrays, images: np.ndarray, log_probabilities: np.ndarray) -> dict:
    """Carry PyTorch's weights into Keras's model and compare the answers of both.

    The model is also saved to a file, loaded, and its weights carried back. And the rows of the first dense layer are
    carried over a second time in PyTorch's order, to show what the flattening does.

    Args:
        weights: of the PyTorch network, by name.
        images: (N, 28, 28) uint8 in [0, 255].
        log_probabilities: (N, 10), what the PyTorch network answered for these images.
    """
    pixels = images[..., np.newaxis].astype(np.float32) / 255
    theirs = np.exp(log_probabilities)

    model = network_b()
    carry_weights(model, weights)
    ours = model.predict(pixels, batch_size=AT_ONCE, verbose=0)

    with TemporaryDirectory() as folder:
        file = Path(folder, "network_b.keras")
        model.save(file)
        size, loaded = file.stat().st_size, keras.saving.load_model(file)
    back = carried_back(loaded)

    dense = model.get_layer("fc1")
    dense.set_weights([weights["fc1.weight"].T, weights["fc1.bias"]])
    some = slice(0, 1000)  # enough to see that the answers are ruined
    unordered = model.predict(pixels[some], batch_size=AT_ONCE, verbose=0)

    layers = layer_table(model)
    return {
        "version": keras.__version__,
        "backend": keras.backend.backend(),
        "torch_version": torch.__version__,
        "parameters": model.count_params(),
        "layers": [layer | {"shape": "×".join(map(str, layer["output"]))} for layer in layers],
        "torch_parameters": sum(array.size for array in weights.values()),
        "images": len(images),
        "max_difference": float(np.abs(ours - theirs).max()),
        "differing_classes": int((ours.argmax(axis=1) != theirs.argmax(axis=1)).sum()),
        "file_megabytes": size / 1e6,
        "file_differing_weights": sum(int((back[name] != array).sum()) for name, array in weights.items()),
        "unordered_images": len(unordered),
        "unordered_max_difference": float(np.abs(unordered - theirs[some]).max()),
        "unordered_agreement": float((unordered.argmax(axis=1) == theirs[some].argmax(axis=1)).mean()),
    }
