"""Ten surfaces cut out of photographs: a small set of real pictures, and what a frozen pretrained base makes of it.

The photographs come with scikit-image (CC0, in the public domain, or without known restrictions) and with scikit-learn:
`china.jpg` by danielbuechele and `flower.jpg` by vultilion, CC BY 2.0.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from skimage import color, data
from sklearn.datasets import load_sample_image
from torch.nn import functional as F

from cnn.learning.training import predict
from cnn.little_data.augment import Augment
from cnn.networks.pretrained import pretrained
from lecture.studies.measured import Measured

Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels of the photograph


class Surface(NamedTuple):
    """A class: its name for readers, the photograph, and the parts of it to learn from and to be tested on."""

    name: str
    photo: Callable[[], np.ndarray]
    known: Box
    asked: Box


HALVES = (0, 0, 240, 512), (272, 0, 512, 512)  # of what looks alike everywhere
SURFACES = (
    Surface("кирпич", data.brick, *HALVES),
    Surface("трава", data.grass, *HALVES),
    Surface("гравий", data.gravel, *HALVES),
    Surface("шерсть", data.chelsea, (150, 0, 265, 85), (270, 0, 365, 85)),
    Surface("дерево", data.coffee, (0, 0, 95, 400), (470, 240, 600, 400)),
    Surface("скафандр", data.astronaut, (110, 250, 235, 512), (262, 270, 370, 400)),
    Surface("листва", lambda: load_sample_image("china.jpg"), (0, 365, 230, 427), (420, 330, 640, 427)),
    Surface("лепестки", lambda: load_sample_image("flower.jpg"), (232, 130, 312, 310), (320, 130, 400, 310)),
    Surface("клетки", data.immunohistochemistry, *HALVES),
    Surface("звёзды", data.hubble_deep_field, *HALVES),
)
SIDE, ENLARGED = 32, 64  # pixels: of a piece, and of a piece as the pretrained base gets it
VALIDATION = 0.25  # of the known part, across its longer side, but not less than a piece and a little
MIDDLE, SPREAD = 0.5, 0.2  # the mean and the s.d. of a piece's brightness, so that light tells nothing
# A surface is seen from elsewhere, or from the other side; none of it says what it is.
MOVED = {"degrees": 15, "shift": 0.1, "shear": 10, "zoom": 0.25, "flip": 0.5}
SHOWN = 3  # pieces of a class in the figure, of each kind

READS = {"network": "config pretrained"}


def measure(
    network: str = "efficientnet_lite0", *, training: int, validation: int, test: int, variants: int
) -> Measured:
    """Cut pieces at random places, and send them through the base of a network.

    Args:
        network: as `cnn.networks.pretrained.pretrained` knows it.
        training, validation, test: pieces of each surface; each kind is cut from a part of the photograph of its own.
        variants: moved copies of every training piece, besides the piece itself.

    Returns:
        Numbers: `classes`, `side` and `enlarged` (pixels), `training`, `validation`, `test` (pieces of a class),
        `variants`.
        Arrays: under `pieces.`, for experiments, `training`, `validation` and `test` (10, pieces, 32, 32) uint8;
        `training_maps` (variants + 1, 10, pieces, C, h, w) float16, `validation_maps` and `test_maps` without the first
        axis, what the base gives; `network`, its name. Under `surface_samples.`, for the figure, `names` (10,), `known`
        and `asked` (10, 3, 32, 32).
    """
    random = np.random.default_rng(0)
    photos = [grey(surface.photo()) for surface in SURFACES]
    parts = [(*divided(surface.known), surface.asked) for surface in SURFACES]
    counts = {"training": training, "validation": validation, "test": test}
    pieces = {
        kind: np.stack([cut(photo, boxes[place], count, random) for photo, boxes in zip(photos, parts, strict=True)])
        for place, (kind, count) in enumerate(counts.items())
    }
    used = pretrained(network)

    def maps(pixels: torch.Tensor) -> np.ndarray:
        """(10 × pieces, 1, 32, 32) in [0, 1] → (10, pieces, C, h, w)."""
        large = F.interpolate(pixels, size=(ENLARGED, ENLARGED), mode="bicubic").clamp(0, 1).expand(-1, 3, -1, -1)
        found = predict(used.base, used.prepare(large), batch_size=50).numpy().astype(np.float16)
        return found.reshape(len(SURFACES), -1, *found.shape[1:])

    pixels = {kind: torch.from_numpy(found).flatten(0, 1)[:, None].float() / 255 for kind, found in pieces.items()}
    moved = Augment(**MOVED).train()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        copies = [moved(pixels["training"]) for _ in range(variants)]
    learnt_from = {
        **pieces,
        "training_maps": np.stack([maps(version) for version in (pixels["training"], *copies)]),
        "validation_maps": maps(pixels["validation"]),
        "test_maps": maps(pixels["test"]),
        "network": np.array(network),
    }
    shown = {
        "names": np.array([surface.name for surface in SURFACES]),
        "known": pieces["training"][:, :SHOWN],
        "asked": pieces["test"][:, :SHOWN],
    }
    return Measured(
        {"classes": len(SURFACES), "side": SIDE, "enlarged": ENLARGED, "variants": variants} | counts,
        {f"pieces.{name}": values for name, values in learnt_from.items()}
        | {f"surface_samples.{name}": values for name, values in shown.items()},
    )


def grey(photo: np.ndarray) -> np.ndarray:
    """A photograph (H, W) or (H, W, 3) uint8 as brightness (H, W) in [0, 1]."""
    return color.rgb2gray(photo) if photo.ndim == 3 else photo / 255


def divided(known: Box) -> tuple[Box, Box]:
    """The known part in two that share no pixel: to train on, and for choices."""
    left, top, right, bottom = known
    if right - left > bottom - top:
        border = right - max(round(VALIDATION * (right - left)), SIDE + 4)
        return (left, top, border, bottom), (border, top, right, bottom)
    border = bottom - max(round(VALIDATION * (bottom - top)), SIDE + 4)
    return (left, top, right, border), (left, border, right, bottom)


def cut(photo: np.ndarray, box: Box, count: int, random: np.random.Generator) -> np.ndarray:
    """Pieces of a part of a photograph at random places, which may overlap, with mean and contrast made equal.

    Returns:
        (count, 32, 32) uint8.
    """
    left, top, right, bottom = box
    corners = zip(
        random.integers(top, bottom - SIDE, count, endpoint=True),
        random.integers(left, right - SIDE, count, endpoint=True),
        strict=True,
    )
    found = np.stack([photo[y : y + SIDE, x : x + SIDE] for y, x in corners])
    middle, spread = (value(found, axis=(1, 2), keepdims=True) for value in (np.mean, np.std))
    even = MIDDLE + SPREAD * (found - middle) / (spread + 0.02)  # a piece without contrast stays one
    return np.rint(255 * even.clip(0, 1)).astype(np.uint8)
