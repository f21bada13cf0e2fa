"""The bibliography is whole, and whoever is cited stands in it: a brace lost in a merge would stop only the pages."""

import json
import re
import subprocess
from pathlib import Path

import pypandoc
import pytest
import yaml

from cnn.vision import literature

ROOT = Path(__file__).parents[2]
KEY = re.compile(r"(?<![\w@`.])@(?!(?:fig|tbl|eq|sec|term)-)([a-z][a-z0-9_]*\d{4}[a-z]?)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def keys() -> list[str]:
    command = [pypandoc.get_pandoc_path(), "--from=bibtex", "--to=csljson", str(ROOT / "config/references.bib")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [entry["id"] for entry in json.loads(done.stdout)]


def test_every_entry_is_read_once(keys):
    written = re.findall(
        r"^@\w+\{([^,\s]+),", (ROOT / "config/references.bib").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(keys) == sorted(written)
    assert len(keys) == len(set(keys)) > 40


@pytest.mark.parametrize("text", sorted((ROOT / "notebooks").glob("*.md")), ids=lambda path: path.stem)
def test_who_is_cited_is_known(keys, text):
    cited = set(KEY.findall(text.read_text(encoding="utf-8")))
    assert cited <= set(keys)


def test_every_fact_has_a_source_in_the_bibliography(keys):
    tables = yaml.safe_load((ROOT / "src/cnn/vision/literature.yaml").read_text(encoding="utf-8"))
    sources = {source for area in tables["areas"] for source in area["sources"]}
    sources |= {row["source"] for row in (*tables["links"], *tables["milestones"])}
    sources |= {fact.source for fact in (*literature.GANGLION_CELLS.values(), *literature.MAGNIFICATION.values())}
    sources |= {fact.source for fact in literature.CENTRAL_SHARE.values()}
    sources |= {literature.TUNING_WIDTH_DEG.source, literature.SECOND_IN_2012.source}
    assert sources <= set(keys)
