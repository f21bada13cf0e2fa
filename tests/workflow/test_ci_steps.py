"""The steps of the workflows that need a lecture, on the toy with our Makefile, and a site on this machine."""

import json
import os
import shutil
import subprocess
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import JOB, ROOT, Checkout
from tests.engine.conftest import TOY, alone, without_caches
from tests.workflow.conftest import equip

pytestmark = pytest.mark.long


def step(lecture: Checkout, *command: str, **variables: str) -> subprocess.CompletedProcess:
    """Run a step in the folder of a lecture, as the workflows do."""
    return subprocess.run(
        command,
        cwd=lecture.folder,
        env=os.environ | lecture.variables | {"no_proxy": "*", "CORES": "2"} | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@contextmanager
def site(files: dict[str, bytes], cut: int = 0):
    """Serve files by path, the last `cut` bytes of each withheld; the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            content = files.get(self.path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write((content or b"")[: -cut or None])

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def built(edited_toy) -> Checkout:
    """The built toy."""
    return equip(edited_toy)


@pytest.fixture
def newcomer(tmp_path) -> Checkout:
    """The toy as a runner checks it out."""
    lecture = alone(tmp_path / "a runner", tmp_path / "absent")
    without_caches(TOY, lecture.folder)
    return equip(lecture)


def kept(lecture: Checkout) -> list[Path]:
    """What the store of a lecture has."""
    return sorted(path for path in (lecture.folder / ".cache/results").rglob("*") if path.is_file())


def test_the_last_archive_is_fetched_and_a_build_takes_it(built, newcomer):
    assert step(built, "make", "archive").returncode == 0
    archive = (built.folder / "public/archive/lecture.tar.xz").read_bytes()
    with site({"/archive/lecture.tar.xz": archive}) as address:
        done = step(newcomer, ".ci/fetch-last", f"{address}/archive/lecture.tar.xz")
    assert done.returncode == 0, done.stderr
    assert "9 fit and are kept" in done.stdout and "nothing fetched" not in done.stderr
    done = step(newcomer, "make", "lecture")
    assert done.returncode == 0, done.stderr
    jobs = {job.partition(" ")[0] for job in JOB.findall(done.stderr)}
    assert "publish" in jobs and not jobs & {"experiment", "measurement"}


@pytest.mark.parametrize("what", ["absent", "empty", "cut off", "a page", "no server"])
def test_without_an_archive_the_build_computes_everything(newcomer, what):
    """What a site answers that is no archive: nothing of it is kept, and the step passes."""
    content = {"empty": b"", "cut off": b"\xfd7zXZ\x00" + bytes(5000), "a page": b"<!doctype html><p>Not found</p>"}
    files = {"/lecture.tar.xz": content[what]} if what in content else {}
    with site(files, cut=1000 if what == "cut off" else 0) as address:
        address = "http://127.0.0.1:9" if what == "no server" else address
        done = step(newcomer, ".ci/fetch-last", f"{address}/lecture.tar.xz")
    assert done.returncode == 0
    assert done.stderr.endswith("nothing fetched: the build computes everything\n")
    assert "lecture fetch:" in done.stderr and "Traceback" not in done.stderr
    assert kept(newcomer) == []


def test_the_address_of_the_archive_must_be_given(newcomer):
    assert step(newcomer, ".ci/fetch-last").returncode != 0


def attempted(lecture: Checkout, *build: str) -> None:
    assert step(lecture, ".ci/attempt", "comparison/build.log", *build).returncode == 0


def comparison(lecture: Checkout, number: str = "15") -> tuple[int, str]:
    """What `.ci/comparison` ends with and writes."""
    done = step(lecture, ".ci/comparison", "comparison", number)
    assert "Traceback" not in done.stderr
    written = lecture.folder / "comparison/comparison.md"
    assert written.read_text(encoding="utf-8") == done.stdout
    assert (lecture.folder / "comparison/number").read_text() == f"{number}\n"
    return done.returncode, done.stdout


def test_a_pull_request_that_moves_nothing(built):
    assert step(built, "make", "record").returncode == 0
    attempted(built, "make", "lecture")
    code, text = comparison(built)
    assert code == 0 and "equal" in text and "| different |" not in text


def test_a_pull_request_that_moves_a_number_has_it_in_the_table(built):
    assert step(built, "make", "record").returncode == 0
    built.edit("config/lecture.yaml", "days: 365", "days: 364")
    attempted(built, "make", "lecture")
    code, text = comparison(built)
    assert code == 0, text  # the step says what moved; whether that is wanted, people say
    assert any(line.startswith("| different | number | `shared_birthday.") for line in text.splitlines()), text


def test_a_pull_request_without_a_record_to_hold_it_against(built):
    attempted(built, "true")
    code, text = comparison(built)
    assert code == 0 and "results/published.json" in text and "lecture compare:" in text


@pytest.mark.parametrize("log", ["failed", "cut off", "empty", "missing"])
def test_a_pull_request_that_could_not_be_built(built, log):
    said = {"failed": "no: it's broken\nexit 2\n", "cut off": "[ 1/12] measurement\nexi", "empty": ""}
    if log in said:
        (built.folder / "comparison").mkdir()
        (built.folder / "comparison/build.log").write_text(said[log])
    code, text = comparison(built)
    assert code == 0 and text.startswith("The lecture could not be built:\n")
    assert ("    no: it's broken" in text.splitlines()) == (log == "failed")
    assert ("it left no log" in text) == (log in ("empty", "missing"))


def test_editions_are_brought_along_and_listed(built, tmp_path):
    assert step(built, "make", "edition", "NAME=first").returncode == 0
    public = built.folder / "public"
    files = {f"/{path.relative_to(public)}": path.read_bytes() for path in public.rglob("*") if path.is_file()}
    later = equip(built_again(built, tmp_path))
    with site(files) as address:
        done = step(later, ".ci/editions", address)
    assert done.returncode == 0, done.stderr
    assert "1 editions beside the current one" in done.stdout
    assert (later.folder / "public/editions/first/index.html").read_bytes() == files["/index.html"]
    assert (later.folder / "public/editions/index.html").is_file()
    assert step(later, "make", "verify").returncode == 0


def built_again(lecture: Checkout, folder: Path) -> Checkout:
    """The same build as another runner has it: without editions and what `equip` gave."""
    other = alone(folder / "another runner", folder / "absent")
    without_caches(TOY, other.folder)
    other.build()
    return other


@pytest.mark.parametrize("answer", ["", "a site without editions", "a site that isn't there yet"])
def test_a_site_without_editions_has_none(built, answer):
    with site({} if answer != "a site without editions" else {"/index.html": b"x"}) as address:
        done = step(built, ".ci/editions", *([address] if answer else []))
    assert done.returncode == 0, done.stderr
    assert not (built.folder / "public/editions").exists()


LIST = "/editions/editions.json"
ENTRY = {"size": "lecture", "title": "x", "lang": "en", "data": [], "version": "", "date": "", "commit": ""}
ENTRY |= {"sentence": "", "claims": 0, "refuted": 0, "files": {"index.html": "0" * 64}}
ANSWERS = {
    "empty": {LIST: b""},
    "cut off": {LIST: json.dumps({"current": ENTRY, "editions": {"first": ENTRY}}).encode()[:-30]},
    "a page": {LIST: b"<!doctype html><p>Not found</p>"},
    "a list": {LIST: b"[]"},
    "half an entry": {LIST: json.dumps({"editions": {"first": {"size": "lecture"}}}).encode()},
    "a file that is missing": {LIST: json.dumps({"editions": {"first": ENTRY}}).encode()},
    "a forged file": {
        LIST: json.dumps({"editions": {"first": ENTRY}}).encode(),
        "/editions/first/index.html": b"forged",
        "/editions/first/manifest.json": b"{}",
    },
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_editions_that_cannot_be_believed_stop_the_publication(built, answer):
    """It would take away what is published: the step fails, says why in a line, and has put nothing anywhere."""
    with site(ANSWERS[answer]) as address:
        done = step(built, ".ci/editions", address)
    assert done.returncode == 1
    assert done.stderr.startswith("lecture edition: ") and done.stderr.count("\n") == 1, done.stderr
    assert not (built.folder / "public/editions").exists()


MEMORIES = {
    "none yet": None,
    "empty": "",
    "cut off": '{"http://site.org/go',
    "yesterday": '{"http://site.org/gone": "DAY"}',
}


@pytest.fixture
def linked(tmp_path) -> Checkout:
    """A folder whose texts name two addresses."""
    for folder in (".ci", "docs", "src"):
        (tmp_path / folder).mkdir()
    shutil.copy2(ROOT / ".ci/links", tmp_path / ".ci/links")
    (tmp_path / "src/lecture").symlink_to(ROOT / "src/lecture")
    (tmp_path / "docs/x.md").write_text("[here](http://site.org/here)\n<http://site.org/gone>\n")
    return Checkout(tmp_path)


@pytest.mark.parametrize("memory", MEMORIES)
def test_a_link_that_is_dead_since_today_is_told_and_remembered(linked, memory):
    today = datetime.now(UTC).date().isoformat()
    if MEMORIES[memory] is not None:
        (linked.folder / "links.json").write_text(MEMORIES[memory].replace("DAY", today))
    with site({"http://site.org/here": b"x"}) as proxy:
        done = step(linked, ".ci/links", "links.json", http_proxy=proxy, no_proxy="")
    assert done.returncode == 0, done.stderr
    assert f"docs/x.md:2: http://site.org/gone: answers 404 Not Found, since {today}" in done.stdout
    assert ("begun anew" in done.stderr) == (memory in ("empty", "cut off"))
    assert json.loads((linked.folder / "links.json").read_text()) == {"http://site.org/gone": today}


def test_a_link_that_is_dead_for_three_weeks_fails_the_step(linked):
    (linked.folder / "links.json").write_text('{"http://site.org/gone": "2026-01-01"}')
    with site({"http://site.org/here": b"x"}) as proxy:
        done = step(linked, ".ci/links", "links.json", http_proxy=proxy, no_proxy="")
    assert done.returncode == 1
    assert done.stdout.endswith("2 addresses: 0 dead for less than three weeks, 1 for longer\n")
    (linked.folder / "docs/x.md").write_text("http://site.org/here\n")
    with site({"http://site.org/here": b"x"}) as proxy:
        assert step(linked, ".ci/links", "links.json", http_proxy=proxy, no_proxy="").returncode == 0
    assert json.loads((linked.folder / "links.json").read_text()) == {}


def test_the_memory_must_be_named(linked):
    assert step(linked, ".ci/links").returncode != 0


@pytest.mark.parametrize("packages", [0, 1])
def test_the_tests_are_run_where_their_programs_are(tmp_path, packages):
    """`.ci/run`: the programs first, and no test without them."""
    (tmp_path / ".ci").mkdir()
    shutil.copy2(ROOT / ".ci/run", tmp_path / ".ci/run")
    (tmp_path / ".ci/system-packages").write_text(f"#!/bin/sh\necho packages\nexit {packages}\n")
    (tmp_path / ".ci/system-packages").chmod(0o755)
    (tmp_path / "Makefile").write_text("test:\n\t@echo tests; exit 3\n")
    done = step(Checkout(tmp_path), ".ci/run")
    assert done.stdout.split() == (["packages"] if packages else ["packages", "tests"])
    assert done.returncode == (packages or 2)


@pytest.mark.parametrize("code", [0, 1])
def test_the_newest_versions_are_those_of_a_new_lock(tmp_path, code):
    """`.ci/versions newest`: the lock of this checkout is another one, and what is other is told."""
    (tmp_path / ".ci").mkdir()
    shutil.copy2(ROOT / ".ci/versions", tmp_path / ".ci/versions")
    (tmp_path / "requirements.lock").write_text("numpy==1\n")
    (tmp_path / "Makefile").write_text(f"lock:\n\t@echo numpy==$(UPGRADE)0 >requirements.lock; exit {code}\n")
    for words in ("init -q", "add .", "-c user.name=x -c user.email=x@example.org commit -qm x"):
        subprocess.run(["git", *words.split()], cwd=tmp_path, check=True)
    done = step(Checkout(tmp_path), ".ci/versions", "newest")
    assert (done.returncode == 0) == (code == 0)
    assert (tmp_path / "requirements.lock").read_text() == "numpy==10\n"
    assert ("requirements.lock | 2 +-" in done.stdout) == (code == 0)
