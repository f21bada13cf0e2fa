"""`lecture verify`: what somebody changed is named, whatever it is; another build is told from another lecture."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from lecture.checking import manifest
from lecture.files import checksums
from tests import forked
from tests.conftest import Checkout
from tests.engine.conftest import TOY, without_caches
from tests.hang_guard import HANG_GUARD

MANIFEST = "public/manifest.json"


def verified(lecture: Checkout, *arguments: str) -> subprocess.CompletedProcess:
    program = ["lecture.command", "verify", *arguments]
    return forked.run(program, lecture.folder, os.environ | lecture.variables, HANG_GUARD, apart=True)


def write(lecture: Checkout, file: str, content: bytes) -> None:
    """A new file of this name; what was linked stays as it was."""
    path = lecture.folder / file
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def replaced(file: str, old: str, new: str) -> Callable[[Checkout], None]:
    def edit(lecture: Checkout) -> None:
        content = (lecture.folder / file).read_bytes()
        assert old.encode() in content
        write(lecture, file, content.replace(old.encode(), new.encode(), 1))

    return edit


def in_json(file: str, change: Callable[[object], object]) -> Callable[[Checkout], None]:
    def edit(lecture: Checkout) -> None:
        content = json.loads((lecture.folder / file).read_text(encoding="utf-8"))
        change(content)
        write(lecture, file, json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")

    return edit


def a_byte(file: str) -> Callable[[Checkout], None]:
    def edit(lecture: Checkout) -> None:
        content = bytearray((lecture.folder / file).read_bytes())
        content[len(content) // 2] ^= 1
        write(lecture, file, bytes(content))

    return edit


def copied(source: str, target: str) -> Callable[[Checkout], None]:
    return lambda lecture: write(lecture, target, (lecture.folder / source).read_bytes())


def linked(lecture: Checkout) -> None:
    path = lecture.folder / "public/slides.html"
    content = path.read_bytes()
    write(lecture, "elsewhere.html", content)
    path.unlink()
    path.symlink_to("../elsewhere.html")


def of_another_edition(lecture: Checkout) -> None:
    folder, content = "public/editions/short", b"<!doctype html><title>short</title>"
    other = json.loads((lecture.folder / MANIFEST).read_text(encoding="utf-8"))
    digest = manifest.sha256(content).hexdigest()
    other |= {"edition": "short", "files": {"public/index.html": {"sha256": digest, "size": len(content)}}}
    write(lecture, f"{folder}/manifest.json", json.dumps(manifest.sealed(other)).encode())
    write(lecture, "public/index.html", content)


def a_record_of_another_edition(lecture: Checkout) -> None:
    record = {"edition": "short", "numbers": {}, "claims": {}, "figures": {}, "files": {}}
    write(lecture, "results/published.json", json.dumps(record).encode())


def resealed(change: Callable[[dict], object]) -> Callable[[Checkout], None]:
    def edit(lecture: Checkout) -> None:
        told = json.loads((lecture.folder / MANIFEST).read_text(encoding="utf-8"))
        change(told)
        write(lecture, MANIFEST, json.dumps(manifest.sealed(told)).encode())

    return edit


def forget(told: dict) -> None:
    del told["files"]["public/slides.html"]


def falsify(told: dict) -> None:
    told["files"]["public/index.html"]["sha256"] = "0" * 64


def kept(change: Callable[[Checkout], None]) -> Callable[[Checkout], None]:
    """A change of a build beside which an edition is kept, `first`."""

    def edit(lecture: Checkout) -> None:
        done = lecture.tell("edition", "first")
        assert done.returncode == 0, done.stderr
        change(lecture)

    return edit


def a_linked_folder(lecture: Checkout) -> None:
    (lecture.folder / "public/site").rename(lecture.folder / "elsewhere")
    (lecture.folder / "public/site").symlink_to("../elsewhere")


def a_digest_of_the_kept(entry: dict) -> None:
    entry["files"]["index.html"] = "0" * 64


# What somebody does to a build, and what the command then says.
TAMPERING = {
    "a number in a result": (
        replaced("results/shared_birthday.json", '"half": 23', '"half": 24'),
        "results/shared_birthday.json, shared_birthday.half: 24 here, 23 was published",
    ),
    "a number where all are gathered": (
        replaced("results/numbers.json", '"shared_birthday.half": 23', '"shared_birthday.half": 22'),
        "results/numbers.json, shared_birthday.half: 22 here, 23 was published",
    ),
    "a claim turned round": (
        replaced("results/claims.json", '"holds": true', '"holds": false'),
        "results/claims.json, half_is_small: holds: false here, true was published",
    ),
    "a threshold of a checked claim": (
        replaced("results/claims.json", '"at_least": 0.45', '"at_least": 0.4'),
        'results/claims.json, square_root_law: threshold: {"at_least": 0.4',
    ),
    "a threshold of the configuration": (
        replaced("config/lecture.yaml", "at_least: 0.45", "at_least: 0.44"),
        "claims: edited after the build: settings in config/",
    ),
    "a figure": (
        replaced("figures/random_walk.svg", "<path", "<path stroke-width='9'"),
        "figures/random_walk.svg: it is not what was built: somebody has changed it",
    ),
    "a page": (
        replaced("public/index.html", "50.7", "57.0"),
        "public/index.html: it is not what was built: somebody has changed it",
    ),
    "a PDF for another": (
        copied("public/chapters/02-walks.pdf", "public/lecture.pdf"),
        "public/lecture.pdf: it is not what was built: public/chapters/02-walks.pdf stands in its place",
    ),
    "a byte of a PDF": (
        a_byte("public/lecture.pdf"),
        "public/lecture.pdf: it is not what was built: somebody has changed it",
    ),
    "what a cell put out": (
        replaced("public/notebooks/01-birthdays.ipynb", '"output_type"', ' "output_type"'),
        "public/notebooks/01-birthdays.ipynb: it is not what was built",
    ),
    "an entry of the manifest taken out": (
        in_json(MANIFEST, forget),
        f"{MANIFEST}: somebody has changed it since it was written",
    ),
    "an entry taken out and the manifest sealed again": (
        resealed(forget),
        "public/slides.html: `publish` made or used it, but its entry in the manifest is gone",
    ),
    "a digest of the manifest": (
        in_json(MANIFEST, falsify),
        "public/index.html: the manifest gives two digests of it",
    ),
    "a digest of a result in a manifest that is sealed again": (
        resealed(lambda told: told["files"]["results/random_walk.npz"].update(sha256="0" * 64)),
        "results/random_walk.npz: it is what its job wrote, but the manifest has another digest of it",
    ),
    "a job taken out of a manifest that is sealed again": (
        resealed(lambda told: told["jobs"].pop("measurement shared_birthday")),
        "measurement shared_birthday: a build would do this, too, but the manifest doesn't tell of it",
    ),
    "a page that the manifest no longer calls published": (
        resealed(lambda told: told["published"].pop("public/index.html")),
        "public/index.html: the manifest no longer counts it among what was published",
    ),
    "a claim taken out of a manifest that is sealed again": (
        resealed(lambda told: told["says"]["claims"].pop("half_is_small")),
        "results/claims.json, half_is_small: the claim is new",
    ),
    "a number that the manifest tells": (
        resealed(lambda told: told["says"]["numbers"].update({"shared_birthday.half": 24})),
        "results/numbers.json, shared_birthday.half: 23 here, 24 was published",
    ),
    "a file more": (
        lambda lecture: write(lecture, "public/errata.html", b"<p>Mind the gap."),
        "public/errata.html: it was not published: the manifest doesn't know it",
    ),
    "raw results": (
        replaced("results/experiments/random_walk/1.csv", "1", "2"),
        "results/experiments/random_walk/1.csv: it is not what was built: somebody has changed it",
    ),
    "arrays": (a_byte("results/random_walk.npz"), "results/random_walk.npz: it is not what was built"),
    "a recipe": (
        replaced("results/recipes/shared_birthday.json", '"threads": 1', '"threads": 4'),
        "results/recipes/shared_birthday.json: it is not what was built",
    ),
    "the configuration": (
        replaced("config/lecture.yaml", "days: 365", "days: 366"),
        "measurement shared_birthday: edited after the build: settings in config/",
    ),
    "code": (
        replaced("src/toy/birthdays/shared_birthday.py", "1 - different[people - 1]", "1.0 - different[people - 1]"),
        "measurement shared_birthday: edited after the build: code",
    ),
    "prose": (
        replaced("notebooks/01-birthdays.md", "is more likely than not:", "is certain:"),
        "notebooks/01-birthdays.md: it was edited after the build",
    ),
    "sources that don't fit together": (
        replaced("notebooks/01-birthdays.md", "{{ shared_birthday.half }}", "{{ shred_birthday.half }}"),
        "the sources: edited after the build: notebooks/01-birthdays.md",
    ),
    "a file taken away": (
        lambda lecture: (lecture.folder / "public/slides.html").unlink(),
        "public/slides.html: it is missing",
    ),
    "a page of another edition": (
        of_another_edition,
        "public/index.html: it is not what was built: that of the edition 'short' stands in its place",
    ),
    "a linked folder": (a_linked_folder, "public/site: it was not published: the manifest doesn't know it"),
    "a file that is called like a folder of others": (
        lambda lecture: write(lecture, "public/archive.html", b"x"),
        "public/archive.html: it was not published: the manifest doesn't know it",
    ),
    "a file in a folder that is called like that of editions": (
        lambda lecture: write(lecture, "public/editions-old/x.html", b"x"),
        "public/editions-old/x.html: it was not published: the manifest doesn't know it",
    ),
    "a page of an edition that is kept": (
        kept(replaced("public/editions/first/index.html", "50.7", "57.0")),
        "public/editions/first/index.html: it is not what was kept as the edition 'first'",
    ),
    "a page of an edition that is kept, and its digest": (
        kept(in_json("public/editions/first/edition.json", a_digest_of_the_kept)),
        "public/editions/first/edition.json: it names other files than the manifest of its edition",
    ),
    "the manifest of an edition that is kept": (
        kept(in_json("public/editions/first/manifest.json", forget)),
        "public/editions/first: it can't be told what edition this is: somebody has changed its manifest",
    ),
    "a file more in an edition that is kept": (
        kept(lambda lecture: write(lecture, "public/editions/first/errata.html", b"x")),
        "public/editions/first/errata.html: it doesn't belong to the edition 'first'",
    ),
    "a file of an edition that is kept taken away": (
        kept(lambda lecture: (lecture.folder / "public/editions/first/lecture.pdf").unlink()),
        "public/editions/first/lecture.pdf: it is missing",
    ),
    "a folder among the editions": (
        kept(lambda lecture: write(lecture, "public/editions/second/index.html", b"x")),
        "public/editions/second: it can't be told what edition this is",
    ),
    "the page that lists the editions": (
        kept(replaced("public/editions/index.html", "</h1>", " (old)</h1>")),
        "public/editions/index.html: it is not the page of these editions",
    ),
    "what the list of editions says of one": (
        kept(replaced("public/editions/editions.json", '"size": "lecture"', '"size": "full"')),
        "public/editions/",
    ),
    "a link in place of a file": (linked, "public/slides.html: a link to ../elsewhere.html stands in its place"),
}


def test_a_build_is_what_its_manifest_says(edited_toy):
    done = verified(edited_toy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "EQUAL: everything that is published" in done.stdout
    assert "0 within tolerance, 0 different" in done.stdout
    assert "Not looked at:" in done.stdout and "lecture reproduce" in done.stdout


@pytest.mark.long
def test_a_build_with_editions_beside_it_is_what_its_manifest_says(edited_toy):
    assert edited_toy.tell("edition", "first").returncode == 0
    without = verified(edited_toy)
    assert without.returncode == 0, without.stdout
    edited_toy.build("--configfile", "config/short.yaml")  # another is current, the one that is kept stays
    done = verified(edited_toy)
    assert done.returncode == 0, done.stdout
    assert "EQUAL: everything that is published" in done.stdout


@pytest.mark.long
@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_named(edited_toy, what):
    tamper, said = TAMPERING[what]
    tamper(edited_toy)
    done = verified(edited_toy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert said in done.stdout
    assert "DIFFERENT: this is not what was built and published" in done.stdout


def test_what_is_published_can_be_held_against_its_manifest_elsewhere(edited_toy, tmp_path):
    """Somebody has the published files alone: they are looked at, and what is not there is no difference."""
    alone = replace(edited_toy, folder=tmp_path / "had")
    shutil.copytree(edited_toy.folder / "public", alone.folder / "public")
    done = verified(alone)
    assert done.returncode == 2, done.stdout
    assert " 0 different" in done.stdout and "COULD NOT CHECK: nothing was found to be wrong" in done.stdout
    assert "could not check    what it was made from: " in done.stdout
    assert "could not check    code and configuration: there is no Snakefile here" in done.stdout
    write(alone, "public/slides.html", b"x")
    done = verified(alone)
    assert done.returncode == 1 and "public/slides.html: it is not what was built" in done.stdout


def test_a_record_of_another_edition_says_nothing_and_that_is_said(edited_toy):
    a_record_of_another_edition(edited_toy)
    done = verified(edited_toy)
    assert done.returncode == 0
    assert "results/published.json is of the edition 'short', this build of 'lecture'" in done.stdout


def test_comments_are_no_other_code(edited_toy):
    edited_toy.edit("src/toy/walks/random_walk.py", "    random = np", "    # a remark\n    random = np")
    assert verified(edited_toy).returncode == 0


@pytest.mark.long
def test_another_build_of_the_same_is_equal_and_one_of_other_seeds_is_told(edited_toy, toy, tmp_path):
    done = verified(edited_toy, str(toy.folder))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "are the same, to the last bit" in done.stdout
    edited_toy.edit("config/lecture.yaml", "[1, 2, 3]", "[1, 2, 4]")
    edited_toy.build()
    done = verified(edited_toy, str(toy.folder / MANIFEST))
    assert done.returncode == 1
    assert "results/experiments/random_walk/3.csv: this build has none" in done.stdout


def damaged(content: bytes) -> dict[str, bytes]:
    told = json.loads(content)
    return {
        "cut": content[: len(content) // 2],
        "empty": b"",
        "no JSON": b"<!doctype html>",
        "a list": b"[]",
        "deep": b"[" * 100_000,
        "digests that are none": json.dumps(told | {"files": {"public/index.html": {"sha256": "1"}}}).encode(),
        "of an older build": json.dumps({"edition": "lecture", "published": {}}).encode(),
        "no number": content.replace(b'"shared_birthday.half": 23', b'"shared_birthday.half": [23]'),
    }


@pytest.mark.parametrize("how", damaged(b"{}"))
def test_a_falsified_manifest_ends_in_a_sentence(edited_toy, toy, how):
    content = damaged((toy.folder / MANIFEST).read_bytes())[how]
    (edited_toy.folder / "other.json").write_bytes(content)
    for arguments in (["other.json"], []):
        if not arguments:
            write(edited_toy, MANIFEST, content)
        done = verified(edited_toy, *arguments)
        assert done.returncode == 2, done.stdout
        assert "Traceback" not in done.stderr and "manifest" in done.stdout
        assert done.stdout.splitlines()[-1] == "COULD NOT CHECK."
        assert len(done.stdout.splitlines()) == 2


def test_nothing_built_and_another_edition_can_not_be_checked(edited_toy, toy, tmp_path):
    other = json.loads((toy.folder / MANIFEST).read_text(encoding="utf-8")) | {"edition": "short"}
    (tmp_path / "short.json").write_text(json.dumps(manifest.sealed(other)))
    done = verified(edited_toy, str(tmp_path / "short.json"))
    assert done.returncode == 2 and "is of the edition 'short', this build of 'lecture'" in done.stdout
    without_caches(TOY, tmp_path / "fresh")
    done = verified(Checkout(tmp_path / "fresh", variables=toy.variables))
    assert done.returncode == 2 and "there is nothing to verify; build the lecture first" in done.stdout


def test_a_manifest_is_had_from_an_address(edited_toy, toy):
    content = (toy.folder / MANIFEST).read_bytes()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/manifest.json" else 404)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        assert verified(edited_toy, f"{address}/manifest.json").returncode == 0
        done = verified(edited_toy, f"{address}/nothing.json")
        assert done.returncode == 2 and "404" in done.stdout
    finally:
        server.shutdown()


def test_times_are_no_part_of_what_is_compared(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("results").mkdir()
    entries = []
    for seconds, share in ((1.0, 0.5), (2.0, 0.5), (2.0, 0.6)):
        Path("results/a.json").write_text(json.dumps({"seconds": seconds, "share": share}))
        Path("results/a.csv").write_text(f"share,seconds\n{share},{seconds}\n")
        made_of = {"inputs": checksums(["results/a.json"])}
        Path("results/made_of.json").write_text(json.dumps(made_of))
        files = ("a.json", "a.csv", "made_of.json")
        entries.append([manifest.entry(f"results/{file}", ["*.seconds"]) for file in files])
    assert entries[0] == entries[1] and entries[1] != entries[2]
    assert all(each["apart_from"] == "times" for each in entries[0])
    assert "apart_from" not in manifest.entry("results/a.json", ["*.hours"])
    Path("results/made_of.json").write_text(json.dumps({"inputs": {"results/a.json": "0" * 64}}))
    assert "apart_from" not in manifest.entry("results/made_of.json", ["*.seconds"])  # of something else


def test_results_that_have_not_changed_are_looked_into_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("results").mkdir()
    Path("figures").mkdir()
    Path("figures/a.svg").write_text("<svg/>")
    Path("results/claims.json").write_text("[]")
    jobs = {"a": {"rule": "a", "inputs": [], "outputs": ["results/a.json", "results/numbers.json", "figures/a.svg"]}}
    jobs["publish"] = {"rule": "publish", "inputs": ["figures/a.svg"], "outputs": ["public/a.html"]}
    looked, kept = [], {}

    def keep(key: str, make: Callable[[], dict]) -> dict:
        if key not in kept:
            looked.append(key)
            kept[key] = make()
        return kept[key]

    def complete(share: float, picture: str) -> dict:
        Path("results/a.json").write_text(json.dumps({"share": share}))
        Path("results/numbers.json").write_text(json.dumps({"a.share": share}))
        Path("figures/a.svg").write_text(picture)
        described = {"recipes": {}, "published": {"public/a.html": "0" * 64}}
        found = manifest.complete(described, jobs, {"public/a.html": 7}, [], keep=keep)
        assert found == manifest.complete(described, jobs, {"public/a.html": 7}, [])
        return found

    first, second, third = complete(0.5, "<svg/>"), complete(0.5, "<svg></svg>"), complete(0.6, "<svg/>")
    assert len(looked) == 2
    assert first["says"] == second["says"] != third["says"] and third["says"]["numbers"] == {"a.share": 0.6}
    assert first["files"]["results/a.json"] != third["files"]["results/a.json"]
    assert first["files"]["figures/a.svg"] != second["files"]["figures/a.svg"]
