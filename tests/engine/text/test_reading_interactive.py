"""The attribute of a figure that the page shows with a script, too."""

import pytest

from lecture.text.reading import ChapterError, read

HEADER = "---\ntitle: Глава\n---\n"


def chapter(name: str, attribute: str):
    return read(
        f'{HEADER}\nАбзац.\n\n![А](../figures/{name}.svg){{#fig-{name} {attribute} alt="А"}}\n', "notebooks/04-x.md"
    )


def test_interactive_figures_are_found():
    assert [(m.name, m.line) for m in chapter("embeddings", 'interactive="points"').interactive] == [("embeddings", 7)]
    assert chapter("embeddings", "").interactive == []


def test_an_unknown_view():
    known = "there is attack, convolution, growth, network, points, shift"
    with pytest.raises(ChapterError, match=rf"^notebooks/04-x\.md:7: no view interactive='pionts'; {known}"):
        _ = chapter("embeddings", 'interactive="pionts"').interactive
