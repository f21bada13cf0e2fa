from cnn.building.provenance import measure


def recipe(threads: int, **inputs: str) -> dict:
    return {"device": "cpu", "threads": threads, "instructions": "AVX2", "architecture": "x86_64", "inputs": inputs}


def test_what_the_trainings_had_in_common():
    recipes = [recipe(2, one="aa"), recipe(1, one="aa", other="bb")]
    found = measure(recipes, {"torch": "2.0"}, "preview", {"a": [1, 2], "b": [1], "study": [1, 2]}).numbers
    assert (found["trainings"], found["threads"], found["devices"]) == (2, [1, 2], ["cpu"])
    assert found["files"] == [{"name": "one", "digest": "aa"}, {"name": "other", "digest": "bb"}]
    assert found["versions"] == [{"name": "torch", "version": "2.0"}]
    assert found["edition"] == "preview"
    assert found["seeds"] == [{"seeds": [1], "names": ["b"]}, {"seeds": [1, 2], "names": ["a", "study"]}]
