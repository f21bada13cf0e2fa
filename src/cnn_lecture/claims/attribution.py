"""Claims of the chapter on what is inside: where a network looks, and how it arranges digits."""

from cnn_lecture.claims.checking import Claim

CLAIMS: dict[str, Claim] = {}
