"""Which pixels a unit of a layer sees: by a formula, from the modules, and by gradients, from a network."""

from dataclasses import dataclass

import torch
from torch import nn

from cnn.networks.architecture import leaves

WINDOWS = (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)
POINTWISE = (nn.ReLU, nn.Sigmoid, nn.Tanh, nn.Identity, nn.Dropout, nn.Dropout2d, nn.BatchNorm2d)


@dataclass(frozen=True)
class Field:
    """The receptive field of a layer's units, along one axis.

    Attributes:
        size: how many pixels one unit sees.
        step: by how many pixels the fields of neighbouring units are apart.
        start: the first pixel that unit 0 sees; negative where it lies in the padding.
    """

    size: int = 1
    step: int = 1
    start: int = 0

    def interval(self, unit: int, length: int) -> tuple[int, int]:
        """First and last pixel that a unit sees in an image with `length` pixels a side."""
        first = self.start + unit * self.step
        return max(first, 0), min(first + self.size, length) - 1


def receptive_fields(network: nn.Module) -> dict[str, Field]:
    """Walk the layers up to the first that has no places, such as `Flatten`; behind it every unit sees all.

    A window of k places with dilation d spans d(k − 1) + 1 of them, each `step` pixels from the next [Araujo 2019]:
    size ← size + d(k − 1)·step,  start ← start − padding·step,  step ← step·stride.

    Args:
        network: layers one behind the other.

    Raises:
        ValueError: a layer is of an unknown kind, or its window differs in height and width.
    """
    fields, field = {}, Field()
    for name, module in leaves(network):
        if isinstance(module, nn.Flatten | nn.Linear):
            break
        if isinstance(module, WINDOWS):
            reach = side(module, "dilation") * (side(module, "kernel_size") - 1)
            field = Field(
                size=field.size + reach * field.step,
                start=field.start - side(module, "padding") * field.step,
                step=field.step * side(module, "stride"),
            )
        elif not isinstance(module, POINTWISE):
            kind = type(module).__name__
            raise ValueError(f"{name}: the field of {kind} is not known")
        fields[name] = field
    return fields


def side(module: nn.Module, setting: str) -> int:
    """A setting of a window that is the same in height and in width, as a number.

    Average pooling has no dilation, which counts as 1; the padding `"same"` is half of what the window reaches.

    Raises:
        ValueError: it is not the same.
    """
    value = getattr(module, setting, 1)
    if value == "same":
        return side(module, "dilation") * (side(module, "kernel_size") - 1) // 2
    height, width = value if isinstance(value, tuple) else (value, value)
    if height != width:
        raise ValueError(f"{type(module).__name__}: {setting} is {value}, but only square windows are known here")
    return height


def influence(
    network: nn.Module,
    layer: str,
    images: torch.Tensor,
) -> tuple[int, torch.Tensor]:
    """How much each pixel influences the unit in the middle of a layer: the gradient's absolute value.

    The gradient of one image misses pixels: max-pooling hands it to one of its places, ReLU to none below zero. But
    whichever pixel it reaches is in the receptive field, so the field is the union over many images.

    Args:
        layer: the name of a layer with maps; all its channels are summed.
        images: (N, C, H, W) float.

    Returns:
        The unit's row and column (the same), and (N, H, W) of values >= 0.
    """
    images = images.clone().requires_grad_()
    kept = {}

    def keep(module, inputs, output):
        kept["maps"] = output

    hook = network.get_submodule(layer).register_forward_hook(keep)
    try:
        network.eval()(images)
    finally:
        hook.remove()
    unit = kept["maps"].shape[-1] // 2
    middle = kept["maps"][:, :, unit, unit].sum()
    (gradient,) = torch.autograd.grad(middle, images)
    return unit, gradient.abs().sum(dim=1)


def extent(influences: torch.Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last row, first and last column of the pixels that have an influence in any image (N, H, W).

    Raises:
        ValueError: no pixel has any.
    """
    seen = (influences > 0).any(dim=0)
    if not seen.any():
        raise ValueError("no pixel of any image has an influence: the unit is dead on all of them")
    rows, columns = seen.any(dim=1).nonzero(), seen.any(dim=0).nonzero()
    return (int(rows.min()), int(rows.max())), (int(columns.min()), int(columns.max()))
