"""`lecture archive` and `lecture fetch` on the toy: what fits is taken and told, what doesn't is explained."""

import hashlib
import http.server
import json
import os
import re
import shutil
import subprocess
import threading
import time

import pytest

from lecture.archive import fetching
from lecture.archive.packing import pack, unpack
from lecture.archive.store import Entry, Store
from tests.engine.archive.conftest import FIGURES, PUBLICATION, bytes_of
from tests.engine.conftest import TOY, alone, without_caches

pytestmark = pytest.mark.long

RECIPES = {
    "results/recipes/shared_birthday.json",
    *(f"results/experiments/random_walk/{seed}.json" for seed in (1, 2, 3)),
}


def command(lecture, *arguments: str) -> subprocess.CompletedProcess:
    """Call `lecture` in the folder of a lecture."""
    return lecture.tell(*arguments, "--cores", "2", no_proxy="*")


@pytest.fixture(scope="module")
def archive(toy, tmp_path_factory):
    """The archive of the built toy."""
    copy = toy.copy(tmp_path_factory.mktemp("packed") / "toy")
    done = command(copy, "archive")
    assert done.returncode == 0, done.stderr
    [file] = (copy.folder / "public/archive").iterdir()
    assert file.name == "lecture.tar.xz" and "9 results of the edition 'lecture'" in done.stdout
    assert "not built" not in done.stdout
    assert command(copy, "archive", "again.tar.xz").returncode == 0
    assert (copy.folder / "again.tar.xz").read_bytes() == file.read_bytes()
    return file


@pytest.fixture
def fresh(tmp_path):
    """The toy as a newcomer has it."""
    lecture = alone(tmp_path / "newcomer's toy", tmp_path / "absent")
    without_caches(TOY, lecture.folder)
    return lecture


