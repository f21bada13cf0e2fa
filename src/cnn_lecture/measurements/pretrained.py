"""What a network trained on ImageNet answers to four photographs."""

import numpy as np
import torch
from skimage import data

from cnn_lecture.architecture import parameters
from cnn_lecture.measurements.measured import Measured
from cnn_lecture.pretrained import SHA256, centre, class_names, efficientnet_lite0, prepare, split

PHOTOS = {"cat": data.chelsea, "coffee": data.coffee, "astronaut": data.astronaut, "rocket": data.rocket}
TOP = 5
SHOWN = 2  # in the figure every second pixel is enough
CATS = range(281, 286)  # the numbers of all domestic cats among the classes


def measure() -> Measured:
    """Ask EfficientNet-Lite0.

    Returns:
        Numbers: `parameters` of all, of the `classifier`, of the `base` and of the `tail` that may be fine-tuned;
        `classes`; `weights_sha256`; for each photograph its `top`, a list of `name` and `probability`, and
        the first of them as `name` and `probability`; the probabilities `cat.cats`, of the domestic cats among the
        five, and `coffee.espresso`.
        Arrays: `photos` (4, h, w, 3) uint8, `names` (4, 5) str and `probabilities` (4, 5) float32.
    """
    network, names = efficientnet_lite0(), class_names()
    seen = torch.cat([centre(load()) for load in PHOTOS.values()])
    with torch.inference_mode():
        probabilities = network(prepare(seen)).softmax(dim=1)
    values, places = probabilities.topk(TOP, dim=1)
    base, tail = split(network)
    numbers = {
        "parameters": parameters(network),
        "classifier": parameters(network.classifier),
        "base": parameters(base),
        "tail": parameters(tail),
        "classes": len(names),
        "weights_sha256": SHA256,
    }
    for photo, top, row in zip(PHOTOS, values.tolist(), places.tolist(), strict=True):
        numbers[photo] = {
            "top": [{"name": names[i], "probability": p} for i, p in zip(row, top, strict=True)],
            "name": names[row[0]],
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
