"""What `lecture compare` and `lecture drift` begin with: each kind tells the same; what is none is told in a line."""

import copy
import functools
import json
import lzma
import subprocess
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from lecture import command
from lecture.archive import packing
from lecture.archive.store import Store
from lecture.build.description import describe
from lecture.checking import baselines, comparison, manifest
from lecture.checking.comparison import RecordError

LECTURE = {"edition": "lecture", "numbers": {"a.b": 1}, "claims": {}, "figures": {}, "files": {}}
COMMANDS = ("compare", "drift")


@pytest.fixture(scope="module")
def record(toy) -> dict:
    return comparison.record(toy.folder, describe(toy.folder / "src").times)


@pytest.fixture(scope="module")
def archive(toy, tmp_path_factory) -> Path:
    """Of all that the toy keeps."""
    folder = tmp_path_factory.mktemp("archive")
    store = Store(toy.folder / ".cache/results")
    packing.pack(folder / "toy.tar.xz", "lecture", [kept for kept in store.all() if _is_result(kept)], store)
    return folder / "toy.tar.xz"


def _is_result(kept) -> bool:
    return all(path.startswith("results/") for path in kept.outputs)


def without_times(told: dict) -> dict:
    return {name: value for name, value in told["numbers"].items() if not comparison.is_time(name, told["times"])}


def test_a_manifest_says_what_the_record_says(toy, record):
    told = baselines.read(str(toy.folder / manifest.FILE), toy.folder)
    assert without_times(told) == without_times(record)
    for key in ("edition", "times", "claims", "figures", "files", "chance", "machine"):
        assert told[key] == record[key], key
    assert comparison.changes(told, record) == []


def test_an_archive_says_what_the_record_says(toy, record, archive):
    told = baselines.read(str(archive), toy.folder, record["times"])
    for key in ("edition", "numbers", "times", "claims", "figures", "files", "chance"):
        assert told[key] == record[key], key


def test_a_folder_has_a_record_or_a_manifest(toy, record, tmp_path):
    assert comparison.changes(baselines.read(str(toy.folder), tmp_path), record) == []
    (tmp_path / "results").mkdir()
    (tmp_path / "results/published.json").write_text(json.dumps(LECTURE))
    assert baselines.read(str(tmp_path), tmp_path) == LECTURE


def test_a_revision_of_git_and_no_option_of_it(tmp_path):
    (tmp_path / "results").mkdir()
    (tmp_path / "results/published.json").write_text(json.dumps(LECTURE))
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"], ["tag", "v1"]):
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True)
    (tmp_path / "results/published.json").unlink()
    assert baselines.read("v1", tmp_path) == baselines.read("HEAD", tmp_path) == LECTURE
    with pytest.raises(RecordError, match=r"no revision that tracks results/published\.json"):
        baselines.read(f"--output={tmp_path}/stolen", tmp_path)
    assert not list(tmp_path.glob("stolen*"))


