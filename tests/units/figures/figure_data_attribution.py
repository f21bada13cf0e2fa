"""Made-up arguments for the figures on where a network looks, and how it arranges digits."""


def arguments() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    return {}
