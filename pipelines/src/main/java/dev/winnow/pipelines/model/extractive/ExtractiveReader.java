package dev.winnow.pipelines.model.extractive;

import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.CitationForm;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenUsage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Answers questions by copying out of the passages. Safe for use by several threads. */
public final class ExtractiveReader implements Llm {
    /** About the words of a million-token corpus; some 60 MB of memory. */
    private static final int REMEMBERED_CHARACTERS = 4_000_000;

    /** Tokens of the sentences that stand with an answer. */
    private static final int EVIDENCE_TOKENS = 128;

    /** The confidence from which it has read enough. */
    private static final double SURE = 0.9;

    private static final Task.Assess.Finding NOTHING = new Task.Assess.Finding("", "", "", OptionalDouble.of(0));

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
                    case Task.Answer answer -> answer(answer, prompt);
                    case Task.Extract extract -> new Reply(extract(extract));
                    case Task.Assess assess -> new Reply(assess.labels().write(assess(assess)));
                    case Task.Choose choose -> new Reply("[" + choose(choose) + "]");
                    case Task.Memorize memorize -> new Reply(memorize(memorize));
                    case Task.Judge judge -> throw unsupported(judge);
                    case Task.Rank rank -> throw unsupported(rank);
                    case Task.Rewrite rewrite -> throw unsupported(rewrite);
                    case Task.Outline outline -> throw unsupported(outline);
                    case Task.Classify classify -> throw unsupported(classify);
                    case Task.SelectTitles titles -> throw unsupported(titles);
                    case Task.Reflect reflect -> reflect(reflect);
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

    private Reply answer(Task.Answer task, Prompt prompt) {
        Finding finding = answer(task.question(), Excerpt.of(task.passages(), task.notes()));
        String text = isRefused(finding) ? prompt.refusal() : finding.text() + citation(task, finding, prompt.citing());
        return new Reply(text, OptionalDouble.of(finding.confidence()));
    }

    /** The passage that an answer is most likely from, in the form that is asked for; from notes alone it cites nothing. */
    private String citation(Task.Answer task, Finding finding, Prompt.Citing citing) {
        if (citing.form() == CitationForm.NONE || task.passages().isEmpty()) {
            return "";
        }
        return sentences()
                .of(task.question(), Excerpt.of(task.passages(), List.of()), finding.text())
                .map(source -> switch (citing.form()) {
                    case NONE -> "";
                    case PASSAGES -> " [" + (source.excerpt() + 1) + "]";
                    case QUOTES ->
                        "\n" + citing.quote() + " " + source.sentence().replaceAll("\\s+", " ");
                })
                .orElse("");
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
                    .max(Task.Assess.Finding.BY_CONFIDENCE)
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
                        OptionalDouble.of(isRefused(finding) ? 0 : Task.Assess.SURE * finding.confidence()));
    }

    /** Its answer where it is sure and may give one; otherwise what it read and what to search for next. */
    private Reply reflect(Task.Reflect task) {
        if (task.end() == Task.Reflect.End.ALLOWED) {
            Finding finding = answer(task.question(), Excerpt.of(task.passages(), task.earlier()));
            if (!isRefused(finding) && finding.confidence() > SURE) {
                return new Reply(task.marks().answer() + " " + finding.text(), OptionalDouble.of(finding.confidence()));
            }
        }
        String evidence = sentences()
                .of(
                        task.question(),
                        Excerpt.of(task.passages(), List.of()),
                        EvidenceSentences.Form.TITLED,
                        EVIDENCE_TOKENS);
        return new Reply(new Reflection(task.question(), evidence).written(task.marks()));
    }

    private EvidenceSentences sentences() {
        return new EvidenceSentences(memory, tokens);
    }

    /** The number of the text from which it answers with most confidence, the first of equals. */
    private int choose(Task.Choose task) {
        int best = 0;
        double most = -1;
        for (int i = 0; i < task.texts().size(); i++) {
            double confidence = answer(
                            task.question(),
                            Excerpt.of(List.of(), List.of(task.texts().get(i))))
                    .confidence();
            if (confidence > most) {
                best = i;
                most = confidence;
            }
        }
        return best + 1;
    }

    /**
     * Sentences of the memory and of the passages. The update gate is open where it finds an answer in the passages, the exit
     * gate where it is sure of its answer from the memory as it then is.
     */
    private String memorize(Task.Memorize task) {
        Set<Task.Memorize.Gate> open = EnumSet.noneOf(Task.Memorize.Gate.class);
        String memory = task.memory();
        boolean updates = !task.gates().contains(Task.Memorize.Gate.UPDATE)
                || !isRefused(answer(task.question(), Excerpt.of(task.passages(), List.of())));
        if (updates) {
            open.add(Task.Memorize.Gate.UPDATE);
            memory = sentences()
                    .of(
                            task.question(),
                            Excerpt.of(task.passages(), List.of(task.memory())),
                            EvidenceSentences.Form.TITLED,
                            task.tokens());
        }
        if (task.gates().contains(Task.Memorize.Gate.EXIT)
                && answer(task.question(), Excerpt.of(List.of(), List.of(memory)))
                                .confidence()
                        > SURE) {
            open.add(Task.Memorize.Gate.EXIT);
        }
        return task.words().write(task.gates(), open, memory);
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
