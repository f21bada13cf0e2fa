"""The lecture's claims: what each states, how it is measured, and whether it holds."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """A statement that results can refute.

    Attributes:
        statement: in Russian, for the reader.
        measure: from the lecture's numbers, `"network_a.parameters"`, to the measured value.
        seeds: the number that tells over how many seeds the value was measured.
        evidence: the groups of numbers that the value comes from, the number of seeds among them.
    """

    statement: str
    measure: Callable[[Mapping[str, float]], float]
    seeds: str
    evidence: tuple[str, ...]


CLAIMS = {
    "untrained_uniform": Claim(
        "До обучения классы почти равновероятны: отличие среднего логарифма вероятности от −ln\N{NO-BREAK SPACE}10.",
        lambda n: abs(n["network_a.untrained.log_probability.mean"] + math.log(10)),
        "network_a.seeds",
        ("network_a",),
    ),
    "accuracy_a": Claim(
        "Доля верных ответов обученной сети A на тесте, среднее по запускам.",
        lambda n: n["network_a.test_accuracy.mean"],
        "network_a.seeds",
        ("network_a",),
    ),
    "accuracy_b": Claim(
        "Доля верных ответов обученной сети B на тесте, среднее по запускам.",
        lambda n: n["network_b.test_accuracy.mean"],
        "network_b.seeds",
        ("network_b",),
    ),
    "b_better_than_a": Claim(
        "Доля верных ответов у сети B выше, чем у сети A: разность средних.",
        lambda n: n["network_b.test_accuracy.mean"] - n["network_a.test_accuracy.mean"],
        "network_b.seeds",
        ("network_a", "network_b"),
    ),
    "keras_same_parameters": Claim(
        "В сети B на Keras и на PyTorch одинаковое число параметров: разность этих чисел.",
        lambda n: abs(n["keras.parameters"] - n["keras.torch_parameters"]),
        "network_b.seeds",
        ("keras", "network_b"),
    ),
    "keras_same_outputs": Claim(
        "С одними и теми же весами Keras и PyTorch дают одни и те же вероятности: наибольшая разность на тесте.",
        lambda n: n["keras.max_difference"],
        "network_b.seeds",
        ("keras", "network_b"),
    ),
    "keras_same_classes": Claim(
        "С одними и теми же весами Keras и PyTorch дают одни и те же ответы: число различий на тесте.",
        lambda n: n["keras.differing_classes"],
        "network_b.seeds",
        ("keras", "network_b"),
    ),
}


def check(
    claims: Mapping[str, Claim], numbers: Mapping[str, float], thresholds: Mapping[str, Mapping[str, float]]
) -> list[dict]:
    """Measure every claim and hold it against its threshold.

    Args:
        claims: by identifier.
        numbers: the lecture's numbers by dotted name.
        thresholds: `{"at_least": x}`, `{"at_most": x}` or both, by identifier, fixed before the measurement.

    Returns:
        `{"id", "statement", "measured", "threshold", "holds", "seeds", "evidence"}` for each claim; `evidence`
        lists the groups of numbers.

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
            "seeds": numbers[claim.seeds],
            "evidence": list(claim.evidence),
        }
        for name, claim in claims.items()
    ]
