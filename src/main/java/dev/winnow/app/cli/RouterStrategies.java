package dev.winnow.app.cli;

import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.experiment.ExperimentConfig;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.Route;
import dev.winnow.pipelines.route.SavedRouter;
import dev.winnow.pipelines.route.Trained;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverSpec;
import dev.winnow.retrievers.RetrieverTools;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a saved router chooses among, and what it searches with, as its file has them. For one thread. */
final class RouterStrategies {
    private final Path file;
    private final SavedRouter saved;
    private final Kinds kinds;
    private final Map<String, Retriever> open = new HashMap<>();

    /** @throws InputException if there is no router in the file */
    RouterStrategies(Path file, Environment environment) {
        this.file = file;
        this.saved = SavedRouter.read(file);
        this.kinds = ExperimentConfig.kinds(new Catalogue(environment.home()));
    }

    /** The name of the tokenizer by which it counts. */
    String tokenizer() {
        return saved.tokenizer();
    }

    /**
     * Its strategies, and it itself to choose among them.
     *
     * @throws InputException if the file does not say what a route is
     */
    Route route() {
        Map<String, PipelineSpec> routes = new LinkedHashMap<>();
        for (SavedRouter.Candidate candidate : saved.routes()) {
            String strategy = candidate
                    .strategy()
                    .orElseThrow(
                            () -> new InputException(
                                    file,
                                    "it does not say what strategy route '" + candidate.name()
                                            + "' is; give the route a 'strategy', such as \"{use: rag, retriever: bm25, budget: 2K}\""));
            routes.put(
                    candidate.name(),
                    Specs.read(file + ", strategy of '" + candidate.name() + "'", strategy, PipelineSpec.class, kinds));
        }
        return new Route(routes, new Trained(file, Optional.empty(), Optional.empty()));
    }

    /**
     * The retriever of a name.
     *
     * @param tools over the index that is asked
     * @throws InputException if the file has none of that name
     */
    Retriever retriever(String name, RetrieverTools tools) {
        Retriever known = open.get(name);
        if (known == null) {
            String settings = saved.retrievers().get(name);
            if (settings == null) {
                throw new InputException(
                        file,
                        "it has no retriever '" + name + "', with which its strategies search; add it to 'retrievers'"
                                + Suggestion.nearest(name, saved.retrievers().keySet())
                                        .map(near -> ", or mean '" + near + "'")
                                        .orElse(""));
            }
            known = Specs.read(file + ", retriever '" + name + "'", settings, RetrieverSpec.class, kinds)
                    .open(tools.naming(other -> retriever(other, tools)));
            open.put(name, known);
        }
        return known;
    }
}
