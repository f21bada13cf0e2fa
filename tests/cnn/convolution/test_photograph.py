"""What is measured on photographs."""

import numpy as np
import pytest

from cnn.convolution import photograph


def test_correlations_of_a_ramp_and_of_noise():
    ramp = np.add.outer(np.arange(20.0), np.arange(20.0))[None]
    noise = np.random.default_rng(0).normal(size=(50, 20, 20))
    assert photograph.correlations(ramp, 3)[[0, 1]] == pytest.approx([1, 1])
    assert np.abs(photograph.correlations(noise, 3)[1:]).max() < 0.03


def test_correlations_find_a_period():
    stripes = np.tile([0.0, 0.0, 1.0, 1.0], 10) * np.ones((40, 1))
    both = np.concatenate([[stripes], [stripes.T]])
    found = photograph.correlations(both, 4)
    assert found[4] == pytest.approx(1)
    assert found[2] == pytest.approx(0, abs=0.06)  # along the stripes 1, across them −1


def test_transforms_keep_size_and_range():
    photo = np.random.default_rng(0).random((64, 64, 3))
    for name, picture in photograph.transformed(photo).items():
        assert picture.shape == photo.shape, name
        assert picture.min() >= 0 and picture.max() <= 1, name


def test_the_shift_goes_to_the_right():
    photo = np.random.default_rng(0).random((64, 64, 3))
    shifted = photograph.transformed(photo)["shift"]
    np.testing.assert_allclose(shifted[:, photograph.SHIFT :], photo[:, : -photograph.SHIFT], atol=1e-9)


def test_rotation_and_scale_keep_the_middle():
    photo = np.zeros((65, 65, 3))
    photo[32, 32] = 1
    for name in ("rotation", "scale", "shear"):
        assert photograph.transformed(photo)[name][32, 32].min() > 0.6, name


def test_levels():
    assert photograph.levels(np.array([-0.1, 0, 0.5, 1, 1.1])).tolist() == [0, 0, 130, 255, 255]
    assert len(np.unique(photograph.levels(np.linspace(0, 1, 5000)))) == photograph.LEVELS


def test_kernels_keep_brightness_or_remove_it():
    sums = {name: round(float(kernel.sum()), 9) for name, kernel in photograph.KERNELS.items()}
    assert sums == {"blur": 1, "sharpen": 1, "edges": 0, "emboss": 1, "sobel_x": 0, "sobel_y": 0}
    assert (photograph.KERNELS["sobel_y"] == photograph.KERNELS["sobel_x"].T).all()
