package dev.winnow.app.report;

import dev.winnow.app.ledger.Strategy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of strategies with every default, as their run wrote them down; where it did not, as the experiment gives
 * them. So it makes no difference whether a configuration writes a default down or leaves it out.
 */
final class FullSettings {
    private static final String PIPELINES = "pipelines.";
    private static final String RETRIEVER = "retriever";

    private final Map<String, Map<String, String>> settings = new HashMap<>();
    private final Map<List<String>, Set<String>> telling = new HashMap<>();

    FullSettings(ReportData data) {
        Set<String> ids = new HashSet<>();
        data.strategies().forEach(strategy -> ids.add(strategy.id()));
        for (RunSettings run : data.runs()) {
            String before = data.runs().size() > 1 ? run.prefix() : "";
            run.values().forEach((path, value) -> owner(path, before, ids).ifPresent(id -> {
                String key = path.substring(PIPELINES.length() + id.length() - before.length() + 1);
                if (!key.equals("use") && !key.equals("name")) {
                    settings.computeIfAbsent(id, unseen -> new LinkedHashMap<>())
                            .put(key, value);
                }
            }));
        }
        for (Strategy strategy : data.strategies()) {
            settings.computeIfAbsent(strategy.id(), unseen -> strategy.settings());
        }
        Map<List<String>, Map<String, Set<String>>> values = new HashMap<>();
        for (Strategy strategy : data.strategies()) {
            Map<String, Set<String>> own = values.computeIfAbsent(kind(strategy), unseen -> new HashMap<>());
            settings.get(strategy.id()).forEach((key, value) -> own.computeIfAbsent(key, unseen -> new HashSet<>())
                    .add(value));
        }
        for (Strategy strategy : data.strategies()) {
            // A setting that some of a kind lack tells them from those that have it.
            values.get(kind(strategy)).forEach((key, own) -> {
                if (!settings.get(strategy.id()).containsKey(key)) {
                    own.add("");
                }
            });
        }
        values.forEach((kind, own) -> {
            Set<String> keys = new HashSet<>(Set.of(RETRIEVER));
            own.forEach((key, different) -> {
                if (different.size() > 1) {
                    keys.add(key);
                }
            });
            telling.put(kind, keys);
        });
    }

    /** The strategy that a path leads into: ids may hold points, too. */
    private static Optional<String> owner(String path, String before, Set<String> ids) {
        if (!path.startsWith(PIPELINES)) {
            return Optional.empty();
        }
        Optional<String> found = Optional.empty();
        for (int point = path.indexOf('.', PIPELINES.length()); point >= 0; point = path.indexOf('.', point + 1)) {
            String id = before + path.substring(PIPELINES.length(), point);
            if (ids.contains(id)) {
                found = Optional.of(id);
            }
        }
        return found;
    }

    private static List<String> kind(Strategy strategy) {
        return List.of(run(strategy), strategy.use());
    }

    /** In a report of several runs ids begin with the run's name. */
    static String run(Strategy strategy) {
        return strategy.id().substring(0, strategy.id().indexOf('/') + 1);
    }

    /** All settings of a strategy. */
    Map<String, String> of(StrategyRow row) {
        return settings.get(row.strategy().id());
    }

    /** Its retriever, and those settings in which strategies of its kind and run differ. */
    Map<String, String> telling(StrategyRow row) {
        Map<String, String> told = new LinkedHashMap<>(of(row));
        told.keySet().retainAll(telling.get(kind(row.strategy())));
        return told;
    }
}
