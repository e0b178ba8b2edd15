package dev.winnow.pipelines;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.chunk.Sentences;
import dev.winnow.indexer.chunk.Span;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.citations.ShownTexts;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.Stage;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.Material;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.work.PromptRoom;
import dev.winnow.pipelines.work.WordedSteps;
import dev.winnow.pipelines.work.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Retrieve then reason (ALR2, arXiv 2410.03227): the model first lists the sentences that support an answer, word for word;
 * what is not in the text is dropped as invented. It answers from the sentences that are left, shown as passages.
 *
 * @param retriever the name of one of the experiment's retrievers, whose passages are read first; the whole scope where it is
 *     left out, cut in the middle at the model's window
 * @param order in which retrieved passages are shown
 * @param k how many retrieved passages at most
 * @param budget tokens of passages at most; with a retriever at least one of {@code k} and {@code budget} is needed
 * @param sentences tokens of sentences at most, as they are listed and as they are shown
 * @param wording the template of the first call
 */
public record RetrieveThenReason(
        @Reference("retrievers") Optional<String> retriever,
        @Default("score") Order order,
        Optional<Integer> k,
        Optional<TokenSize> budget,
        @Default("1K") TokenSize sentences,
        @Default("retrieve-then-reason") String wording)
        implements PipelineSpec.Budgeted, PipelineSpec.Worded {
    private static final String RETRIEVE = "retrieve";
    private static final String NONE = "none";

    /** The outcome where every listed sentence was dropped, or none was listed: the answer is asked for from the passages. */
    static final String NOTHING_KEPT = "nothing-kept";

    /** The outcome where listed sentences are not in the text. */
    static final String INVENTED = "invented";

    /** Numbers and dashes that models put before lines. */
    private static final Pattern BULLET = Pattern.compile("^(?:[-*•>]+|\\(?\\d{1,3}[.)]|\\[\\d{1,4}])\\s+");

    /** Behind a line: where it is from. */
    private static final Pattern SOURCE = Pattern.compile("\\s*[\\[(][^\\[\\]()]{0,20}\\d[\\])]$");

    public RetrieveThenReason {
        Reading.check("retrieve-then-reason", retriever, k, budget);
    }

    @Override
    public Optional<TokenSize> most() {
        return budget;
    }

    @Override
    public boolean showsWhole() {
        return retriever.isEmpty();
    }

    @Override
    public Script script() {
        return Script.EMPTY
                .step(RETRIEVE, Script.Step.of(Script.PASSAGES, Script.QUESTION).or("tokens"))
                .word(NONE, "NOTHING FOUND");
    }

    @Override
    public Pipeline open(PipelineTools given) {
        Reading reading = Reading.of(given, retriever, order, k, budget);
        PipelineTools tools = reading.tools();
        Language language = tools.index().manifest().settings().language();
        WordedSteps steps = tools.steps(this).chosenBy(reading.choice());
        String none = steps.word(NONE);
        return question -> {
            // Sentences are passages, even of texts that were shown whole.
            Work work = new Work(given, question);
            Context read = work.select(() -> {
                String around = prompt(steps, question, List.of(), none).rendered();
                return reading.select(question, PromptRoom.beside(tools, around));
            });
            Optional<String> reply = read.passages().isEmpty()
                    ? Optional.empty()
                    : work.ask(RETRIEVE, prompt(steps, question, read.passages(), none))
                            .map(text -> work.within(RETRIEVE, text, sentences.tokens()));
            Listed listed = new Listed(ShownTexts.of(List.of(read)), language);
            reply.ifPresent(text -> listed.read(text, none));
            listed.note(work);
            if (listed.found.isEmpty()) {
                if (reply.isPresent()) {
                    work.note(new Note(RETRIEVE, NOTHING_KEPT));
                }
                return work.end(work.answer(reading.prompt(question, read)));
            }
            Context kept = work.select(
                    () -> listed.kept(given, sentences.tokens()).losing(Losses.at(Stage.REFINEMENT, passages(read))));
            return work.end(work.answer(Material.of(kept)));
        };
    }

    private static List<Passage> passages(Context context) {
        return context.passages().stream().map(Shown::passage).toList();
    }

    private Prompt prompt(WordedSteps steps, Question question, List<Shown> passages, String none) {
        Task task =
                new Task.Extract(question.text(), passages, "", Task.Extract.Style.SENTENCES, sentences.tokens(), none);
        return steps.prompt(
                RETRIEVE, task, question, passages, 1, Map.of("tokens", Integer.toString(sentences.tokens())));
    }

    /** The sentences that a model listed, looked for in what it was shown. */
    private static final class Listed {
        private final ShownTexts shown;
        private final Language language;
        private final List<ShownTexts.Found> found = new ArrayList<>();
        private final List<String> invented = new ArrayList<>();

        private Listed(ShownTexts shown, Language language) {
            this.shown = shown;
            this.language = language;
        }

        private void read(String reply, String none) {
            reply.lines()
                    .filter(line -> !line.contains(none))
                    .map(line -> BULLET.matcher(line.strip()).replaceFirst("").strip())
                    .filter(line -> line.chars().anyMatch(Character::isLetterOrDigit))
                    .forEach(this::add);
        }

        private void add(String line) {
            Optional<ShownTexts.Found> whole =
                    shown.find(line).or(() -> shown.find(SOURCE.matcher(line).replaceFirst("")));
            if (whole.isPresent()) {
                found.add(whole.get());
                return;
            }
            List<Span> parts = Sentences.of(line, language);
            if (parts.size() < 2) {
                invented.add(line);
            } else {
                // Sentences of several places in one line.
                for (Span part : parts) {
                    String sentence = part.of(line);
                    shown.find(sentence).ifPresentOrElse(found::add, () -> invented.add(sentence));
                }
            }
        }

        private void note(Work work) {
            if (!invented.isEmpty()) {
                work.note(new Note(RETRIEVE, INVENTED)
                        .with("sentences", Integer.toString(invented.size()))
                        .with("first", invented.getFirst()));
            }
        }

        /** As passages, in the order in which their texts were shown, those that overlap joined, as many as fit. */
        private Context kept(PipelineTools tools, int most) {
            TokenBudget budget = new TokenBudget(most);
            List<Shown> passages = new ArrayList<>();
            List<Shown> ordered = ShownTexts.joined(found);
            int used = 0;
            for (Shown sentence : ordered) {
                int label = passages.size() + 1;
                int tokens = tools.passageTokens()
                        .count(label, sentence.title(), sentence.passage().text());
                // The first is shown whatever it takes: there is nothing else to answer from.
                if (!passages.isEmpty() && !budget.fits(used + tokens)) {
                    break;
                }
                used += tokens;
                passages.add(new Shown(sentence.passage(), sentence.title(), label, 0, tokens));
            }
            return new Context(passages, budget, ordered.size() - passages.size());
        }
    }
}
