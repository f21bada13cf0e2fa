import json

import nbformat
import pytest

from lecture.text import edition
from lecture.text.edition import metadata, origin, refuted, whole
from lecture.text.reading import ChapterError, read

NUMBERS = {"network": {"epochs": 10, "seeds": 1}}
PAGE = {
    "file": "src/toy/lecture.yaml",
    "title": "A toy",
    "subtitle": "It builds itself",
    "authors": [],
    "language": "en",
    "editions": {"small": "Small: {{ network.epochs }} epochs."},
}
CLAIMS = {
    "good": {"id": "good", "measured": 0.9, "threshold": {"at_least": 0.5}, "holds": True},
    "bad": {"id": "bad", "measured": 0.123456789, "threshold": {"at_least": 0.5}, "holds": False},
    "worse": {"id": "worse", "measured": float("nan"), "threshold": {"at_most": 1}, "holds": False},
}


def test_metadata_is_json_and_holds_the_claims():
    claims = {"good": CLAIMS["good"]}
    found = metadata(PAGE, "lecture", NUMBERS, claims)
    assert json.loads(json.dumps(found)) == found
    assert (found["lang"], found["claims"]) == ("en", claims)
    assert (found["title"], found["subtitle"]) == ("A toy", "It builds itself")
    assert "authors" not in found


def test_authors():
    found = metadata(PAGE | {"authors": ["A. One", "B. Two"]}, "lecture", NUMBERS, {})
    assert [author["name"] for author in found["authors"]] == ["A. One", "B. Two"]


@pytest.fixture
def lecture(tmp_path):
    """Assembles a chapter with this text, from a cache."""

    def made(text: str, numbers: dict, **more) -> dict:
        chapter = read(f"---\ntitle: Toy\n---\n\n# Toy\n\n{text}\n", "notebooks/01-toy.md", {}, None)
        runs = nbformat.v4.new_notebook()
        return whole([(chapter, runs)], {}, numbers, {}, PAGE, "", (), origins={}, cache=tmp_path, **more)

    return made


def test_chapters_that_did_not_change_are_not_assembled_again(lecture, monkeypatch):
    before = lecture("{{ network.epochs }} epochs.", NUMBERS)
    monkeypatch.setattr(edition, "assemble", lambda *given: pytest.fail("it is assembled"))
    assert lecture("{{ network.epochs }} epochs.", NUMBERS) == before


@pytest.mark.parametrize(
    ("text", "numbers", "version"),
    [
        ("{{ network.epochs }} epochs!", NUMBERS, ""),
        ("{{ network.epochs }} epochs.", {"network": {"epochs": 11}}, ""),
        ("{{ network.epochs }} epochs.", NUMBERS, "another"),
    ],
)
def test_a_chapter_is_assembled_again_when_its_text_its_numbers_or_the_code_change(
    lecture, monkeypatch, text, numbers, version
):
    lecture("{{ network.epochs }} epochs.", NUMBERS)
    calls, assemble = [], edition.assemble
    monkeypatch.setattr(edition, "assemble", lambda *given: calls.append(given) or assemble(*given))
    lecture(text, numbers, version=version)
    assert calls


def test_an_edition_without_a_sentence_has_no_banner():
    assert "edition" not in metadata(PAGE, "lecture", NUMBERS, {})


def test_the_sentence_of_an_edition_names_numbers():
    assert metadata(PAGE, "small", NUMBERS, {})["edition"] == "Small: 10 epochs."


@pytest.mark.parametrize("sentence", ["{{ network.epoch }}", "{{ network", "{{ network.epochs | no }}"])
def test_a_mistake_in_the_sentence_names_file_and_key(sentence):
    with pytest.raises(ChapterError, match=r"^src/toy/lecture\.yaml: editions\.small: "):
        metadata(PAGE | {"editions": {"small": sentence}}, "small", NUMBERS, {})


def fetched(verified: bool, absent=(), **machine: str) -> dict:
    return {"from": "a.tar.xz", "verified": verified, "machine": machine, "absent": dict(absent)}


def test_what_was_made_here_needs_no_word():
    assert origin({}, 7, "en") == ""
    assert "edition" not in metadata(PAGE, "lecture", NUMBERS, {}, "")


def test_results_of_an_archive_are_told_by_source_and_verdict():
    results = {
        "1": fetched(False, architecture="x86_64", instructions="AVX2"),
        "2": fetched(False, {"torch": "2.14"}, architecture="x86_64", instructions="AVX2", device="cuda"),
        "3": fetched(True, architecture="aarch64", instructions="NEON"),
    }
    assert origin(results, 7, "en") == (
        "From an archive: 2 of 7 results were taken ready-made (unverified; source: a.tar.xz; machine: x86_64, AVX2, "
        "cuda). From an archive: 1 of 7 results were taken ready-made (verified by the record of the published "
        "edition; source: a.tar.xz; machine: aarch64, NEON). Not installed here, versions as recorded: torch 2.14."
    )
    sentence = origin(results, 7, "ru")
    assert "взято 2 из\N{NO-BREAK SPACE}7 (не\N{NO-BREAK SPACE}проверены;" in sentence
    assert (
        metadata(PAGE, "small", NUMBERS, {}, "From an archive: …")["edition"] == "Small: 10 epochs. From an archive: …"
    )


def test_what_is_refuted_is_named_with_value_and_threshold():
    assert refuted({"good": CLAIMS["good"]}) == ""
    first, second = refuted(CLAIMS).splitlines()
    assert "'bad' is refuted" in first and "0.123457" in first and "'at_least': 0.5" in first
    assert "'worse' is refuted" in second and "nan" in second


def test_a_value_just_beyond_its_threshold_is_told_apart_from_it():
    line = refuted({"close": {"measured": 0.961, "threshold": {"at_least": 0.962}, "holds": False}})
    assert "0.961" in line and "0.962" in line
