"""A network with stored weights answers as the one that was stored."""

import torch

from cnn.networks.digits import network_b
from cnn.networks.weights import trained


def test_a_trained_network_answers_as_it_did():
    network, images = network_b().eval(), torch.rand(2, 1, 28, 28)
    weights = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    for build in (network_b, "cnn.networks.digits:network_b"):
        assert torch.equal(trained(build, weights)(images), network(images))  # without dropout, too
