"""What makes the picture that excites a channel readable: one ingredient after another."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from cnn.inside.figures.picture_rows import draw_rows, square_pictures

TITLES = {
    "naive": "1. Пиксели",
    "moved": "2. Движения",
    "penalised": "3. Штраф",
    "waves": "4. Волны",
    "colours": "5. Цвета",
}


READS = "excited_channels"


@style.lecture()
def draw(*, ingredients: np.ndarray, pictures: np.ndarray) -> Figure:
    """Draw the pictures side by side, under the names of the ingredients.

    Args:
        ingredients: (N,) keys of `TITLES`.
        pictures: (N, side, side, 3) uint8.

    Returns:
        The figure.

    Raises:
        ValueError: an ingredient is unknown, or there are not as many pictures.
    """
    pictures = square_pictures(pictures, "pictures")
    names = [str(name) for name in ingredients]
    if len(names) != len(pictures) or not set(names) <= set(TITLES):
        raise ValueError(f"ingredients: expected {len(pictures)} of {', '.join(TITLES)}; got {', '.join(names)}")
    return draw_rows({"": pictures}, margin=0.01, columns=[TITLES[name] for name in names])
