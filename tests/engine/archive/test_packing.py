"""Archives: the same bytes for the same results; what isn't exactly an archive ends in one line."""

import io
import json
import lzma
import os
import struct
import tarfile
from dataclasses import replace

import numpy as np
import pytest

from lecture.archive import packing
from lecture.archive.facts import Facts, canonical, installed
from lecture.archive.packing import ArchiveError, pack, unpack
from lecture.archive.store import Entry, Store, entry


def facts(*outputs: str) -> Facts:
    return Facts(
        outputs, "c0de", {"settings": {"n": 1}}, {"": {"data/a": "a" * 64}}, 1, {"python": installed("python")}
    )


@pytest.fixture
def built(tmp_path, monkeypatch) -> tuple[Store, list[Entry]]:
    """A store with two results."""
    monkeypatch.chdir(tmp_path)
    os.mkdir("results")
    (tmp_path / "results/x.json").write_text('{"x": 1}')
    np.savez_compressed("results/x.npz", values=np.arange(5.0), names=np.array(["a", "b"]))
    (tmp_path / "results/y.csv").write_text("a,b\n1,2\n")
    store, kept = Store(), [entry("x", facts("results/x.json", "results/x.npz")), entry("y", facts("results/y.csv"))]
    assert store.is_empty()
    for each in kept:
        store.keep(each)
    assert not store.is_empty()
    return store, kept


@pytest.fixture
def archive(built, tmp_path):
    store, kept = built
    pack(tmp_path / "a.tar.xz", "short", kept, store)
    return tmp_path / "a.tar.xz"


def test_the_same_results_give_the_same_bytes(built, archive, tmp_path):
    store, kept = built
    for file in store.folder.glob("files/*"):
        os.utime(file, (5, 5))
    size = pack(tmp_path / "b.tar.xz", "short", reversed(kept), store)
    assert (tmp_path / "b.tar.xz").read_bytes() == archive.read_bytes()
    assert size == archive.stat().st_size
    assert not list(tmp_path.glob(".*.xz*"))


def test_what_was_packed_comes_out(built, archive, tmp_path):
    store, kept = built
    other = Store(tmp_path / "other")
    said = unpack(archive, other)
    assert said.edition == "short"
    assert {each.id for each in other.all()} == {each.id for each in kept} == {each.id for each in said.entries}
    for digest in (digest for each in kept for digest, _ in each.outputs.values()):
        assert other.file(digest).read_bytes() == store.file(digest).read_bytes()


def test_a_damaged_store_is_not_packed(built, archive, tmp_path):
    store, kept = built
    before = archive.read_bytes()
    store.file(kept[0].digest_of("results/x.json")).write_text("other")
    with pytest.raises(ArchiveError, match="is damaged"):
        pack(archive, "short", kept, store)
    assert archive.read_bytes() == before


def members(archive) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def write(archive, files, kinds=()):
    """A tar file of any members; `kinds` makes some of them links and the like."""
    with lzma.open(archive, "wb") as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            if name in dict(kinds):
                member.type, member.linkname, member.size = dict(kinds)[name], "/etc/passwd", 0
            tar.addfile(member, io.BytesIO(content))


def with_outputs(files, outputs, rename=True):
    """The archive, with other outputs of the first record; its identifier fits them if wanted."""
    index = json.loads(files["archive.json"])
    record = next(each for each in index["results"] if each["content"]["job"] == "y")
    record["content"]["outputs"] = outputs
    if rename:
        record["id"] = Entry("", record["content"]).id
    return files | {"archive.json": canonical(index).encode()}


def digest_of(files, job="y"):
    index = json.loads(files["archive.json"])
    [(digest, size)] = next(e for e in index["results"] if e["content"]["job"] == job)["content"]["outputs"].values()
    return digest, size


