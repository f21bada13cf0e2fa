"""The lecture's networks: each is a list of named layers, read from top to bottom.

Every network maps images (N, 1, 28, 28) float32 to log-probabilities of the ten classes (N, 10) float32.
"""

from collections import OrderedDict

from torch import nn


def network_a() -> nn.Sequential:
    """Network A: two convolutions 5×5 with max-pooling, two dense layers, 21 840 parameters.

    It ends in log-softmax, so its loss is the negative log-likelihood.
    """
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(1, 10, kernel_size=5),
            pool1=nn.MaxPool2d(2),
            relu1=nn.ReLU(),
            conv2=nn.Conv2d(10, 20, kernel_size=5),
            dropout2=nn.Dropout2d(0.5),
            pool2=nn.MaxPool2d(2),
            relu2=nn.ReLU(),
            flatten=nn.Flatten(),
            fc1=nn.Linear(320, 50),
            relu3=nn.ReLU(),
            dropout3=nn.Dropout(0.5),
            fc2=nn.Linear(50, 10),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )


def network_b() -> nn.Sequential:
    """Network B: two wide convolutions 5×5 that keep the size, two dense layers, 3 274 634 parameters.

    The same network in Keras is `cnn_lecture.keras_network.network_b`; Keras ends it in softmax,
    this one in log-softmax: exp of this output is that output.
    """
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(1, 32, kernel_size=5, padding="same"),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(2, stride=2),
            conv2=nn.Conv2d(32, 64, kernel_size=5, padding="same"),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(2, stride=2),
            flatten=nn.Flatten(),
            fc1=nn.Linear(3136, 1024),
            relu3=nn.ReLU(),
            dropout3=nn.Dropout(0.5),
            fc2=nn.Linear(1024, 10),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )


def network_mlp(dropout: float = 0.0) -> nn.Sequential:
    """A perceptron with as many parameters as network A, as near as whole layers allow: 21 851 against 21 840.

    Args:
        dropout: the share of hidden values that are left out in training.
    """
    return nn.Sequential(
        OrderedDict(
            flatten=nn.Flatten(),
            fc1=nn.Linear(784, 27),
            relu1=nn.ReLU(),
            fc2=nn.Linear(27, 17),
            relu2=nn.ReLU(),
            dropout2=nn.Dropout(dropout),
            fc3=nn.Linear(17, 10),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )
