"""One convolution, written in three ways: as its formula says, as a matrix product, and as a library call."""

import torch
from torch.nn import functional as F


def with_loops(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """The formula, word for word: image (H, W), kernel (k_h, k_w), output (H − k_h + 1, W − k_w + 1)."""
    rows, columns = kernel.shape
    height, width = image.shape[0] - rows + 1, image.shape[1] - columns + 1
    output = torch.zeros(height, width, dtype=image.dtype)
    for i in range(height):
        for j in range(width):
            for a in range(rows):
                for b in range(columns):
                    output[i, j] += kernel[a, b] * image[i + a, j + b]
    return output


def over_lists(image: list[list[float]], kernel: list[list[float]]) -> list[list[float]]:
    """The loops of `with_loops` over lists of numbers: what they cost without taking numbers out of tensors."""
    height, width = len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1
    output = [[0.0] * width for _ in range(height)]
    for i in range(height):
        for j in range(width):
            for a in range(len(kernel)):
                for b in range(len(kernel[0])):
                    output[i][j] += kernel[a][b] * image[i + a][j + b]
    return output


def with_unfold(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """Every window becomes a row of a matrix; the shapes are those of `with_loops`."""
    rows, columns = kernel.shape
    windows = image.unfold(0, rows, 1).unfold(1, columns, 1)
    height, width = windows.shape[:2]  # windows: (H', W', k_h, k_w)
    matrix = windows.reshape(height * width, rows * columns)
    return (matrix @ kernel.reshape(-1)).reshape(height, width)


def with_torch(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """PyTorch wants batches and channels: (1, 1, H, W) and (1, 1, k_h, k_w)."""
    return F.conv2d(image[None, None], kernel[None, None])[0, 0]
