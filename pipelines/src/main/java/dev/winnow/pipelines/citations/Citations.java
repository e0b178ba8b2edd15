package dev.winnow.pipelines.citations;

import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.CitationForm;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Call;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The citations that an experiment asks its answers for: read from what a pipeline answers, taken out of the answer, and
 * looked for in what the pipeline showed. What is found nowhere is kept, without a span.
 *
 * @param form in which answers are asked to cite
 * @param quote the word before quoted words
 */
public record Citations(CitationForm form, String quote) {
    /** None are asked for. */
    public static final Citations NONE = new Citations(CitationForm.NONE, "");

    /** The model, told in which form the prompts that it is sent ask for citations, for those who do not read prompts. */
    public Model told(Model model) {
        return form == CitationForm.NONE
                ? model
                : new Model(model.spec(), prompt -> model.llm()
                        .complete(prompt.citing(
                                new Prompt.Citing(form, quote, prompt.citing().steps()))));
    }

    /** The pipeline, with what its answers cite besides what it gives as cited itself. */
    public Pipeline of(Pipeline pipeline) {
        if (form == CitationForm.NONE) {
            return pipeline;
        }
        return pipeline instanceof ContextSource source
                ? new CitingSource(this, pipeline, source)
                : question -> read(pipeline.answer(question));
    }

    /** A pipeline whose whole context is chosen before the model is asked stays one. */
    private record CitingSource(Citations citations, Pipeline pipeline, ContextSource source)
            implements Pipeline, ContextSource {
        @Override
        public Attempt answer(Question question) {
            return citations.read(pipeline.answer(question));
        }

        @Override
        public Choice choice() {
            return source.choice();
        }

        @Override
        public Context select(Question question, TokenBudget budget) {
            return source.select(question, budget);
        }
    }

    private Attempt read(Attempt attempt) {
        ShownTexts shown = ShownTexts.of(attempt.trace().contexts());
        if (shown.areEmpty()) {
            // A closed book: nothing was asked for, and nothing can be cited.
            return attempt;
        }
        CitationReader reader = new CitationReader(form, quote);
        CitationReader.Read read = reader.read(attempt.answer().text(), shown);
        List<Citation> citations = new ArrayList<>(attempt.citations());
        citations.addAll(read.citations().isEmpty() ? before(attempt, reader, shown) : read.citations());
        Answer answer =
                switch (attempt.answer()) {
                    case Answer.Given given -> new Answer.Given(read.text(), given.confidence());
                    case Answer.Refused refused -> new Answer.Refused(read.text());
                };
        return new Attempt(answer, attempt.trace(), List.copyOf(new LinkedHashSet<>(citations)));
    }

    /** What a reply quotes before the marker of its answer: there models put quotes, too, whatever they were told. */
    private List<Citation> before(Attempt attempt, CitationReader reader, ShownTexts shown) {
        List<Call> calls = attempt.trace().calls();
        if (form != CitationForm.QUOTES || calls.isEmpty()) {
            return List.of();
        }
        String reply = calls.getLast().completion().text();
        return reply.contains(attempt.answer().text())
                ? reader.read(reply, shown).citations()
                : List.of();
    }
}
