package dev.winnow.app.experiment;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.Route;
import dev.winnow.retrievers.RetrieverSpec;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The retrievers of a configuration, and who names them.
 *
 * @param all by name
 */
record NamedRetrievers(Map<String, RetrieverSpec> all) {
    /** @throws InputException if there is none of that name */
    RetrieverSpec get(String name) {
        RetrieverSpec spec = all.get(name);
        if (spec == null) {
            throw new InputException("unknown retriever '" + name + "'" + Suggestion.of(name, all.keySet()));
        }
        return spec;
    }

    /** Those that a spec names, and those that they name, by name. */
    Map<String, RetrieverSpec> reached(Record spec) {
        Map<String, RetrieverSpec> reached = new TreeMap<>();
        collect(spec, reached);
        return reached;
    }

    private void collect(Record spec, Map<String, RetrieverSpec> into) {
        for (String name : in(spec)) {
            RetrieverSpec named = all.get(name);
            if (into.put(name, named) == null) {
                collect((Record) named, into);
            }
        }
    }

    /** The names that stand in a spec, as written, and those that its router searches with. */
    static List<String> in(Record spec) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : spec.getClass().getRecordComponents()) {
            Reference reference = component.getAnnotation(Reference.class);
            if (reference != null && reference.value().equals("retrievers")) {
                Object value = value(spec, component);
                List<?> listed =
                        switch (value) {
                            case List<?> list -> list;
                            case Optional<?> optional -> optional.stream().toList();
                            default -> List.of(value);
                        };
                listed.forEach(name -> names.add(name.toString()));
            }
        }
        if (spec instanceof Route route) {
            names.addAll(route.router().retrievers().keySet());
        }
        return names;
    }

    private static Object value(Record spec, RecordComponent component) {
        try {
            return component.getAccessor().invoke(spec);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's accessor cannot be called: " + component, e);
        }
    }
}
