"""Times: how long something took differs in every build, so pages say the times of one run that is on record.

The record of the published edition, tracked, has under `runs` one for each edition: its date, machine and versions, the
settings of what was timed, the times among numbers by their names, and the arrays of times. Whatever pages, figures and
claims say of times comes from there; what a build measures itself stays in `results/own_times.json` and in the studies'
own files. A run tells nothing of a group whose settings have changed since: like a time that nobody has recorded yet,
it is then the build's own, and the first page says so.
"""

import fnmatch
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from lecture.studies.claims import Claim, check

if TYPE_CHECKING:
    import numpy as np

RECORD = "results/published.json"  # what the published edition says, and the runs whose times its pages say
OWN = "results/own_times.json"
NOTHING = "(?!)"  # a regular expression that no name fits


def is_time(name: str, times: Iterable[str]) -> bool:
    """Whether a number tells how long something took.

    Args:
        name: its whole name, `"a.rows[0].seconds"`.
        times: patterns, `"*.seconds"`; one that begins with `!` takes names out again.
    """
    wanted, without = _patterns(tuple(times))
    return bool(wanted.match(name)) and not without.match(name)


@lru_cache
def _patterns(times: tuple[str, ...]) -> tuple[re.Pattern, re.Pattern]:
    """(of the names that are times, of those that are none), as regular expressions."""
    kinds = [pattern for pattern in times if pattern[:1] != "!"], [each[1:] for each in times if each[:1] == "!"]
    wanted, without = (re.compile("|".join(map(fnmatch.translate, kind)) or NOTHING) for kind in kinds)
    return wanted, without


def leaves(tree: object, name: str = "") -> Iterator[tuple[str, object]]:
    """(name, value) of every single number and text of a tree, `("a.rows[0].share", 0.5)`."""
    match tree:
        case dict():
            for key, value in tree.items():
                yield from leaves(value, f"{name}.{key}" if name else key)
        case list():
            for position, value in enumerate(tree):
                yield from leaves(value, f"{name}[{position}]")
        case _:
            yield name, tree


def with_values(tree: object, values: Mapping[str, object], name: str = "") -> object:
    """A tree in which the leaves of some names have other values."""
    match tree:
        case dict():
            return {key: with_values(inner, values, f"{name}.{key}" if name else key) for key, inner in tree.items()}
        case list():
            return [with_values(inner, values, f"{name}[{position}]") for position, inner in enumerate(tree)]
        case _:
            return values.get(name, tree)


def without_times(recipe: Mapping, times: Iterable[str]) -> dict:
    """A recipe without how long its result took: it decided nothing, and each build has its own."""
    return {key: value for key, value in recipe.items() if not is_time(f"recipe.{key}", times)}


def facts_of(run: Mapping) -> dict:
    """When and where a run was; {} of none."""
    return {key: value for key, value in run.items() if key != "groups"}


def recorded(run: Mapping, settings: Mapping[str, Mapping]) -> Mapping[str, Mapping]:
    """What a run can tell: by group of numbers, its `numbers` and `arrays` by name.

    Args:
        run: of an edition, as it is on record; {} if there is none.
        settings: of what is timed, by group; {} where nothing is said.
    """
    groups = run.get("groups", {})
    return {name: timed for name, timed in groups.items() if timed["settings"] == _plain(settings.get(name, {}))}


def numbers_on_record(group: str, numbers: Mapping, kept: Mapping[str, object]) -> dict:
    """The numbers of a group, its times those of the run on record, `kept`."""
    return with_values(dict(numbers), kept, group)


def arrays_on_record(group: str, arrays: Mapping[str, "np.ndarray"], kept: Mapping) -> dict[str, "np.ndarray"]:
    """The arrays of a study, those of times as the run on record has them, `kept`.

    Raises:
        ValueError: one has another shape there.
    """
    import numpy as np  # reading the rules of a lecture needs none

    found = {name: np.array(kept[name], array.dtype) if name in kept else array for name, array in arrays.items()}
    for name, array in found.items():
        if array.shape != arrays[name].shape:
            raise ValueError(
                f"{RECORD}: runs: {group}: {name} has the shape {array.shape}, the study's own "
                f"{arrays[name].shape}: the study was changed since; measure again and call `lecture record --times`"
            )
    return found


def own(
    names: Sequence[str],
    groups: Sequence[Mapping],
    times: Sequence[str],
    run: Mapping,
    edition: str,
    settings: Mapping[str, Mapping],
) -> dict:
    """This build's own times, and what pages say instead.

    Args:
        names, groups: the numbers of the studies, as they wrote them.
        times: patterns of the names of times.
        run: of the edition, as it is on record; {} if there is none.
        edition: which size of the lecture this is.
        settings: of what is timed, by group.

    Returns:
        `edition`; `numbers`, by name; `settings` of each group that has times; `run`, the facts
        of the run whose times the pages say, None without; `missing`, the names of times that it doesn't have, which
        on the pages are the build's own.
    """
    tree = dict(zip(names, groups, strict=True))
    found = {name: value for name, value in leaves(tree) if is_time(name, times)}
    known = {name for group in recorded(run, settings).values() for name in group["numbers"]}
    return {
        "edition": edition,
        "numbers": found,
        "settings": {group: settings.get(group, {}) for group in sorted({_group(name) for name in found})},
        "run": facts_of(run) if known else None,
        "missing": sorted(found.keys() - known),
    }


def own_claims(
    claims: Mapping[str, Mapping],
    thresholds: Mapping[str, Mapping],
    times: Sequence[str],
    numbers: Mapping[str, object],
    measured: Mapping,
) -> list[dict]:
    """The claims about times, held against what this build measured itself, as `lecture.studies.claims.check` has them.

    The pages' own verdict rests on the record: a slow machine refutes nothing that is said of another one. What it
    measured is kept beside it.

    Args:
        claims, thresholds: as `check` takes them.
        times: patterns of the names of times.
        numbers: the lecture's numbers by dotted name.
        measured: this build's own times, as `own` gives them.
    """
    timed = {
        name: fields for name, fields in claims.items() if any(is_time(each, times) for each in Claim(**fields).numbers)
    }
    return check(timed, with_values(numbers, measured["numbers"]), thresholds)


def run_on_record(
    measured: Mapping, arrays: Mapping[str, Mapping[str, "np.ndarray"]], times: Sequence[str], facts: Mapping
) -> dict:
    """A build as the run on record of its edition.

    Args:
        measured: its own times, as `own` gives them.
        arrays: of its studies, by study and name; those of times are kept.
        times: patterns of the names of times.
        facts: `date`, `machine`, `versions`: what pages say of the run.
    """
    groups = {
        group: {"settings": _plain(settings), "numbers": {}, "arrays": {}}
        for group, settings in measured["settings"].items()
    }
    for name, value in measured["numbers"].items():
        groups[_group(name)]["numbers"][name] = value
    for group, kept in groups.items():
        for name, array in arrays.get(group, {}).items():
            if is_time(f"{group}.{name}", times):
                kept["arrays"][name] = array.tolist()
    return dict(facts) | {"groups": groups}


def _group(name: str) -> str:
    return name.partition(".")[0]


def _plain(settings: object) -> object:
    """Settings as JSON gives them back."""
    return json.loads(json.dumps(settings))
