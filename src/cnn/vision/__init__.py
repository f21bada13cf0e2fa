"""How an eye and a brain see."""
