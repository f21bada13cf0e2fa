"""Numbers by their dotted names: flat, as `results/numbers.json` has them, or in groups, as templates read them."""

from collections.abc import Mapping, Sequence


def nested(flat: Mapping[str, object]) -> dict:
    """`{"a.b": 1}` as `{"a": {"b": 1}}`.

    Raises:
        ValueError: one name is a group and a number at once.
    """
    tree: dict = {}
    for name, value in flat.items():
        *groups, last = name.split(".")
        inner = tree
        for group in groups:
            inner = inner.setdefault(group, {})
            if not isinstance(inner, dict):
                raise ValueError(f"{name}: {group} is a number and a group of numbers")
        if last in inner:
            raise ValueError(f"{name} is a number and a group of numbers")
        inner[last] = value
    return tree


def flat(tree: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """`{"a": {"b": 1}}` as `{"a.b": 1}`; lists stay values."""
    found: dict[str, object] = {}
    for name, value in tree.items():
        found |= flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else {prefix + name: value}
    return found


def gathered(names: Sequence[str], groups: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Groups of numbers, by their names, as one flat object."""
    return flat(dict(zip(names, groups, strict=True)))
