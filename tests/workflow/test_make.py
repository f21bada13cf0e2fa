"""Variables of make that can't be meant: one line that says what there is, before anything runs."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def make(*arguments: str) -> subprocess.CompletedProcess:
    command = ["make", "--dry-run", "--assume-old=.venv/ready", *arguments]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True)


@pytest.mark.parametrize("target", ["watch", "reproduce"])
def test_an_edition_that_is_not_there(target):
    done = make(target, "EDITION=nosuch")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "*** EDITION=nosuch: there is no config/nosuch.yaml; there are full lecture portable preview." in line
    assert "--configfile config/preview.yaml" in make(target, "EDITION=preview").stdout
    assert "--configfile" not in make(target).stdout


@pytest.mark.parametrize(("target", "message"), [("fetch", "name an archive"), ("edition", "name it")])
def test_what_must_be_named(target, message):
    done = make(target)
    assert done.returncode == 2 and f"*** {message}" in done.stderr
