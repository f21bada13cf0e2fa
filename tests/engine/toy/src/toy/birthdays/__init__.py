"""Shared birthdays."""
