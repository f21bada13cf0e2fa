"""Recognising digits with PyTorch."""
