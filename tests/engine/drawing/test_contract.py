"""A figure's signature is its contract: what doesn't fit is refused in one line before anything is drawn."""

import runpy
import sys
from importlib.resources import files
from types import SimpleNamespace

import numpy as np
import pytest

from lecture.drawing import style
from lecture.drawing.contract import ContractError, Float, Integer, Text, UInt8, checked

FITTING = {"images": np.zeros((4, 8, 8), np.uint8), "labels": np.arange(4), "names": np.array(["a", "b"])}


@style.lecture()
def draw(*, images: UInt8["n 8 8"], labels: Integer[" n"], names: Text[" n-2"]) -> str:
    return "drawn"


@style.lecture()
def count(*, tables: list[dict], **curves: Float[" n"]) -> int:
    return len(tables) + len(curves)


def test_what_fits_is_drawn():
    assert draw(**FITTING) == "drawn"
    assert draw(**FITTING | {"labels": np.arange(4, dtype=np.uint8)}) == "drawn"
    assert count(tables=[{}], a=np.zeros(3), b=np.zeros(3, np.float32)) == 3


@checked
def first(*, a, b):
    return a, b


@checked
def second(*, b, c):
    return b, c


def test_two_functions_of_a_module_share_their_data():
    assert first(a=1, b=2, c=3) == (1, 2) and second(a=1, b=2, c=3) == (2, 3)
    with pytest.raises(ContractError, match="got an unexpected keyword argument 'd'"):
        first(a=1, b=2, c=3, d=4)


def test_an_argument_without_a_type_may_be_anything():
    @checked
    def free(*, values, **others):
        return values, others

    assert free(values="x", more=1) == ("x", {"more": 1})
    with pytest.raises(ContractError, match="missing a required argument: 'values'"):
        free(more=1)


@pytest.mark.parametrize(
    ("argument", "wrong", "words"),
    [
        ("images", np.zeros((4, 8, 7), np.uint8), ["UInt8[ndarray, 'n 8 8']", "uint8 (4, 8, 7)"]),
        ("images", np.zeros((4, 8, 8)), ["UInt8[ndarray, 'n 8 8']", "float64 (4, 8, 8)"]),
        ("images", [[0]], ["UInt8[ndarray, 'n 8 8']", "got list"]),
        ("labels", np.arange(3), ["Integer[ndarray, 'n']", "int64 (3,)", "n is 3", "existing value of 4"]),
        ("names", np.arange(2), ["Text[ndarray, 'n-2']", "int64 (2,)"]),
        ("names", np.array(["a"]), ["Text[ndarray, 'n-2']", "<U1 (1,)"]),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(argument, wrong, words):
    with pytest.raises(ContractError) as refused:
        draw(**FITTING | {argument: wrong})
    line = str(refused.value)
    assert line.startswith(f"{__name__}.draw: {argument}: expected ") and "\n" not in line
    assert all(word in line for word in words), line


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"tables": {}}, r"tables: expected list\[dict\], got dict$"),
        ({"tables": [1]}, r"tables: expected list\[dict\], got list$"),
        ({"tables": [], "a": np.zeros(2), "b": np.zeros(3)}, r"b: expected Float\[ndarray, 'n'\], got float64 \(3,\)"),
        ({}, "missing a required argument: 'tables'$"),
    ],
)
def test_tables_and_curves_of_any_name_are_checked(given, message):
    with pytest.raises(ContractError, match=rf"^{__name__}\.count: {message}"):
        count(**given)


def test_an_unknown_argument_is_refused():
    with pytest.raises(ContractError, match="unexpected keyword argument 'extra'"):
        draw(**FITTING, extra=1)


def test_a_mistake_inside_is_not_hidden():
    @checked
    def broken(*, a: int) -> int:
        return a + "1"

    with pytest.raises(TypeError) as mistake:
        broken(a=1)
    assert not isinstance(mistake.value, ContractError)


def test_the_job_of_a_figure_ends_with_the_line(tmp_path, monkeypatch):
    arrays = tmp_path / "digits.npz"
    np.savez(arrays, **FITTING | {"labels": np.arange(3)})
    job = SimpleNamespace(
        input={"arrays": str(arrays)},
        output=[tmp_path / "digits.svg"],
        log=[tmp_path / "log"],
        params=SimpleNamespace(draw=f"{__name__}:draw", language="en"),
        wildcards=SimpleNamespace(name="digits"),
    )
    monkeypatch.setattr(sys, "stderr", sys.stderr)  # the script puts its log in between
    with pytest.raises(SystemExit, match=rf"^figure digits: {__name__}\.draw: labels: expected [^\n]*$"):
        runpy.run_path(str(files("lecture") / "workflow/scripts/figure.py"), {"snakemake": job})
