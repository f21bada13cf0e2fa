"""Chapters: text notebooks of prose, names of numbers and figures, and short code cells."""
