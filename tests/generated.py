"""Configurations and texts that hypothesis spoils, and what must hold: each is refused with its place, or right.

`tests/cnn/test_generated.py` tries a few of each kind every day, `tests/stress/test_generated.py` many.
"""

import math
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hypothesis import strategies as st

from cnn.learning import settings
from lecture.build.configuration import Places, check, complete, stop
from lecture.files import read_json
from lecture.files.texts import TextError, parse
from lecture.files.texts import read as read_yaml
from lecture.studies import declarations
from lecture.text import glossary
from lecture.text.reading import all_of, read

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "config/lecture.yaml").read_text(encoding="utf-8")
CONFIG = read_yaml(ROOT / "config/lecture.yaml").value
SCHEMA = read_json(ROOT / "config/lecture.schema.json")
DECLARED = declarations.declared(ROOT / "src/cnn")
CLAIMS = declarations.claims(DECLARED.claims)
CHAPTER = (ROOT / "tests/engine/toy/notebooks/02-walks.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "tests/engine/toy/notebooks/glossary.yaml").read_text(encoding="utf-8")
PLACE = re.compile(r"[\w./-]+:\d+: .+|  [^:]+: .+ \([\w./-]+:\d+\)|The configuration is wrong:")


@cache
def notebooks() -> dict[str, dict[str, object]]:
    """The parameters of the lecture's notebooks, by name; pandoc reads all texts, so only who asks waits."""
    texts = all_of((ROOT / "notebooks").glob("*.md"), {"data": "MNIST"}, ROOT / ".cache/chapters")
    return {name: text.parameters for name, text in texts.items()}


def _paths(tree: object, path: tuple = ()) -> Iterator[tuple]:
    """The paths of all keys and items."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in pairs:
        yield (*path, key)
        yield from _paths(value, (*path, key))


PATHS = list(_paths(CONFIG))
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10),
    st.sampled_from([-(2**63), 2**32, 2**53 + 1, 10**30, math.nan, math.inf, -math.inf, 1e-320, 1e308, 0.5, -0.0]),
    st.sampled_from(["", " ", "0777", "1:40", "no", "1e-3", "a.b:c", "../x", "~", "NaN", "SGD", "ё", "x" * 300]),
    st.lists(st.one_of(st.integers(-2, 2), st.none(), st.text(max_size=3)), max_size=3),
    st.dictionaries(st.sampled_from(["a", "lr", "seeds", "at_least", "x"]), st.integers(-1, 1), max_size=2),
)
spoiled_values = st.tuples(st.sampled_from(PATHS), ODD)
spoiled_keys = st.tuples(st.sampled_from(PATHS), st.text("abcxyz_. ёA1-", min_size=1, max_size=8))


def told(mistake: TextError) -> None:
    """Each line of a refusal has its place."""
    for line in str(mistake).splitlines():
        assert PLACE.fullmatch(line), line


def _at(tree: object, path: tuple) -> object:
    for key in path:
        tree = tree[key]
    return tree


def _checked(text: str) -> dict:
    """The configuration that a file gives, after all checks that a build makes."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "lecture.yaml")
        file.write_text(text, encoding="utf-8")
        places = Places([file])
        config = places.documents[0][1].value
        if not isinstance(config, dict):
            raise TextError(f"{file}:1: no mapping")  # Snakemake says so
        complete(config)
        check(config, SCHEMA, DECLARED.studies.values(), frozenset({"device"}), CLAIMS, notebooks(), places)
        stop(list(settings.mistakes(config, DECLARED.studies)), places)
        return config


def a_value_is_refused_or_fits(spoiled: tuple[tuple, object]) -> None:
    """One value of the configuration is another one."""
    path, value = spoiled
    config = deepcopy(CONFIG)
    _at(config, path[:-1])[path[-1]] = value
    try:
        accepted = _at(_checked(yaml.safe_dump(config, allow_unicode=True)), path)
    except TextError as mistake:
        told(mistake)
        return
    before = _at(CONFIG, path)
    if value is None:  # a section that is left empty is complete again
        assert path[0] in ("experiments", "measurements", "notebooks", "claims", "edition", "refuted") or before is None
        return
    number = isinstance(before, float) or path[0] == "claims"
    assert type(accepted) is type(before) or (number and type(accepted) in (int, float)), (path, before, accepted)
    assert not isinstance(accepted, float) or math.isfinite(accepted)


def a_key_is_refused(spoiled: tuple[tuple, str]) -> None:
    """One key of the configuration has another name."""
    path, name = spoiled
    config = deepcopy(CONFIG)
    around = _at(config, path[:-1])
    if not isinstance(around, dict) or name in around:
        return
    around[name] = around.pop(path[-1])
    try:
        _checked(yaml.safe_dump(config, allow_unicode=True))
    except TextError as mistake:
        told(mistake)
        return
    assert path[0] == "networks" and len(path) == 2, (path, name)  # another network may be there


LETTERS = "\t\n \"'#&*!|>%@`{}[]:,-?.0_~ёxX\u2028\x85"  # `text_of` lets no control character through
cuts = st.tuples(st.integers(0, 10**6), st.integers(0, 40), st.text(LETTERS, max_size=4))


def _cut(text: str, cut: tuple[int, int, str]) -> str:
    start, length, new = cut
    start %= len(text)
    return text[:start] + new + text[start + length :]


def a_spoiled_yaml_is_refused_or_read_as_it_looks(cut: tuple[int, int, str]) -> None:
    """Some letters of the configuration are others: what is read is what PyYAML reads, and without its traps."""
    text = _cut(TEXT, cut)
    try:
        found = parse(text, "config/lecture.yaml").value
    except TextError as mistake:
        told(mistake)
        return
    assert found == yaml.safe_load(text)


def a_spoiled_chapter_is_refused_or_read(cut: tuple[int, int, str]) -> None:
    """Some letters of a chapter are others."""
    try:
        read(_cut(CHAPTER, cut), "notebooks/02-walks.md", {"planet": "Earth"}).check()
    except TextError as mistake:
        told(mistake)


def a_spoiled_glossary_is_refused_or_read(cut: tuple[int, int, str]) -> None:
    """Some letters of a glossary are others."""
    try:
        glossary.read(_cut(GLOSSARY, cut), "notebooks/glossary.yaml")
    except TextError as mistake:
        told(mistake)


KINDS = {
    "a value": (spoiled_values, a_value_is_refused_or_fits),
    "a key": (spoiled_keys, a_key_is_refused),
    "letters of the configuration": (cuts, a_spoiled_yaml_is_refused_or_read_as_it_looks),
    "letters of a chapter": (cuts, a_spoiled_chapter_is_refused_or_read),
    "letters of a glossary": (cuts, a_spoiled_glossary_is_refused_or_read),
}
