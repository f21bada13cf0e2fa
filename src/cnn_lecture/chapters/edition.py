"""The lecture as a whole: its title page, its edition, the verdict over its claims."""

from collections.abc import Mapping

from cnn_lecture.words.numbers import RUSSIAN

TITLE = "Свёрточные нейронные сети"
SUBTITLE = "Лекция, которая собирает себя сама"
count = RUSSIAN.count


def metadata(edition: str, numbers: Mapping, claims: Mapping[str, Mapping]) -> dict:
    """The metadata of the lecture's notebook: what title page, banner and marks of claims show.

    Args:
        edition: "lecture", "preview" or "full".
        numbers: the results as a tree.
        claims: the checked claims by identifier.
    """
    found = {"title": TITLE, "subtitle": SUBTITLE, "lang": "ru", "claims": dict(claims)}
    found["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    examples = count(numbers["network_a"]["training_examples"], "примере", "примерах", "примерах")
    scale = "; ".join(
        [f"сети обучены на {examples}", _scale("A", numbers["network_a"]), _scale("B", numbers["network_b"])]
    )
    if edition == "preview":
        found["edition"] = f"Предпросмотр: {scale}. Числа и выводы предварительные."
    elif edition == "full":
        found["edition"] = f"Полное издание: {scale}."
    return found


def _scale(name: str, network: Mapping) -> str:
    epochs, seeds = network["epochs"], network["seeds"]
    return f"сеть {name}: {count(epochs, 'эпоха', 'эпохи', 'эпох')}, {count(seeds, 'запуск', 'запуска', 'запусков')}"


def refuted(claims: Mapping[str, Mapping]) -> str:
    """What the results refute, a line each; empty if every claim holds."""
    return "\n".join(
        f"claim {name!r} is refuted: measured {claim['measured']:.6g}, threshold {claim['threshold']}"
        for name, claim in claims.items()
        if not claim["holds"]
    )
