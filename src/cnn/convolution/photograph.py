"""What is special in photographs: transforms, channels, neighbours that are alike, what small kernels find.

The photographs belong to scikit-image: `astronaut` (NASA, public domain) and `coffee` (Rachel Michetti, CC0).
"""

import numpy as np
from scipy import ndimage
from skimage import data, transform

from cnn.data.mnist import Digits
from lecture.studies.measured import Measured

SIDE = 256  # pixels: of the photographs that are measured
SHOWN = 104  # pixels: of the transformed photographs on the page
SHOWN_CHANNELS = 152
SHOWN_FILTERED = 112
LEVELS = 64  # of brightness in pictures: finer steps nobody sees, and the files become a third smaller
SHIFT, ANGLE, SCALE, DIMMING = SIDE // 8, 15, 1.25, 0.7  # pixels, degrees, times, times
LUMA = (0.2126, 0.7152, 0.0722)  # ITU-R BT.709
DIGITS = 10_000  # digits are enough for correlations of four decimals
FARTHEST, FARTHEST_IN_DIGITS = 64, 20  # pixels
MIDDLE = 5  # pixels: the distance that the text names

KERNELS = {
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "edges": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    "emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
    "sobel_x": np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    "sobel_y": np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
}

READS = {"digits": "data"}


def measure(digits: Digits) -> Measured:
    """Distances between transformed photographs, correlations of pixels, filtered photographs.

    Returns:
        Numbers: `side`, `channels` and `size` of the photograph; `distance` (root mean square difference of the
        values in [0, 1]) by transform, and the transforms' `shift` in pixels, `angle` in degrees, `scale` and
        `dimming`; `correlation` of the `photo`, of the `shuffled` photo and of `digits`, at the distances `one`,
        `middle` and `last`. Arrays of four figures.
    """
    photo, other = square(data.astronaut()), square(data.coffee())
    pictures = transformed(photo) | {"other": other}
    distances = {name: float(np.sqrt(np.mean((picture - photo) ** 2))) for name, picture in pictures.items()}

    grey = photo @ LUMA
    shuffled = np.random.default_rng(0).permutation(grey.ravel()).reshape(grey.shape)
    pixels = digits.train_images[:DIGITS].astype(np.float32) / 255
    curves = {
        "photo": correlations(grey[None], FARTHEST),
        "shuffled": correlations(shuffled[None], FARTHEST),
        "digits": correlations(pixels, FARTHEST_IN_DIGITS),
    }

    cup = square(data.coffee(), SHOWN_FILTERED) @ LUMA
    filtered = {name: ndimage.correlate(cup, kernel, mode="nearest") for name, kernel in KERNELS.items()}
    filtered["gradient"] = np.hypot(filtered["sobel_x"], filtered["sobel_y"])

    numbers = {
        "side": SIDE,
        "channels": photo.shape[-1],
        "size": photo.size,
        "shift": SHIFT,
        "angle": ANGLE,
        "scale": SCALE,
        "dimming": DIMMING,
        "distance": distances,
        "digits": len(pixels),
        "middle": MIDDLE,
        "farthest": {"photo": FARTHEST, "digits": FARTHEST_IN_DIGITS},
        "correlation": {
            name: dict(zip(("one", "middle", "last"), curve[[1, MIDDLE, -1]].tolist(), strict=True))
            for name, curve in curves.items()
        },
    }
    return Measured(
        numbers,
        {
            "photo_transforms.pictures": np.stack(
                [levels(resized(picture, SHOWN)) for picture in (photo, *pictures.values())]
            ),
            "photo_transforms.distances": np.array(list(distances.values())),
            "photo_channels.photo": levels(resized(photo, SHOWN_CHANNELS)),
            **{f"neighbour_correlation.{name}": curve for name, curve in curves.items()},
            "classic_filters.photo": levels(cup),
            "classic_filters.kernels": np.stack(list(KERNELS.values())),
            "classic_filters.filtered": np.stack(list(filtered.values())).astype(np.float32),
        },
    )


def square(photo: np.ndarray, side: int = SIDE) -> np.ndarray:
    """The middle of a photograph (H, W, 3) uint8 as (side, side, 3) float64 in [0, 1]."""
    height, width, _ = photo.shape
    short = min(height, width)
    top, left = (height - short) // 2, (width - short) // 2
    return resized(photo[top : top + short, left : left + short] / 255, side)


def resized(picture: np.ndarray, side: int) -> np.ndarray:
    """A square picture (H, H, …) in another size, smoothed before it is thinned out."""
    return transform.resize(picture, (side, side), anti_aliasing=True)


def levels(picture: np.ndarray) -> np.ndarray:
    """A picture in [0, 1] as uint8 with `LEVELS` steps."""
    steps = np.rint(np.clip(picture, 0, 1) * (LEVELS - 1))
    return np.rint(steps * (255 / (LEVELS - 1))).astype(np.uint8)


def transformed(photo: np.ndarray) -> dict[str, np.ndarray]:
    """The photograph under transforms that keep its meaning; what comes in from outside is mirrored."""
    centre = np.array(photo.shape[:2]) / 2 - 0.5

    def warped(**parameters) -> np.ndarray:
        around = (
            transform.AffineTransform(translation=-centre)
            + transform.AffineTransform(**parameters)
            + transform.AffineTransform(translation=centre)
        )
        return transform.warp(photo, around.inverse, mode="reflect")

    return {
        "shift": warped(translation=(SHIFT, 0)),
        "rotation": warped(rotation=np.deg2rad(ANGLE)),
        "scale": warped(scale=SCALE),
        "shear": warped(shear=np.deg2rad(ANGLE)),
        "mirror": photo[:, ::-1],
        "brightness": photo * DIMMING,
    }


def correlations(images: np.ndarray, farthest: int) -> np.ndarray:
    """Pearson's correlation of two pixels of one image against their distance.

    Args:
        images: (N, H, W) float; all pairs of all images, along rows and along columns, are taken together.
        farthest: the largest distance in pixels, below H and W.

    Returns:
        (farthest + 1,) float64, from distance 0, where it is 1.
    """
    found = [1.0]
    for distance in range(1, farthest + 1):
        one = np.concatenate([images[:, :, :-distance].ravel(), images[:, :-distance].ravel()])
        other = np.concatenate([images[:, :, distance:].ravel(), images[:, distance:].ravel()])
        found.append(np.corrcoef(one, other)[0, 1])
    return np.array(found)
