"""Checking a lecture's configuration before any job starts."""

import functools
import json
import math
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from copy import deepcopy
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from lecture.files import texts
from lecture.files.texts import TextError
from lecture.keeping import digest, kept
from lecture.studies.declarations import EXPERIMENT, MEASUREMENT, Declared

if TYPE_CHECKING:
    import jsonschema

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
    "cell_seconds": 3600,
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


class ConfigurationError(TextError):
    """A mistake in the configuration; the message names every key that is wrong, a line each."""


class Places:
    """Where the keys of a configuration stand.

    Args:
        files: YAML or JSON, in the order in which they go over each other.
        given: what the command line sets besides.

    Raises:
        TextError: `lecture.files.texts.read` refuses a file, or it has no keys; the mistakes of all files.
    """

    def __init__(self, files: Iterable[str | Path] = (), given: Mapping = MappingProxyType({})) -> None:
        self.documents, self.given, mistakes = [], given, []
        for file in files:
            try:
                self.documents.append((str(file), texts.read(file)))
            except TextError as mistake:
                mistakes.append(str(mistake))
                continue
            if not isinstance(self.documents[-1][1].value, dict):
                mistakes.append(f"{file}:1: a configuration is keys with their values, such as `edition: lecture`")
        if mistakes:
            raise TextError("\n".join(mistakes))

    def of(self, key: str) -> str:
        """`file:line` of a dotted key, or of the nearest one around it; empty if there are no files."""
        words = tuple(key.split("."))
        if words[0] in self.given:
            return "on the command line"
        beginning = f"{self.documents[0][0]}:1" if self.documents else ""
        return texts.place(self.documents, words) or beginning


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
    notebooks: Mapping[str, Mapping[str, object]],
    places: Places | None = None,
    cache: str | Path | None = None,
) -> None:
    """Check a configuration against its schema, and the names in it against what there is.

    Args:
        config: the merged configuration, complete.
        own: the lecture's JSON schema; `$defs.settings` has the ranges of settings by their name.
        studies: whose settings the configuration gives, of the types that their signatures tell.
        given: the arguments of experiments that the workflow gives.
        claims: the identifiers of the claims that there are.
        notebooks: the parameters of the notebooks that there are, with their defaults, by name.
        places: where the keys stand, for messages.
        cache: a file that keeps which configuration was found right.

    Raises:
        ConfigurationError: the lecture's own schema is none; a key is unknown or missing, a value has a wrong type or
            is impossible, a claim, a notebook or its parameter doesn't exist.
    """
    studies = [*studies]

    def look() -> None:
        _check_schema(own)
        mistakes = list(_keys_that_are_no_text(config))
        if not mistakes:
            errors = validator()(schema(own, studies, given)).iter_errors(config)
            for error in sorted(errors, key=lambda error: list(map(str, error.path))):
                mistakes += _explained(error)
        if not mistakes:
            mistakes += _unknown(config["claims"], set(claims), "claims", "claim")
            unbound = sorted(set(claims) - set(config["claims"]))
            mistakes += [f"claims.{name}: this claim has no bounds" for name in unbound]
            mistakes += _unknown(config["notebooks"], set(notebooks), "notebooks", "notebook")
            for name, parameters in config["notebooks"].items():
                if name in notebooks:
                    mistakes += _parameters(parameters, notebooks[name], f"notebooks.{name}")
            for name, bounds in config["claims"].items():
                if not bounds.keys() & {"at_least", "at_most"}:
                    mistakes.append(f"claims.{name}: there is no bound; write at_least, at_most or both")
                if bounds.get("at_least", -math.inf) > bounds.get("at_most", math.inf):
                    mistakes.append(f"claims.{name}: at_least is above at_most")
            mistakes += _together(config, own.get("together", []))
        stop(mistakes, places)

    told = [(each.kind, each.name, sorted(each.arguments), list(each.parameters.items())) for each in studies]
    asked = [config, own, told, sorted(given), sorted(claims), notebooks]
    code = Path(__file__).read_text(encoding="utf-8")
    kept(cache, digest(version("jsonschema"), code, *map(repr, asked)), look)


