"""The workflow as a graph: which rule needs the results of which, laid out in layers."""

import re
from collections.abc import Mapping
from itertools import pairwise

import networkx as nx
import numpy as np
from scipy.optimize import isotonic_regression

from lecture.studies.measured import Measured

SWEEPS = 12  # of the ordering and of the placing; they settle sooner
BEND = 0.25  # the width of a bend of a long edge, in boxes

READS = {"dot": "rulegraph"}


def measure(dot: str) -> Measured:
    """Read the graph of rules that `snakemake --rulegraph dot` prints, and place its nodes.

    An edge that follows from others is left out (the transitive reduction). A rule stands one layer below the lowest
    of those it needs. An edge that crosses layers has a bend in each of them; within a layer, rules and bends stand
    near their neighbours (K. Sugiyama, S. Tagawa, M. Toda, 1981).

    Args:
        dot: the graph in the language of Graphviz.

    Returns:
        Numbers: `rules`, `dependencies` before and `edges` after the reduction. Arrays: `rules` (N,) str, `places`
        (N, 2) float: the place in the layer, in widths of a box, and the layer, from 0; `lines` (E, layers, 2) float:
        for each edge its places in every layer from the needed rule to the one that needs it, NaN elsewhere.

    Raises:
        ValueError: the text holds no edges, or they form a circle.
    """
    names = dict(re.findall(r'(\d+)\[label = "([^"]+)"', dot))
    pairs = [(names[one], names[other]) for one, other in re.findall(r"(\d+) -> (\d+)", dot)]
    graph = nx.DiGraph([(one, other) for one, other in pairs if one != other])  # a measurement may read another one's
    if not graph.edges or not nx.is_directed_acyclic_graph(graph):
        raise ValueError("expected the graph of a workflow: edges `1 -> 2` without a circle")
    reduced = nx.transitive_reduction(graph)
    depth = {rule: number for number, layer in enumerate(nx.topological_generations(reduced)) for rule in layer}

    # the nodes of each edge: the two rules, and a bend (one, other, layer) in each layer between them
    chains = [
        [one, *((one, other, layer) for layer in range(depth[one] + 1, depth[other])), other]
        for one, other in sorted(reduced.edges)
    ]
    bent = nx.DiGraph(pair for chain in chains for pair in pairwise(chain))
    layers: list[list] = [[] for _ in range(max(depth.values()) + 1)]
    for node in sorted(bent, key=str):
        layers[_layer(node, depth)].append(node)
    place = _placed(bent, layers)

    rules = sorted(depth, key=lambda rule: (depth[rule], place[rule]))
    lines = np.full((len(chains), len(layers), 2), np.nan)
    for line, chain in zip(lines, chains, strict=True):
        for node in chain:
            line[_layer(node, depth)] = place[node], _layer(node, depth)
    return Measured(
        {"rules": len(rules), "dependencies": len(graph.edges), "edges": len(reduced.edges)},
        {
            "rules": np.array(rules),
            "places": np.array([(place[rule], depth[rule]) for rule in rules], float),
            "lines": lines,
        },
    )


def _layer(node, depth: Mapping[str, int]) -> int:
    return depth[node] if isinstance(node, str) else node[2]


def _placed(graph: nx.DiGraph, layers: list[list]) -> dict:
    """The place of each node: first the order by the mean of the neighbours, then places as near to it as fits."""
    place = {node: float(i) for layer in layers for i, node in enumerate(layer)}
    for sweep in range(2 * SWEEPS):
        down, ordering = sweep % 2 == 0, sweep < SWEEPS
        neighbours = graph.predecessors if down else graph.successors
        for layer in layers if down else reversed(layers):
            wanted = {node: np.mean([place[n] for n in neighbours(node)] or [place[node]]) for node in layer}
            if ordering:
                layer.sort(key=lambda node: (wanted[node], str(node)))
            widths = np.array([1.0 if isinstance(node, str) else BEND for node in layer])
            offsets = np.concatenate([[0.0], np.cumsum((widths[:-1] + widths[1:]) / 2)])
            found = isotonic_regression([wanted[node] - offset for node, offset in zip(layer, offsets, strict=True)]).x
            place |= dict(zip(layer, found + offsets, strict=True))
    return place
