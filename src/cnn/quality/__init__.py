"""Knowing how good a network is."""
