"""Checking the lecture's configuration before any job starts."""

import math
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

import jsonschema

from lecture.build.source_code import source

# JSON Schema takes 3.0 for an integer, Python's range doesn't.
VALIDATOR = jsonschema.validators.extend(
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    ),
)
SETTINGS = {
    "SGD": {"name", "lr", "momentum", "weight_decay", "fused"},
    "Adam": {"name", "lr", "eps", "weight_decay", "fused"},
    "AdamW": {"name", "lr", "eps", "weight_decay", "fused"},
}


class ConfigurationError(ValueError):
    """A mistake in the configuration; the message names every key that is wrong, a line each."""


def check(config: Mapping, schema: Mapping, claims: Iterable[str], notebooks: Iterable[str]) -> None:
    """Check a configuration against its schema, and the names in it against what there is.

    Args:
        config: the merged configuration.
        schema: the JSON schema.
        claims: the identifiers of the claims that there are.
        notebooks: the names of the notebooks that there are.

    Raises:
        ConfigurationError: a key is unknown or missing, a value has a wrong type or is impossible, a network,
            a claim or a notebook doesn't exist.
    """
    mistakes = list(_keys_that_are_no_text(config))
    if not mistakes:
        errors = sorted(VALIDATOR(schema).iter_errors(config), key=lambda error: list(map(str, error.path)))
        mistakes = [line for error in errors for line in _explained(error)]
    if not mistakes:
        mistakes += _unknown(config["claims"], set(claims), "claims", "claim")
        mistakes += [f"claims.{name}: this claim has no bounds" for name in sorted(set(claims) - set(config["claims"]))]
        mistakes += _unknown(config["notebooks"], set(notebooks), "notebooks", "notebook")
        for name, bounds in config["claims"].items():
            if bounds.get("at_least", -math.inf) > bounds.get("at_most", math.inf):
                mistakes.append(f"claims.{name}: at_least is above at_most")
        for name, network in config["networks"].items():
            optimiser = network["optimiser"]
            for key in optimiser.keys() - SETTINGS[optimiser["name"]]:
                mistakes.append(f"networks.{name}.optimiser.{key}: {optimiser['name']} has no such setting")
            try:
                source(network["build"])
            except LookupError as mistake:
                mistakes.append(f"networks.{name}.build: {mistake.args[0]}")
    if mistakes:
        raise ConfigurationError("\n".join(["The configuration is wrong:", *(f"  {line}" for line in mistakes)]))


def _keys_that_are_no_text(tree: object, place: str = "") -> Iterator[str]:
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            if not isinstance(key, str):
                yield f"{place}{key}: a key must be a text, not {type(key).__name__}"
            yield from _keys_that_are_no_text(value, f"{place}{key}.")


def _explained(error: jsonschema.ValidationError) -> list[str]:
    """What is wrong, under the dotted name of the key."""
    place = ".".join(map(str, error.absolute_path))
    prefix = f"{place}." if place else ""
    if error.validator == "additionalProperties" and error.validator_value is False:
        allowed = error.schema["properties"]
        return _unknown({k: None for k in error.instance if k not in allowed}, set(allowed), place, "key")
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return [f"{prefix}{key}: this key is missing" for key in missing if f"'{key}'" in error.message]
    return [f"{place}: {error.message}"]


def _unknown(given: Iterable[str], known: set[str], place: str, kind: str) -> list[str]:
    lines = []
    for name in given:
        if name not in known:
            near = get_close_matches(name, sorted(known), n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(known)) or 'none'}"
            lines.append(f"{place + '.' if place else ''}{name}: there is no such {kind}; {hint}")
    return lines
