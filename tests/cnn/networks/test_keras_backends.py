"""Network B on Keras's other backends, where they are installed."""

import importlib.util
import os
import subprocess
import sys

import numpy as np
import pytest
import torch

from cnn.learning.training import initialise, predict
from cnn.networks.digits import network_b

ANSWER = """
import sys
import keras, numpy as np
from cnn.networks.keras import carry_weights, network_b
given = dict(np.load(sys.argv[1]))
images = given.pop("images")
model = network_b()
carry_weights(model, given)
np.savez(sys.argv[2], backend=keras.backend.backend(), answers=model.predict(images, verbose=0))
"""


@pytest.mark.long
@pytest.mark.parametrize("backend", ["torch", "tensorflow", "jax"])
def test_the_backend_gives_pytorchs_answers(backend, tmp_path):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    network = initialise(network_b, seed=1)
    torch_images = np.random.default_rng(0).random((6, 1, 28, 28), np.float32)
    weights = {name: tensor.contiguous().numpy() for name, tensor in network.state_dict().items()}
    np.savez(tmp_path / "given.npz", images=torch_images.transpose(0, 2, 3, 1), **weights)
    command = [sys.executable, "-c", ANSWER, tmp_path / "given.npz", tmp_path / "found.npz"]
    subprocess.run(command, check=True, env=os.environ | {"KERAS_BACKEND": backend})
    found = np.load(tmp_path / "found.npz")
    assert found["backend"] == backend
    np.testing.assert_allclose(found["answers"], predict(network, torch.from_numpy(torch_images)).exp(), atol=1e-6)
