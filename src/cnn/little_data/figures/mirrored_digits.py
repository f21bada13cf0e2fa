"""Digits, their mirror images, and other digits that these look like."""

from cnn.drawing import style
from lecture.drawing.contract import Integer, UInt8


@style.lecture()
def draw(*, images: UInt8["pairs 3 28 28"], pairs: Integer["pairs 2"]) -> style.Figure:
    """Draw a group of three pictures for each pair.

    Args:
        images: an image, its mirror image, an image of the other class.
        pairs: the classes.
    """
    figure = style.figure(height=1.05)
    groups = figure.subfigures(1, len(pairs), wspace=0.06)
    for group, pictures, (digit, other) in zip(groups, images, pairs, strict=True):
        titles = (f"{digit}", "в зеркале", f"{other}")
        for axes, picture, title in zip(group.subplots(1, 3), pictures, titles, strict=True):
            style.pixels(axes, picture, low=0, high=255)
            axes.set_title(title, loc="center")
    return figure
