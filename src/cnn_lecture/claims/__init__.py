"""What the lecture claims: a file for each subject, the identifiers are those of the texts."""

from cnn_lecture.claims import (
    convolution,
    digits,
    little_data,
    loop,
    networks,
    pooling,
    quality,
    sequences,
    traps,
    vision,
)
from cnn_lecture.claims.checking import Claim, check

CLAIMS: dict[str, Claim] = {
    **vision.CLAIMS,
    **convolution.CLAIMS,
    **pooling.CLAIMS,
    **digits.CLAIMS,
    **quality.CLAIMS,
    **networks.CLAIMS,
    **loop.CLAIMS,
    **traps.CLAIMS,
    **sequences.CLAIMS,
    **little_data.CLAIMS,
}

__all__ = ["CLAIMS", "Claim", "check"]