@pytest.fixture(scope="module")
def site(toy, archive, tmp_path_factory):
    """An address: what the toy has published, its archive and a page."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "manifest.json").write_bytes((toy.folder / manifest.FILE).read_bytes())
    (folder / "toy.tar.xz").write_bytes(archive.read_bytes())
    (folder / "index.html").write_text("<!DOCTYPE html><p>Not found, and said so with 200")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("file", ["manifest.json", "toy.tar.xz"])
def test_an_address(toy, record, site, file, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    told = baselines.read(f"{site}/{file}", toy.folder, record["times"])
    assert comparison.changes(told, record) == []


def changed(**parts) -> bytes:
    return json.dumps(LECTURE | parts).encode()


def of_the_manifest(change: Callable[[dict], object], seal: bool = True) -> Callable[[bytes], bytes]:
    def content(data: bytes) -> bytes:
        told = copy.deepcopy(json.loads(data))
        change(told)
        return json.dumps(manifest.sealed(told) if seal else told).encode()

    return content


def stranger(told: dict) -> None:
    says = told["says"]
    says["numbers"] = {f"other.{name}": value for name, value in says["numbers"].items()}
    says["claims"] = {f"other_{name}": claim for name, claim in says["claims"].items()}


def another_format(data: bytes) -> bytes:
    return lzma.compress(lzma.decompress(data).replace(b'"format":1', b'"format":9', 1))


def other_bytes(data: bytes) -> bytes:
    content = bytearray(lzma.decompress(data))
    content[content.index(b"files/") + 512] ^= 1  # behind the header of the first file
    return lzma.compress(bytes(content))


# What a file holds, or makes of a whole manifest or archive, and what the line says behind its name.
FILES = {
    "empty": (b"", "it isn't JSON"),
    "no JSON": (b"numbers: 1\n", "it isn't JSON"),
    "cut off": (changed()[:-20], "it isn't JSON"),
    "bytes": (b"\x00\xff\xfe" * 50, "it isn't JSON"),
    "too deep": (b"[" * 100_000, "it isn't JSON"),
    "a list": (b"[]", "this is no record of an edition"),
    "a part of a record": (b'{"edition": "lecture"}', "this is no record of an edition"),
    "numbers in a list": (changed(numbers=[1, 2]), "['numbers']"),
    "a number that is a list": (changed(numbers={"a.b": [1]}), "['numbers']['a.b']"),
    "a claim without its threshold": (changed(claims={"a": {"measured": 1, "holds": True}}), "['claims']['a']"),
    "a figure without a digest": (changed(figures={"curve": "abc"}), "['figures']['curve']"),
    "another edition": (changed(edition="preview"), "one is the preview, the other the lecture"),
    "another lecture": (changed(), "these are different lectures"),
    "a crate": (b"PK\x03\x04 and so on", "a ZIP archive; give"),
    "xz of no archive": (lzma.compress(b"text"), "no archive, or only a part of one"),
}
OF_THE_MANIFEST = {
    "a manifest cut off": (lambda data: data[: len(data) // 2], "it isn't JSON"),
    "a manifest that was changed": (of_the_manifest(stranger, seal=False), "its seal is another one"),
    "the manifest of another lecture": (of_the_manifest(stranger), "these are different lectures"),
    "the manifest of another edition": (
        of_the_manifest(lambda told: told.update(edition="short")),
        "one is the short, the other the lecture",
    ),
    "the manifest of an older engine": (of_the_manifest(lambda told: told.pop("seal"), seal=False), "older build"),
    "a manifest of another form": (
        of_the_manifest(lambda told: told.update(files=[])),
        "this is no manifest: ['files']",
    ),
}
OF_THE_ARCHIVE = {
    "an archive cut off": (lambda data: data[: len(data) // 2], "no archive, or only a part of one"),
    "an archive of another format": (another_format, "its format is 9, this program reads 1"),
    "an archive with other bytes": (other_bytes, "has other bytes than the archive says"),
}
SOURCES = {
    "no such file": ("nowhere.json", "is no file, no folder and no revision that tracks results/published.json"),
    "no such revision": ("v0.0.9", "is no file, no folder and no revision"),
    "an option of git": ("--help", "is no file, no folder and no revision"),
    "a name too long": ("x" * 5000, "File name too long"),
    "an empty folder": ("results/logs", "this folder has neither results/published.json nor public/manifest.json"),
    "nobody answers": ("http://127.0.0.1:9/manifest.json", "Connection refused"),
    "no address": ("http://[::1/manifest.json", "Invalid IPv6 URL"),
    "another protocol": ("ftp://127.0.0.1/manifest.json", "begins with http:// or https://"),
}


def told(capsys, monkeypatch, toy, name: str, *arguments: str) -> str:
    """The one line that a command says of a baseline that is none."""
    monkeypatch.chdir(toy.folder)
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(SystemExit) as ended:
        command.main([name, "--", *arguments] if arguments[0].startswith("-") else [name, *arguments])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, ""), said
    [line] = said.err.splitlines()
    assert line.startswith(f"lecture {name}: ") and "Traceback" not in line
    return line


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("kind", [*FILES, *OF_THE_MANIFEST, *OF_THE_ARCHIVE])
def test_a_file_that_is_no_baseline(toy, archive, tmp_path, capsys, monkeypatch, name, kind):
    whole = {**dict.fromkeys(OF_THE_MANIFEST, toy.folder / manifest.FILE), **dict.fromkeys(OF_THE_ARCHIVE, archive)}
    content, words = (FILES | OF_THE_MANIFEST | OF_THE_ARCHIVE)[kind]
    file = tmp_path / "given"
    file.write_bytes(content if kind in FILES else content(whole[kind].read_bytes()))
    line = told(capsys, monkeypatch, toy, name, str(file))
    assert words in line
    assert str(file) in line or "nothing can be compared" in line


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("kind", SOURCES)
def test_a_source_that_is_no_baseline(toy, capsys, monkeypatch, name, kind):
    source, words = SOURCES[kind]
    assert words in told(capsys, monkeypatch, toy, name, source)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(("file", "words"), [("gone.json", "404"), ("index.html", "it isn't JSON")])
def test_an_address_that_has_none(toy, site, capsys, monkeypatch, name, file, words):
    line = told(capsys, monkeypatch, toy, name, f"{site}/{file}")
    assert words in line and f"{site}/{file}" in line


@pytest.mark.parametrize("file", ["results/numbers.json", "results/claims.json", "results/random_walk.npz"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_damaged_build_is_named(edited_toy, capsys, monkeypatch, name, file):
    (edited_toy.folder / "record.json").write_text(json.dumps(LECTURE))
    (edited_toy.folder / file).unlink()  # a hard link to the toy of all tests
    (edited_toy.folder / file).write_bytes(b"{")
    if name == "drift":  # a build that is none is what drift is there to tell
        done = edited_toy.tell("drift", "record.json")
        assert done.returncode == 2 and done.stdout.startswith("infrastructure  "), done.stdout + done.stderr
        assert file in done.stdout and done.stderr == ""
    else:
        assert file in told(capsys, monkeypatch, edited_toy, name, "record.json")


def test_what_cannot_be_written_is_named(toy, record, tmp_path, capsys, monkeypatch):
    (tmp_path / "file").write_text("")
    (tmp_path / "record.json").write_text(json.dumps(record))
    for name, option in (("compare", "--page"), ("drift", "--to")):
        where = str(tmp_path / "file/there")
        assert "file" in told(capsys, monkeypatch, toy, name, str(tmp_path / "record.json"), option, where)
