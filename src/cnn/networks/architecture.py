"""What a network looks like, found by walking its modules while one image passes through."""

import torch
from torch import nn


def leaves(network: nn.Module) -> list[tuple[str, nn.Module]]:
    """The layers without sublayers, in order, with their full names (`"block.conv1"`)."""
    return [(name, module) for name, module in network.named_modules() if name and not [*module.children()]]


def activations(network: nn.Module, images: torch.Tensor) -> dict[str, torch.Tensor]:
    """The output of every layer for some images, by the layer's name; the network is put into `eval()` mode.

    Args:
        images: (N, C, H, W) float32.
    """
    outputs: dict[str, torch.Tensor] = {}
    hooks = [
        module.register_forward_hook(lambda _, __, output, name=name: outputs.update({name: output}))
        for name, module in leaves(network)
    ]
    try:
        with torch.inference_mode():
            network.eval()(images)
    finally:
        for hook in hooks:
            hook.remove()
    return outputs


def parameters(module: nn.Module) -> int:
    """The number of trainable parameters."""
    return sum(p.numel() for p in module.parameters() if p.requires_grad)


def multiply_adds(module: nn.Module, output: torch.Tensor) -> int:
    """Multiply-adds of one layer for one example, biases not counted; 0 for layers without weights.

    A convolution computes each of its output values from k_h·k_w·C_in/groups products, a dense layer from
    its number of inputs: in both cases the size of one output channel's weights.

    Args:
        output: what the layer gave for a batch of one, (1, …).
    """
    weight = getattr(module, "weight", None)
    if not isinstance(module, nn.Conv1d | nn.Conv2d | nn.Linear) or weight is None:
        return 0
    return output.numel() * weight[0].numel()


def describe(network: nn.Module, image: torch.Tensor) -> list[dict]:
    """One row a layer: `{"layer", "type", "output", "parameters", "multiply_adds"}`.

    Args:
        image: one example, (1, C, H, W) float32.

    Returns:
        The rows in the order of the layers; `output` is the shape of one example's output, without the batch.
    """
    outputs = activations(network, image)
    return [
        {
            "layer": name,
            "type": type(module).__name__,
            "output": list(outputs[name].shape[1:]),
            "parameters": parameters(module),
            "multiply_adds": multiply_adds(module, outputs[name]),
        }
        for name, module in leaves(network)
    ]
