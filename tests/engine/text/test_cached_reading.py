"""pandoc reads a text once; what it found is kept under the text's digest."""

import json

import pytest

from lecture.text import grammar
from lecture.text.reading import read

TEXT = '---\ntitle: Глава\n---\n\n# Глава {#sec-a}\n\n[a]{claim="x"} @sec-a\n'


@pytest.fixture
def calls(monkeypatch):
    """The documents that pandoc was given."""
    given, pandoc = [], grammar.pandoc
    monkeypatch.setattr(grammar, "pandoc", lambda document: given.append(document) or pandoc(document))
    return given


def names(text, cache):
    found = read(text, "f.md", cache=cache)
    return [(m.name, m.line) for m in found.identifiers + found.claims + found.references]


EXPECTED = [("sec-a", 5), ("x", 7), ("sec-a", 7)]


def test_a_text_is_read_once(tmp_path, calls):
    cache = tmp_path / "new" / "chapters"
    assert names(TEXT, cache) == names(TEXT, cache) == names(TEXT, None) == EXPECTED
    assert len(calls) == 2
    assert [len(file.stem) for file in cache.iterdir()] == [64]


def test_an_edit_is_read(tmp_path, calls):
    names(TEXT, tmp_path)
    assert names(TEXT.replace('"x"', '"y"'), tmp_path)[1] == ("y", 7)
    assert len(calls) == 2


def test_lines_are_not_kept(tmp_path, calls):
    names(TEXT, tmp_path)
    assert names(TEXT.replace("Глава\n---", "Глава\nlang: ru\n---"), tmp_path) == [(n, at + 1) for n, at in EXPECTED]
    assert len(calls) == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'[["claim"]]', b'{"a": 1}'])
def test_a_damaged_file_is_made_again(tmp_path, calls, damage):
    names(TEXT, tmp_path)
    [file] = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert names(TEXT, tmp_path) == EXPECTED
    assert len(calls) == 2 and file.read_bytes() == whole


def test_another_reader_reads_again(tmp_path, calls, monkeypatch):
    names(TEXT, tmp_path)
    monkeypatch.setattr(grammar, "VERSION", "another")
    names(TEXT, tmp_path)
    assert len(calls) == 2 and len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_nobody_may_write_to(tmp_path, calls):
    (tmp_path / "chapters").write_text("a file where the folder should be")
    assert names(TEXT, tmp_path / "chapters") == EXPECTED


def test_a_pandoc_that_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(grammar.pypandoc, "get_pandoc_path", lambda: "false")
    with pytest.raises(RuntimeError, match="pandoc failed"):
        read(TEXT, "f.md", cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_plain_json(tmp_path):
    names(TEXT, tmp_path)
    [file] = tmp_path.iterdir()
    [_, found] = file.read_text(encoding="utf-8").splitlines()
    assert [kind for kind, *_ in json.loads(found)] == ["identifier", "claim", "reference"]
