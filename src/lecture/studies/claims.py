"""What a claim is, and whether it holds."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Claim:
    """A statement that results can refute.

    Attributes:
        statement: a sentence for the reader.
        measure: from the lecture's numbers, `"network_a.parameters"`, to the measured value.
        seeds: the number that tells over how many seeds the value was measured; None where no chance is in it.
        only: the facts that the claim is made for, `{"data": "MNIST"}`; it is made for all without any.
    """

    statement: str
    measure: Callable[[Mapping[str, float]], float]
    seeds: str | None = None
    only: Mapping[str, str] = field(default_factory=dict)

    def fits(self, facts: Mapping[str, str]) -> bool:
        """Whether the claim is made for these facts."""
        return all(facts.get(name) == value for name, value in self.only.items())

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The names of the numbers that the value comes from, the number of seeds among them, in order of use."""
        asked = _Asked()
        self.measure(asked)
        return tuple(dict.fromkeys([*asked.names, *([self.seeds] if self.seeds else [])]))

    @property
    def evidence(self) -> tuple[str, ...]:
        """The groups of those numbers."""
        return tuple(dict.fromkeys(name.partition(".")[0] for name in self.numbers))


class _Asked(dict):
    """Numbers that remember which of them were asked for; each is 1/4, so that no claim divides by nothing."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __missing__(self, name: str) -> float:
        self.names.append(name)
        return 0.25


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
