"""One file, one figure, or several that differ in their arrays only."""
