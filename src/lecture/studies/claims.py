"""What a claim is, and whether it holds."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """A statement that results can refute.

    Attributes:
        statement: in Russian, for the reader.
        measure: from the lecture's numbers, `"network_a.parameters"`, to the measured value.
        seeds: the number that tells over how many seeds the value was measured; None where no chance is in it.
        evidence: the groups of numbers that the value comes from, the number of seeds among them.
    """

    statement: str
    measure: Callable[[Mapping[str, float]], float]
    seeds: str | None
    evidence: tuple[str, ...]


def check(
    claims: Mapping[str, Claim], numbers: Mapping[str, float], thresholds: Mapping[str, Mapping[str, float]]
) -> list[dict]:
    """Measure every claim and hold it against its threshold.

    Args:
        claims: by identifier.
        numbers: the lecture's numbers by dotted name.
        thresholds: `{"at_least": x}`, `{"at_most": x}` or both, by identifier, fixed before the measurement
            or, where their comments say so, after a first one.

    Returns:
        `{"id", "statement", "measured", "threshold", "holds", "seeds", "evidence"}` for each claim; `evidence`
        lists the groups of numbers; `seeds` is None where no chance is in the value.

    Raises:
        KeyError: a claim has no threshold, or a number is missing.
    """
    return [
        {
            "id": name,
            "statement": claim.statement,
            "measured": (measured := claim.measure(numbers)),
            "threshold": thresholds[name],
            # a measured value that is not a number refutes: no comparison with it is true
            "holds": thresholds[name].get("at_least", -math.inf)
            <= measured
            <= thresholds[name].get("at_most", math.inf),
            "seeds": numbers[claim.seeds] if claim.seeds else None,
            "evidence": list(claim.evidence),
        }
        for name, claim in claims.items()
    ]
