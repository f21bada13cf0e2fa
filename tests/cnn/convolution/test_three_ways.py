"""Three ways to compute a convolution, against SciPy and against each other."""

import numpy as np
import pytest
import torch
from scipy import signal

from cnn.convolution.three_ways import over_lists, with_loops, with_torch, with_unfold

WAYS = [with_loops, with_unfold, with_torch]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("image", "kernel"), [((5, 5), (3, 3)), ((4, 7), (2, 3)), ((6, 5), (1, 1)), ((3, 4), (3, 4))])
def test_against_scipy(way, image, kernel):
    random = np.random.default_rng(0)
    x, w = random.normal(size=image), random.normal(size=kernel)
    found = way(torch.from_numpy(x), torch.from_numpy(w))
    assert found.dtype == torch.float64
    np.testing.assert_allclose(found, signal.correlate2d(x, w, mode="valid"), atol=1e-12)


def test_lists_give_what_tensors_give():
    image, kernel = torch.arange(30.0).reshape(5, 6), torch.tensor([[1.0, -2, 0], [0, 3, 1]])
    assert over_lists(image.tolist(), kernel.tolist()) == with_loops(image, kernel).tolist()


@pytest.mark.parametrize("way", WAYS)
def test_the_arguments_stay_as_they_are(way):
    image, kernel = torch.arange(16.0).reshape(4, 4), torch.ones(2, 2)
    way(image, kernel)
    assert (image == torch.arange(16.0).reshape(4, 4)).all() and (kernel == 1).all()
