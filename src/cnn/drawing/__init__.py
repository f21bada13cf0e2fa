"""How the figures of this lecture look, and what several subjects draw alike."""
