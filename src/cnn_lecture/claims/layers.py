"""Claims of the chapter on what is inside: what the layers hold and keep."""

from cnn_lecture.claims.checking import Claim

CLAIMS: dict[str, Claim] = {}
