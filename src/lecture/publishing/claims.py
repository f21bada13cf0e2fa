"""A claim in words: what its mark opens."""

BOUNDS = {"at_least": "не меньше", "at_most": "не больше"}
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def readable(claim):
    """The fields of a claim as texts for a reader: {"statement", "holds", "facts": [[name, text], ...]}."""
    names = {"measured": "Измерено", "threshold": "Порог", "seeds": "Запусков", "evidence": "Основание"}
    facts = [[label, words(claim[key])] for key, label in names.items() if claim.get(key) not in (None, "", [])]
    return {"statement": str(claim.get("statement", "")), "holds": bool(claim.get("holds")), "facts": facts}


def words(value):
    """A value of JSON as a Russian reader writes it: decimal comma, lists and groups in one line."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        mantissa, _, exponent = f"{value:.4g}".partition("e")
        power = f"·10{str(int(exponent)).translate(SUPERSCRIPTS)}" if exponent else ""
        return mantissa.replace(".", ",").replace("-", "\N{MINUS SIGN}") + power
    if isinstance(value, int):
        spaced = f"{value:,}" if abs(value) >= 10_000 else str(value)
        return spaced.replace(",", "\N{NARROW NO-BREAK SPACE}").replace("-", "\N{MINUS SIGN}")
    if isinstance(value, dict):
        if value.keys() == {"mean", "std"}:
            return f"{words(value['mean'])} ± {words(value['std'])}"
        return "; ".join(f"{BOUNDS.get(key, f'{key}:')} {words(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        # A decimal comma inside needs another mark between.
        mark = "; " if any(isinstance(item, float) for item in value) else ", "
        return mark.join(words(item) for item in value)
    return str(value)