@pytest.fixture
def server():
    """A server on this machine; `server.files` is {path: content}, and /slow/ never ends."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/slow":
                self.send_response(200)
                self.end_headers()
                while not closing.wait(0.05):
                    self.wfile.write(b" ")
                return
            content = files.get(self.path.partition("?")[0])
            self.send_response(200 if content is not None else 404)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_):
            pass

    files, closing = {}, threading.Event()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        running.files, running.address = files, f"http://127.0.0.1:{running.server_port}"
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        closing.set()
        running.shutdown()


def test_a_newcomer_computes_nothing_that_the_archive_has(toy, archive, fresh, server):
    server.files["/lecture.tar.xz"] = archive.read_bytes()
    address = f"{server.address}/lecture.tar.xz"
    done = command(fresh, "fetch", address.replace("//", "//me:secret@") + "?token=secret")
    assert done.returncode == 0, done.stderr
    assert "9 fit and are kept, unverified: results/published.json isn't there" in done.stdout
    assert "secret" not in done.stdout
    assert sorted(fresh.build()) == sorted([*FIGURES, *PUBLICATION])
    assert bytes_of(fresh).items() >= {f: b for f, b in bytes_of(toy).items() if f.startswith("results/")}.items()
    page = re.sub(r"\s+", " ", (fresh.folder / "public/index.html").read_text(encoding="utf-8"))
    assert f"From an archive: 4 of 4 results were taken ready-made (unverified; source: {address}; machine: " in page
    fetched = json.loads((fresh.folder / "public/manifest.json").read_text())["fetched"]
    assert fetched.keys() == RECIPES
    assert {(each["from"], each["verified"]) for each in fetched.values()} == {(address, False)}
    assert "secret" not in json.dumps(fetched)
    done = command(fresh, "fetch", str(archive))
    assert "9 are here already" in done.stdout and "fit and are kept" not in done.stdout
    # One that is made here after all is no longer told; what comes from it has the same bytes.
    fresh.build("results/recipes/shared_birthday.json", "--forcerun", "measurement")
    told = json.loads((fresh.folder / "results/fetched.json").read_text())
    assert told.keys() == RECIPES - {"results/recipes/shared_birthday.json"}


@pytest.mark.parametrize("record", ["right", "of another file", "of another edition"])
def test_a_record_of_the_published_edition_is_asked(toy, archive, fresh, record):
    claims, weights = "results/claims.json", "results/experiments/random_walk/1.csv"
    digests = {path: digest(content) for path, content in bytes_of(toy).items()}
    if record != "right":
        digests[weights] = digest(b"other")
        del digests[claims]
    edition = "full" if record == "of another edition" else "lecture"
    (fresh.folder / "results").mkdir()
    (fresh.folder / "results/published.json").write_text(json.dumps({"edition": edition, "results": digests}))
    done = command(fresh, "fetch", str(archive))
    assert done.returncode == 0, done.stderr
    if record == "right":
        assert "9 fit and are kept, 9 of them verified by results/published.json" in done.stdout
        marks = [json.loads(file.read_text()) for file in (fresh.folder / ".cache/results/fetched").iterdir()]
        assert [mark["verified"] for mark in marks] == [True] * 9
    elif record == "of another edition":
        assert "9 fit and are kept, unverified" in done.stdout
    else:
        assert "8 fit and are kept, 7 of them verified" in done.stdout
        reason = "not the files of the published edition, says results/published.json"
        assert f"    {reason}: experiment random_walk 1" in done.stdout.splitlines()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_an_archive_of_another_commit_gives_what_still_fits(archive, fresh):
    fresh.edit("config/lecture.yaml", "steps: 256", "steps: 128")
    fresh.edit("src/toy/birthdays/shared_birthday.py", "1 - different[people - 1]", "1.0 - different[people - 1]")
    done = command(fresh, "fetch", str(archive))
    assert done.returncode == 0, done.stderr
    seeds = ", ".join(f"experiment random_walk {seed}" for seed in (1, 2, 3))
    lines = done.stdout.splitlines()
    assert "9 don't fit:" in lines
    assert f"    settings.steps: 256 there, 128 here: {seeds}" in lines
    assert "    other code: measurement shared_birthday, notebook 01-birthdays" in lines
    follow = "claims, experiment_summary random_walk, notebook 02-walks, numbers"
    assert f"    made from results that don't fit: {follow}" in lines
    assert "experiment random_walk 1" in fresh.build("--dry-run")


def remade(archive, tmp_path, change) -> str:
    """The archive with changed records, otherwise sound."""
    store = Store(tmp_path / "remade")
    said = unpack(archive, store)
    entries = [Entry(kept.key, json.loads(kept.text)) for kept in said.entries]
    for kept in entries:
        change(kept.content)
    pack(tmp_path / "remade.tar.xz", said.edition, entries, store)
    return str(tmp_path / "remade.tar.xz")


def test_another_version_does_not_fit_and_a_package_that_is_missing_here_is_believed(archive, fresh, tmp_path):
    def change(content):
        if content["job"] == "experiment random_walk 1":
            content["versions"]["numpy"] = "0.1"
        if content["job"] == "experiment random_walk 2":
            content["versions"]["no-such-package"] = "7.0"
        if content["job"] == "experiment random_walk 3":
            content["machine"]["instructions"] = "ALTIVEC"

    done = command(fresh, "fetch", remade(archive, tmp_path, change))
    assert done.returncode == 0, done.stderr
    assert re.search(r"^    numpy 0\.1 there, \S+ here: experiment random_walk 1$", done.stdout, re.MULTILINE)
    assert "not installed here, so their versions are believed: no-such-package 7.0" in done.stdout
    assert "made on a machine of other instructions: ALTIVEC; here" in done.stdout
    jobs = fresh.build("results/claims.json")
    assert "experiment random_walk 1" in jobs and not {"experiment random_walk 2", "experiment random_walk 3"} & set(
        jobs
    )
    told = json.loads((fresh.folder / "results/fetched.json").read_text())
    assert told["results/experiments/random_walk/2.json"]["absent"] == {"no-such-package": "7.0"}
    assert "results/experiments/random_walk/1.json" not in told


def test_other_threads_are_named(archive, fresh, tmp_path):
    done = command(fresh, "fetch", remade(archive, tmp_path, lambda content: content.update(threads=4)))
    assert "4 threads there, 1 here" in done.stdout


BAD = {
    "/cut": "no archive, or only a part of one",
    "/page": "no archive, or only a part of one",
    "/empty": "no archive, or only a part of one",
    "/nothing": "404 Client Error",
    "/slow": "not finished within 1 s",
}


@pytest.mark.parametrize("path", BAD)
def test_what_is_no_archive_ends_in_one_line_and_leaves_nothing(archive, fresh, server, monkeypatch, path):
    whole = archive.read_bytes()
    server.files |= {"/cut": whole[: len(whole) // 2], "/page": b"<html>login</html>", "/empty": b""}
    monkeypatch.setattr(fetching, "DEADLINE", 1)
    monkeypatch.chdir(fresh.folder)
    before = sorted(fresh.folder.rglob("*"))
    started = time.monotonic()
    with pytest.raises(ValueError, match=BAD[path]) as refused:
        list(fetching.fetch(server.address + path, 1))
    assert "\n" not in str(refused.value)
    assert time.monotonic() - started < 30
    made = {str(path.relative_to(fresh.folder)) for path in set(fresh.folder.rglob("*")) - set(before)}
    assert made == {".cache", ".cache/results"}


def older(lecture) -> None:
    """Make all that was built older than every script, as the files of a new checkout are younger than what is copied
    into it."""
    for folder in ("results", "figures"):
        for file in (lecture.folder / folder).rglob("*"):
            if file.is_file():
                shutil.copy(file, copy := file.with_name(f"{file.name}.copy"))  # what it shares with others stays
                os.utime(copy, (1_000_000_000, 1_000_000_000))
                os.replace(copy, file)


def test_a_copied_checkout_is_archived_without_a_build(archive, edited_toy):
    """Whatever the times of its files say: the store knows by digests that its results are up to date."""
    older(edited_toy)
    done = command(edited_toy, "archive", "copied.tar.xz")
    assert done.returncode == 0, done.stderr
    assert (edited_toy.folder / "copied.tar.xz").read_bytes() == archive.read_bytes()


def test_results_of_which_nothing_is_known_are_told_from_none(edited_toy):
    older(edited_toy)
    shutil.rmtree(edited_toy.folder / ".cache/results")
    done = command(edited_toy, "archive")
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert re.match(r"lecture archive: \d+ results lie here, but nothing tells that this very lecture ", done.stderr)
    assert re.search(
        r"\((experiment|measurement|notebook) [\w -]+: Code has changed since last execution\);", done.stderr
    )


def test_what_is_missing_is_named(fresh, tmp_path):
    for source, message in (
        ("nowhere.tar.xz", "nowhere.tar.xz: there is no such file"),
        (".", ".: this is a folder; name a file in it"),
        ("ftp://a/b", "ftp://a/b: give a file, or an address that begins with http:// or https://"),
    ):
        done = command(fresh, "fetch", source)
        assert (done.returncode, done.stderr.strip()) == (1, f"lecture fetch: {message}")
    done = command(fresh, "archive")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "lecture archive: nothing is built that could be archived; build first: make lecture"
    )
