import json
import platform

import numpy

from lecture.build.provenance import manifest, versions, versions_of


def test_versions():
    found = versions("numpy", "typst")
    assert list(found) == ["python", "numpy", "typst"]
    assert found["python"] == platform.python_version()
    assert numpy.__version__ == found["numpy"]


def test_versions_are_those_that_made_the_results():
    recipes = [{"versions": {"numpy": "1.0"}}, {"versions": {"numpy": "2.0", "scipy": "1.5"}}]
    assert versions_of(recipes) == {"numpy": ["1.0", "2.0"], "scipy": ["1.5"]}


def test_manifest_is_json_and_says_what_was_made_from_what():
    recipe = {"seed": 1, "inputs": {"data/a": "01"}, "versions": {"torch": "0.1"}}
    found = manifest({"public/index.html": "aa"}, {"data/a": "01"}, {"results/a/recipe.json": recipe}, "preview")
    assert json.loads(json.dumps(found)) == found
    assert found["edition"] == "preview"
    assert found["published"] == {"public/index.html": "aa"}
    assert found["inputs"] == {"data/a": "01"}
    assert found["recipes"] == {"results/a/recipe.json": recipe}
    assert found["results"] == {"torch": ["0.1"]}
    assert found["fetched"] == {}
    taken = {"results/a/recipe.json": {"from": "a.tar.xz", "verified": False}}
    assert manifest({}, {}, {}, "preview", taken)["fetched"] == taken
    assert {"python", "snakemake", "typst"} <= set(found["versions"])
