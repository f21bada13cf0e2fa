"""The values of the claims on where a network looks, and how it arranges digits, computed by another way."""

RECOMPUTED = {}
