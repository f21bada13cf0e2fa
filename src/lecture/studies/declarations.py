"""What a lecture's package holds: its studies, figures and claims, found by listing folders and read without importing.

A subject is a folder of the package. In it, a module that defines `measure` is a measurement, one that defines `run`
and `summarise` an experiment, and each module of the subject's folder `figures/` that defines `draw` draws the figure
of its name, or those of the literal `FIGURES`. What a subject claims stands in its `claims.yaml`. Beside its function
a module says in the literal `READS` what the function gets:

    READS = {"digits": "data a", "weights": "first a weights.safetensors", "build": "config networks.a.build"}

Each value is a word of the vocabulary and its arguments. `config PATH` is a value of the configuration, `versions
NAMES` are those of installed packages, `run` tells when and where the run was whose times the pages say, and a mapping
gives a mapping; all other words stand for files. A figure may
name one study instead, whose arrays it gets; without `READS` it gets those of the study of its own name. What a
study's function takes beyond that is a setting, whose value stands in the configuration.
"""

import ast
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import cached_property
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from types import SimpleNamespace

import jinja2
import jinja2.meta

from lecture.files.texts import TextError, text_of
from lecture.files.texts import read as read_yaml
from lecture.keeping import digest, kept
from lecture.studies.claims import Claim
from lecture.studies.expressions import Expressions

MEASUREMENT, EXPERIMENT, FIGURE = "measurement", "experiment", "figure"
FUNCTIONS = {"measure": MEASUREMENT, "run": EXPERIMENT, "draw": FIGURE}
# What decides how a claim is read: this package's code, and the parsers.
CODE = digest(
    *(version(package) for package in ("jsonschema", "pyyaml", "jinja2")),
    *(module.read_text(encoding="utf-8") for module in sorted(Path(__file__).parent.glob("*.py"))),
)
installed = functools.cache(version)  # each look at a study asks for it
VALUES = ("config", "versions", "run")  # words for values; every other one stands for files
CLAIM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["statement", "measured"],
    "properties": {
        "statement": {"type": "string"},
        "measured": {"type": "string"},
        "seeds": {"type": ["string", "null"]},
        "only": {"type": "object", "additionalProperties": {"type": "string"}},
        "unit": {"type": "string"},
    },
}

EXPRESSIONS = Expressions(undefined=jinja2.StrictUndefined)

Vocabulary = Mapping[str, Callable[..., str | list[str]]]


class DeclarationError(TextError):
    """A module declares something that doesn't fit; the message starts with `file:line:`."""


@dataclass(frozen=True)
class Setting:
    """A parameter of a study whose value stands in the configuration: its type as it is written, if it is."""

    annotation: str | None
    required: bool


@dataclass(frozen=True)
class Declared:
    """A study or a figure.

    Attributes:
        name: under which its results or its picture are found.
        module: where its function is, `"cnn.pooling.receptive_field"`.
        kind: MEASUREMENT, EXPERIMENT or FIGURE.
        file: of the module, and `line` of its literal READS (1 without one), for messages.
        reads: the literal READS, None without one.
        needs: the literal NEEDS, empty without one.
        parameters: of the function, by name; `functions` are all that the module defines.
    """

    name: str
    module: str
    kind: str
    file: str
    line: int
    reads: Mapping | str | None
    needs: Mapping[str, int | str]
    parameters: Mapping[str, Setting]
    functions: frozenset[str]

    @cached_property
    def arguments(self) -> Mapping[str, object]:
        """READS as a mapping: what stands for each argument, `{"arrays": "arrays filters"}` for a figure."""
        if isinstance(self.reads, Mapping):
            return self.reads
        if self.kind == FIGURE:
            return {"arrays": f"arrays {self.reads or self.name}"}
        return {}

    def settings(self, given: Mapping[str, object] | frozenset[str] = frozenset()) -> dict[str, Setting]:
        """The parameters that are neither read nor `given` by the workflow."""
        return {
            name: each for name, each in self.parameters.items() if name not in self.arguments and name not in given
        }

    def error(self, message: str) -> DeclarationError:
        return DeclarationError(f"{self.file}:{self.line}: {message}")


