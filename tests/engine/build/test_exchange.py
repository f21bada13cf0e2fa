"""A folder gets new content in one step, and on disks that can't do that, file by file."""

import errno
import os
import threading
from contextlib import suppress

import pytest

from lecture.build import exchange
from lecture.build.exchange import renew


@pytest.fixture
def public(tmp_path):
    folder = tmp_path / "public"
    (folder / "archive").mkdir(parents=True)
    (folder / "notebooks").mkdir()
    for path in ("index.html", "lecture.pdf", "archive/kept.tar", "notebooks/old.ipynb"):
        (folder / path).write_text("old")
    (folder / "link").symlink_to("index.html")
    return folder


NEW = {"index.html": b"new", "lecture.pdf": b"new", "notebooks/new.ipynb": b"new", "manifest.json": b"new"}
AFTER = {"archive/kept.tar": "old", "link": "new"} | dict.fromkeys(NEW, "new")


def content(folder) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def refuse(number: int):
    def exchange(one, other):
        raise OSError(number, os.strerror(number), str(other))

    return exchange


@pytest.mark.parametrize("refusal", [None, errno.EINVAL, errno.EBUSY, errno.EXDEV])
def test_the_new_content_is_there_and_what_else_lay_there(public, monkeypatch, refusal):
    if refusal:
        monkeypatch.setattr(exchange, "exchange", refuse(refusal))
    linked = public.parent / "copy.html"
    os.link(public / "index.html", linked)
    renew(public, NEW, {"notebooks/old.ipynb"})
    assert content(public) == AFTER
    assert (public / "link").is_symlink() and not (public / "index.html").is_symlink()
    assert linked.read_text() == "old", "a link of the old edition is not written into"
    assert sorted(path.name for path in public.parent.iterdir()) == ["copy.html", "public"]


def test_a_mistake_leaves_the_old_content(public, monkeypatch):
    before = content(public)
    monkeypatch.setattr(exchange, "exchange", refuse(errno.EIO))
    with pytest.raises(OSError, match="Input/output error"):
        renew(public, NEW, {"notebooks/old.ipynb"})
    monkeypatch.setattr(os, "fsync", refuse(errno.ENOSPC))
    with pytest.raises(TypeError):
        renew(public, NEW)
    assert content(public) == before
    assert [path.name for path in public.parent.iterdir()] == ["public"]


def test_what_comes_in_the_meantime_comes_along(public, monkeypatch):
    swap = exchange.exchange

    def meanwhile(one, other):
        (other / "archive/kept.tar").write_text("newer")
        os.replace(other / "archive/kept.tar", other / "archive/other.tar")
        (other / "archive/kept.tar").write_text("newer still")
        swap(one, other)

    monkeypatch.setattr(exchange, "exchange", meanwhile)
    renew(public, NEW, {"notebooks/old.ipynb"})
    assert content(public) == AFTER | {"archive/kept.tar": "newer still", "archive/other.tar": "newer"}


def test_a_reader_sees_one_edition_or_the_other(public):
    over, seen = threading.Event(), []

    def read():
        while not over.is_set():
            folder = os.open(public, os.O_RDONLY)
            texts = set()
            with suppress(FileNotFoundError):  # whoever is slow finds the old edition gone, and never half of another
                for name in ("index.html", "lecture.pdf"):
                    file = os.open(name, os.O_RDONLY, dir_fd=folder)
                    texts.add(os.read(file, 20))
                    os.close(file)
                seen.append(len(texts))
            os.close(folder)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(50):
        renew(public, dict.fromkeys(["index.html", "lecture.pdf"], str(number).encode()))
    over.set()
    reader.join()
    assert set(seen) == {1}


def test_a_link_to_the_folder_stays_one(public):
    real = public.rename(public.parent / "elsewhere")
    public.symlink_to(real)
    renew(public, NEW, {"notebooks/old.ipynb"})
    assert public.is_symlink() and content(real) == AFTER
