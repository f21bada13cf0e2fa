"""What the frozen part of a pretrained network makes of 200 small photographs, computed once."""

import numpy as np
import torch
from skimage import data
from torch.nn import functional as F

from cnn.learning.training import predict
from cnn.networks.pretrained import pretrained
from lecture.studies.measured import Measured

SIDE = 112  # pixels; the photographs have 25, so more would only be smoother

READS = {"network": "config pretrained"}


def measure(network: str = "efficientnet_lite0") -> Measured:
    """What the base of a network gives; `network` names it as `cnn.networks.pretrained.pretrained` knows it.

    Numbers: `images`, `faces`, `side` (pixels), `enlarged` (pixels).

    Arrays: `images` (200, 25, 25) uint8; `labels` (200,) int, 1 for a face; `maps` (200, 192, h, w) float16, what the
    base gives; `network`, its name.
    """
    images = np.round(data.lfw_subset() * 255).astype(np.uint8)
    labels = np.repeat([1, 0], len(images) // 2)  # the faces come first
    used = pretrained(network)
    pixels = torch.from_numpy(images)[:, None].float() / 255
    pixels = F.interpolate(pixels, size=(SIDE, SIDE), mode="bicubic").clamp(0, 1).expand(-1, 3, -1, -1)
    maps = predict(used.base, used.prepare(pixels), batch_size=50)
    return Measured(
        {"images": len(images), "faces": int(labels.sum()), "side": images.shape[1], "enlarged": SIDE},
        {"images": images, "labels": labels, "maps": maps.numpy().astype(np.float16), "network": np.array(network)},
    )
