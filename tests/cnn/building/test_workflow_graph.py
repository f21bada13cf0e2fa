import re
from pathlib import Path

import numpy as np
import pytest

from cnn.building.figures.workflow_graph import NAMES
from cnn.building.workflow_graph import measure

ROOT = Path(__file__).parents[3]


def dot(*edges: str) -> str:
    names = sorted({name for edge in edges for name in edge.split(">")})
    nodes = [
        f'\t{number}[label = "{name}", color = "0.1 0.6 0.85", style="rounded"];' for number, name in enumerate(names)
    ]
    arrows = [f"\t{names.index(one)} -> {names.index(other)}" for one, other in (edge.split(">") for edge in edges)]
    return "\n".join(["digraph snakemake_dag {", "    edge[penwidth=2];", *nodes, *arrows, "}"])


def test_an_edge_that_follows_from_others_is_left_out():
    found = measure(dot("data>train", "train>figure", "data>figure"))
    assert found.numbers == {"rules": 3, "dependencies": 3, "edges": 2}
    assert found.arrays["rules"].tolist() == ["data", "train", "figure"]
    assert found.arrays["places"][:, 1].tolist() == [0, 1, 2]


def test_a_rule_whose_jobs_need_each_other_is_no_circle():
    assert measure(dot("data>train", "train>train")).numbers == {"rules": 2, "dependencies": 1, "edges": 1}


def test_a_long_edge_bends_beside_the_rules_it_passes():
    found = measure(dot("data>train", "train>network", "network>page", "data>note", "note>page"))
    places = dict(zip(found.arrays["rules"].tolist(), found.arrays["places"].tolist(), strict=True))
    assert places["network"][1] == 2
    [long] = [
        line
        for line in found.arrays["lines"]
        if not np.isnan(line[1:, 0]).any() and np.isnan(line[0, 0]) and line[1].tolist() == places["note"]
    ]
    assert long[3].tolist() == places["page"]
    assert abs(long[2, 0] - places["network"][0]) >= (1 + 0.25) / 2 - 1e-9


def test_rules_of_a_layer_do_not_overlap():
    found = measure(dot(*(f"train>{name}" for name in "abcdef"), *(f"{name}>page" for name in "abcdef")))
    middle = np.sort(found.arrays["places"][found.arrays["places"][:, 1] == 1, 0])
    assert len(middle) == 6 and np.diff(middle).min() >= 1 - 1e-9


@pytest.mark.parametrize("text", ["", "digraph {}", dot("a>b", "b>a")])
def test_what_is_no_graph_of_a_workflow(text):
    with pytest.raises(ValueError, match="expected the graph of a workflow"):
        measure(text)


def test_every_rule_has_a_name_for_readers():
    files = [*ROOT.glob("src/lecture/workflow/*.smk"), *ROOT.glob("workflow/rules/*.smk"), ROOT / "Snakefile"]
    rules = re.findall(
        r"^(?:rule|checkpoint|use rule \w+ as) (\w+)", "\n".join(map(Path.read_text, files)), re.MULTILINE
    )
    assert len(rules) > 20
    assert {rule for names in NAMES.values() for rule in names} == set(rules)
