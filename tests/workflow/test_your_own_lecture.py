"""docs/your-own-lecture.md is run as it stands; tests/engine/test_installing.py runs its installation."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.engine.conftest import without_torch
from tests.engine.page import script

PAGE = ROOT / "docs/your-own-lecture.md"


def test_the_page_leads_to_a_lecture(tmp_path):
    tools = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | without_torch(tmp_path / "absent") | {"PATH": tools}
    commands = script(PAGE, without="Install")
    done = subprocess.run(["bash", "-c", commands], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = tmp_path / "chance"
    assert (folder / "public/lecture.pdf").read_bytes().startswith(b"%PDF")
    _, again, _ = done.stderr.split("Done in ")
    assert "experiment random_walk 3" in again
    assert "measurement shared_birthday" not in again, "the page promises that only what is new is computed"
    claims = json.loads((folder / "results/claims.json").read_text())
    assert {claim["id"]: claim["holds"] for claim in claims} == {"half_is_small": True, "square_root": True}
