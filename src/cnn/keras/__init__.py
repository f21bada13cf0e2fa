"""Recognising digits with Keras."""
