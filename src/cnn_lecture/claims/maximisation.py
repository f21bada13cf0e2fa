"""Claims of the chapter on what is inside: inputs that excite or deceive a network."""

from cnn_lecture.claims.checking import Claim

CLAIMS: dict[str, Claim] = {}
