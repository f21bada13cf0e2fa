"""A claim in words: what its mark opens."""

from collections.abc import Mapping

from lecture.words.numbers import Numbers

DIGITS = 4  # significant ones


def readable(claim: Mapping[str, object], words: Mapping, numbers: Numbers) -> dict[str, object]:
    """The fields of a claim as texts for a reader.

    Args:
        claim: any of `statement`, `holds`, `measured`, `threshold`, `rewritten`, `seeds` and `evidence`.
        words: the table of the language.
        numbers: how the language writes numbers.

    Returns:
        {"statement": text, "holds": whether it does, "rewritten": whether a first measurement changed it,
        "facts": [[name, text], ...]}.
    """
    facts = [
        [label, value_in_words(claim[key], words, numbers)]
        for key, label in words["claims"]["facts"].items()
        if claim.get(key) not in (None, "", [])
    ]
    return {
        "statement": str(claim.get("statement", "")),
        "holds": bool(claim.get("holds")),
        "rewritten": bool(claim.get("rewritten")),
        "facts": facts,
    }


def value_in_words(value: object, words: Mapping, numbers: Numbers) -> str:
    """A value of JSON as a reader of the language writes it: its marks in numbers, lists and groups in one line."""
    if isinstance(value, bool):
        return words["claims"]["answers"][str(value).lower()]
    if isinstance(value, float):
        return numbers.significant(value, DIGITS)
    if isinstance(value, int):
        return numbers.integer(value)
    if isinstance(value, dict):
        inner = {key: value_in_words(item, words, numbers) for key, item in value.items()}
        if value.keys() == {"mean", "std"}:
            return f"{inner['mean']} ± {inner['std']}"
        bounds = words["claims"]["bounds"]
        return "; ".join(f"{bounds.get(key, f'{key}:')} {text}" for key, text in inner.items())
    if isinstance(value, list | tuple):
        # A comma inside a number needs another mark between.
        comma_inside = numbers.decimal == "," and any(isinstance(item, float) for item in value)
        return ("; " if comma_inside else ", ").join(value_in_words(item, words, numbers) for item in value)
    return str(value)
