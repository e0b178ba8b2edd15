package dev.winnow.pipelines.route;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.PipelineTools;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Routes as a router does that was learnt from recorded answers: it computes features of each question, with the
 * experiment's retrievers, and takes the route that promises most.
 *
 * @param file the router's, as {@code winnow route} writes it
 * @param lambda how much expected quality one unit of cost is worth, at least 0; the file's where left out
 * @param take the pipeline's route for a route of the file, by its name there; the one of the same name where left out
 */
public record Trained(Path file, Optional<Double> lambda, Optional<Map<String, String>> take) implements RouterSpec {
    /** The detail of a choice that says why. */
    public static final String BECAUSE = "because";

    /** What the details of a choice begin with that say what quality a route promises; the route's name in the file follows. */
    public static final String EXPECTED = "expected ";

    public Trained {
        take = take.map(names -> Collections.unmodifiableMap(new TreeMap<>(names)));
        SavedRouter saved;
        try {
            saved = SavedRouter.read(file);
        } catch (InputException e) {
            throw new IllegalArgumentException(
                    "file " + e.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")), e);
        }
        for (String name : take.orElse(Map.of()).keySet()) {
            if (!saved.names().contains(name)) {
                throw new IllegalArgumentException(
                        "take has '" + name + "', which is no route of " + file + Suggestion.of(name, saved.names()));
            }
        }
        lambda.filter(worth -> !(worth >= 0) || Double.isInfinite(worth)).ifPresent(worth -> {
            throw new IllegalArgumentException("lambda must be at least 0, got " + worth);
        });
    }

    private SavedRouter saved() {
        SavedRouter saved = SavedRouter.read(file);
        return lambda.map(saved::withLambda).orElse(saved);
    }

    private String taken(String name) {
        return take.map(names -> names.getOrDefault(name, name)).orElse(name);
    }

    @Override
    public Set<String> routes() {
        return saved().names().stream().map(this::taken).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Map<String, List<String>> attributes() {
        SavedRouter saved = saved();
        Map<String, List<String>> read = new TreeMap<>();
        for (String attribute : saved.features().attributes()) {
            if (saved.columns().stream().anyMatch(column -> column.startsWith(attribute + "="))) {
                read.put(attribute, List.of());
            }
        }
        return read;
    }

    @Override
    public Map<String, String> retrievers() {
        SavedRouter saved = saved();
        Map<String, String> searched = new TreeMap<>(saved.retrievers());
        searched.keySet().retainAll(saved.features().retrievers());
        return searched;
    }

    @Override
    public Optional<String> tokenizer() {
        return Optional.of(saved().tokenizer());
    }

    @Override
    public String identity() {
        return "Trained[" + saved().fingerprint() + ", " + take.orElse(Map.of()) + "]";
    }

    @Override
    public Router open(PipelineTools tools) {
        SavedRouter saved = saved();
        QuestionFeatures features = QuestionFeatures.of(saved.features(), tools);
        String model = tools.model().spec().id();
        return question -> {
            QuestionFeatures.Computed computed = features.of(question, model);
            SavedRouter.Choice choice = saved.choose(computed.features());
            Map<String, String> details = new TreeMap<>(Map.of(BECAUSE, saved.because(choice)));
            for (int route = 0; route < choice.qualities().size(); route++) {
                details.put(
                        EXPECTED + saved.names().get(route),
                        String.format(Locale.ROOT, "%.3f", choice.qualities().get(route)));
            }
            return new Router.Decision(taken(saved.names().get(choice.route())), details, computed.searches());
        };
    }
}
