"""What a figure takes stands in its signature and is checked at the call.

    @style.lecture()
    def draw(*, images: UInt8["n 28 28"], labels: Integer[" n"]) -> Figure:

The type of an array says what numbers it holds and how long its axes are (jaxtyping); axes of one name are equally
long, `_` is of any length, and `"steps-width+1"` is computed from the axes of the arguments before it.

A figure that lives on the page has two functions over the same data, `draw` and `interactive`: each names what it
takes, and what only the other one names it doesn't get.
"""

import inspect
import sys
from collections.abc import Callable
from functools import wraps

import jaxtyping
import numpy as np
from jaxtyping import AbstractArray, AbstractDtype, jaxtyped


class ContractError(TypeError):
    """A function got something else than its signature says; the message is one line."""


class Arrays:
    """The types of arrays that hold one kind of numbers: `Float["n 28 28"]`."""

    def __init__(self, kind: type[AbstractDtype]) -> None:
        self.kind = kind

    def __getitem__(self, axes: str) -> type[AbstractArray]:
        return self.kind[np.ndarray, axes]


Bool = Arrays(jaxtyping.Bool)
Complex = Arrays(jaxtyping.Complex)
Float = Arrays(jaxtyping.Float)
Int8 = Arrays(jaxtyping.Int8)
Integer = Arrays(jaxtyping.Integer)
Real = Arrays(jaxtyping.Real)
Shaped = Arrays(jaxtyping.Shaped)
UInt8 = Arrays(jaxtyping.UInt8)
Text = Arrays(type("Text", (AbstractDtype,), {"dtypes": ("str_",)}))  # jaxtyping knows no strings


def checked(function: Callable) -> Callable:
    """A function of keyword arguments that refuses, before anything is computed, what its signature doesn't allow.

    An argument without a type may be anything.

    Raises:
        ContractError: by the new function: an argument is missing, unknown, or not of its type.
    """
    signature, types = inspect.signature(function), function.__annotations__
    rest = next((name for name, each in signature.parameters.items() if each.kind is each.VAR_KEYWORD), None)
    place = f"{function.__module__}.{function.__name__}"

    @wraps(function)
    def call(**arguments):
        if rest is None:
            others = taken(function.__module__) - signature.parameters.keys()
            arguments = {name: value for name, value in arguments.items() if name not in others}
        try:
            given = signature.bind(**arguments).arguments
        except TypeError as mistake:
            raise ContractError(f"{place}: {mistake}") from None
        others = given.pop(rest, {})
        with jaxtyped("context"):  # in which the names of axes keep their lengths
            for name, value in {**given, **others}.items():
                expected = types.get(name if name in signature.parameters else rest, object)
                if reason := mismatch(value, expected):
                    raise ContractError(f"{place}: {name}: {reason}")
        return function(**arguments)

    call.takes = frozenset(signature.parameters)
    return call


def taken(module: str) -> set[str]:
    """The names of what the checked functions of a module take."""
    own = [each for each in vars(sys.modules[module]).values() if getattr(each, "__module__", None) == module]
    return {name for function in own for name in getattr(function, "takes", ())}


def mismatch(value: object, expected: type) -> str:
    """Why a value is not of a type; an empty text if it is."""
    if inspect.isclass(expected) and issubclass(expected, AbstractArray):
        reason = expected.__instancecheck_str__(value)
        got = f"{value.dtype} {value.shape}" if isinstance(value, np.ndarray) else type(value).__name__
        return reason and f"expected {expected.__name__}, got {got}: {reason}"
    from beartype.door import is_bearable  # takes a tenth of a second, and few figures get anything but arrays

    return "" if is_bearable(value, expected) else f"expected {expected}, got {type(value).__name__}"
