package dev.winnow.app.evidence;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Losses.Loss;
import dev.winnow.pipelines.context.Stage;
import dev.winnow.retrievers.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Follows gold evidence through what trials wrote down. An answer's fate is one: of a wrong one the first stage at which any
 * needed piece of evidence was lost, the reader where none was. A piece that was lost several times, as in rounds or where
 * one strategy follows another, is lost at the furthest stage that it reached. No trial is held; for one thread.
 */
public final class EvidenceLedger {
    /**
     * The least score of a right answer. Of scores that are 0 or 1 it parts one from the other; of graded ones it calls right
     * what is more right than wrong.
     */
    public static final double RIGHT_FROM = 0.5;

    /**
     * A server that reads less than this share of the prompt tokens that were counted has cut the prompt: no two tokenizers
     * differ so much on one text.
     */
    static final double CUT_BELOW = 0.5;

    private static final List<Stage> LAST_FIRST = List.of(Stage.values()).reversed();

    private final Map<QuestionId, Gold> gold;
    private final Map<QuestionId, Scope> scopes = new HashMap<>();
    private final Map<QuestionId, Set<DocumentId>> outside = new HashMap<>();
    private final Optional<PassageIndex> index;
    private final Map<Evidence, Boolean> whole = new HashMap<>();

    /**
     * A ledger of some questions.
     *
     * @param index whose passages were searched; without it nothing is said to be lost in chunking
     */
    public EvidenceLedger(Map<QuestionId, Gold> gold, Collection<Question> questions, Optional<PassageIndex> index) {
        this.gold = gold;
        this.index = index;
        for (Question question : questions) {
            scopes.put(question.id(), question.scope());
        }
    }

    /**
     * What became of a trial.
     *
     * @param lost the stages that lost known evidence, be the answer right or wrong
     */
    public record Account(Fate fate, Set<Fate> lost) {
        public Account {
            lost = Set.copyOf(lost);
        }

        /** Whether a window cut known evidence away. */
        public boolean truncated() {
            return lost.contains(Fate.TRUNCATION);
        }
    }

    /**
     * The account of a trial.
     *
     * @param score of its answer by a measure that is higher for better ones, in [0, 1]; empty where it does not apply
     */
    public Account account(Trial trial, OptionalDouble score) {
        if (!(trial.outcome() instanceof Outcome.Answered)) {
            return new Account(Fate.FAILED, Set.of());
        }
        Gold key = gold.get(trial.question());
        if (key == null) {
            return new Account(Fate.UNSCORED, Set.of());
        }
        Optional<Set<Fate>> lost = lost(trial, key.evidence());
        return new Account(fate(trial, key, score, lost), lost.orElse(Set.of()));
    }

    private static Fate fate(Trial trial, Gold key, OptionalDouble score, Optional<Set<Fate>> lost) {
        if (score.isEmpty()) {
            return Fate.UNSCORED;
        }
        boolean right = score.getAsDouble() >= RIGHT_FROM;
        if (key.unanswerable()) {
            return right ? Fate.RIGHTLY_REFUSED : Fate.INVENTED;
        }
        if (right) {
            return lost.isEmpty() || lost.get().isEmpty() ? Fate.RIGHT : Fate.RIGHT_WITHOUT_EVIDENCE;
        }
        if (key.evidence().isEmpty() || lost.isEmpty()) {
            return Fate.UNKNOWN;
        }
        return lost.get().stream().findFirst().orElseGet(() -> isCut(trial) ? Fate.PROMPT : Fate.READER);
    }

    private static boolean isCut(Trial trial) {
        return trial.reported()
                .filter(account -> account.prompt() < CUT_BELOW * trial.usage().prompt())
                .isPresent();
    }

    /**
     * The stages that lost evidence, in their order; none where all of it was in the last prompt. Empty where some was not and
     * nothing was written down of its way.
     */
    private Optional<Set<Fate>> lost(Trial trial, List<Evidence> evidence) {
        List<ShownSpan> last = lastShown(trial);
        Set<Fate> fates = EnumSet.noneOf(Fate.class);
        for (Evidence piece : evidence) {
            if (!Coverage.isShown(piece, last)) {
                if (trial.losses().isEmpty()) {
                    return Optional.empty();
                }
                fates.add(lost(piece, trial, trial.losses().get(), last));
            }
        }
        return Optional.of(fates);
    }

    /** What the last prompt showed: of passages that some call was shown those that no later one did without. */
    private static List<ShownSpan> lastShown(Trial trial) {
        List<Loss> earlier = trial.losses().map(Losses::spans).orElse(List.of()).stream()
                .filter(loss -> loss.stage() == Stage.NOTES)
                .toList();
        return earlier.isEmpty()
                ? trial.shown()
                : trial.shown().stream()
                        .filter(span -> earlier.stream()
                                .noneMatch(loss -> loss.document().equals(span.document())
                                        && loss.start() == span.start()
                                        && loss.end() == span.end()))
                        .toList();
    }

    /**
     * The furthest stage that a piece reached: with what it and those behind it left, the piece would have been shown. Without
     * any such stage the piece, or a part of it, was never found.
     */
    private Fate lost(Evidence piece, Trial trial, Losses losses, List<ShownSpan> last) {
        List<ShownSpan> reached = new ArrayList<>(last);
        Fate found = Fate.RETRIEVAL;
        for (Stage stage : LAST_FIRST) {
            for (Loss loss : losses.spans()) {
                if (loss.stage() == stage) {
                    reached.add(new ShownSpan("", loss.document(), loss.start(), loss.end(), 0, 0, 0));
                }
            }
            if (reached.size() > last.size() && Coverage.isShown(piece, reached)) {
                found = Fate.of(stage);
                break;
            }
        }
        return switch (found) {
            case RETRIEVAL -> notFound(piece, trial, losses);
            case RERANKING, BUDGET -> isWhole(piece, losses) ? found : Fate.CHUNKING;
            default -> found;
        };
    }

    private Fate notFound(Evidence piece, Trial trial, Losses losses) {
        if (outside.computeIfAbsent(trial.question(), this::outside).contains(piece.document())) {
            return Fate.SCOPE;
        }
        if (losses.looked().isEmpty() && trial.shown().isEmpty()) {
            return Fate.NOT_READ;
        }
        return isWhole(piece, losses) ? Fate.RETRIEVAL : Fate.CHUNKING;
    }

    /** The documents of a question's evidence that it may not see. */
    private Set<DocumentId> outside(QuestionId question) {
        if (!(scopes.get(question) instanceof Scope.Documents some)) {
            return Set.of();
        }
        Set<DocumentId> missing = new HashSet<>();
        gold.get(question).evidence().forEach(piece -> missing.add(piece.document()));
        some.ids().forEach(missing::remove);
        return missing;
    }

    /** Whether a passage of the index holds all of it, where passages were searched; of a region any passage holds enough. */
    private boolean isWhole(Evidence piece, Losses losses) {
        boolean searched = losses.looked()
                .filter(looked -> looked.level() == Query.Level.PASSAGE)
                .isPresent();
        if (!searched || index.isEmpty() || piece.grain() == Evidence.Grain.REGION) {
            return true;
        }
        return whole.computeIfAbsent(piece, key -> index.get().passages(key.document()).stream()
                .anyMatch(passage -> passage.start() <= key.start() && key.end() <= passage.end()));
    }
}
