"""The values of the claims on what the layers hold and keep, computed by another way."""

RECOMPUTED = {}
