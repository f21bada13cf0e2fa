"""Two games of chance: a lecture that holds the engine to its word."""