def test_any_cut_is_told(archive, tmp_path):
    whole = archive.read_bytes()
    for length in (0, 1, 20, len(whole) // 2, len(whole) - 40, len(whole) - 1):
        archive.write_bytes(whole[:length])
        with pytest.raises(
            ArchiveError, match=r"^a\.tar\.xz: no archive, or only a part of one .*; nothing was taken$"
        ):
            unpack(archive, Store(tmp_path / f"cut{length}"))


def test_any_changed_byte_is_told(archive, tmp_path):
    whole = archive.read_bytes()
    for place in range(0, len(whole), len(whole) // 40):
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(ArchiveError, match=r"^a\.tar\.xz: [^\n]+; nothing was taken$"):
            unpack(archive, Store(tmp_path / f"changed{place}"))


def other_bytes(files):
    digest, size = digest_of(files)
    return files | {f"files/{digest}": b"0" * size}


def renamed(files, job):
    index = json.loads(files["archive.json"])
    for record in index["results"]:
        record["content"]["job"] = job
        record["id"] = Entry("", record["content"]).id
    return files | {"archive.json": canonical(index).encode()}


def pickled(files):
    array = io.BytesIO()
    np.savez(array, names=np.array([{"a": 1}], dtype=object))
    return replaced(files, array.getvalue())


def packed_strangely(files, method):
    """Arrays whose file says so of how they are packed, or that they are encrypted (method None)."""
    array = io.BytesIO()
    np.savez(array, y=np.arange(3))
    content = bytearray(array.getvalue())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the member's own header, and the directory's
        at = content.index(signature) + place  # the flags; the method stands behind them
        content[at : at + 4] = struct.pack("<HH", method is None, method or 0)
    return replaced(files, bytes(content))


def named(path):
    """The change after which a record says that its result belongs to another place."""
    return lambda files: with_outputs(files, {path: list(digest_of(files))})


def replaced(files, content, path="results/y.npz"):
    digest = packing.sha256(content).hexdigest()
    return with_outputs(files, {path: [digest, len(content)]}) | {f"files/{digest}": content}


def without_old(files, change):
    """The archive after a change, without the file that no record names any more, in the order of the names."""
    changed = change(files)
    index = json.loads(changed["archive.json"])
    named = {f"files/{sha}" for each in index["results"] for sha, _ in each["content"]["outputs"].values()}
    return {"archive.json": changed["archive.json"]} | {n: changed[n] for n in sorted(named & changed.keys())}


FALSE = {
    "another byte of a file": (other_bytes, "results/y.csv has other bytes than the archive says"),
    "another digest": (
        lambda files: with_outputs(files, {"results/y.csv": ["0" * 64, 8]}, rename=False),
        "the record of 'y' is not as it was written",
    ),
    "a digest of nothing": (
        lambda files: without_old(files, lambda f: with_outputs(f, {"results/y.csv": ["0" * 64, 8]})),
        "results/y.csv is not in it",
    ),
    "a way out": (
        named("results/../../y.csv"),
        "'results/../../y.csv' is no place of a result",
    ),
    "an absolute name": (
        named("/etc/y.csv"),
        "'/etc/y.csv' is no place of a result",
    ),
    "a place that is no result's": (
        named("src/lecture/y.json"),
        "'src/lecture/y.json' is no place of a result",
    ),
    "a pickle": (
        named("results/y.pt"),
        "'results/y.pt' is a kind of file that may hold code, such as a pickle",
    ),
    "a pickle in arrays": (
        lambda files: without_old(files, pickled),
        "'results/y.npz' holds a pickle, which may hold code",
    ),
    "no arrays": (
        lambda files: without_old(files, lambda f: replaced(f, b"PK nothing")),
        "'results/y.npz' holds no arrays (File is not a zip file)",
    ),
    "arrays packed as nobody knows": (
        lambda files: without_old(files, lambda f: packed_strangely(f, 99)),
        "'results/y.npz' holds no arrays (That compression method is not supported)",
    ),
    "encrypted arrays": (
        lambda files: without_old(files, lambda f: packed_strangely(f, None)),
        "'results/y.npz' holds no arrays (File 'y.npy' is encrypted, password required for extraction)",
    ),
    "a script among numbers": (
        lambda files: without_old(files, lambda f: replaced(f, b'{"x": "\\u003cscript>1"}', "results/y.json")),
        "'results/y.json' holds what would be a script on a page",
    ),
    "a script in an output": (
        lambda files: without_old(
            files,
            lambda f: replaced(
                f, b'{"outputs": [{"data": {"text/html": ["<img src=x onerror=go()>"]}}]}', "results/y.ipynb"
            ),
        ),
        "'results/y.ipynb' holds what would be a script on a page",
    ),
    "a name that the terminal would obey": (
        lambda files: renamed(files, "y\x1b[2J"),
        "a record calls its job, a version or its machine by something else than plain words",
    ),
    "a member more": (lambda files: files | {"../evil": b"1"}, "'../evil' in it belongs to no result"),
    "no index": (
        lambda files: {name: content for name, content in files.items() if name != "archive.json"},
        "it doesn't begin with archive.json: this is no archive of results",
    ),
    "an index of another kind": (
        lambda files: files | {"archive.json": b'{"format": 1, "results": [[]]}'},
        "its archive.json is not what `lecture archive` writes",
    ),
    "another format": (lambda files: files | {"archive.json": b'{"format": 7}'}, "its format is 7, this program"),
}


@pytest.mark.parametrize("kind", FALSE)
def test_a_falsified_archive_is_told_in_a_line(archive, tmp_path, kind):
    change, message = FALSE[kind]
    write(archive, change(members(archive)))
    with pytest.raises(ArchiveError) as refused:
        unpack(archive, Store(tmp_path / "other"))
    assert str(refused.value).startswith(f"a.tar.xz: {message}")
    assert str(refused.value).endswith("; nothing was taken") and "\n" not in str(refused.value)
    assert not list((tmp_path / "other").rglob("*.json")) or "npz" in message


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.XHDTYPE])
def test_a_member_that_is_no_plain_file_is_refused(archive, tmp_path, kind):
    files = members(archive)
    write(archive, files, {max(files): kind})
    with pytest.raises(ArchiveError, match=r"in it is no plain file; nothing was taken$"):
        unpack(archive, Store(tmp_path / "other"))


def test_an_archive_that_would_fill_the_disk_is_refused_unread(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "LARGEST", 20)
    with pytest.raises(ArchiveError, match="it would unpack to more than"):
        unpack(archive, Store(tmp_path / "other"))
    assert not (tmp_path / "other").exists()


def test_a_file_that_is_larger_than_it_says_is_refused(archive, tmp_path):
    files = members(archive)
    digest, _ = digest_of(files)
    write(archive, files | {f"files/{digest}": b"0" * 10_000_000})
    with pytest.raises(ArchiveError, match="belongs to no result"):
        unpack(archive, Store(tmp_path / "other"))


def test_a_page_instead_of_an_archive_is_told(archive, tmp_path):
    archive.write_text("<!DOCTYPE html><html>not found</html>")
    with pytest.raises(ArchiveError, match=r"^a\.tar\.xz: no archive, or only a part of one"):
        unpack(archive, Store(tmp_path / "other"))


def test_facts_with_other_versions_have_one_key():
    first = facts("results/x.json")
    assert replace(first, versions={"numpy": "1"}).key == first.key != replace(first, threads=2).key
