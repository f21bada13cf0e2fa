"""The PDF: frames for Typst, and what lets Typst set it."""
