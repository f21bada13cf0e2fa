"""What a network trained on ImageNet answers to four photographs."""

import numpy as np
import torch
from skimage import data

from cnn.data.imagenet import in_russian
from cnn.networks.architecture import parameters
from cnn.networks.pretrained import centre, class_names, pretrained
from lecture.studies.measured import Measured

PHOTOS = {"cat": data.chelsea, "coffee": data.coffee, "astronaut": data.astronaut, "rocket": data.rocket}
TOP = 5
SHOWN = 2  # in the figure every second pixel is enough
CATS = range(281, 286)  # the numbers of all domestic cats among the classes

READS = {"network": "config pretrained"}


def measure(network: str = "efficientnet_lite0") -> Measured:
    """Ask a pretrained network.

    Args:
        network: which, as `cnn.networks.pretrained.pretrained` knows it.

    Returns:
        Numbers: the name of the `network`, its `title` in prose, how many `features` it sees in a picture; the
        `parameters` of all, of the `classifier`, of the `base` and of the `tail` that may be fine-tuned; `classes`;
        `weights_sha256`; for each photograph its `top`, a list of `name` and `probability`, and the first of them as
        `name`, `russian` and `probability`; the probabilities `cat.cats`, of the domestic cats among the five, and
        `coffee.espresso`.
        Arrays: `photos` (4, h, w, 3) uint8, `names` (4, 5) str and `probabilities` (4, 5) float32.
    """
    asked, names = pretrained(network), class_names()
    seen = torch.cat([centre(load()) for load in PHOTOS.values()])
    with torch.inference_mode():
        probabilities = asked.network(asked.prepare(seen)).softmax(dim=1)
    values, places = probabilities.topk(TOP, dim=1)
    numbers = {
        "network": network,
        "title": asked.title,
        "features": asked.features,
        "parameters": parameters(asked.network),
        "classifier": parameters(asked.classifier),
        "base": parameters(asked.base),
        "tail": parameters(asked.tail),
        "classes": len(names),
        "weights_sha256": asked.sha256,
    }
    for photo, top, row in zip(PHOTOS, values.tolist(), places.tolist(), strict=True):
        numbers[photo] = {
            "top": [{"name": names[i], "probability": p} for i, p in zip(row, top, strict=True)],
            "name": names[row[0]],
            "russian": in_russian(names[row[0]]),
            "probability": top[0],
        }
    numbers["coffee"]["espresso"] = float(probabilities[1, names.index("espresso")])
    numbers["cat"]["cats"] = sum(p for i, p in zip(places[0].tolist(), values[0].tolist(), strict=True) if i in CATS)
    pixels = torch.nn.functional.avg_pool2d(seen, SHOWN).permute(0, 2, 3, 1)
    return Measured(
        numbers,
        {
            "photos": (255 * pixels).round().byte().numpy(),
            "names": np.array([[names[i] for i in row] for row in places.tolist()]),
            "probabilities": values.numpy(),
        },
    )
