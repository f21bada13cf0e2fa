"""The lecture's networks: each is a list of named layers, read from top to bottom.

Every network maps images (N, 1, 28, 28) float32 to log-probabilities of the ten classes (N, 10) float32.
"""

from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F


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

    The same network in Keras is `cnn.networks.keras.network_b`; Keras ends it in softmax,
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


def network_logistic() -> nn.Sequential:
    """Logistic regression: one dense layer from the pixels to the classes, 7850 parameters."""
    return nn.Sequential(OrderedDict(flatten=nn.Flatten(), fc=nn.Linear(784, 10), log_softmax=nn.LogSoftmax(dim=1)))


def network_b_plain() -> nn.Sequential:
    """Network B without dropout."""
    return nn.Sequential(
        OrderedDict((name, layer) for name, layer in network_b().named_children() if name != "dropout3")
    )


class RandomShift(nn.Module):
    """Augmentation as a layer: in training every image moves by whole pixels, in `eval()` mode none does.

    The directions come from PyTorch's global generator, as those of dropout do. What moves in is 0, the background
    of pixels in [0, 1].

    Args:
        most: the largest shift in each direction, in pixels.
    """

    def __init__(self, most: int):
        super().__init__()
        self.most = most

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Images (N, 1, H, W), moved or not."""
        if not self.training:
            return images
        count, _, height, width = images.shape
        starts = torch.randint(2 * self.most + 1, (2, count, 1)).to(images.device)
        rows, columns = (starts[i] + torch.arange(n, device=images.device) for i, n in enumerate((height, width)))
        padded = F.pad(images, [self.most] * 4)
        each = torch.arange(count, device=images.device)[:, None, None]
        return padded[each, 0, rows[:, :, None], columns[:, None, :]].unsqueeze(1)


def network_modern() -> nn.Sequential:
    """Small kernels, batch normalisation, augmentation, and the mean of each map instead of a wide dense layer."""

    def block(name: str, inputs: int, outputs: int, stride: int = 1) -> dict[str, nn.Module]:
        return {
            f"conv{name}": nn.Conv2d(inputs, outputs, kernel_size=3, stride=stride, padding=1, bias=False),
            f"norm{name}": nn.BatchNorm2d(outputs),
            f"relu{name}": nn.ReLU(),
        }

    return nn.Sequential(
        OrderedDict(
            shift=RandomShift(2),
            **block("1", 1, 16),
            **block("2", 16, 32, stride=2),
            **block("3", 32, 32),
            pool3=nn.MaxPool2d(2),
            **block("4", 32, 64),
            **block("5", 64, 32),
            mean=nn.AdaptiveAvgPool2d(1),
            flatten=nn.Flatten(),
            fc=nn.Linear(32, 10),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )
