"""Where the windows of a convolution lie and how large its output is, along one axis."""


def output_size(size: int, kernel: int, padding: int = 0, stride: int = 1, dilation: int = 1) -> int:
    """The length of a convolution's output along one axis.

    ⌊(size + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1, the formula of `torch.nn.Conv2d`.

    Args:
        size: of the input, in pixels.
        kernel: the number of weights.
        padding: pixels added at each end.
        stride: pixels from one window to the next.
        dilation: pixels from one weight to the next.

    Raises:
        ValueError: an argument is impossible, or the kernel is longer than the padded input.
    """
    for name, value, least in (
        ("size", size, 1),
        ("kernel", kernel, 1),
        ("padding", padding, 0),
        ("stride", stride, 1),
        ("dilation", dilation, 1),
    ):
        if value < least:
            raise ValueError(f"{name}: {value} is below {least}")
    span = dilation * (kernel - 1) + 1
    if span > size + 2 * padding:
        raise ValueError(f"kernel: it spans {span} pixels, the padded input has {size + 2 * padding}")
    return (size + 2 * padding - span) // stride + 1


def window(index: int, kernel: int, padding: int = 0, stride: int = 1, dilation: int = 1) -> list[int]:
    """The input pixels that the output value `index` is computed from; those before 0 lie in the padding."""
    start = index * stride - padding
    return [start + dilation * a for a in range(kernel)]
