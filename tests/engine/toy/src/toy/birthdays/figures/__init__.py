"""The figures of the chapter on birthdays."""
