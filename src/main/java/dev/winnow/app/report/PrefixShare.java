package dev.winnow.app.report;

import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What questions about the same documents share: how many they are, and how much of a prompt a prefix cache held or could
 * hold. Questions are about the same documents if their scopes are the same.
 */
final class PrefixShare {
    private final ReportData data;
    private final Map<QuestionId, Integer> scopes = new HashMap<>();
    private final SameScopes same = new SameScopes();

    PrefixShare(ReportData data) {
        this.data = data;
        data.questions().forEach(question -> scopes.put(question.id(), same.number(question.scope())));
    }

    /**
     * The shares of a later question's prompt, over all later questions together; a question is later if another about the
     * same documents has been asked.
     *
     * @param read was read from the cache
     * @param written was written to it
     * @param questions how many are later
     */
    record Later(double read, double written, int questions) {}

    /** Mean number of questions about the same documents; 0 without questions. */
    double questionsPerScope() {
        return scopes.isEmpty() ? 0 : (double) scopes.size() / same.distinct().size();
    }

    /** Mean number of documents that a question may see, of each scope once; 0 without questions. */
    double documentsPerScope() {
        return same.distinct().stream()
                .mapToDouble(scope -> scope instanceof Scope.Documents some
                        ? some.ids().size()
                        : data.corpus().size())
                .average()
                .orElse(0);
    }

    /**
     * What a strategy's later prompts found in the cache, by the provider's account. Trials do not say in which order the
     * server saw them: of those about the same documents, the one with the smallest share read from the cache counts as
     * the first, all others as later. Of a question's repetitions only the first is taken: the others find their whole
     * prompt in the cache, which no other question does.
     *
     * @param trials of one strategy and model, in any fixed order
     * @return with no questions where none is later or none has an account
     */
    Later later(List<Trial> trials) {
        Map<Integer, Map<QuestionId, Trial>> byScope = new LinkedHashMap<>();
        for (Trial trial : trials) {
            Integer scope = scopes.get(trial.question());
            if (scope != null && answered(trial) && trial.reported().isPresent() && prompt(trial) > 0) {
                byScope.computeIfAbsent(scope, key -> new LinkedHashMap<>())
                        .merge(
                                trial.question(),
                                trial,
                                (one, other) -> one.repetition() <= other.repetition() ? one : other);
            }
        }
        long prompt = 0;
        long read = 0;
        long written = 0;
        int questions = 0;
        for (Map<QuestionId, Trial> questionsOfScope : byScope.values()) {
            List<Trial> own = new ArrayList<>(questionsOfScope.values());
            own.sort(Comparator.comparingDouble(
                    trial -> trial.reported().orElseThrow().cached() / (double) prompt(trial)));
            for (Trial trial : own.subList(1, own.size())) {
                prompt += prompt(trial);
                read += trial.reported().orElseThrow().cached();
                written += trial.reported().orElseThrow().written();
                questions++;
            }
        }
        return prompt == 0
                ? new Later(0, 0, 0)
                : new Later((double) read / prompt, (double) written / prompt, questions);
    }

    private static long prompt(Trial trial) {
        return trial.reported().orElseThrow().prompt();
    }

    private static boolean answered(Trial trial) {
        return trial.outcome() instanceof Outcome.Answered;
    }

    /**
     * The share of a prompt that is the passages shown, by the experiment's tokenizer: what a cache that forgets nothing
     * holds of a later prompt. Words of the prompt around the passages are left out.
     */
    OptionalDouble possible(List<Trial> trials) {
        long used = 0;
        long prompt = 0;
        for (Trial trial : trials) {
            if (answered(trial)) {
                used += trial.used();
                prompt += trial.usage().prompt();
            }
        }
        return prompt == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, (double) used / prompt));
    }
}
