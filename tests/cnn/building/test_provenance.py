from cnn.building.provenance import measure

NETWORKS = {"a": {"seeds": [1, 2]}, "b": {"seeds": [1]}}
EXPERIMENTS = {"study": {"seeds": [1, 2]}}
CLAIMS = {"first": {"at_least": 1}, "second": {"at_most": 1, "rewritten": "было 2"}}


def training(threads: int, torch: str, **inputs: str) -> dict:
    machine = {"device": "cpu", "threads": threads, "instructions": "AVX2", "architecture": "x86_64"}
    return machine | {"network": "a", "inputs": inputs, "versions": {"python": "3.11", "torch": torch}}


def test_what_the_trainings_had_in_common():
    recipes = [training(2, "2.0", one="aa"), training(1, "2.0", one="aa", other="bb")]
    found = measure(recipes, {"typst": "0.1"}, "preview", NETWORKS, EXPERIMENTS, CLAIMS).numbers
    assert (found["trainings"], found["threads"], found["devices"]) == (2, [1, 2], ["cpu"])
    assert found["files"] == [{"name": "one", "digest": "aa"}, {"name": "other", "digest": "bb"}]
    assert found["edition"] == "preview"
    assert (found["claims"], found["rewritten"]) == (2, 1)
    assert found["seeds"] == [{"seeds": [1], "names": ["b"]}, {"seeds": [1, 2], "names": ["a", "study"]}]


def test_the_versions_are_those_of_the_recipes():
    """Those that are installed now say nothing about a result of last week."""
    study = {"study": "words", "inputs": {"x": "cc"}, "versions": {"python": "3.11", "torch": "2.1", "keras": "3.0"}}
    found = measure([training(1, "2.0"), study], {"typst": "0.1"}, "lecture", NETWORKS, EXPERIMENTS, CLAIMS).numbers
    assert found["versions"] == [
        {"name": "python", "versions": ["3.11"]},
        {"name": "torch", "versions": ["2.0", "2.1"]},
        {"name": "keras", "versions": ["3.0"]},
        {"name": "typst", "versions": ["0.1"]},
    ]
    assert (found["mixed"], found["trainings"], found["files"]) == (1, 1, [])
