"""Checking a lecture's configuration before any job starts."""

import math
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from copy import deepcopy
from difflib import get_close_matches

import jsonschema

from lecture.studies.declarations import EXPERIMENT, MEASUREMENT, Declared

# JSON Schema takes 3.0 for an integer, Python's range doesn't.
VALIDATOR = jsonschema.validators.extend(
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    ),
)
TYPES = {"int": "integer", "float": "number", "str": "string", "bool": "boolean", "dict": "object"}
SEEDS = {
    "type": "array",
    "minItems": 1,
    "uniqueItems": True,
    "items": {"type": "integer", "minimum": 0, "maximum": 2**32 - 1},
}
# The engine's sections, and what stands for those that a lecture leaves out or empty.
SECTIONS = {
    "edition": "lecture",
    "refuted": "stop",
    "experiments": {},
    "measurements": {},
    "notebooks": {},
    "claims": {},
}
SCALAR = {"type": ["string", "number", "boolean"]}
BOUNDS = {
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "properties": {
        "at_least": {"type": "number"},
        "at_most": {"type": "number"},
        "rewritten": {"type": "string", "minLength": 1},  # a sentence for readers: what stood there before measuring
    },
}


class ConfigurationError(ValueError):
    """A mistake in the configuration; the message names every key that is wrong, a line each."""


def complete(config: MutableMapping) -> None:
    """Give a configuration the sections that it leaves out."""
    for section, nothing in SECTIONS.items():
        if config.get(section) is None:
            config[section] = deepcopy(nothing)


def check(
    config: Mapping,
    own: Mapping,
    studies: Iterable[Declared],
    given: frozenset[str],
    claims: Iterable[str],
    notebooks: Iterable[str],
) -> None:
    """Check a configuration against its schema, and the names in it against what there is.

    Args:
        config: the merged configuration, complete.
        own: the lecture's JSON schema; `$defs.settings` has the ranges of settings by their name.
        studies: whose settings the configuration gives, of the types that their signatures tell.
        given: the arguments of experiments that the workflow gives.
        claims: the identifiers of the claims that there are.
        notebooks: the names of the notebooks that there are.

    Raises:
        ConfigurationError: a key is unknown or missing, a value has a wrong type or is impossible, a claim or a
            notebook doesn't exist.
    """
    mistakes = list(_keys_that_are_no_text(config))
    if not mistakes:
        errors = VALIDATOR(schema(own, studies, given)).iter_errors(config)
        for error in sorted(errors, key=lambda error: list(map(str, error.path))):
            mistakes += _explained(error)
    if not mistakes:
        mistakes += _unknown(config["claims"], set(claims), "claims", "claim")
        mistakes += [f"claims.{name}: this claim has no bounds" for name in sorted(set(claims) - set(config["claims"]))]
        mistakes += _unknown(config["notebooks"], set(notebooks), "notebooks", "notebook")
        for name, bounds in config["claims"].items():
            if not bounds.keys() & {"at_least", "at_most"}:
                mistakes.append(f"claims.{name}: there is no bound; write at_least, at_most or both")
            if bounds.get("at_least", -math.inf) > bounds.get("at_most", math.inf):
                mistakes.append(f"claims.{name}: at_least is above at_most")
    stop(mistakes)


def stop(mistakes: Sequence[str]) -> None:
    """Raise ConfigurationError if there are mistakes, one line each."""
    if mistakes:
        raise ConfigurationError("\n".join(["The configuration is wrong:", *(f"  {line}" for line in mistakes)]))


def schema(own: Mapping, studies: Iterable[Declared], given: frozenset[str]) -> dict:
    """The JSON schema of the whole configuration: the lecture's own keys, and the settings of its studies.

    Args:
        own, studies, given: as in `check`.
    """
    ranges = own.get("$defs", {}).get("settings", {})
    kinds: dict[str, dict] = {MEASUREMENT: {}, EXPERIMENT: {}}
    for study in studies:
        found = study.settings(given | {"seed"} if study.kind == EXPERIMENT else frozenset())
        properties = {name: _of_type(setting.annotation) | ranges.get(name, {}) for name, setting in found.items()}
        required = [name for name, setting in found.items() if setting.required]
        if study.kind == EXPERIMENT:
            properties, required = properties | {"seeds": SEEDS}, [*required, "seeds"]
        if properties:
            kinds[study.kind][study.name] = _object(properties, required)
    measurements, experiments = kinds[MEASUREMENT], kinds[EXPERIMENT]
    needed = [name for name, settings in measurements.items() if settings["required"]]
    properties = {"edition": {"type": "string"}} | own.get("properties", {})
    properties |= {
        "refuted": {"enum": ["stop", "mark"]},
        "experiments": _object(experiments, list(experiments)),
        "measurements": _object(measurements, needed),
        "notebooks": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": SCALAR}},
        "claims": {"type": "object", "additionalProperties": BOUNDS},
    }
    return _object(properties, [*own.get("required", []), *SECTIONS]) | {"$defs": own.get("$defs", {})}


def _object(properties: Mapping[str, Mapping], required: Sequence[str]) -> dict:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": list(required)}


def _of_type(annotation: str | None) -> dict:
    """The schema of an annotation, `int`, `float | None`, `Sequence[int]`; what is no plain type may be anything."""
    kind = (annotation or "").removesuffix(" | None")
    outer, _, inner = kind.removesuffix("]").partition("[")
    if outer in ("list", "Sequence") and inner in TYPES:
        return {"type": "array", "minItems": 1, "items": {"type": TYPES[inner]}}
    return {"type": TYPES[kind]} if kind in TYPES else {}


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
        return _unknown(error.instance, set(error.schema["properties"]), place, "key")
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
