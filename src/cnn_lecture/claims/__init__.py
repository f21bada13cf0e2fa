"""What the lecture claims: a file for each subject, the identifiers are those of the texts."""

from cnn_lecture.claims import convolution, digits, little_data, pooling
from cnn_lecture.claims.checking import Claim, check

CLAIMS: dict[str, Claim] = {
    **convolution.CLAIMS,
    **pooling.CLAIMS,
    **digits.CLAIMS,
    **little_data.CLAIMS,
}

__all__ = ["CLAIMS", "Claim", "check"]
