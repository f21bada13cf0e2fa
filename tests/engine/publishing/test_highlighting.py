"""A code cell is highlighted as what it is written in."""

import re

import nbformat.v4 as nbf
import pytest

from lecture.publishing.jupyter.highlighting import highlighted, language
from tests.engine.publishing.conftest import EXPORTERS

NAMES = {
    "C++17": "cpp", "C++11": "cpp", "C#": "cs", "F#": "fsharp", "Wolfram Language": "mathematica", "R": "r",
    "Julia": "julia", "python": "python", "Python 3": "python", "ipython3": "python", "julia-1.10": "julia",
    "SageMath": "python", "Q#": "", "": "", "42": "", "язык": "",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_kernels_become_names_of_highlighters(name):
    assert highlighted(name) == NAMES[name]


MAGICS = {
    "%%bash\nls": "bash",
    "%%html\n<b>": "html",
    "%%R -i x\nx": "r",
    "%%script perl\nprint": "perl",
    "%%writefile -a conf.yaml\na: 1": "yaml",
    "%%time\nx": "python",
    "%%capture out\nx": "python",
    "#!fsharp\nx": "fsharp",
    "%matplotlib inline": "python",
    "x = 1": "python",
}


@pytest.mark.parametrize("source", MAGICS)
def test_a_magic_names_the_language_of_its_cell(source):
    assert language(nbf.new_notebook(), nbf.new_code_cell(source)) == MAGICS[source]


def test_a_cell_may_have_a_language_of_its_own():
    cell = nbf.new_code_cell("x", metadata={"vscode": {"languageId": "csharp"}})
    assert language(nbf.new_notebook(metadata={"language_info": {"name": "python"}}), cell) == "cs"


@pytest.mark.parametrize(
    ("name", "colours"), [("C++17", True), ("C#", True), ("Wolfram Language", True), ("Nobody's", False)]
)
def test_the_page_shows_the_code_whatever_the_kernel_is_called(name, colours):
    cell = nbf.new_code_cell('f(1); // $a$ `b` "c"')
    page, _ = EXPORTERS["html"]().from_notebook_node(
        nbf.new_notebook(cells=[cell], metadata={"language_info": {"name": name}})
    )
    body = page.partition("<main")[2]
    assert re.sub("<[^>]*>", "", body.partition("<code")[2].partition("</code>")[0]).endswith(
        "f(1); // $a$ `b` &quot;c&quot;"
    )
    assert ('<span class="' in body) == colours
