"""How the lecture is built."""
