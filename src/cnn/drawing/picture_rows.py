"""Rows of small square pictures under one another, each with its name: the shape of several figures."""

from collections.abc import Mapping, Sequence

import numpy as np

from cnn.drawing import style

GAP = 0.06  # between pictures, as a share of a picture
PITCH = 1 + GAP
SHARP = 40  # pixels: smaller pictures are enlarged to twice this at least, for viewers that smooth what is small


def draw_rows(
    rows: Mapping[str, Sequence[np.ndarray]],
    margin: float,
    columns: Sequence[str] = (),
    space: float = 0,
    largest: float = style.WIDTH,
) -> style.Figure:
    """Draw each row of pictures behind its name.

    Args:
        rows: by name, pictures of any size and as many in each row, (side, side) or (side, side, 3) uint8.
        margin: the width of the names, in pictures.
        columns: what stands above the columns, if anything.
        space: below each row, in pictures.
        largest: the side of a picture in inches, at most.

    Returns:
        The figure; one picture is the unit of its axes.
    """
    count = len(next(iter(rows.values())))
    head = 0.3 if columns else 0
    width, height = margin + count * PITCH - GAP, head + len(rows) * (PITCH + space) - GAP
    axes = style.canvas(height=min(style.WIDTH / width, largest) * height)
    for row, (name, tiles) in enumerate(rows.items()):
        top = row * (PITCH + space)
        axes.text(-0.12, top + 0.5, name, ha="right", va="center", linespacing=1.15)
        for column, tile in enumerate(tiles):
            tile_at(axes, tile, column * PITCH, top)
    for column, title in enumerate(columns):
        axes.text(column * PITCH + 0.5, -0.08, title, ha="center", va="bottom")
    axes.set(xlim=(-margin, width - margin + 0.01), ylim=(height - head + 0.01, -head - 0.01))
    return axes.figure


def tile_at(axes: style.Axes, tile: np.ndarray, left: float, top: float) -> None:
    """Draw one picture and its frame."""
    times = -(-2 * SHARP // len(tile)) if len(tile) < SHARP else 1
    axes.imshow(
        tile.repeat(times, axis=0).repeat(times, axis=1),
        cmap="gray",
        vmin=0,
        vmax=255,
        interpolation="none",
        extent=(left, left + 1, top + 1, top),
    )
    style.frame(axes, (left, top), 1, 1)
