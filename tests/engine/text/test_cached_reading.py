"""A text is read once; what was read is kept under the text's digest."""

import pytest

from lecture.text import grammar, reading
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
    assert [file.name for file in cache.iterdir()] == ["f.json"]


def test_an_edit_is_read(tmp_path, calls):
    names(TEXT, tmp_path)
    assert names(TEXT.replace('"x"', '"y"'), tmp_path)[1] == ("y", 7)
    assert len(calls) == 2


def test_other_facts_are_read(tmp_path, calls):
    text = TEXT + "\n::: {.only data=A}\n\n[b]{claim=z}\n\n:::\n"

    def claims(data: str) -> list[str]:
        return [claim.name for claim in read(text, "f.md", {"data": data}, tmp_path).claims]

    assert (claims("A"), claims("B"), claims("B"), claims("A")) == (["x", "z"], ["x"], ["x"], ["x", "z"])
    assert len(calls) == 3


def test_a_chapter_is_the_same_when_it_is_kept(tmp_path):
    text = (
        TEXT + '\n{{ group.number }} ![a](../figures/f.svg){#fig-f alt="F"}\n\n```python tags=["hide-input"]\n1\n```\n'
    )
    assert read(text, "f.md", cache=tmp_path) == read(text, "f.md", cache=tmp_path) == read(text, "f.md")


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
    monkeypatch.setattr(reading, "VERSION", "another")
    names(TEXT, tmp_path)
    assert len(calls) == 2


def test_a_folder_that_nobody_may_write_to(tmp_path, calls):
    (tmp_path / "chapters").write_text("a file where the folder should be")
    assert names(TEXT, tmp_path / "chapters") == EXPECTED


def test_a_pandoc_that_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(grammar.pypandoc, "get_pandoc_path", lambda: "false")
    with pytest.raises(RuntimeError, match="pandoc failed"):
        read(TEXT, "f.md", cache=tmp_path)
    assert list(tmp_path.iterdir()) == []
