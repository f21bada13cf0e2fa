"""The workflow as a graph: which rule needs the results of which."""

import re

import networkx as nx
import numpy as np

from lecture.studies.measured import Measured

READS = {"dot": "rulegraph"}


def measure(dot: str) -> Measured:
    """Read the graph of rules that `snakemake --rulegraph dot` prints.

    An edge that follows from others is left out (the transitive reduction).

    Args:
        dot: the graph in the language of Graphviz.

    Returns:
        Numbers: `rules`, `dependencies` before and `edges` after the reduction. Arrays: `rules` (N,) str, those that
        are needed before those that need them, and `edges` (E, 2) int, the places among `rules` of what is needed and
        of what needs it.

    Raises:
        ValueError: the text holds no edges, or they form a circle.
    """
    names = dict(re.findall(r'(\d+)\[label = "([^"]+)"', dot))
    pairs = [(names[one], names[other]) for one, other in re.findall(r"(\d+) -> (\d+)", dot)]
    graph = nx.DiGraph([(one, other) for one, other in pairs if one != other])  # a measurement may read another one's
    if not graph.edges or not nx.is_directed_acyclic_graph(graph):
        raise ValueError("expected the graph of a workflow: edges `1 -> 2` without a circle")
    reduced = nx.transitive_reduction(graph)
    rules = [rule for layer in nx.topological_generations(reduced) for rule in sorted(layer)]
    edges = sorted((rules.index(one), rules.index(other)) for one, other in reduced.edges)
    return Measured(
        {"rules": len(rules), "dependencies": len(graph.edges), "edges": len(edges)},
        {"rules": np.array(rules), "edges": np.array(edges)},
    )
