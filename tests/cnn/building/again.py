"""The shares of rebuilds that alarm, by formulas instead of simulated rebuilds."""

import math

from scipy.stats import nct, t

LEVEL = 0.005  # of wrong alarms among the accuracies of all networks


def unchanged(compared: int) -> float:
    """How often any of so many independent accuracies, none of which moved, is said to have.

    Holm's method alarms if the least of the p-values is below the level over their number; p-values are uniform.
    """
    return 1 - (1 - LEVEL / compared) ** compared


def found(fall: float, seeds: tuple[int, int], compared: int) -> float:
    """How often a fall in standard deviations is found: the noncentral t beyond the limit of the first step.

    Added is the same beyond its other end, where a fall looks like a rise. Later steps of Holm's method find it a
    little more often, by far less than a simulation tells.
    """
    freedom = sum(seeds) - 2
    limit = t.isf(LEVEL / compared / 2, freedom)
    shift = fall / math.sqrt(sum(1 / count for count in seeds))
    return float(nct.sf(limit, freedom, shift) + nct.sf(limit, freedom, -shift))


def chance(share: float, rebuilds: int) -> float:
    """Four standard errors of a share of so many rebuilds, and one rebuild."""
    return 4 * math.sqrt(share * (1 - share) / rebuilds) + 1 / rebuilds


RECOMPUTED = {}
