"""Whoever doubts the published lecture can have it verified."""

import subprocess
import sys

from tests.hang_guard import HANG_GUARD


def verified(lecture, *checks: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "workflow/verify.py", *checks]
    return subprocess.run(command, cwd=lecture.folder, capture_output=True, text=True, timeout=HANG_GUARD)


def test_a_published_lecture_is_verified(edited):
    done = verified(edited)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("\n    yes") == 2


def test_a_published_lecture_is_what_its_manifest_says(edited):
    done = edited.tell("verify")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 within tolerance, 0 different" in done.stdout
    slides = edited.folder / "public/slides.html"
    good = slides.read_bytes()
    slides.unlink()  # the link: the built preview keeps its file
    slides.write_bytes(good.replace(b"<", b" <", 1))
    done = edited.tell("verify")
    assert done.returncode == 1
    assert "public/slides.html: it is not what was built" in done.stdout


def test_an_unknown_check_is_refused(lecture):
    done = verified(lecture, "claim")
    assert done.returncode == 2
    assert "claim: choose from claims, training" in done.stderr
