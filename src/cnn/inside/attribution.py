"""Which place of an image made the network decide so: three maps, all of logits, the scores before softmax."""

import torch
from torch import nn
from torch.nn import functional as F


def class_activation_map(
    network: nn.Module,
    layer: nn.Module,
    dense: nn.Linear,
    images: torch.Tensor,
    classes: torch.Tensor,
) -> torch.Tensor:
    """The contribution of every place to a class's logit, exact if only a mean and `dense` follow `layer`.

    B. Zhou et al., Learning deep features for discriminative localization, 2016, eq. 2. The mean of a map over its
    places, plus the bias, is the logit.

    Args:
        layer: a part of the network, whose output is (N, C, h, w).
        dense: the part that maps the means (N, C) to the logits.
        images: (N, channels, H, W) float32.
        classes: (N,) int64.

    Returns:
        (N, h, w) float32, of both signs.
    """
    kept: list[torch.Tensor] = []
    hook = layer.register_forward_hook(lambda _, __, output: kept.append(output))
    with torch.inference_mode():
        network.eval()(images)
    hook.remove()
    [maps] = kept
    return torch.einsum("nchw,nc->nhw", maps, dense.weight[classes].detach())


def grad_cam(
    network: nn.Module,
    layer: nn.Module,
    images: torch.Tensor,
    classes: torch.Tensor,
    average: bool = True,
) -> torch.Tensor:
    """The maps of any layer, weighted by the mean gradient of a class's score over each, without what is negative.

    R. R. Selvaraju et al., Grad-CAM, 2017, eqs. 1 and 2. Not averaged, every place keeps its own gradient: HiResCAM,
    R. L. Draelos and L. Carin, 2020, arXiv:2011.08891.

    Args:
        network: maps images to scores (N, K); logits, if the map is to be that of the article.
        layer: a part of it, whose output is (N, C, h, w).
        images: (N, channels, H, W) float32.
        classes: (N,) int64.
        average: whether all places of a map get the same weight.

    Returns:
        (N, h, w) float32, not negative.
    """
    kept: list[torch.Tensor] = []
    hook = layer.register_forward_hook(lambda _, __, output: kept.append(output))
    scores = network.eval()(images)
    hook.remove()
    [maps] = kept
    asked = scores.gather(1, classes[:, None]).sum()  # images don't influence each other
    [gradient] = torch.autograd.grad(asked, maps)
    weights = gradient.mean(dim=(2, 3), keepdim=True) if average else gradient
    return F.relu((weights * maps).sum(dim=1)).detach()


def occlusion(
    network: nn.Module,
    images: torch.Tensor,
    patch: int,
    stride: int,
    fill: float = 0.0,
) -> torch.Tensor:
    """How far each score falls while a square hides a part of the image, averaged over the squares upon a pixel.

    M. D. Zeiler and R. Fergus, Visualizing and understanding convolutional networks, 2014, sec. 4.2.

    Args:
        network: maps images to scores (N, K).
        images: (N, channels, H, W) float32.
        patch: the side of the square in pixels; at the right and at the bottom it may stick out.
        stride: its step in pixels, at most `patch`, so that every pixel is hidden some time.
        fill: what the square is filled with.

    Returns:
        (N, K, H, W) float32; negative where hiding helps the class.

    Raises:
        ValueError: the stride leaves gaps.
    """
    if not 0 < stride <= patch:
        raise ValueError(f"steps of {stride} with squares of {patch} leave gaps")
    height, width = images.shape[2:]
    with torch.inference_mode():
        whole = network.eval()(images)
        fall = torch.zeros(*whole.shape, height, width)
        times = torch.zeros(height, width)
        for top in range(0, max(height - patch, 0) + stride, stride):
            for left in range(0, max(width - patch, 0) + stride, stride):
                square = (..., slice(top, top + patch), slice(left, left + patch))
                hidden = images.clone()
                hidden[square] = fill
                fall[square] += (whole - network(hidden))[..., None, None]
                times[square] += 1
    return fall / times


def enlarge(maps: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """Maps (N, h, w), bilinearly as large as the image (N, *size)."""
    return F.interpolate(maps[:, None], size=size, mode="bilinear", align_corners=False)[:, 0]


def saliency(network: nn.Module, images: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
    """How strongly a class's score would answer to a small change of each pixel.

    K. Simonyan, A. Vedaldi and A. Zisserman, 2014, arXiv:1312.6034, sec. 3.

    Args:
        network: maps images to scores (N, K).
        images: (N, 1, H, W) float32.
        classes: (N,) int64.

    Returns:
        (N, H, W) float32, the absolute values of the derivatives.
    """
    return score_gradient(network, images, classes)[:, 0].abs()


def integrated_gradients(
    network: nn.Module, images: torch.Tensor, classes: torch.Tensor, background: float = 0.0, steps: int = 32
) -> torch.Tensor:
    """The score's rise from an empty image to this one, divided among the pixels.

    M. Sundararajan, A. Taly and Q. Yan, 2017, arXiv:1703.01365, eqs. 1 and 3; the integral by the midpoint rule. All
    pixels together have the whole rise, but for the error of that rule.

    Args:
        network, images, classes: as for `saliency`.
        background: what every pixel of the empty image is.
        steps: of the way from there to the image.

    Returns:
        (N, H, W) float32, of both signs.
    """
    way = images - background
    total = torch.zeros_like(images)
    for step in range(steps):
        total += score_gradient(network, background + (step + 0.5) / steps * way, classes)
    return (way * total / steps)[:, 0]


def score_gradient(network: nn.Module, images: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
    """The derivatives of a class's score by the pixels of its image, as large as the images."""
    pixels = images.detach().requires_grad_()
    asked = network.eval()(pixels).gather(1, classes[:, None]).sum()  # images don't influence each other
    [gradient] = torch.autograd.grad(asked, pixels)
    return gradient
