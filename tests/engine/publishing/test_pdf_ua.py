"""A second program's opinion on PDF/UA-1, beside Typst's own: the rules that pdfua knows, 16 of 106."""

import json
import subprocess
import sys

import pytest


def test_another_program_finds_nothing(exported, tmp_path):
    pytest.importorskip("pdfua", reason="this environment is older than requirements.lock")
    (tmp_path / "lecture.pdf").write_bytes(exported["pdf"])
    done = subprocess.run(
        [sys.executable, "-m", "pdfua", "check", "lecture.pdf", "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["findings"] == []


def test_it_finds_what_is_wrong(tmp_path):
    pytest.importorskip("pdfua", reason="this environment is older than requirements.lock")
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "bare.pdf")
    done = subprocess.run(
        [sys.executable, "-m", "pdfua", "check", "bare.pdf"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode != 0 and "claim PDF/UA" in done.stdout
