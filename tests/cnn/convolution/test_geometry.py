"""The size of a convolution's output, against counting the windows one by one."""

import itertools

import pytest

from cnn.convolution.geometry import output_size, window


def counted(size, kernel, padding, stride, dilation) -> int:
    """How many windows lie inside the padded input."""
    last = size + padding - 1
    starts = itertools.count()
    return sum(
        1 for _ in itertools.takewhile(lambda i: window(i, kernel, padding, stride, dilation)[-1] <= last, starts)
    )


@pytest.mark.parametrize("size", [1, 2, 5, 8, 13])
def test_against_counting(size):
    compared = 0
    for arguments in itertools.product([1, 2, 3, 4, 5], [0, 1, 2], [1, 2, 3], [1, 2, 3]):
        windows = counted(size, *arguments)
        if windows:
            assert output_size(size, *arguments) == windows
            compared += 1
        else:
            with pytest.raises(ValueError, match="kernel: it spans"):
                output_size(size, *arguments)
    assert compared > 20


@pytest.mark.parametrize(
    ("shape", "wrong"),
    [
        ((0, 1), "size"),
        ((5, 0), "kernel"),
        ((5, 3, -1), "padding"),
        ((5, 3, 0, 0), "stride"),
        ((5, 3, 0, 1, 0), "dilation"),
    ],
)
def test_the_impossible_is_named(shape, wrong):
    with pytest.raises(ValueError, match=rf"^{wrong}\b"):
        output_size(*shape)


def test_windows():
    assert window(0, 3) == [0, 1, 2]
    assert window(0, 3, padding=1) == [-1, 0, 1]
    assert window(2, 3, stride=2) == [4, 5, 6]
    assert window(1, 3, dilation=2) == [1, 3, 5]
