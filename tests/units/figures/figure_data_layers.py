"""Made-up arguments for the figures on what the layers hold and keep."""


def arguments() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    return {}
