"""Convolution in one dimension."""
