"""Refusing wrong data by name, before anything is drawn."""

import numpy as np


def array(values, name: str, shape: tuple[int | None, ...]) -> np.ndarray:
    """Check the shape of an argument.

    Args:
        values: anything that NumPy turns into an array.
        name: the argument's name, for the message.
        shape: the expected lengths; None stands for any length from 1.

    Returns:
        The values as an array of this shape.

    Raises:
        ValueError: the shape is another one.
    """
    result = np.asarray(values)
    fits = result.ndim == len(shape) and all(
        have == want if want is not None else have > 0 for have, want in zip(result.shape, shape, strict=True)
    )
    if not fits:
        wanted = ", ".join("N" if length is None else str(length) for length in shape)
        raise ValueError(f"{name}: expected the shape ({wanted}), got {result.shape}")
    return result


def classes(values, name: str, length: int, count: int = 10) -> np.ndarray:
    """Check that an argument holds class numbers.

    Args:
        values: the class numbers, (length,) int in [0, count).
        name: the argument's name, for the message.
        length: how many there have to be.
        count: the number of classes.

    Returns:
        The classes, (length,) int.

    Raises:
        ValueError: the shape is another one, or a value is no class number.
    """
    result = array(values, name, (length,))
    if not np.issubdtype(result.dtype, np.integer) or result.min() < 0 or result.max() >= count:
        raise ValueError(f"{name}: expected integers from 0 to {count - 1}")
    return result
