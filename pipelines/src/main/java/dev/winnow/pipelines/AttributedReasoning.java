package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.citations.CitationReader;
import dev.winnow.pipelines.citations.ShownTexts;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.prompt.Fields;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.prompt.StrategyTemplate;
import dev.winnow.pipelines.work.Work;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reasoning with attributions ("Making Long-Context Language Models Better Multi-Hop Reasoners"): one call that reasons in
 * steps, each of which says which passage it is from, by number or in its words, and then answers. What steps cite is looked
 * for in what was shown; steps without support are noted.
 *
 * @param retriever the name of one of the experiment's retrievers, whose passages are read; the whole scope where it is left
 *     out, cut in the middle at the model's window
 * @param order in which retrieved passages are shown
 * @param k how many retrieved passages at most
 * @param budget tokens of passages at most; with a retriever at least one of {@code k} and {@code budget} is needed
 * @param cites how steps say where they are from
 * @param wording the template of what is asked for besides the answer
 */
public record AttributedReasoning(
        @Reference("retrievers") Optional<String> retriever,
        @Default("score") Order order,
        Optional<Integer> k,
        Optional<TokenSize> budget,
        @Default("passages") CitationForm cites,
        @Default("attributed-reasoning") String wording)
        implements PipelineSpec.Budgeted, PipelineSpec.Worded {
    private static final String CITE = "cite";
    private static final String QUOTE = "quote";
    private static final String ANSWER = "answer";

    /** Such as may be expected, so that a reply's length can be foreseen. */
    private static final int STEPS = 3;

    /** What the notes are of. */
    static final String STEP = "step";

    /** The outcome where a step says nothing of where it is from. */
    static final String UNCITED = "uncited";

    /** The outcome where something that a step cites was not shown. */
    static final String INVENTED = "invented";

    /** The outcome where a reply does not set its answer apart: all of it is read as the answer. */
    static final String UNMARKED = "unmarked";

    public AttributedReasoning {
        Reading.check("attributed-reasoning", retriever, k, budget);
        if (cites == CitationForm.NONE) {
            throw new IllegalArgumentException(
                    "cites must be passages or quotes, got none; reasoning without attributions is a prompt's affair");
        }
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
                .step(CITE, Script.Step.of())
                .step(QUOTE, Script.Step.of())
                .word(ANSWER, "Final answer:")
                .word(QUOTE, "Quote:");
    }

    @Override
    public void check(PromptTemplate template, Function<String, StrategyTemplate> wordings) {
        PromptTemplate asking;
        try {
            asking = asking(template, wordings);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "attributed-reasoning must ask for steps that cite, and " + e.getMessage(), e);
        }
        if (cites == CitationForm.PASSAGES && !(showsWhole() ? asking.forWhole() : asking).labels()) {
            throw new IllegalArgumentException(
                    "attributed-reasoning cites passages by their numbers, and the prompt shows "
                            + (showsWhole() ? "whole documents" : "them")
                            + " without {{label}}; write cites: quotes, or use a prompt that has it");
        }
    }

    private PromptTemplate asking(PromptTemplate template, Function<String, StrategyTemplate> wordings) {
        String step = cites == CitationForm.PASSAGES ? CITE : QUOTE;
        return template.instructed(wordings.apply(wording).instructions(script(), step));
    }

    @Override
    public Pipeline open(PipelineTools given) {
        StrategyTemplate template = given.wordings().apply(wording);
        PipelineTools asking = given.worded(asking(given.template(), given.wordings()));
        Reading reading = Reading.of(asking, retriever, order, k, budget);
        CitationReader reader = new CitationReader(cites, template.word(script(), QUOTE));
        String marker = template.word(script(), ANSWER);
        return question -> {
            Work work = new Work(given, question);
            Context read = work.select(() -> reading.select(question, TokenBudget.UNLIMITED));
            Prompt prompt = reading.prompt(question, read).citing(new Prompt.Citing(cites, reader.quote(), STEPS));
            Reasoned reasoned = new Reasoned(work, ShownTexts.of(List.of(read)), reader, marker, given.template());
            Answer answer = work.answer(prompt, reasoned::read);
            return work.end(answer, List.copyOf(reasoned.citations));
        };
    }

    /** One reply, taken apart. */
    private static final class Reasoned {
        private final Work work;
        private final ShownTexts shown;
        private final CitationReader reader;
        private final String marker;
        private final PromptTemplate template;
        private final Set<Citation> citations = new LinkedHashSet<>();

        private Reasoned(Work work, ShownTexts shown, CitationReader reader, String marker, PromptTemplate template) {
            this.work = work;
            this.shown = shown;
            this.reader = reader;
            this.marker = marker;
            this.template = template;
        }

        private Answer read(Completion reply) {
            if (reply.stop() == Completion.StopReason.LENGTH) {
                work.note(new Note(ANSWER, Work.TRUNCATED));
            }
            Optional<String> marked = Fields.read(reply.text(), marker).get(marker);
            if (marked.isPresent()) {
                steps(before(reply.text(), marked.get()));
            } else {
                work.note(new Note(ANSWER, UNMARKED));
            }
            Answer answer = template.parse(reply.part(marked.orElse(reply.text())));
            CitationReader.Read cited = reader.read(answer.text(), shown);
            citations.addAll(cited.citations());
            return switch (answer) {
                case Answer.Given given -> new Answer.Given(cited.text(), given.confidence());
                case Answer.Refused refused -> new Answer.Refused(cited.text());
            };
        }

        /** What stands before the line of the marker. */
        private static String before(String reply, String answer) {
            String head = reply.substring(0, answer.isEmpty() ? reply.length() : reply.lastIndexOf(answer))
                    .stripTrailing();
            return head.substring(0, Math.max(0, head.lastIndexOf('\n')));
        }

        private void steps(String reasoning) {
            List<String> steps = new ArrayList<>();
            for (String line : reasoning.lines().map(String::strip).toList()) {
                // What a step quotes may stand below it.
                boolean below = reader.form() == CitationForm.QUOTES
                        && !steps.isEmpty()
                        && Fields.read(line, reader.quote()).get(reader.quote()).isPresent();
                if (below) {
                    steps.set(steps.size() - 1, steps.getLast() + "\n" + line);
                } else if (line.chars().anyMatch(Character::isLetterOrDigit)) {
                    steps.add(line);
                }
            }
            int supported = 0;
            for (int i = 0; i < steps.size(); i++) {
                List<Citation> cited = reader.read(steps.get(i), shown).citations();
                citations.addAll(cited);
                Optional<Citation> invented =
                        cited.stream().filter(each -> each.span().isEmpty()).findFirst();
                Note note = new Note(STEP, cited.isEmpty() ? UNCITED : INVENTED).with(STEP, Integer.toString(i + 1));
                if (cited.isEmpty()) {
                    work.note(note);
                } else if (invented.isPresent()) {
                    work.note(note.with("cited", invented.get().cited()));
                } else {
                    supported++;
                }
            }
            work.note(new Note("steps", "read")
                    .with("steps", Integer.toString(steps.size()))
                    .with("supported", Integer.toString(supported)));
        }
    }
}
