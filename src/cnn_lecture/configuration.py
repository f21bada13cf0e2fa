"""Checking the lecture's configuration before any job starts."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import jsonschema

from cnn_lecture.source_code import source


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
    errors = sorted(jsonschema.Draft202012Validator(schema).iter_errors(config), key=lambda e: list(map(str, e.path)))
    mistakes = [line for error in errors for line in _explained(error)]
    if not mistakes:
        mistakes += _unknown(config["claims"], set(claims), "claims", "claim")
        mistakes += [f"claims.{name}: this claim has no bounds" for name in sorted(set(claims) - set(config["claims"]))]
        mistakes += _unknown(config["notebooks"], set(notebooks), "notebooks", "notebook")
        for name, network in config["networks"].items():
            try:
                source(network["build"])
            except LookupError as mistake:
                mistakes.append(f"networks.{name}.build: {mistake.args[0]}")
    if mistakes:
        raise ConfigurationError("\n".join(["The configuration is wrong:", *(f"  {line}" for line in mistakes)]))


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
