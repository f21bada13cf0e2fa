"""What the lecture claims: a file for each subject, the identifiers are those of the texts."""

from cnn_lecture.claims import (
    attribution,
    convolution,
    digits,
    layers,
    little_data,
    loop,
    maximisation,
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
    **layers.CLAIMS,
    **maximisation.CLAIMS,
    **attribution.CLAIMS,
}

__all__ = ["CLAIMS", "Claim", "check"]
