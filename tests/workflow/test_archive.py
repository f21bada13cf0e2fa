"""The real lecture's kept results: all that is computed is kept, fits, and is planned without importing PyTorch."""

from dataclasses import replace

from tests.engine.conftest import without_torch

PAGES = {
    "page index.html",
    "page lecture.pdf",
    "slides slides.html",
    "book lecture.epub",
    "site",
    "excerpts",
    "portable_notebooks",
}
PUBLICATION = {"lecture", "document", *PAGES, "publish", "all"}


def test_what_was_computed_once_is_not_computed_again(edited, tmp_path):
    edited.remove_what_is_built()
    variables = without_torch(tmp_path / "absent")
    variables["PYTHONPATH"] = f"{tmp_path / 'absent'}:{edited.folder / 'src'}"
    assert set(replace(edited, variables=variables).build("--dry-run")) == PUBLICATION
