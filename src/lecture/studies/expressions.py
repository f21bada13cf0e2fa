"""Jinja2 as a language of values: results can be looked up, computed with and written, and nothing else is reached.

Prose and claims come from whoever sends a change, and are read before anybody has read them. So an expression sees
mappings by their keys, lists and texts, a handful of filters, and no attribute of a Python object; and a text without
results in it can neither run for hours nor fill the memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from functools import wraps
from itertools import count

import jinja2
from jinja2 import nodes
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

LONGEST = 100_000  # letters of a text, items of a list
LARGEST = 4096  # bits of a whole number
PAGE = 20_000_000  # letters of what a template makes
STEPS = 100_000  # of all loops of a template together
STEP = " step"  # the filter that counts them; no template can write this name

METHODS = {dict: {"get", "items", "keys", "values"}, str: {"split", "strip", "lstrip", "rstrip"}}
FILTERS = (
    *("abs", "first", "float", "int", "last", "length", "list", "lower", "max", "min", "reject", "rejectattr"),
    *("reverse", "round", "select", "selectattr", "sort", "unique", "upper"),
)
STATEMENTS = {
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.FilterBlock: "filter",
    nodes.With: "with",
    nodes.AssignBlock: "set … endset",
}

TYPED = "a number that is typed is no result: name one, or write it without braces"

_steps: ContextVar[Iterator[int]] = ContextVar("steps")


def bounded(value: object) -> object:
    """The value, if a page could hold it.

    Raises:
        ValueError: it is too long a text or list, or too large a whole number.
    """
    if isinstance(value, str | list | tuple) and len(value) > LONGEST:
        raise ValueError(f"the result is longer than {LONGEST} letters or items")
    if isinstance(value, int) and value.bit_length() > LARGEST:
        raise ValueError(f"the result has more than {LARGEST} bits")
    return value


def joined(values: Iterable, separator: str = "") -> str:
    """The filter `join`, of texts and numbers.

    Raises:
        TypeError: an item is a list or a mapping.
        ValueError: the result is too long.
    """
    parts, length = [], 0
    for value in values:
        if not isinstance(value, str | int | float):
            raise TypeError(f"join writes texts and numbers, not {type(value).__name__}")
        parts.append(str(value))
        length += len(parts[-1]) + len(separator)
        if length > LONGEST:
            raise ValueError(f"the result is longer than {LONGEST} letters or items")
    return separator.join(parts)


def replaced(text: str, old: str, new: str) -> str:
    """The filter `replace`.

    Raises:
        ValueError: the result is too long.
    """
    if len(text) + text.count(old) * len(new) > LONGEST:
        raise ValueError(f"the result is longer than {LONGEST} letters or items")
    return text.replace(old, new)


def total(values: Iterable[float]) -> float:
    """The filter `sum`, of numbers.

    Raises:
        TypeError: an item is no number.
    """
    return sum(values)


def numbers_up_to(*bounds: int) -> range:
    """The function `range`, of at most `STEPS` numbers.

    Raises:
        ValueError: there are more.
    """
    if len(found := range(*bounds)) > STEPS:
        raise ValueError(f"range of more than {STEPS} numbers")
    return found


class _Template(jinja2.Template):
    def render(self, *values: object, **named: object) -> str:
        """What the template makes of the values.

        Raises:
            ValueError: it is too long.
        """
        _steps.set(count())
        parts, length = [], 0
        for part in self.generate(*values, **named):
            parts.append(part)
            length += len(part)
            if length > PAGE:
                raise ValueError(f"this text makes more than {PAGE} letters")
        return "".join(parts)


class Expressions(ImmutableSandboxedEnvironment):
    """Jinja2's environment without Python behind it.

    Raises, when a template is parsed, jinja2.TemplateSyntaxError for a statement that makes programs of prose; when it
    is rendered, ValueError for what would be too long or too large, or loops too often.
    """

    template_class = _Template
    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.globals = {"range": numbers_up_to, "namespace": Namespace}
        self.filters = {name: _bounded(self.filters[name]) for name in FILTERS}
        self.filters |= {"join": joined, "replace": replaced, "sum": total, STEP: _step}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            for line, mistake in _mistakes(node):
                raise jinja2.TemplateSyntaxError(mistake, line, name, filename)
            if isinstance(node, nodes.For):
                node.iter = nodes.Filter(node.iter, STEP, [], [], None, None, lineno=node.lineno, environment=self)
        return tree

    def getattr(self, obj: object, attribute: str) -> object:
        """A key of a mapping first, so that a number may be called `items`."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """An item of a mapping, a list or a text, what a loop knows, or one of `METHODS`."""
        if isinstance(obj, Mapping) and argument in obj:
            return obj[argument]
        if isinstance(obj, LoopContext | Namespace | Undefined) and str(argument)[:1] != "_":
            return super().getattr(obj, argument)
        for kind, methods in METHODS.items():
            if isinstance(obj, kind) and argument in methods:
                return getattr(obj, argument)
        if isinstance(obj, list | tuple | str) and isinstance(argument, int | slice):
            return super().getitem(obj, argument)
        return self.undefined(obj=obj, name=argument)

    def is_safe_callable(self, obj: object) -> bool:
        """Methods come from `getitem` alone, functions from `globals`: whatever there is may be called."""
        return True

    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
        """Arithmetic, of numbers; texts and lists can be added."""
        sizes = [value for value in (left, right) if not isinstance(value, int | float | Undefined)]
        if sizes and not (operator == "+" and type(left) is type(right)):
            raise TypeError(f"{operator} is for numbers, not {type(sizes[0]).__name__}")
        whole = isinstance(left, int) and isinstance(right, int)
        if operator == "**" and whole and abs(right) * left.bit_length() > LARGEST:
            raise ValueError(f"the result has more than {LARGEST} bits")
        return bounded(super().call_binop(context, operator, left, right))


def _mistakes(node: nodes.Node) -> Iterator[tuple[int, str]]:
    """What prose may not say, with its line."""
    match node:
        case nodes.For(recursive=True):
            yield node.lineno, "a loop may not call itself"
        case nodes.Concat():
            yield node.lineno, 'write ["a", b] | join instead of "a" ~ b'
        case nodes.Assign(node=value) if _typed(value):
            yield node.lineno, TYPED
        case nodes.Output(nodes=shown):
            yield from ((value.lineno, TYPED) for value in shown if _typed(value))
    if word := STATEMENTS.get(type(node)):
        yield node.lineno, f"{{% {word} %}} is not for prose"


def _typed(value: nodes.Node) -> bool:
    """Whether a value is a number that nothing was looked up or computed for."""
    parts = [value, *value.find_all(nodes.Node)]
    numbers = (part for part in parts if isinstance(part, nodes.Const) and isinstance(part.value, int | float))
    return any(numbers) and not any(isinstance(part, nodes.Name | nodes.BinExpr) for part in parts)


def _bounded(form: Callable) -> Callable:
    """A filter whose result has a limit; Jinja's marks on it, which ask for the context, stay."""

    @wraps(form)
    def limited(*values: object, **named: object) -> object:
        return bounded(form(*values, **named))

    return limited


def _step(values: Iterable) -> Iterator:
    """What a loop goes through, counted over all loops of a template."""
    for value in values:
        if next(_steps.get()) >= STEPS:
            raise ValueError(f"the loops of this text make more than {STEPS} steps")
        yield value
