package dev.winnow.app.experiment;

import dev.winnow.indexer.graph.LinkGraph;
import dev.winnow.indexer.graph.LinkGraphBuilder;
import dev.winnow.indexer.graph.LinkGraphManifest;
import dev.winnow.indexer.index.PassageIndex;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The link graphs of an index, each made if it is not there yet, and opened once, when it is first wanted. */
public final class LinkGraphs {
    private final PassageIndex index;
    private final Map<Optional<Path>, LinkGraph> graphs = new HashMap<>();

    public LinkGraphs(PassageIndex index) {
        this.index = index;
    }

    /**
     * The graph of an edge list, or that of the documents' own links.
     *
     * @throws dev.winnow.indexer.spec.InputException if the edge list is not there or wrong, or the graph is damaged
     */
    public LinkGraph open(Optional<Path> edges) {
        return open(edges, Progress.SILENT);
    }

    /** The same, where making it may take a while. */
    public synchronized LinkGraph open(Optional<Path> edges, Progress progress) {
        LinkGraph graph = graphs.get(edges);
        if (graph == null) {
            progress.begin(
                    "reading links", 0, edges.isPresent() ? -1 : index.corpus().size());
            try {
                graph = new LinkGraphBuilder(index, edges).open(progress::done);
            } finally {
                progress.end();
            }
            graphs.put(edges, graph);
        }
        return graph;
    }

    /**
     * What a graph says of itself.
     *
     * @throws dev.winnow.indexer.spec.InputException if it was never made
     */
    public LinkGraphManifest manifest(Optional<Path> edges) {
        return new LinkGraphBuilder(index, edges).manifest();
    }
}
