"""The values of the claims on inputs that excite or deceive a network, computed by another way."""

RECOMPUTED = {}
