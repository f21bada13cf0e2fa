"""The kernel is learnt, not given: it begins far away and ends at Sobel's."""

import numpy as np

from cnn.convolution import learnt_kernel


def test_the_kernel_becomes_sobels():
    found = learnt_kernel.measure()
    steps, kernels = found.arrays["steps"], found.arrays["kernels"]
    assert (steps[0], steps[-1]) == (0, found.numbers["steps"]) and len(kernels) == len(steps)
    differences = np.abs(kernels - [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]).max(axis=(1, 2))
    assert differences[0] == found.numbers["start"] > 1
    assert differences[-1] == found.numbers["difference"] < 0.05
    assert (np.diff(differences) < 0).all()
