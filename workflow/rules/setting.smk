"""What every stage shares: the checked configuration, the chapters, the digest of a job's code.

Reads config/ and the texts in notebooks/. Writes nothing.
"""

import json
import os
import sys
from pathlib import Path

from snakemake.exceptions import WorkflowError

# A checkout runs its own code, whatever is installed, with the tools of this very interpreter.
HERE = Path(workflow.basedir)
sys.path.insert(0, str(HERE / "src"))
os.environ["PYTHONPATH"] = str(HERE / "src")
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
os.environ["KERAS_BACKEND"] = "torch"

from cnn_lecture import configuration
from cnn_lecture.chapters.reading import ChapterError, read
from cnn_lecture.claims import CLAIMS
from cnn_lecture.source_code import digest, source

TEXTS = sorted(Path("notebooks").glob("*.md"))

try:
    configuration.check(
        config,
        schema=json.loads(Path("config/lecture.schema.json").read_text(encoding="utf-8")),
        claims=CLAIMS,
        notebooks=[text.stem for text in TEXTS],
    )
    NOTEBOOKS = {text.stem: read(text.read_text(encoding="utf-8"), str(text)) for text in TEXTS}
except (configuration.ConfigurationError, ChapterError) as mistake:
    raise WorkflowError(str(mistake))

CHAPTERS = [name for name in NOTEBOOKS if name[:2].isdigit()]
NETWORKS = config["networks"]


wildcard_constraints:
    network="[a-z][a-z0-9_]*",
    seed="[0-9]+",
    name="[a-z0-9_]+",


def code(script, *roots):
    """The digest of a script's code and of all that it uses in the package, for `params:`."""
    return digest((HERE / "workflow" / "scripts" / script).read_text(encoding="utf-8"), *roots)


def seeds(network):
    return NETWORKS[network]["seeds"]


def trained(network, file, seeds=None):
    """A file of each training of a network, or of some of them."""
    return expand(f"results/training/{network}/{{seed}}/{file}", seed=seeds or NETWORKS[network]["seeds"])
