"""Scores by igraph's PRPACK of a small graph with loops, isolated nodes and two components: the tests' reference.

Writes pagerank/reference.json below the folder that is given:  python3 pagerank_reference.py ../resources
Needs python3-igraph (0.10).
"""
import json
import pathlib
import random
import sys

import igraph

random.seed(5)
NODES = 60
edges = set()
while len(edges) < 110:
    edges.add((random.randrange(40), random.randrange(40)))
while len(edges) < 130:
    edges.add((random.randrange(40, 56), random.randrange(40, 56)))
edges |= {(3, 3), (41, 41)}
both = sorted(edges | {(b, a) for a, b in edges})
graph = igraph.Graph(n=NODES, edges=both, directed=True)
cases = []
for restart in (0.5, 0.15, 0.85):
    for seeds in ([0], [1, 2, 3, 41], [7, 58], [57], list(range(0, 60, 6))):
        weights = [round(random.random() + 0.1, 3) for _ in seeds]
        reset = [0.0] * NODES
        for node, weight in zip(seeds, weights):
            reset[node] = weight
        scores = graph.personalized_pagerank(damping=1 - restart, reset=reset, directed=True)
        cases.append({"restart": restart, "seeds": seeds, "weights": weights, "scores": scores})
out = pathlib.Path(sys.argv[1]) / "pagerank" / "reference.json"
out.write_text(json.dumps({"igraph": igraph.__version__, "nodes": NODES, "edges": sorted(edges), "cases": cases}))
