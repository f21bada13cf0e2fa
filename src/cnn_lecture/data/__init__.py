"""Downloading and reading MNIST."""
