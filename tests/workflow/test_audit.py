"""The audit of the locks tells a weakness from a question that nobody answered; a pretended uv answers it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = """#!/usr/bin/env python3
import pathlib, sys
asked = sys.argv[1:]
print({says!r})
if {report!r} is not None:
    pathlib.Path(asked[asked.index("--output") + 1]).write_text({report!r})
sys.exit({code})
"""


def package(name: str, *weaknesses: str, **more: str) -> dict:
    return {"name": name, "version": "1.0", "vulns": [{"id": w, "fix_versions": ["1.1"]} for w in weaknesses]} | more


def uv(folder: Path, says: str, code: int, packages: list[dict] | None) -> str:
    """A uv whose pip-audit says this, ends so and reports so, if it reports."""
    report = None if packages is None else json.dumps({"dependencies": packages, "fixes": []})
    program = folder / "uv"
    program.write_text(UV.format(says=says, code=code, report=report))
    program.chmod(0o755)
    return str(program)


def audit(program: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "workflow/audit.py", program, "requirements.lock"]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True)


def test_nothing_known_is_right(tmp_path):
    done = audit(uv(tmp_path, "No known vulnerabilities found", 0, [package("torch")]))
    assert (done.returncode, done.stdout, done.stderr) == (0, "no known weaknesses in requirements.lock\n", "")


def test_a_weakness_is_told_with_its_package_and_the_version_that_mends_it(tmp_path):
    done = audit(uv(tmp_path, "Found 1 known vulnerability", 1, [package("torch"), package("pillow", "CVE-1")]))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "requirements.lock: pillow 1.0: CVE-1, mended in 1.1\n"


@pytest.mark.parametrize(
    ("says", "code", "packages", "why"),
    [
        ("ERROR:pip_audit._cli:torch: Dependency not found on PyPI", 1, None, "torch: Dependency not found on PyPI"),
        ("error: Failed to fetch: `pip-audit`\n", 2, None, "error: Failed to fetch: `pip-audit`"),
        ("Traceback (most recent call last):\n  line 1\nKeyError: 'info'", 1, None, "KeyError: 'info'"),
        ("", 137, None, "exit code 137"),
        ("half of it", 137, [package("torch")], "half of it"),
        ("all is well", 0, [], "no package was asked about"),
        ("skipped", 0, [package("torch", skip_reason="local")], "no answer about torch"),
    ],
)
def test_no_answer_is_no_weakness_and_nothing_passed(tmp_path, says, code, packages, why):
    done = audit(uv(tmp_path, says, code, packages))
    assert (done.returncode, done.stdout) == (3, "")
    end = "; nothing is known of its weaknesses, try again later\n"
    assert done.stderr == f"audit: could not check requirements.lock: {why}{end}"


def test_a_uv_that_is_not_there_is_named(tmp_path):
    done = audit(str(tmp_path / "uv"))
    assert done.returncode == 3
    assert f"{tmp_path / 'uv'}: No such file or directory" in done.stderr


@pytest.mark.parametrize(
    ("packages", "code", "title"),
    [(None, 3, "The audit could not check"), ([package("x", "Y")], 1, "Known weaknesses")],
)
def test_the_weekly_build_is_titled_by_what_happened(tmp_path, packages, code, title):
    uv(tmp_path, "away", 1, packages)
    variables = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PAUSE": "0"}
    done = subprocess.run([ROOT / ".ci/audit"], env=variables, text=True, capture_output=True)
    assert done.returncode == code
    assert f"::error title={title}::" in done.stdout
    assert done.stderr.count("could not check") == (3 if code == 3 else 0)  # asked again before it is told
    assert "run: .ci/audit" in (ROOT / ".github/workflows/upkeep.yml").read_text()


def test_the_audit_looks_at_both_locks_and_lets_nothing_pass_that_it_could_not_ask_about():
    done = subprocess.run(["make", "--dry-run", "audit"], cwd=ROOT, capture_output=True, text=True)
    assert "requirements.lock requirements-slurm.lock" in done.stdout
    text = (ROOT / "workflow/audit.py").read_text()
    assert '"--strict"' in text and '"--disable-pip"' in text  # nothing is installed or resolved for it
