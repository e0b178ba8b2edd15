package dev.winnow.app.use;

import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.Trace;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.TokenUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a question.
 *
 * @param answer an answer, or a refusal to give one
 * @param passages what the model was shown, in the order in which it was shown, without repetition
 * @param usage tokens of all calls by the comparison's tokenizer
 * @param dollars US dollars of all calls at the configured price, else that of the price sheet, by the provider's account
 *     of tokens where it gives one; 0 where no price is known
 * @param citations where the answer says that it is from, in order; none where the comparison asks for none
 * @param trace every step, with the provider's account and the times
 */
public record Reply(
        Answer answer, List<Shown> passages, TokenUsage usage, double dollars, List<Citation> citations, Trace trace) {
    public Reply {
        citations = List.copyOf(citations);
        passages = List.copyOf(passages);
    }

    static Reply of(Attempt attempt, Optional<Price> price) {
        Map<String, Shown> shown = new LinkedHashMap<>();
        for (Context context : attempt.trace().contexts()) {
            context.passages()
                    .forEach(each -> shown.putIfAbsent(each.passage().id().value(), each));
        }
        Trace trace = attempt.trace();
        return new Reply(
                attempt.answer(),
                List.copyOf(shown.values()),
                trace.usage(),
                trace.cost(price),
                attempt.citations(),
                trace);
    }

    /** The text of the answer, or of the refusal. */
    public String text() {
        return answer.text();
    }

    /** Whether the model said that the passages do not hold the answer. */
    public boolean refused() {
        return answer instanceof Answer.Refused;
    }
}
