package dev.winnow.app.experiment;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.config.Resolved;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.route.RouterSpec;
import dev.winnow.retrievers.RetrieverSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a router needs of an experiment so that a question has the features that the router has learnt from.
 *
 * @param retrievers the experiment's, by name
 * @param tokenizer the name of the experiment's
 * @param kinds everything that can be named
 */
record RouterNeeds(Map<String, RetrieverSpec> retrievers, String tokenizer, Kinds kinds) {
    /** What is not as it must be, each with what to do. */
    List<String> unmet(RouterSpec router) {
        List<String> unmet = new ArrayList<>();
        router.tokenizer()
                .filter(counted -> !counted.equals(tokenizer))
                .ifPresent(counted -> unmet.add(
                        "the router has learnt from tokens of '" + counted + "', and the experiment counts those of '"
                                + tokenizer + "'; name that tokenizer, or train a router with this one"));
        router.retrievers().forEach((name, settings) -> {
            RetrieverSpec here = retrievers.get(name);
            if (here == null) {
                unmet.add("the router searches with '" + name + "', which is none of the retrievers"
                        + Suggestion.nearest(name, retrievers.keySet())
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("; add " + name + ": " + settings));
                return;
            }
            try {
                RetrieverSpec learnt = ConfigFile.of(name, settings, Path.of(""), Environment::variable)
                        .bind(RetrieverSpec.class, kinds);
                if (!learnt.equals(here)) {
                    unmet.add("the router has learnt from retriever '" + name + "' as " + settings
                            + ", and here it is " + Resolved.inline(here, kinds)
                            + "; add the former by that name, or train a router with this one");
                }
            } catch (InputException e) {
                unmet.add("the router's file has a retriever that cannot be read: "
                        + e.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
            }
        });
        return unmet;
    }
}
