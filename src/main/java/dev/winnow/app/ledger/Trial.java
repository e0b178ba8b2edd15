package dev.winnow.app.ledger;

import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.RetrievalUsage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One question, answered once by one strategy with one model: a line of {@code answers.jsonl}. Everything that tables
 * and metrics need is in it, so that they can be computed again without any model.
 *
 * @param key digest of everything that decides the answer
 * @param strategy the strategy's id, such as {@code rag-bm25-score-2K}
 * @param model the model's id
 * @param repetition which sample of the same question, from 0
 * @param shown the passages in the order in which they were shown, over all calls, without repetition
 * @param allowed tokens of passages that the budget allowed; empty where nothing limited them
 * @param used tokens of the passages shown, each counted alone as rendered
 * @param omitted passages or documents that were left out or cut for lack of room
 * @param usage tokens of all calls by the experiment's tokenizer
 * @param reported tokens of all calls by the provider's account; empty where it gave none for one of them
 * @param billed tokens that are paid for: of each call the provider's account, or our count where it gave none, with
 *     what requests that failed before were charged
 * @param attempts requests over all calls, with the most that lost replies can have cost; of a failed trial those of the
 *     call that failed
 * @param calls keys of the model calls in {@code calls.jsonl}, in order
 * @param cost US dollars of the replies to the pipeline's own calls at the configured price, cached calls charged too; without what requests that
 *     failed were charged, which is luck and would tell strategies apart that ask the same
 * @param selectMillis time to put the context together
 * @param callMillis time of the model calls, as when they were really made
 * @param firstTokenMillis time from sending the last call to its first token, where replies are streamed
 * @param retrieval what finding the passages took beside searching the index, what was found in a cache charged too
 * @param notes what the strategy decided or met on its way, in order
 * @param citations where the answer says that it is from, in order
 */
public record Trial(
        String key,
        String strategy,
        String model,
        QuestionId question,
        int repetition,
        Outcome outcome,
        List<ShownSpan> shown,
        OptionalInt allowed,
        int used,
        int omitted,
        TokenUsage usage,
        Optional<ReportedUsage> reported,
        ReportedUsage billed,
        Attempts attempts,
        List<String> calls,
        double cost,
        double selectMillis,
        double callMillis,
        OptionalDouble firstTokenMillis,
        RetrievalUsage retrieval,
        List<Note> notes,
        List<Citation> citations) {
    public Trial {
        citations = List.copyOf(citations);
        notes = List.copyOf(notes);
        shown = List.copyOf(shown);
        calls = List.copyOf(calls);
    }

    /** US dollars of the replies and of what retrieval took. */
    public double wholeCost() {
        return cost + retrieval.usd();
    }

    /** What requests that failed were charged all the same: of a trial that failed, all that is billed. */
    public ReportedUsage failuresBilled() {
        return outcome instanceof Outcome.Failed ? billed : attempts.charged();
    }

    /** What the replies cost, the same however often they had to be asked for. */
    public ReportedUsage repliesBilled() {
        return outcome instanceof Outcome.Failed ? ReportedUsage.NONE : billed.minus(attempts.charged());
    }

    /** The same trial under another strategy's id. */
    public Trial withStrategy(String strategy) {
        return with(key, strategy, cost);
    }

    /** The same trial as if only these passages had been shown. */
    public Trial showing(List<ShownSpan> passages) {
        return new Trial(
                key,
                strategy,
                model,
                question,
                repetition,
                outcome,
                passages,
                allowed,
                used,
                omitted,
                usage,
                reported,
                billed,
                attempts,
                calls,
                cost,
                selectMillis,
                callMillis,
                firstTokenMillis,
                retrieval,
                notes,
                citations);
    }

    /** The same trial under another key and strategy's id, at another cost in US dollars. */
    public Trial with(String key, String strategy, double cost) {
        // Mostly nothing is another, and of a million trials a copy each is much.
        if (key.equals(this.key)
                && strategy.equals(this.strategy)
                && Double.doubleToLongBits(cost) == Double.doubleToLongBits(this.cost)) {
            return this;
        }
        return new Trial(
                key,
                strategy,
                model,
                question,
                repetition,
                outcome,
                shown,
                allowed,
                used,
                omitted,
                usage,
                reported,
                billed,
                attempts,
                calls,
                cost,
                selectMillis,
                callMillis,
                firstTokenMillis,
                retrieval,
                notes,
                citations);
    }
}
