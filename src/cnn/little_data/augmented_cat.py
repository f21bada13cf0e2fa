"""One photograph, moved by torchvision in every way that Keras has a name for."""

from functools import partial

import numpy as np
import torch
from skimage import data
from skimage.transform import resize
from torchvision.transforms import v2

from lecture.studies.measured import Measured

HEIGHT, WIDTH = 84, 126  # pixels of a picture in the figure: the photograph's proportions
PADDED = 40  # pixels

KEPT = 0b11111000  # the bits of a pixel that the figure keeps: it looks the same and is a third smaller

affine = partial(v2.RandomAffine, interpolation=v2.InterpolationMode.BILINEAR)

# Where a range is meant, one value of it: the largest.
ALONE = {
    "исходная": v2.Identity(),
    "rotation_range": affine(degrees=(25, 25)),
    "width_shift_range": affine(degrees=0, translate=(0.2, 0)),
    "height_shift_range": affine(degrees=0, translate=(0, 0.2)),
    "shear_range": affine(degrees=0, shear=(25, 25)),
    "zoom_range": affine(degrees=0, scale=(0.7, 0.7)),
    "horizontal_flip": v2.RandomHorizontalFlip(p=1),
    "fill_mode: nearest": "edge",
    "fill_mode: reflect": "reflect",
}
TOGETHER = 3  # pictures with everything at random
SEED = 3  # of the shifts and of the last pictures: shifts that are seen


def padded(mode: str, move: v2.Transform) -> v2.Transform:
    """A motion with the edges filled from the picture, which torchvision does by padding first."""
    return v2.Compose([v2.Pad(PADDED, padding_mode=mode), move, v2.CenterCrop((HEIGHT, WIDTH))])


def measure() -> Measured:
    """Arrays: `pictures` (12, h, w, 3) uint8 and their `titles` (12,) str."""
    photo = resize(data.chelsea(), (HEIGHT, WIDTH), anti_aliasing=True)
    photo = torch.from_numpy(np.round(255 * photo).astype(np.uint8)).permute(2, 0, 1)
    random = v2.Compose(
        [
            padded("reflect", affine(degrees=20, translate=(0.1, 0.1), scale=(0.8, 1.2), shear=15)),
            v2.RandomHorizontalFlip(p=0.5),
        ]
    )
    moves = {
        title: padded(move, affine(degrees=(25, 25))) if isinstance(move, str) else move
        for title, move in ALONE.items()
    }
    moves |= {f"всё вместе, {number}": random for number in range(1, TOGETHER + 1)}
    with torch.random.fork_rng():
        torch.manual_seed(SEED)
        pictures = [move(photo).permute(1, 2, 0).numpy() & KEPT for move in moves.values()]
    return Measured(arrays={"pictures": np.stack(pictures), "titles": np.array(list(moves))})
