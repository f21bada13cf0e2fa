"""Pooling, receptive fields and architecture."""
