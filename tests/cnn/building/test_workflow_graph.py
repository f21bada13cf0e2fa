import re
from pathlib import Path

import pytest

from cnn.building.figures.workflow_graph import NAMES, draw
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
    assert found.arrays["edges"].tolist() == [[0, 1], [1, 2]]


def test_a_rule_whose_jobs_need_each_other_is_no_circle():
    assert measure(dot("data>train", "train>train")).numbers == {"rules": 2, "dependencies": 1, "edges": 1}


def test_parts_stand_beside_one_another_and_rules_below_one_another():
    found = measure(dot("train>network", "network>figure", "figure>page", "figure>surprise"))
    axes = draw(**found.arrays).axes[0]
    places = {text.get_text(): text.get_position() for text in axes.texts}
    assert places["обучить"][0] == places["итог сети"][0] < places["начертить"][0] < places["страница и PDF"][0]
    assert places["обучить"][1] < places["итог сети"][1], "the axis points downwards"
    assert places["surprise"][0] == places["страница и PDF"][0], "what has no name has its own, among the last"


def test_no_edge_leads_upwards_or_back():
    """By the rules' own words: what a rule takes stands above it, or in a part to the left."""
    places = {rule: (part, row) for part, names in enumerate(NAMES.values()) for row, rule in enumerate(names)}
    needs = {"own_claims": ["numbers", "own_times"], "claims": ["numbers"], "numbers": ["origin", "numbers_on_record"]}
    needs |= {"own_times": ["origin", "experiment_summary"], "lecture": ["claims", "notebook"], "site": ["document"]}
    assert [(one, rule) for rule, taken in needs.items() for one in taken if places[one] >= places[rule]] == []


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
