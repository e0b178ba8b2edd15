package dev.winnow.app.report;

import dev.winnow.app.distractors.GoldPlaces;
import dev.winnow.app.distractors.GoldPlaces.Role;
import dev.winnow.app.distractors.Similarity;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.DistractorFigure.Kind;
import dev.winnow.app.report.Selections.Selection;
import dev.winnow.pipelines.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every {@link DistractorFigure} of every selection by question, with intervals; and the tables made of them. */
final class DistractorFigures {
    static final String SHEET = "distractors-shown";

    private final Results results;
    private final Selections selections;
    private final Map<DistractorFigure, double[][]> values = new LinkedHashMap<>();
    private final Map<Cell, Optional<Estimate>> estimates = new HashMap<>();
    private final CopiedAnswers copied;
    private int looked;
    private int all;

    private record Cell(int selection, DistractorFigure figure) {}

    DistractorFigures(Results results, Selections selections, DistractorTexts texts, DistractorHarm harm) {
        this.results = results;
        this.selections = selections;
        this.copied = new CopiedAnswers(results, selections);
        for (DistractorFigure figure : DistractorFigure.values()) {
            double[][] unknown = new double[selections.all().size()][selections.questions()];
            Arrays.stream(unknown).forEach(line -> Arrays.fill(line, Double.NaN));
            values.put(figure, unknown);
        }
        values.put(DistractorFigure.HARM, harm.ofSelections());
        for (Question question : Lots.drawn(results.data())) {
            int place = selections.place(question.id());
            if (selections.gold(place) != null) {
                count(place);
                all++;
                if (texts.hasRoom()) {
                    looked++;
                    look(texts.of(question, selections.gold(place)), place);
                }
            }
        }
    }

    /** Questions whose texts were looked into. */
    int looked() {
        return looked;
    }

    /** Questions of which it is known what their distractors are. */
    int questions() {
        return all;
    }

    CopiedAnswers copied() {
        return copied;
    }

    private void set(DistractorFigure figure, int selection, int place, double value) {
        values.get(figure)[selection][place] = value;
    }

    /** What needs no text. */
    private void count(int place) {
        GoldPlaces gold = selections.gold(place);
        for (int i = 0; i < selections.all().size(); i++) {
            Trial trial = selections.all().get(i).shown(place).orElse(null);
            if (trial == null) {
                continue;
            }
            int distractors = 0;
            int sameDocument = 0;
            long tokens = 0;
            long distracting = 0;
            float best = Float.NEGATIVE_INFINITY;
            float bestGold = Float.NEGATIVE_INFINITY;
            boolean scored = false;
            for (ShownSpan span : trial.shown()) {
                Role role = gold.role(span);
                tokens += span.tokens();
                scored |= span.score() != 0;
                switch (role) {
                    case DISTRACTOR -> {
                        distractors++;
                        distracting += span.tokens();
                        best = Math.max(best, span.score());
                    }
                    case SAME_DOCUMENT -> sameDocument++;
                    case GOLD -> bestGold = Math.max(bestGold, span.score());
                }
            }
            set(DistractorFigure.DISTRACTORS, i, place, distractors);
            set(DistractorFigure.SAME_DOCUMENT, i, place, sameDocument);
            if (tokens > 0) {
                set(DistractorFigure.TOKEN_SHARE, i, place, (double) distracting / tokens);
            }
            if (scored && distractors > 0 && !gold.evidence().isEmpty()) {
                set(DistractorFigure.OUTRANKED, i, place, best > bestGold ? 1 : 0);
                if (best > 0 && bestGold > 0) {
                    set(DistractorFigure.SCORE_RATIO, i, place, (double) best / bestGold);
                }
            }
        }
    }

    private void look(DistractorTexts.OfQuestion texts, int place) {
        for (int i = 0; i < selections.all().size(); i++) {
            List<ShownSpan> distractors = selections
                    .all()
                    .get(i)
                    .shown(place)
                    .map(trial -> selections.gold(place).distractors(trial.shown()))
                    .orElse(List.of());
            if (distractors.isEmpty()) {
                continue;
            }
            List<Similarity> similar = distractors.stream()
                    .flatMap(span -> texts.similarity(span).stream())
                    .toList();
            set(DistractorFigure.QUESTION_TERMS, i, place, mean(similar, Similarity::questionTerms));
            set(DistractorFigure.GOLD_TERMS, i, place, mean(similar, Similarity::goldTerms));
            set(DistractorFigure.QUESTION_VECTORS, i, place, mean(similar, Similarity::questionVectors));
            set(DistractorFigure.GOLD_VECTORS, i, place, mean(similar, Similarity::goldVectors));
            if (texts.tellsLeaks()) {
                long leaks = distractors.stream().filter(texts::leaks).count();
                set(DistractorFigure.LEAKS, i, place, (double) leaks / distractors.size());
                set(DistractorFigure.LEAKED, i, place, leaks > 0 ? 1 : 0);
            }
        }
        copied.look(texts, place);
    }

