package dev.winnow.app.forecast;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.Gold;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.prompt.PromptTemplate;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Replies as the answer key lets expect them, where none is recorded yet. */
final class ExpectedReplies {
    private final Map<QuestionId, String> texts = new HashMap<>();
    private final Map<QuestionId, Integer> tokens = new HashMap<>();
    private final OptionalDouble mean;

    /** Nothing is expected: only judges are asked. */
    static final ExpectedReplies NONE = new ExpectedReplies();

    private ExpectedReplies() {
        mean = OptionalDouble.empty();
    }

    ExpectedReplies(Dataset dataset, PromptTemplate template, TokenCounter counter) {
        String before = template.answerAfter().map(marker -> marker + " ").orElse("");
        for (Question question : dataset.questions()) {
            Gold gold = dataset.gold().get(question.id());
            if (gold != null && gold.known()) {
                String reply = before
                        + (gold.unanswerable()
                                ? template.refusal()
                                : gold.answers().get(0));
                texts.put(question.id(), reply);
                tokens.put(question.id(), counter.count(reply));
            }
        }
        mean = tokens.values().stream().mapToInt(Integer::intValue).average();
    }

    /** Whether the data set has any answers. */
    boolean known() {
        return mean.isPresent();
    }

    /** A reply such as a model may give; no text where the answer is not known. */
    String text(Question question) {
        return texts.getOrDefault(question.id(), "");
    }

    /** How long it is, in the mean over all questions where this one's answer is not known; empty where no answer is. */
    OptionalDouble tokens(Question question) {
        Integer own = tokens.get(question.id());
        return own == null ? mean : OptionalDouble.of(own);
    }
}
