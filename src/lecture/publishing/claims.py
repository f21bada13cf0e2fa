"""A claim in words: what its mark opens, and its row in the list of all."""

import math
from collections.abc import Mapping
from itertools import groupby

from lecture.words.numbers import NO_BREAK, Numbers

DIGITS = 3  # significant ones
FULL = 10  # so many times beyond its threshold a value has all the margin that is shown


def readable(claim: Mapping[str, object], words: Mapping, numbers: Numbers) -> dict[str, object]:
    """The fields of a claim as texts for a reader.

    Args:
        claim: any of `statement`, `holds`, `measured`, `threshold`, `unit`, `rewritten`, `seeds` and `evidence`.
        words: the table of the language.
        numbers: how the language writes numbers.

    Returns:
        {"statement": text, "holds": whether it does, "rewritten": whether a first measurement changed it,
        "facts": [[name, text], ...], "measured", "threshold", "seeds", "changed": texts for the list, "" for what there
        isn't, "margin": as in `margin`}.
    """
    unit = str(claim.get("unit") or "")
    written = {
        key: value_in_words(claim[key], words, numbers, unit if key in ("measured", "threshold") else "")
        for key in words["claims"]["facts"]
        if claim.get(key) not in (None, "", [])
    }
    threshold = claim.get("threshold")
    if isinstance(threshold, Mapping):
        signs = words["claims"]["signs"]
        bounds = {key: value_in_words(value, words, numbers, unit) for key, value in threshold.items()}
        written_threshold = "; ".join(f"{signs[key]}{NO_BREAK}{text}" for key, text in bounds.items())
    else:
        written_threshold = written.get("threshold", "")
    seeds = claim.get("seeds")
    return {
        "statement": str(claim.get("statement", "")),
        "holds": bool(claim.get("holds")),
        "rewritten": bool(claim.get("rewritten")),
        "facts": [[label, written[key]] for key, label in words["claims"]["facts"].items() if key in written],
        "measured": written.get("measured", ""),
        "threshold": written_threshold,
        "seeds": str(len(seeds)) if isinstance(seeds, list) else written.get("seeds", ""),
        "changed": str(claim.get("rewritten") or ""),
        "margin": margin(claim.get("measured"), threshold),
    }


def margin(measured: object, threshold: object) -> float | None:
    """How many times a value is beyond its threshold, on a logarithmic scale: 0 at the threshold, 1 from FULL times on.

    Args:
        measured: the value.
        threshold: `{"at_least": x}`, `{"at_most": x}` or both; the nearer one counts.

    Returns:
        A number in [0, 1], two digits; None where no such quotient is: of what is not above 0, or of other thresholds.
    """
    if not isinstance(measured, int | float) or not isinstance(threshold, Mapping) or not math.isfinite(measured):
        return None
    shares = []
    for bound, value in threshold.items():
        if not isinstance(value, int | float) or value <= 0 or measured < 0:
            return None
        if measured == 0:
            times = FULL if bound == "at_most" else 0
        else:
            times = measured / value if bound == "at_least" else value / measured
        shares.append(math.log10(min(max(times, 1), FULL)) / math.log10(FULL))
    return round(min(shares), 2) if shares else None


def by_chapter(claims: Mapping[str, Mapping]) -> list[dict]:
    """The claims of a document in groups: `{"title": the chapter's heading, "claims": [(number, name, claim), …]}`."""
    numbered = [(claim["number"], name, claim) for name, claim in claims.items()]
    groups = groupby(numbered, key=lambda each: each[2].get("chapter", ""))
    return [{"title": title, "claims": [*inner]} for title, inner in groups]


def value_in_words(value: object, words: Mapping, numbers: Numbers, unit: str = "") -> str:
    """A value of JSON as a reader of the language writes it: its marks in numbers, lists and groups in one line.

    Args:
        value, words, numbers: as in `readable`.
        unit: what stands behind a number, "" for nothing; one of the language's `hundredths` is of a share in [0, 1].
    """
    if isinstance(value, bool):
        return words["claims"]["answers"][str(value).lower()]
    if isinstance(value, int | float):
        value = 100 * value if unit in words["claims"]["hundredths"].values() else value
        whole = isinstance(value, int) or 10**DIGITS <= abs(value) < 10 ** (2 * DIGITS)
        text = numbers.integer(round(value)) if whole else numbers.significant(value, DIGITS)
        return text if not unit else text + numbers.percent_sign if unit == "%" else f"{text}{NO_BREAK}{unit}"
    if isinstance(value, dict):
        inner = {key: value_in_words(item, words, numbers, unit) for key, item in value.items()}
        if value.keys() == {"mean", "std"}:
            return f"{inner['mean']} ± {inner['std']}"
        bounds = words["claims"]["bounds"]
        return "; ".join(f"{bounds.get(key, f'{key}:')} {text}" for key, text in inner.items())
    if isinstance(value, list | tuple):
        # A comma inside a number needs another mark between.
        comma_inside = numbers.decimal == "," and any(isinstance(item, float) for item in value)
        return ("; " if comma_inside else ", ").join(value_in_words(item, words, numbers) for item in value)
    return str(value)
