"""Made-up arguments for the figures on inputs that excite or deceive a network."""


def arguments() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    return {}
