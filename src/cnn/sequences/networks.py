"""The networks of the chapter on sequences: each is a list of named layers, read from top to bottom.

Those for signals map (N, 1, 40) float32 to log-probabilities of ten classes; those for words map the codes of letters
(N, L) int64, 0 where nothing is, to log-probabilities of three languages.
"""

from collections import OrderedDict

import torch
from torch import nn


class Recurrent(nn.Module):
    """A GRU that reads a signal in both directions: (N, C, L) → (N, 2 · `size`, L)."""

    def __init__(self, channels: int, size: int):
        super().__init__()
        self.gru = nn.GRU(channels, size, batch_first=True, bidirectional=True)

    def forward(self, signals: torch.Tensor) -> torch.Tensor:
        return self.gru(signals.transpose(1, 2))[0].transpose(1, 2)


class MaxOverTime(nn.Module):
    """The largest value of each channel, wherever it stands: (N, C, L) → (N, C)."""

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return maps.amax(dim=2)


class Letters(nn.Module):
    """Letters as trained vectors, the channels of a sequence: (N, L) int64 → (N, `size`, L)."""

    def __init__(self, alphabet: int, size: int):
        super().__init__()
        self.embedding = nn.Embedding(alphabet, size, padding_idx=0)

    def forward(self, codes: torch.Tensor) -> torch.Tensor:
        return self.embedding(codes).transpose(1, 2)


def logistic() -> nn.Sequential:
    """Logistic regression: each step of the signal has a weight for each class."""
    return nn.Sequential(OrderedDict(flatten=nn.Flatten(), fc=nn.Linear(40, 10), log_softmax=nn.LogSoftmax(dim=1)))


def mlp() -> nn.Sequential:
    """Two dense hidden layers."""
    return nn.Sequential(
        OrderedDict(
            flatten=nn.Flatten(),
            fc1=nn.Linear(40, 56),
            relu1=nn.ReLU(),
            fc2=nn.Linear(56, 56),
            relu2=nn.ReLU(),
            fc3=nn.Linear(56, 10),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )


def cnn_1d() -> nn.Sequential:
    """Three convolutions with a window of 5 steps; then only how strong a feature is counts, not where it is."""
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv1d(1, 24, kernel_size=5, padding=2),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool1d(2),
            conv2=nn.Conv1d(24, 24, kernel_size=5, padding=2),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool1d(2),
            conv3=nn.Conv1d(24, 24, kernel_size=5, padding=2),
            relu3=nn.ReLU(),
            max_over_time=MaxOverTime(),
            fc=nn.Linear(24, 10),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )


def cnn_1d_with_places() -> nn.Sequential:
    """The same convolutions, but the last layer has a weight for each place of each map."""
    layers = OrderedDict(cnn_1d().named_children())
    del layers["max_over_time"], layers["fc"], layers["log_softmax"]
    return nn.Sequential(
        OrderedDict(**layers, flatten=nn.Flatten(), fc=nn.Linear(240, 10), log_softmax=nn.LogSoftmax(dim=1))
    )


def cnn_1d_without_pooling() -> nn.Sequential:
    """The same convolutions, each at every step of the signal: nothing is thinned out between them."""
    layers = OrderedDict(cnn_1d().named_children())
    del layers["pool1"], layers["pool2"]
    return nn.Sequential(layers)


def gru() -> nn.Sequential:
    """A recurrent network that reads the signal step by step, in both directions."""
    return nn.Sequential(
        OrderedDict(
            recurrent=Recurrent(1, 24),
            max_over_time=MaxOverTime(),
            fc=nn.Linear(48, 10),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )


def letter_cnn(alphabet: int, width: int) -> nn.Sequential:
    """A window of `width` letters over a word; `alphabet` counts the codes, 0 among them."""
    return nn.Sequential(
        OrderedDict(
            letters=Letters(alphabet, 16),
            conv=nn.Conv1d(16, 64, kernel_size=width, padding=width // 2),
            relu=nn.ReLU(),
            max_over_time=MaxOverTime(),
            fc=nn.Linear(64, 3),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )


def bag(vocabulary: int) -> nn.Sequential:
    """Logistic regression on counts: the weights of what is in a word are summed, 0 stands for nothing."""
    return nn.Sequential(
        OrderedDict(
            weights=nn.EmbeddingBag(vocabulary, 3, mode="sum", padding_idx=0),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )
