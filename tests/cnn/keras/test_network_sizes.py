import numpy as np
import pytest

from cnn.keras.network_sizes import measure
from tests.cnn.figures import ARGUMENTS, draw


def row(name: str, data: str, accuracy: float) -> dict:
    return {"name": name, "data": data, "parameters": 10, "test_accuracy": {"mean": accuracy}}


def test_networks_on_other_data_stay_away():
    found = measure({"rows": [row("A", "MNIST", 0.75), row("C", "KMNIST", 0.5)]})
    assert found.arrays["networks"].tolist() == ["a"]
    assert found.arrays["errors"].tolist() == [0.25]


def test_published_networks():
    found = {each["name"]: each for each in measure({"rows": [row("A", "MNIST", 0.75)]}).numbers["published"]}
    assert found["линейная"]["parameters"] == 7850
    assert found["784–300–10"]["parameters"] == 238_510
    assert found["784–300–100–10"]["parameters"] == 266_610
    assert found["LeNet-5"]["error"] == 0.0095


def test_a_network_without_errors_has_no_place():
    errors = ARGUMENTS["network_sizes"]["errors"] * np.array([1, 0, 1, 1, 1, 1, 1])
    with pytest.raises(ValueError, match=r"^errors: .* more images$"):
        draw("network_sizes", errors=errors)
