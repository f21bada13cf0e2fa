"""The store: a result is found by what decided it, and by nothing else; what is damaged is none."""

import os

import pytest

from lecture.archive import facts as facts_module
from lecture.archive.facts import Facts, differences, misfits
from lecture.archive.store import Store, entry

DIGEST = "a" * 64
FACTS = Facts(
    outputs=("results/x.json",),
    code="c0de",
    settings={"settings": {"epochs": 2, "rates": [0.1, 0.2]}},
    inputs={"data": {"data/a": DIGEST}},
    threads=1,
    versions={"python": facts_module.installed("python")},
)
OTHERS = {
    "code": ("c0d3", "other code"),
    "settings": ({"settings": {"epochs": 3, "rates": [0.1, 0.2]}}, "settings.epochs: 2 there, 3 here"),
    "inputs": ({"data": {"data/a": "b" * 64}}, "made from another data/a"),
    "threads": (4, "1 threads there, 4 here"),
    "versions": (FACTS.versions | {"numpy": "0.1"}, "numpy not used there, 0.1 here"),
}


def other(**changes) -> Facts:
    return Facts(**{name: changes.get(name, getattr(FACTS, name)) for name in FACTS.__dataclass_fields__})


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    """A store that keeps one result, whose file was there and is no more."""
    monkeypatch.chdir(tmp_path)
    os.mkdir("results")
    (tmp_path / "results/x.json").write_text("42")
    store = Store()
    store.keep(entry("measurement x", FACTS))
    (tmp_path / "results/x.json").unlink()
    return store


def test_a_result_comes_back_as_it_was(store, tmp_path):
    store.place(store.find(FACTS))
    assert (tmp_path / "results/x.json").read_text() == "42"
    assert store.fetched(store.find(FACTS)) is None


@pytest.mark.parametrize("what", OTHERS)
def test_what_was_decided_by_something_else_is_not_found_and_explained(store, what):
    value, reason = OTHERS[what]
    [kept] = store.all()
    assert store.find(other(**{what: value})) is None
    assert differences(kept.content, other(**{what: value})) == [reason]
    assert differences(kept.content, FACTS) == []


def test_the_order_of_settings_decides_nothing(store):
    assert store.find(other(settings={"settings": {"rates": [0.1, 0.2], "epochs": 2}}))


def test_versions_are_compared_where_both_are_known(monkeypatch):
    monkeypatch.setattr(facts_module, "installed", {"python": "3.11.2", "numpy": "2.0", "typst": "1"}.get)
    assert misfits({"python": "3.11.9", "numpy": "2.0"}, {"python": "3.11.2", "numpy": "2.0"}) == []
    assert misfits({"torch": "2.14"}, {}) == []  # it isn't here, so it can't differ
    assert misfits({"typst": "2"}, {}) == ["typst 2 there, 1 here"]
    assert misfits({"python": "3.12.0"}, {"python": "3.11.2"}) == ["python 3.12 there, 3.11 here"]


@pytest.mark.parametrize("damage", ["a byte", "a cut", "gone"])
def test_a_damaged_file_is_forgotten(store, damage):
    kept = store.find(FACTS)
    file = store.file(kept.digest_of("results/x.json"))
    if damage == "gone":
        file.unlink()
    else:
        file.write_text("43" if damage == "a byte" else "4")
    assert not store.is_sound(kept)
    assert list(store.all()) == []


def test_a_changed_record_is_none(store):
    [file] = store.folder.glob("entries/*/*.json")
    file.write_text(file.read_text().replace("measurement x", "measurement y"))
    assert store.find(FACTS) is None


def test_what_was_made_here_is_found_before_what_was_fetched(store, tmp_path):
    (tmp_path / "results/x.json").write_text("43")
    store.keep(second := entry("measurement x", FACTS))
    [first] = (kept for kept in store.all() if kept.id != second.id)
    store.record(second, {"from": "a file", "verified": False})
    assert store.find(FACTS) == first
    assert store.fetched(second) == {"from": "a file", "verified": False}
    store.keep(second)  # it was made here after all
    assert store.fetched(second) is None


def test_what_was_not_used_for_longest_goes_first(store, tmp_path):
    (tmp_path / "results/x.json").write_text("3" * 100)
    store.keep(entry("measurement x", other(code="newer")))
    [old] = store.folder.glob(f"entries/{FACTS.key}/*")
    os.utime(old, (1, 1))
    store.trim(most=1000)
    assert store.find(FACTS) and store.size() == 102
    store.trim(most=101)
    assert store.find(FACTS) is None and store.find(other(code="newer"))
    assert store.size() == 100
