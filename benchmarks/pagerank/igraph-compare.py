#!/usr/bin/env python3
"""Answers the questions of PageRankRun by igraph (PRPACK), as HaystackCraft calls it: times, and the largest difference.

    igraph-compare.py FOLDER NODES
Needs python3-igraph 0.10 and numpy.
"""
import glob
import re
import resource
import sys
import time

import igraph
import numpy as np

folder, nodes = sys.argv[1], int(sys.argv[2])
links = np.fromfile(folder + "/links.bin", dtype=">i4").astype(np.int64).reshape(-1, 2)
both = np.unique(np.concatenate([links[:, 0] * nodes + links[:, 1], links[:, 1] * nodes + links[:, 0]]))
begun = time.time()
graph = igraph.Graph(n=nodes, edges=np.stack([both // nodes, both % nodes], axis=1), directed=True)
print(f"igraph {igraph.__version__}: {len(both):,} entries, built in {time.time() - begun:.1f} s", flush=True)
print("| seeds | restart | igraph, ms | largest difference |\n|---|---|---|---|")
for file in sorted(glob.glob(folder + "/questions-*.bin"), key=lambda name: [-float(x) for x in re.findall(r"[\d.]+\d", name.split("/")[-1])]):
    seeds, restart = re.search(r"questions-(\d+)-([\d.]+)\.bin", file).groups()
    seeds, restart = int(seeds), float(restart)
    with open(file, "rb") as data:
        count = int(np.frombuffer(data.read(4), dtype=">i4")[0])
        times, worst = [], 0.0
        for _ in range(count):
            begin = np.frombuffer(data.read(12 * seeds), dtype=[("place", ">i4"), ("weight", ">f8")])
            exact = np.frombuffer(data.read(8 * nodes), dtype=">f8")
            reset = np.zeros(nodes)
            reset[begin["place"]] = begin["weight"]
            reset = reset.tolist()
            begun = time.time()
            scores = graph.personalized_pagerank(damping=1 - restart, reset=reset, directed=True)
            times.append(1000 * (time.time() - begun))
            worst = max(worst, float(np.abs(np.array(scores) - exact).max()))
    print(f"| {seeds} | {restart} | {sorted(times)[len(times) // 2]:,.0f} | {worst:.1e} |", flush=True)
print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10:,} MB at most")