def stop(mistakes: Sequence[str], places: Places | None = None) -> None:
    """Raise ConfigurationError if there are mistakes, one line each, with the place of the key before the colon."""
    if mistakes:
        known = [places.of(line.partition(": ")[0]) if places else "" for line in mistakes]
        lines = [f"  {line} ({place})" if place else f"  {line}" for line, place in zip(mistakes, known, strict=True)]
        raise ConfigurationError("\n".join(["The configuration is wrong:", *lines]))


@functools.cache
def validator() -> type:
    """What holds values against schemas. JSON Schema takes 3.0 for an integer, Python's range doesn't."""
    import jsonschema  # where nobody changed the configuration, this takes a twentieth of a build with nothing to do

    own = jsonschema.Draft202012Validator
    integer = own.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    return jsonschema.validators.extend(own, type_checker=integer)


def _check_schema(own: object) -> None:
    """Refuse a lecture's schema that is no JSON schema, or whose ranges of settings are none."""
    if wrong := _wrong(json.dumps(own)):
        raise ConfigurationError(f"the lecture's schema: {wrong}")


@functools.cache  # it takes longer than all that is checked by a schema
def _wrong(schema: str) -> str:
    """What is wrong with a schema, given as JSON; empty if nothing is."""
    own = json.loads(schema)
    ranges = {"type": "object", "additionalProperties": {"$ref": "https://json-schema.org/draft/2020-12/schema"}}
    whole = {"type": "object", "properties": {"$defs": {"type": "object", "properties": {"settings": ranges}}}}
    for form in (whole, validator().META_SCHEMA):
        if error := next(validator()(form).iter_errors(own), None):
            place = ".".join(map(str, error.absolute_path))
            return f"{place or 'the whole'}: {error.message}"
    return ""


def schema(own: Mapping, studies: Iterable[Declared], given: frozenset[str]) -> dict:
    """The JSON schema of the whole configuration: the lecture's own keys, and the settings of its studies.

    Args:
        own, studies, given: as in `check`.
    """
    ranges = own.get("$defs", {}).get("settings", {})
    kinds: dict[str, dict] = {MEASUREMENT: {}, EXPERIMENT: {}}
    for study in studies:
        found = study.settings(given | {"seed"} if study.kind == EXPERIMENT else frozenset())
        properties = {
            name: _within(_of_type(setting.annotation), ranges.get(name, {})) for name, setting in found.items()
        }
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
        "cell_seconds": {"type": "integer", "minimum": 1},
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


def _together(config: Mapping, limits: Sequence[Mapping]) -> Iterator[str]:
    """Settings of one study that don't fit together.

    Args:
        config: the configuration.
        limits: the schema's `together`: the largest values of the keys `sum`, of the study `of`, make `at_most` as much
            as this number or as the largest value of this key, `what`.
    """
    for limit in limits:
        settings = config[limit["section"]][limit["of"]]
        most = _largest(settings[limit["at_most"]]) if isinstance(limit["at_most"], str) else limit["at_most"]
        found = sum(_largest(settings[key]) for key in limit["sum"])
        if found > most:
            keys = " and ".join(limit["sum"])
            yield f"{limit['section']}.{limit['of']}.{limit['sum'][0]}: {keys} make {found}; {limit['what']}: {most}"


def _largest(value: float | Sequence[float]) -> float:
    return max(value) if isinstance(value, Sequence) else value


def _parameters(given: Mapping, defaults: Mapping, place: str) -> Iterator[str]:
    """Parameters of a notebook that it doesn't have, or that are of another type than its own."""
    yield from _unknown(given, set(defaults), place, "parameter")
    for name in given.keys() & defaults.keys():
        value, default = given[name], defaults[name]
        whole = type(value) is int and type(default) is float
        if default is not None and type(value) is not type(default) and not whole:
            kind = type(default).__name__
            yield f"{place}.{name}: the notebook's own is of type {kind}, {default!r}; this is {value!r}"


def _within(kind: dict, limits: Mapping) -> dict:
    """The schema of a type with limits, which may say something of its items, too."""
    items = {"items": kind["items"] | limits["items"]} if "items" in kind and "items" in limits else {}
    return kind | limits | items


def _keys_that_are_no_text(tree: object, place: str = "") -> Iterator[str]:
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            if not isinstance(key, str):
                yield f"{place}{key}: a key must be a text, not {type(key).__name__}"
            yield from _keys_that_are_no_text(value, f"{place}{key}.")


def _explained(error: "jsonschema.ValidationError") -> list[str]:
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
