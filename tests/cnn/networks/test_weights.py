"""A network with stored weights answers as the one that was stored."""

import pytest
import torch

from cnn.networks.digits import network_b
from cnn.networks.weights import trained


def test_a_trained_network_answers_as_it_did():
    network, images = network_b().eval(), torch.rand(2, 1, 28, 28)
    weights = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    for build in (network_b, "cnn.networks.digits:network_b"):
        assert torch.equal(trained(build, weights)(images), network(images))  # without dropout, too


@pytest.mark.parametrize("fault", ["shape", "missing", "more"])
def test_weights_of_another_network_are_refused_in_a_line(fault):
    weights = {name: tensor.numpy() for name, tensor in network_b().state_dict().items()}
    name = "fc1.weight" if "fc1.weight" in weights else sorted(weights)[0]
    if fault == "shape":
        weights[name] = weights[name][:1]
    elif fault == "missing":
        del weights[name]
    else:
        weights["another.weight"] = weights[name]
    with pytest.raises(ValueError, match="the weights are not those of the network") as found:
        trained("cnn.networks.digits:network_b", weights)
    assert ("another.weight" if fault == "more" else name) in str(found.value) and "\n" not in str(found.value)
