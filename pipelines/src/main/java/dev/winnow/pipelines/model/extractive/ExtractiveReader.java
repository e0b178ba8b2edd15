package dev.winnow.pipelines.model.extractive;

import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Answers questions by copying out of the passages. Safe for use by several threads. */
public final class ExtractiveReader implements Llm {
    /** About the words of a million-token corpus; some 60 MB of memory. */
    private static final int REMEMBERED_CHARACTERS = 4_000_000;

    private final TokenCounter tokens;
    private final int maxAnswerWords;
    private final double refuseBelow;
    private final Pages memory = new Pages(REMEMBERED_CHARACTERS);

    /**
     * A reader.
     *
     * @param tokens counts prompts and replies
     * @param maxAnswerWords the longest answer, in words between white space
     * @param refuseBelow the confidence below which it refuses
     */
    public ExtractiveReader(TokenCounter tokens, int maxAnswerWords, double refuseBelow) {
        this.tokens = tokens;
        this.maxAnswerWords = maxAnswerWords;
        this.refuseBelow = refuseBelow;
    }

    @Override
    public Completion complete(Prompt prompt) {
        long start = System.nanoTime();
        Finding finding =
                switch (prompt.task()) {
                    case Task.Answer answer -> answer(answer.question(), answer.passages());
                    case Task.Rank rank -> throw unsupported(rank);
                    case Task.Rewrite rewrite -> throw unsupported(rewrite);
                };
        String reply =
                finding.text().isEmpty() || finding.confidence() < refuseBelow ? prompt.refusal() : finding.text();
        Duration latency = Duration.ofNanos(System.nanoTime() - start);
        TokenUsage counted = new TokenUsage(tokens.count(prompt.rendered()), tokens.count(reply));
        return new Completion(
                reply,
                counted,
                Optional.empty(),
                Completion.StopReason.END,
                latency,
                OptionalDouble.of(finding.confidence()));
    }

    private static ModelException unsupported(Task task) {
        return new ModelException(
                ModelException.Reason.UNSUPPORTED,
                "the extractive reader answers questions; it cannot " + task.name()
                        + ", name a language model for that");
    }

    private Finding answer(String question, List<Shown> passages) {
        if (Unspaced.takes(question)) {
            return new Unspaced(maxAnswerWords).answer(question, passages);
        }
        List<Page> pages = new ArrayList<>(passages.size());
        for (Shown shown : passages) {
            pages.add(memory.read(shown.title(), shown.passage().text()));
        }
        return new Answerer(maxAnswerWords).answer(question, pages);
    }
}
