package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.prompt.StrategyTemplate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Self-Route (arXiv 2407.16833): retrieval first, with the right to say that the passages do not hold the answer; only
 * what it so refuses is asked again, with the full context and no more than the plain prompt. The first call is that of
 * {@link Rag} with the same settings, where the experiment's template gives that right in any case; where it does not, its
 * line {@code {{instructions}}} does.
 *
 * @param retriever the name of one of the experiment's retrievers
 * @param k how many passages at most
 * @param budget how many tokens of passages at most; at least one of {@code k} and {@code budget} is needed
 * @param wording the template that words the right to refuse
 */
public record SelfRoute(
        @Reference("retrievers") String retriever,
        @Default("score") Order order,
        Optional<Integer> k,
        Optional<TokenSize> budget,
        @Default("self-route") String wording)
        implements PipelineSpec.Worded {
    private static final String MAY_REFUSE = "may-refuse";

    public SelfRoute {
        if (k.isEmpty() && budget.isEmpty()) {
            throw new IllegalArgumentException("self-route needs k (passages) or budget (tokens), or both");
        }
        if (k.isPresent() && k.get() < 1) {
            throw new IllegalArgumentException("k must be at least 1, got " + k.get());
        }
    }

    @Override
    public Script script() {
        return Script.EMPTY.word(
                MAY_REFUSE, "If what stands above does not hold the answer, reply with exactly this: {{refusal}}");
    }

    private Rag retrieval() {
        return new Rag(retriever, order, k, budget);
    }

    @Override
    public List<PipelineSpec> parts() {
        return List.of(retrieval(), new FullContext());
    }

    @Override
    public void check(PromptTemplate template, Function<String, StrategyTemplate> wordings) {
        PromptTemplate unused = refusing(template, wordings);
    }

    private PromptTemplate refusing(PromptTemplate template, Function<String, StrategyTemplate> wordings) {
        if (template.offersRefusal()) {
            return template;
        }
        try {
            return template.instructed(wordings.apply(wording).word(script(), MAY_REFUSE));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "self-route must tell the model that it may refuse, which the prompt does not: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        PipelineTools first = tools.goingOn().worded(refusing(tools.template(), tools.wordings()));
        FullContext whole = new FullContext();
        return new Escalation(
                List.of(
                        new Escalation.Stage(retrieval().kind(), retrieval().open(first)),
                        new Escalation.Stage(whole.kind(), whole.open(tools))),
                Escalation.Standard.ANY,
                tools);
    }
}
