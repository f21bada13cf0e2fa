"""Which numbers of a text get a card, and what the card tells."""

import pytest

from lecture.publishing.trees import marks
from lecture.text.origins import key, marked, told


def seen(text: str) -> tuple[str, list[str]]:
    """The text with its marks as ⟨ and ⟩, and the names."""
    names: list[str] = []
    made = marked(text, names)
    return "".join("⟩" if c == marks.END else "⟨" if marks.MARK.match(c) else c for c in made), names


@pytest.mark.parametrize(
    ("text", "made", "names"),
    [
        ("Prose.", "Prose.", []),
        ("{{ a.b | percent(1) }} of all", "⟨{{ a.b | percent(1) }}⟩ of all", ["a.b"]),
        ("**{{ a.b }}**, {{ a.b }}", "**⟨{{ a.b }}⟩**, ⟨{{ a.b }}⟩", ["a.b"]),
        ("{{ (a.b - c.d) | number(1) }}", "⟨{{ (a.b - c.d) | number(1) }}⟩", ["a.b, c.d"]),
        ("{{ a['b'].c }}", "⟨{{ a['b'].c }}⟩", ["a.b.c"]),
        ("$x = {{ a.b | tex }}$", "⟨$x = {{ a.b | tex }}$⟩", ["a.b"]),
        ("`{{ a.b }}`", "⟨`{{ a.b }}`⟩", ["a.b"]),
        ("$$ x = {{ a.b }} $$", "$$ x = {{ a.b }} $$", []),
        ("# {{ a.b }} things {#sec-x}", "# {{ a.b }} things {#sec-x}", []),
        ("[@{{ a.source }}]", "[@{{ a.source }}]", []),
        ("[{{ a.b }}](x-{{ a.c }}.html)", "[{{ a.b }}](x-{{ a.c }}.html)", []),
        ("![Of {{ a.b }}](../figures/x.svg){#fig-x}", "![Of ⟨{{ a.b }}⟩](../figures/x.svg){#fig-x}", ["a.b"]),
        ("```\n{{ a.b }}\n```", "```\n{{ a.b }}\n```", []),
        ("{% for r in a.b %}| {{ r.x }} |{% endfor %}", "{% for r in a.b %}| ⟨{{ r.x }}⟩ |{% endfor %}", ["a.b[].x"]),
        ("{% for r in a.rows %}{{ loop.index }}{% endfor %}", "{% for r in a.rows %}{{ loop.index }}{% endfor %}", []),
        ("{% set s = a.b %}{{ s.c }}", "{% set s = a.b %}⟨{{ s.c }}⟩", ["a.b.c"]),
        ("{{ a.b }", "{{ a.b }", []),
        ("{% for %}{{ a.b }}", "{% for %}{{ a.b }}", []),
    ],
)  # fmt: skip
def test_numbers_are_marked_where_a_mark_may_stand(text, made, names):
    assert seen(text) == (made, names)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("results/filters.json", "filters"),
        ("results/filters.npz", "filters"),
        ("results/recipes/filters.json", "filters"),
        ("results/experiments/parity/3.csv", "parity"),
        ("results/training/a/1/weights.safetensors", "training/a"),
        ("figures/filters.svg", "figures/filters"),
        ("data/MNIST/raw/t10k-labels-idx1-ubyte", "data/MNIST/raw/t10k-labels-idx1-ubyte"),
    ],
)
def test_files_belong_together(path, found):
    assert key(path) == found


def maker(**other) -> dict:
    return {"rule": "measurement", "code": None, "inputs": [], "settings": {}, "seeds": [], "recipes": []} | other


def test_a_card_tells_code_data_settings_seeds_and_the_run():
    run = {"device": "cpu", "threads": 2, "versions": {"numpy": "2.0"}, "seconds": 3.5}
    recipes = {
        f"results/training/a/{seed}/recipe.json": run | {"seed": seed, "inputs": {"data/x": "d" * 64}}
        for seed in (1, 2)
    }
    makers = {
        "training/a": maker(rule="train", recipes=list(recipes), settings={"epochs": 3}),
        "b": maker(
            code="lecture.text.origins:told", inputs=["results/training/a/1/weights.safetensors"], settings={"n": 4}
        ),
        "figures/b": maker(rule="figure", inputs=["results/b.npz"]),
    }
    found = told(makers, recipes)
    training, study, figure = (found["made"][name] for name in ("training/a", "b", "figures/b"))
    assert training["seeds"] == [1, 2] and training["settings"]["epochs"] == 3 and training["from"] == ["data/x"]
    assert found["runs"] == [{"device": "cpu", "threads": 2, "versions": {"numpy": "2.0"}}] and training["runs"] == [0]
    assert found["data"] == {"data/x": "d" * 16}
    file, first, last = study["code"]
    assert file.endswith("lecture/text/origins.py") and first < last
    assert study["from"] == ["training/a"] and study["settings"] == {"n": 4} and "seeds" not in study
    assert figure == {"rule": "figure", "from": ["b"]}
