"""Whoever doubts the published lecture can have it verified."""

import subprocess
import sys


def verified(lecture) -> subprocess.CompletedProcess:
    command = [sys.executable, "workflow/verify.py"]
    return subprocess.run(command, cwd=lecture.folder, capture_output=True, text=True, timeout=300)


def test_a_published_lecture_is_verified_and_a_changed_file_is_named(lecture):
    done = verified(lecture)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("\n    yes") == 3

    slides, claims = lecture.folder / "public/slides.html", lecture.folder / "tests/claims"
    good = slides.read_bytes()
    hidden = claims.rename(claims.with_name("hidden"))  # what is found without them is found within a second
    try:
        slides.write_bytes(good.replace(b"<", b" <", 1))
        done = verified(lecture)
    finally:
        slides.write_bytes(good)
        hidden.rename(claims)
    assert done.returncode == 1
    assert "public/slides.html: not the file that was published" in done.stdout
