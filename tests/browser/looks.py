"""Pictures of pages, small, and whether two of them look alike."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter
from scipy.ndimage import uniform_filter
from skimage.metrics import structural_similarity

TIMES = 3  # as small as what was seen: lines of text are told, letters are not
SPOT = 15  # pixels of a kept picture: what is smaller may differ
ALIKE = 0.76  # of the least similar spot: letters set without parts of pixels leave 0.83, one lost background 0.74
HIGHER = 3  # pixels of it: how much a page's length may differ


def small(png: bytes) -> Image.Image:
    """A screenshot, TIMES smaller."""
    return Image.open(BytesIO(png)).convert("RGB").reduce(TIMES)


def alike(one: Image.Image, other: Image.Image) -> float:
    """How alike the least similar spot of two pictures is, up to 1; −1 where their sizes differ by more than HIGHER."""
    if one.width != other.width or abs(one.height - other.height) > HIGHER:
        return -1.0
    high = min(one.height, other.height)
    blurred = (picture.filter(ImageFilter.GaussianBlur(1)) for picture in (one, other))
    pair = [np.asarray(picture)[:high] for picture in blurred]
    _, found = structural_similarity(*pair, channel_axis=2, full=True, gaussian_weights=True, sigma=1.5)
    return float(uniform_filter(found.mean(axis=2), SPOT, mode="nearest").min())
