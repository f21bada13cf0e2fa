"""A published notebook is run as somebody runs it who has nothing of the project: its folder, installed packages."""

import json
import os
import sys
import sysconfig
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from tests.hang_guard import HANG_GUARD


def run(file: Path, probe: str = "") -> nbformat.NotebookNode:
    """The notebook, executed in its folder.

    Python starts with `-S`, so it reads no `.pth` file: of what is installed, only packages are found that are really
    there, and nothing of a project that was installed in place.

    Args:
        file: the notebook.
        probe: a package of ours that has to come from the notebook's folder, if it is imported at all.
    """
    kernels = file.parent / "share/kernels/clean"
    kernels.mkdir(parents=True)
    argv = [sys.executable, "-S", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    places = os.pathsep.join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    about = {"argv": argv, "display_name": "clean", "language": "python", "env": {"PYTHONPATH": places}}
    (kernels / "kernel.json").write_text(json.dumps(about))
    notebook = nbformat.read(file, as_version=4)
    if probe:
        check = (
            f"import sys\nown = [sys.modules[name] for name in ({probe!r}, 'lecture') if name in sys.modules]\n"
            "found = [module.__file__ for module in own]\n"
            f"assert all(place.startswith({str(file.parent)!r}) for place in found), found"
        )
        notebook.cells.append(nbformat.v4.new_code_cell(check))
    before = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = str(file.parent / "share")
    try:
        NotebookClient(
            notebook,
            kernel_name="clean",
            timeout=HANG_GUARD,
            resources={"metadata": {"path": str(file.parent)}},
        ).execute()
    finally:
        if before is None:
            del os.environ["JUPYTER_PATH"]
        else:
            os.environ["JUPYTER_PATH"] = before
    return notebook