    /** The mean of what is known; not a number where nothing is. */
    private static double mean(List<Similarity> similar, ToDoubleFunction<Similarity> value) {
        return similar.stream()
                .mapToDouble(value)
                .filter(one -> !Double.isNaN(one))
                .average()
                .orElse(Double.NaN);
    }

    /** The mean over questions and its interval; empty where the figure applies to none. */
    Optional<Estimate> estimate(int selection, DistractorFigure figure) {
        return estimates.computeIfAbsent(new Cell(selection, figure), cell -> results.intervals()
                .of(results.sample(values.get(figure)[selection], place -> true)));
    }

    /**
     * A selection less the first of those that differ from it in the retriever alone, question by question; empty for the
     * first itself.
     */
    private Optional<Estimate> difference(int selection, DistractorFigure figure) {
        int baseline = baseline(selection);
        if (baseline == selection) {
            return Optional.empty();
        }
        double[] own = values.get(figure)[selection];
        double[] other = values.get(figure)[baseline];
        return results.intervals().of(results.sample(Results.less(own, other), place -> true));
    }

    private int baseline(int selection) {
        Selection own = selections.all().get(selection);
        for (int i = 0; i < selection; i++) {
            Selection other = selections.all().get(i);
            if (own.chooses()
                    && other.chooses()
                    && own.use().equals(other.use())
                    && own.size().equals(other.size())) {
                return i;
            }
        }
        return selection;
    }

    /** Figures that apply to some question of some selection. */
    private List<DistractorFigure> applying() {
        return Stream.of(DistractorFigure.values())
                .filter(figure -> IntStream.range(0, selections.all().size())
                        .anyMatch(selection -> estimate(selection, figure).isPresent()))
                .toList();
    }

    Sheet sheet() {
        List<DistractorFigure> figures = applying();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < selections.all().size(); i++) {
            Selection selection = selections.all().get(i);
            for (DistractorFigure figure : figures) {
                List<String> cells = new ArrayList<>(List.of(
                        selection.label(),
                        selection.retriever(),
                        selection.size(),
                        selection.order(),
                        strategies(selection),
                        figure.column()));
                cells.addAll(Tables.cells(estimate(i, figure)));
                int baseline = baseline(i);
                cells.add(baseline == i ? "" : selections.all().get(baseline).label());
                cells.addAll(baseline == i ? List.of("", "", "") : less(i, figure));
                rows.add(cells);
            }
        }
        List<String> numbers = List.of("mean", "low", "high", "questions");
        List<Table.Column> columns = new ArrayList<>(
                Sheet.columns(List.of("selection", "retriever", "size", "order", "strategies", "figure"), numbers));
        columns.addAll(Sheet.columns(List.of("baseline"), List.of("less", "less low", "less high")));
        return Sheet.of(SHEET, new Table(columns, rows), toRead(figures));
    }

    private List<String> less(int selection, DistractorFigure figure) {
        return Tables.cells(difference(selection, figure)).subList(0, 3);
    }

    private String strategies(Selection selection) {
        return selection.rows().stream()
                .map(row -> selections.key(results.rows().get(row)))
                .collect(Collectors.joining(" "));
    }

    /** Rows of selections with the figures of some kinds that apply to any of them. */
    Table toRead(Set<Kind> kinds) {
        return toRead(applying().stream()
                .filter(figure -> kinds.contains(figure.kind()))
                .toList());
    }

    private Table toRead(List<DistractorFigure> figures) {
        List<DistractorFigure> shown = figures.stream()
                .filter(figure -> figure != DistractorFigure.LEAKED)
                .filter(figure -> figure != DistractorFigure.SAME_DOCUMENT || anySameDocument())
                .toList();
        return new Table(
                Sheet.columns(
                        List.of("shown by"),
                        shown.stream().map(DistractorFigure::heading).toList()),
                IntStream.range(0, selections.all().size())
                        .mapToObj(i -> Stream.concat(
                                        Stream.of(selections.all().get(i).label()),
                                        shown.stream().map(figure -> estimate(i, figure)
                                                .map(found -> found.text(figure.digits()))
                                                .orElse("")))
                                .toList())
                        .toList());
    }

    private boolean anySameDocument() {
        return Arrays.stream(values.get(DistractorFigure.SAME_DOCUMENT))
                .flatMapToDouble(Arrays::stream)
                .anyMatch(count -> count > 0);
    }
}
