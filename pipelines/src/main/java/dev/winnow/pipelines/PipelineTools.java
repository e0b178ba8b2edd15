package dev.winnow.pipelines;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.context.PassageTokens;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.prompt.StrategyTemplate;
import dev.winnow.pipelines.refine.RefinementTools;
import dev.winnow.pipelines.work.WordedSteps;
import dev.winnow.retrievers.Retriever;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a pipeline may use.
 *
 * @param retrievers the retriever that the experiment gives a name
 * @param counter the experiment's tokenizer
 * @param passageTokens counts passages as the template renders them
 * @param seed the experiment's
 * @param repetition which sample of the same questions this is, from 0
 * @param pinned what must be shown for a question; nothing for any but the pipelines that declare {@link
 *     PipelineSpec.Pinning}
 * @param leaks whether a document holds an answer to a question; none does for any but the pipelines that declare {@link
 *     PipelineSpec.Pinning}
 * @param haystacks makes haystacks, and keeps what those of several pipelines share
 * @param refinement what pipelines share that refine documents
 * @param wordings the template of a name by which a strategy words its calls
 * @param shared whether several prompts are about all the documents of a scope, so that a server's cache is worth writing
 */
public record PipelineTools(
        PassageIndex index,
        Function<String, Retriever> retrievers,
        TokenCounter counter,
        PassageTokens passageTokens,
        PromptTemplate template,
        Model model,
        Seed seed,
        int repetition,
        Function<QuestionId, List<Pinned.Span>> pinned,
        Function<QuestionId, Predicate<Document>> leaks,
        Haystacks haystacks,
        RefinementTools refinement,
        Function<String, StrategyTemplate> wordings,
        Predicate<Scope> shared) {

    /** The same for a pipeline that shows whole documents: worded, and counted, as the template words those. */
    public PipelineTools forWhole() {
        return worded(template.forWhole());
    }

    /** The same where passages and questions are worded so. */
    public PipelineTools worded(PromptTemplate wording) {
        return with(
                (label, title, text) -> counter.count(wording.renderPassage(label, title, text)),
                wording,
                model,
                repetition);
    }

    /** The same where a refusal is not the end: the question is then asked in another way. */
    public PipelineTools goingOn() {
        Model asked = new Model(model.spec(), prompt -> model.llm()
                .complete(
                        prompt.task() instanceof Task.Answer answer
                                ? prompt.about(answer.refused(Task.Answer.Refused.GOES_ON))
                                : prompt));
        return with(passageTokens, template, asked, repetition);
    }

    /** The same for another sample of the same questions. */
    public PipelineTools sample(int other) {
        return with(passageTokens, template, model, other);
    }

    /** The same with retrievers of other names, or that find otherwise. */
    public PipelineTools searching(Function<String, Retriever> others) {
        return new PipelineTools(
                index,
                others,
                counter,
                passageTokens,
                template,
                model,
                seed,
                repetition,
                pinned,
                leaks,
                haystacks,
                refinement,
                wordings,
                shared);
    }

    private PipelineTools with(PassageTokens passages, PromptTemplate wording, Model asked, int sample) {
        return new PipelineTools(
                index,
                retrievers,
                counter,
                passages,
                wording,
                asked,
                seed,
                sample,
                pinned,
                leaks,
                haystacks,
                refinement,
                wordings,
                shared);
    }

    /** The steps of a strategy as its template words them. */
    public WordedSteps steps(PipelineSpec.Worded spec) {
        return new WordedSteps(this, spec.script(), wordings.apply(spec.wording()));
    }
}
