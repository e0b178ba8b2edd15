package dev.winnow.app.report;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Evidence.Grain;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What reports group by: the questions' own attributes, how exactly their evidence is known, and two that follow from where
 * the evidence stands, for questions that see some documents and not the whole corpus.
 */
final class DerivedAttributes {
    /** How much a question may see, in tokens, as far as full context showed it: {@code 16K-32K}. */
    static final String LENGTH = "scope-length";

    /** Where in all that a question may see its first gold evidence stands: {@code 40-60 %} of the way. */
    static final String POSITION = "gold-position";

    /** Whether all of a question's gold evidence is known to the character, {@code span}, or some only as a {@code region}. */
    static final String EVIDENCE = "evidence";

    private static final int PARTS = 5;

    private final ReportData data;
    private final Map<DocumentId, Place> places = new HashMap<>();

    private DerivedAttributes(ReportData data) {
        this.data = data;
    }

    private record Place(int order, int length) {}

    /** The attributes of every question, by its id; an attribute of the data set is never replaced. */
    static Map<QuestionId, Map<String, String>> of(ReportData data) {
        return new DerivedAttributes(data).all();
    }

    private Map<QuestionId, Map<String, String>> all() {
        findPlaces();
        Map<QuestionId, Integer> lengths = lengths();
        Map<QuestionId, String> kinds = kinds();
        Map<QuestionId, Map<String, String>> all = new LinkedHashMap<>();
        for (Question question : data.questions()) {
            Map<String, String> own = new TreeMap<>(question.attributes());
            if (question.scope() instanceof Scope.Documents scope) {
                Optional.ofNullable(lengths.get(question.id()))
                        .ifPresent(length -> own.putIfAbsent(LENGTH, bucket(length)));
                position(scope, data.gold().get(question.id())).ifPresent(share -> {
                    int part = Math.min(PARTS - 1, (int) (share * PARTS));
                    own.putIfAbsent(POSITION, 100 * part / PARTS + "-" + 100 * (part + 1) / PARTS + " %");
                });
            }
            Optional.ofNullable(kinds.get(question.id())).ifPresent(kind -> own.putIfAbsent(EVIDENCE, kind));
            all.put(question.id(), own);
        }
        return all;
    }

    /** How exactly the evidence of each question is known; nothing where it is the same for all. */
    private Map<QuestionId, String> kinds() {
        Map<QuestionId, String> kinds = new HashMap<>();
        for (Question question : data.questions()) {
            Gold gold = data.gold().get(question.id());
            if (gold != null && !gold.evidence().isEmpty()) {
                boolean exact = gold.evidence().stream().allMatch(piece -> piece.grain() == Grain.SPAN);
                kinds.put(question.id(), exact ? "span" : "region");
            }
        }
        return new HashSet<>(kinds.values()).size() < 2 ? Map.of() : kinds;
    }

    /** Tokens that full context showed of each question's scope; of several models the most. */
    private Map<QuestionId, Integer> lengths() {
        Set<String> full = data.strategies().stream()
                .filter(strategy -> strategy.use().equals("full-context"))
                .map(strategy -> strategy.id())
                .collect(Collectors.toSet());
        Map<QuestionId, Integer> lengths = new HashMap<>();
        for (Trial trial : data.trials()) {
            if (full.contains(trial.strategy()) && trial.used() > 0) {
                lengths.merge(trial.question(), trial.used(), Math::max);
            }
        }
        return lengths;
    }

    /** The power of two, in thousands, that holds it: {@code 16K-32K} is from 16,000 to below 32,000. */
    static String bucket(int tokens) {
        int thousands = tokens / 1000;
        if (thousands < 1) {
            return "0K-1K";
        }
        int low = Integer.highestOneBit(thousands);
        return low + "K-" + 2 * low + "K";
    }

    /** Order and length of the documents of scopes; one pass over the corpus, and only where some scope needs an order. */
    private void findPlaces() {
        Set<DocumentId> wanted = new HashSet<>();
        boolean several = false;
        for (Question question : data.questions()) {
            Gold gold = data.gold().get(question.id());
            if (question.scope() instanceof Scope.Documents scope
                    && gold != null
                    && !gold.evidence().isEmpty()) {
                wanted.addAll(scope.ids());
                several |= scope.ids().size() > 1;
            }
        }
        if (several) {
            int order = 0;
            for (Document document : data.corpus()) {
                if (wanted.contains(document.id())) {
                    places.put(document.id(), new Place(order, document.text().length()));
                }
                order++;
            }
        } else {
            wanted.forEach(id -> length(id).ifPresent(length -> places.put(id, new Place(0, length))));
        }
    }

    /** A scope may name what the corpus lost; its questions have no position then. */
    private OptionalInt length(DocumentId id) {
        try {
            return OptionalInt.of(data.corpus().get(id).text().length());
        } catch (NoSuchElementException e) {
            return OptionalInt.empty();
        }
    }

    /** Where the middle of the first piece of evidence lies, in [0, 1]; of regions, those that are no longer than a part. */
    private OptionalDouble position(Scope.Documents scope, Gold gold) {
        if (gold == null || gold.evidence().isEmpty() || !places.keySet().containsAll(scope.ids())) {
            return OptionalDouble.empty();
        }
        List<DocumentId> order = new ArrayList<>(scope.ids());
        order.sort(Comparator.comparingInt(id -> places.get(id).order()));
        Map<DocumentId, Long> starts = new HashMap<>();
        long length = 0;
        for (DocumentId id : order) {
            starts.put(id, length);
            length += places.get(id).length();
        }
        double total = length;
        return gold.evidence().stream()
                .filter(piece -> starts.containsKey(piece.document()))
                .filter(piece -> piece.grain() == Grain.SPAN || isAPart(piece, total))
                .mapToDouble(piece -> middle(piece, starts.get(piece.document())) / total)
                .min();
    }

    /** Whether a region is no longer than a part; the last part of a text has what is left by rounding the others down. */
    private static boolean isAPart(Evidence region, double total) {
        return (double) (region.end() - region.start() - PARTS) * PARTS <= total;
    }

    private static double middle(Evidence piece, long start) {
        return start + (piece.start() + piece.end()) / 2.0;
    }
}
