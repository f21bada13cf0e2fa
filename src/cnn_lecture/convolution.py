"""One convolution, written in three ways: as its formula says, as a matrix product, and as a library call."""

import torch
from torch.nn import functional as F


def with_loops(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """The formula, word for word: image (H, W), kernel (k_h, k_w), output (H − k_h + 1, W − k_w + 1)."""
    rows, columns = kernel.shape
    output = torch.zeros(image.shape[0] - rows + 1, image.shape[1] - columns + 1, dtype=image.dtype)
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for a in range(rows):
                for b in range(columns):
                    output[i, j] += kernel[a, b] * image[i + a, j + b]
    return output


def with_unfold(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """Every window becomes a row of a matrix; the shapes are those of `with_loops`."""
    rows, columns = kernel.shape
    windows = image.unfold(0, rows, 1).unfold(1, columns, 1)  # (H', W', k_h, k_w)
    return (windows.reshape(-1, rows * columns) @ kernel.reshape(-1)).reshape(windows.shape[:2])


def with_torch(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """PyTorch wants batches and channels: (1, 1, H, W) and (1, 1, k_h, k_w)."""
    return F.conv2d(image[None, None], kernel[None, None])[0, 0]
