package dev.winnow.pipelines.model.extractive;

import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenUsage;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Answers questions by copying out of the passages. Safe for use by several threads. */
public final class ExtractiveReader implements Llm {
    /** About the words of a million-token corpus; some 60 MB of memory. */
    private static final int REMEMBERED_CHARACTERS = 4_000_000;

    /** Tokens of the sentences that stand with an answer. */
    private static final int EVIDENCE_TOKENS = 128;

    /** The confidence from which it has read enough. */
    private static final double SURE = 0.9;

    private static final Task.Assess.Finding NOTHING = new Task.Assess.Finding("", "", "", 0);

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
        Reply reply =
                switch (prompt.task()) {
                    case Task.Answer answer -> answer(answer, prompt.refusal());
                    case Task.Extract extract -> new Reply(extract(extract));
                    case Task.Assess assess -> new Reply(assess.labels().write(assess(assess)));
                    case Task.Decide decide -> new Reply(decides(decide) ? decide.yes() : decide.no());
                    case Task.Rank rank -> throw unsupported(rank);
                    case Task.Rewrite rewrite -> throw unsupported(rewrite);
                    case Task.Outline outline -> throw unsupported(outline);
                    case Task.Classify classify -> throw unsupported(classify);
                    case Task.SelectTitles titles -> throw unsupported(titles);
                    case Task.Reflect reflect -> throw unsupported(reflect);
                };
        Duration latency = Duration.ofNanos(System.nanoTime() - start);
        TokenUsage counted = new TokenUsage(tokens.count(prompt.rendered()), tokens.count(reply.text()));
        return new Completion(
                reply.text(), counted, Optional.empty(), Completion.StopReason.END, latency, reply.confidence());
    }

    private record Reply(String text, OptionalDouble confidence) {
        private Reply(String text) {
            this(text, OptionalDouble.empty());
        }
    }

    private static ModelException unsupported(Task task) {
        return new ModelException(
                ModelException.Reason.UNSUPPORTED,
                "the extractive reader answers questions; it cannot " + task.name()
                        + ", name a language model for that");
    }

    private Reply answer(Task.Answer task, String refusal) {
        Finding finding = answer(task.question(), Excerpt.of(task.passages(), task.notes()));
        return new Reply(isRefused(finding) ? refusal : finding.text(), OptionalDouble.of(finding.confidence()));
    }

    private boolean isRefused(Finding finding) {
        return finding.text().isEmpty() || finding.confidence() < refuseBelow;
    }

    /** Sentences that bear on the question, word for word, of what was written down before and of the passages. */
    private String extract(Task.Extract task) {
        EvidenceSentences.Form form =
                switch (task.style()) {
                    case NOTES -> EvidenceSentences.Form.TITLED;
                    case SENTENCES -> EvidenceSentences.Form.BARE;
                };
        String chosen = sentences()
                .of(task.question(), Excerpt.of(task.passages(), List.of(task.before())), form, task.tokens());
        return chosen.isEmpty() ? task.none() : chosen;
    }

    /** Its answer with the sentences that bear on the question; of several findings the surest. */
    private Task.Assess.Finding assess(Task.Assess task) {
        if (task.passages().isEmpty()) {
            return task.findings().stream()
                    .max(Comparator.comparingDouble(Task.Assess.Finding::confidence))
                    .orElse(NOTHING);
        }
        List<Excerpt> excerpts = Excerpt.of(task.passages(), List.of());
        Finding finding = answer(task.question(), excerpts);
        String evidence = sentences().of(task.question(), excerpts, EvidenceSentences.Form.TITLED, EVIDENCE_TOKENS);
        return evidence.isEmpty()
                ? NOTHING
                : new Task.Assess.Finding(
                        evidence.replace('\n', ' '),
                        "",
                        isRefused(finding) ? "" : finding.text(),
                        isRefused(finding) ? 0 : Task.Assess.SURE * finding.confidence());
    }

    private EvidenceSentences sentences() {
        return new EvidenceSentences(memory, tokens);
    }

    /** Whether it finds an answer in what the gate is about. */
    private boolean decides(Task.Decide task) {
        return switch (task.gate()) {
            case UPDATE -> !isRefused(answer(task.question(), Excerpt.of(task.passages(), List.of())));
            case EXIT ->
                answer(task.question(), Excerpt.of(List.of(), List.of(task.before())))
                                .confidence()
                        > SURE;
        };
    }

    private Finding answer(String question, List<Excerpt> excerpts) {
        if (Unspaced.takes(question)) {
            return new Unspaced(maxAnswerWords).answer(question, excerpts);
        }
        return new Answerer(maxAnswerWords)
                .answer(
                        question,
                        excerpts.stream()
                                .map(excerpt -> memory.read(excerpt.title(), excerpt.text()))
                                .toList());
    }
}
