"""What a claim is, and whether it holds."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from jinja2 import nodes

from lecture.files.texts import TextError
from lecture.studies.expressions import Expressions
from lecture.studies.numbers import nested

EXPRESSIONS = Expressions()


class ClaimError(TextError):
    """A claim that the lecture's numbers can't be held against; the message names it."""


@dataclass(frozen=True)
class Claim:
    """A statement that results can refute.

    Attributes:
        statement: a sentence for the reader.
        measured: the measured value, written as in a chapter, without the braces: `a.share - b.share`,
            `a.difference | abs`, `[a.least, b.least] | min`.
        seeds: the number that tells over how many seeds the value was measured: its whole name, `network_b.seeds`, or
            its last word, for the number of that name nearest to the value's first one, `a.b.seeds` or `a.seeds` for
            `a.b.share`. None, or no number `seeds` there, means that no chance is in the value.
        only: the facts that the claim is made for, `{"data": "MNIST"}`; it is made for all without any.
        unit: what stands behind the value and its threshold for a reader; `%` and the other `hundredths` in the table
            of the language (`lecture.words`) are units of a share in [0, 1].
    """

    statement: str
    measured: str
    seeds: str | None = "seeds"
    only: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""

    def fits(self, facts: Mapping[str, str]) -> bool:
        """Whether the claim is made for these facts."""
        return all(facts.get(name) == value for name, value in self.only.items())

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The names of the numbers that the value comes from, in order of use.

        Raises:
            jinja2.TemplateSyntaxError: it doesn't parse.
        """
        return tuple(dict.fromkeys(_names(EXPRESSIONS.parse(f"{{{{ {self.measured} }}}}"))))

    @property
    def evidence(self) -> tuple[str, ...]:
        """The groups of those numbers, and of the number of seeds."""
        names = [*self.numbers, *([self.seeds] if self.seeds and "." in self.seeds else [])]
        return tuple(dict.fromkeys(name.partition(".")[0] for name in names))

    def measure(self, numbers: Mapping[str, float]) -> float:
        """The measured value, from the lecture's numbers by dotted name.

        Raises:
            KeyError: a number is missing.
        """
        return EXPRESSIONS.compile_expression(self.measured)(nested({name: numbers[name] for name in self.numbers}))

    def count(self, numbers: Mapping[str, float]) -> int | None:
        """Over how many seeds the value was measured; None where no chance is in it.

        Raises:
            KeyError: there is no such number.
        """
        if self.seeds is None:
            return None
        groups = self.numbers[0].split(".")[:-1]
        names = (".".join([*groups[:depth], self.seeds]) for depth in range(len(groups), -1, -1))
        nearest = next((name for name in names if name in numbers), None)
        if nearest is None and self.seeds != "seeds":
            raise KeyError(self.seeds)
        return numbers.get(nearest)


def _names(node: nodes.Node) -> Iterator[str]:
    """The dotted names in an expression, `"a.b"` for `a.b | abs`, in the order of the text."""
    words, inner = [], node
    while isinstance(inner, nodes.Getattr):
        words.append(inner.attr)
        inner = inner.node
    if isinstance(inner, nodes.Name):
        yield ".".join([inner.name, *reversed(words)])
    else:
        for child in node.iter_child_nodes():
            yield from _names(child)


def check(claims: Mapping[str, Mapping], numbers: Mapping[str, float], thresholds: Mapping[str, Mapping]) -> list[dict]:
    """Measure every claim and hold it against its threshold.

    Args:
        claims: the fields of `Claim`, by identifier.
        numbers: the lecture's numbers by dotted name.
        thresholds: `{"at_least": x}`, `{"at_most": x}` or both, by identifier, fixed before the measurement; with
            `rewritten`, a sentence on what stood there before, where a first measurement changed the claim.

    Returns:
        `{"id", "statement", "measured", "unit", "threshold", "rewritten", "holds", "seeds", "numbers", "evidence"}` of
        each claim; `numbers` lists those that the value comes from, `evidence` their groups; `seeds` is None where no
        chance is in the value, `rewritten` where nothing was.

    Raises:
        KeyError: a claim has no threshold.
        ClaimError: a number is missing, or they give no number; of all claims, a line each.
    """
    found, mistakes = {}, []
    for name, fields in claims.items():
        try:
            found[name] = _measured(name, Claim(**fields), numbers)
        except ClaimError as mistake:
            mistakes.append(str(mistake))
    if mistakes:
        raise ClaimError("\n".join(mistakes))
    return [
        {
            "id": name,
            "statement": claim.statement,
            "measured": measured,
            "unit": claim.unit,
            "threshold": {bound: value for bound, value in thresholds[name].items() if bound != "rewritten"},
            "rewritten": thresholds[name].get("rewritten"),
            # a measured value that is not a number refutes: no comparison with it is true
            "holds": thresholds[name].get("at_least", -math.inf)
            <= measured
            <= thresholds[name].get("at_most", math.inf),
            "seeds": seeds,
            "numbers": list(claim.numbers),
            "evidence": list(claim.evidence),
        }
        for name, (claim, measured, seeds) in found.items()
    ]


def _measured(name: str, claim: Claim, numbers: Mapping[str, float]) -> tuple[Claim, float, int | None]:
    """A claim, its value and over how many seeds it was measured.

    Raises:
        ClaimError: as `check`.
    """
    try:
        measured, seeds = claim.measure(numbers), claim.count(numbers)
    except KeyError as missing:
        raise ClaimError(f"the claim {name!r}: {claim.measured}: there is no number {missing.args[0]}") from None
    except (ArithmeticError, TypeError, ValueError) as mistake:
        raise ClaimError(f"the claim {name!r}: {claim.measured}: {mistake}") from None
    if not isinstance(measured, int | float):
        kind = type(measured).__name__
        raise ClaimError(f"the claim {name!r}: {claim.measured}: the value is no number but of type {kind}")
    return claim, measured, seeds