def declared(folder: Path) -> SimpleNamespace:
    """All that a package declares.

    Args:
        folder: of the package, `src/cnn`.

    Returns:
        `studies` and `figures`, each by name; `claims`, the files of claims.

    Raises:
        TextError: a module is no text.
        DeclarationError: a module is no Python, READS is no literal of the right form, or two modules have one name.
    """
    found = SimpleNamespace(studies={}, figures={}, claims=[])
    for subject in sorted(path for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__"):
        for file in sorted([*subject.glob("*.py"), *subject.glob("figures/*.py")]):
            for each in _declarations(file, ".".join(file.relative_to(folder.parent).with_suffix("").parts)):
                if (each.kind == FIGURE) == (file.parent != subject):
                    _add(found.figures if each.kind == FIGURE else found.studies, each)
        found.claims += subject.glob("claims.yaml")
    return found


def claims(files: Iterable[Path], cache: str | Path | None = None) -> dict[str, Claim]:
    """The claims that files make, by identifier: in YAML, under the identifier the fields of `Claim`.

    An `only` above the claims of a file is that of all of them which have none of their own.

    Args:
        files: of the claims.
        cache: a file that keeps what was read.

    Raises:
        TextError: a file is no YAML.
        DeclarationError: a file is not of that form, a value doesn't parse, or a claim is made twice; all of them.
    """
    files = [*files]
    if not cache:
        return _claims(files)
    texts = [text for file in files for text in (str(file), text_of(file))]
    made = kept(cache, digest(CODE, *texts), lambda: {name: asdict(claim) for name, claim in _claims(files).items()})
    return {name: Claim(**fields) for name, fields in made.items()}


def _claims(files: Iterable[Path]) -> dict[str, Claim]:
    """What `claims` reads."""
    import jsonschema  # where nobody changed the claims, this takes a twentieth of a build that has nothing to do

    form = jsonschema.Draft202012Validator(CLAIM)
    found: dict[str, Claim] = {}
    mistakes = []
    for file in files:
        document = read_yaml(file)
        if not isinstance(document.value, dict):
            raise DeclarationError(f"{file}:1: expected claims, under their identifiers")
        common = {"only": document.value["only"]} if "only" in document.value else {}
        for name, given in document.value.items():
            if name == "only":
                continue
            place = f"{file}:{document.lines[name,]}: the claim {name!r}"
            given = common | given if isinstance(given, dict) else given
            if name in found:
                mistakes.append(f"{place} is made twice")
                continue
            try:
                form.validate(given)
                found[name] = Claim(**given)
                named = found[name].numbers
            except (jsonschema.ValidationError, jinja2.TemplateSyntaxError) as mistake:
                mistakes.append(f"{place}: {mistake.message}")
                continue
            if not named:
                mistakes.append(f"{place}: measured: {given['measured']!r} names no number")
    if mistakes:
        raise DeclarationError("\n".join(mistakes))
    return found


def unfounded(
    files: Iterable[Path], made: Mapping[str, Claim], facts: Mapping[str, str], is_made: Callable[[str], bool]
) -> Iterator[str]:
    """`file:line: what` for each claim that is for a fact that there isn't, or reads numbers that nothing makes.

    Args:
        files: of the claims.
        made: the claims, by identifier.
        facts: that claims may be made for; those that are not made for these read nothing.
        is_made: whether a file is there or a rule makes it.
    """
    wrong: dict[str, tuple[str, str]] = {}
    for name, claim in made.items():
        if unknown := sorted(claim.only.keys() - facts.keys()):
            wrong[name] = "only", f"no fact {unknown[0]!r}; there is {', '.join(facts) or 'none'}"
        elif claim.fits(facts):
            for group in claim.evidence:
                if name not in wrong and not is_made(file := f"results/{group}.json"):
                    wrong[name] = "measured", f"no numbers {group!r}: no rule makes {file}"
    for file in files if wrong else ():
        lines = read_yaml(file).lines
        for name, (field, what) in wrong.items():
            if line := lines.get((name, field)) or lines.get((name,)):
                yield f"{file}:{line}: the claim {name!r}: {what}"


def inputs(of: Declared, vocabulary: Vocabulary) -> dict[str, str | list[str]]:
    """The files that stand for the arguments.

    Raises:
        DeclarationError: a word is unknown, or its arguments don't fit.
    """
    return {
        argument: _files(of, argument, words, vocabulary)
        for argument, words in of.arguments.items()
        if isinstance(words, str) and words.split()[0] not in VALUES
    }


def unmade(of: Declared, vocabulary: Vocabulary, is_made: Callable[[str], bool], known: Iterable[str]) -> Iterator[str]:
    """`file:line: what` for each argument that stands for a file which nothing makes.

    Args:
        of, vocabulary: as in `inputs`.
        is_made: whether a file is there or a rule makes it.
        known: the names that words may have meant.

    Raises:
        DeclarationError: as `inputs`.
    """
    for argument, files in inputs(of, vocabulary).items():
        if missing := [file for file in ([files] if isinstance(files, str) else files) if not is_made(file)]:
            words = of.arguments[argument]
            near = next(chain.from_iterable(get_close_matches(word, known, 1) for word in words.split()[1:]), None)
            hint = f"; did you mean {near!r}?" if near else ""
            where = "READS" if of.reads else "without READS"
            yield str(of.error(f"{where}: {argument}: {words!r}: no rule makes {missing[0]}{hint}"))


def values(of: Declared, config: Mapping, run: Mapping) -> dict[str, object]:
    """The arguments that stand for values: of the configuration, versions of packages, or facts of the run on record.

    Raises:
        DeclarationError: the configuration has no such key.
    """
    return {
        argument: _value(of, words, config, run)
        for argument, words in of.arguments.items()
        if not isinstance(words, str) or words.split()[0] in VALUES
    }


def needed(of: Declared, settings: Mapping[str, object]) -> dict[str, tuple[int, list[str]]]:
    """How much of each thing that NEEDS names there must be, and the names of the settings that ask for so much.

    Args:
        settings: the values of the function's settings, and those that READS gives it.

    Raises:
        DeclarationError: an expression is none, or its value is no whole number.
    """
    found = {}
    for thing, amount in of.needs.items():
        try:
            value = EXPRESSIONS.compile_expression(str(amount))(**settings)
            text = f"{{{{ {amount} }}}}" if isinstance(amount, str) else ""
            names = jinja2.meta.find_undeclared_variables(EXPRESSIONS.parse(text))
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as mistake:
            raise of.error(f"NEEDS: {thing}: {amount!r}: {mistake}") from None
        if not isinstance(value, int):
            raise of.error(f"NEEDS: {thing}: {amount!r} is {value!r}; expected a whole number")
        found[thing] = value, sorted(names)
    return found


def _files(of: Declared, argument: str, words: str, vocabulary: Vocabulary) -> str | list[str]:
    name, *arguments = words.split()
    if name not in vocabulary:
        known = ", ".join(sorted({*vocabulary, *VALUES}))
        raise of.error(f"READS: {argument}: there is no word {name!r}; known: {known}")
    try:
        return vocabulary[name](*arguments)
    except (TypeError, LookupError, ValueError) as mistake:
        reason = f"{mistake.args[0]!r} is unknown" if isinstance(mistake, KeyError) else mistake
        raise of.error(f"READS: {argument}: {words!r}: {reason}") from None


def _value(of: Declared, words: object, config: Mapping, run: Mapping) -> object:
    if isinstance(words, Mapping):
        return {name: _value(of, inner, config, run) for name, inner in words.items()}
    name, *arguments = str(words).split()
    if name == "run":
        return run
    if name == "versions":
        return {package: installed(package) for package in arguments}
    value: object = config
    for step in arguments[0].split("."):
        try:
            value = value[int(step)] if isinstance(value, list) else value[step]  # type: ignore[index]
        except (LookupError, TypeError, ValueError):
            raise of.error(f"READS: {words}: the configuration has no such key") from None
    return value


def _add(table: dict[str, Declared], each: Declared) -> None:
    if each.name in table:
        raise each.error(f"the {each.kind} {each.name!r} is there twice, first in {table[each.name].file}")
    table[each.name] = each


def _declarations(file: Path, module: str) -> Iterator[Declared]:
    """What a module declares: nothing, one study or figure, or several figures."""
    try:
        tree = ast.parse(text_of(file), str(file))
    except SyntaxError as mistake:
        raise DeclarationError(f"{file}:{mistake.lineno or 1}: this is not Python: {mistake.msg}") from None
    functions = {s.name: s for s in tree.body if isinstance(s, ast.FunctionDef)}
    kinds = [name for name in FUNCTIONS if name in functions]
    if not kinds or (kinds == ["run"] and "summarise" not in functions):
        return
    line, reads = _literal(tree, file, "READS")
    _, needs = _literal(tree, file, "NEEDS")
    _, figures = _literal(tree, file, "FIGURES")
    name = kinds[0]
    arguments = functions[name].args
    required = [None] * (len(arguments.args) - len(arguments.defaults))
    parameters = {
        argument.arg: Setting(argument.annotation and ast.unparse(argument.annotation), default is None)
        for argument, default in zip(
            arguments.args + arguments.kwonlyargs, required + arguments.defaults + arguments.kw_defaults, strict=True
        )
    }
    for own in figures or [file.stem]:
        yield Declared(
            own, module, FUNCTIONS[name], str(file), line, reads, needs or {}, parameters, frozenset(functions)
        )


def _literal(tree: ast.Module, file: Path, name: str) -> tuple[int, object]:
    """Line and value of a literal at the top of a module; (1, None) without one."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
            try:
                value = ast.literal_eval(statement.value)
            except ValueError:
                raise DeclarationError(
                    f"{file}:{statement.lineno}: {name} is read without importing: write a literal"
                ) from None
            _check(value, f"{file}:{statement.lineno}: {name}", name)
            return statement.lineno, value
    return 1, None


def _check(value: object, place: str, name: str) -> None:
    if name == "FIGURES":
        if not isinstance(value, tuple | list) or not all(isinstance(each, str) for each in value):
            raise DeclarationError(f"{place}: expected a list of the figures' names")
    elif name == "NEEDS":
        if not isinstance(value, Mapping) or not all(
            isinstance(thing, str) and isinstance(amount, int | str) for thing, amount in value.items()
        ):
            raise DeclarationError(f"{place}: expected names and, of each, a number or an expression of settings")
    elif isinstance(value, Mapping):
        for argument, words in value.items():
            _check(words, f"{place}: {argument}", "words")
    elif not isinstance(value, str) or not value.strip():
        raise DeclarationError(f"{place}: expected a word and its arguments, such as 'arrays NAME'")
