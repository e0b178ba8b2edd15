package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Retrieved;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.rounds.Rounds;
import dev.winnow.pipelines.rounds.Stop;
import dev.winnow.pipelines.work.PromptRoom;
import java.util.List;
import java.util.Optional;

/**
 * Rounds over what a retriever finds: each round shows what {@link Rag} would show for the newest query. One enforced round
 * is {@code rag} itself.
 *
 * @param retriever the name of one of the experiment's retrievers
 * @param k how many passages a round shows at most
 * @param budget how many tokens of passages a round shows at most; at least one of {@code k} and {@code budget} is needed
 * @param rounds rounds at most, at least 1
 * @param stop when they end
 * @param summary tokens of a round's summary at most
 * @param wording the template of the rounds before the last
 */
public record RagRounds(
        @Reference("retrievers") String retriever,
        @Default("score") Order order,
        Optional<Integer> k,
        Optional<TokenSize> budget,
        @Default("3") int rounds,
        @Default("enforced") Stop stop,
        @Default("400") TokenSize summary,
        @Default("rounds") String wording)
        implements PipelineSpec.Worded, PipelineSpec.Budgeted, PipelineSpec.Reformulating {
    public RagRounds {
        if (k.isEmpty() && budget.isEmpty()) {
            throw new IllegalArgumentException("rag-rounds needs k (passages) or budget (tokens), or both");
        }
        Rag checked = new Rag(retriever, order, k, budget);
        Rounds.Plan plan = new Rounds.Plan(rounds, stop, summary.tokens());
        assert checked.k().equals(k) && plan.most() == rounds;
    }

    private Rag rag() {
        return new Rag(retriever, order, k, budget);
    }

    @Override
    public List<PipelineSpec> parts() {
        return List.of(rag());
    }

    @Override
    public Optional<TokenSize> most() {
        return budget;
    }

    @Override
    public boolean reformulates() {
        return rounds > 1;
    }

    @Override
    public Script script() {
        return Rounds.SCRIPT;
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        Retrieved source = rag().source(tools);
        TokenBudget allowed = rag().allowed();
        return new Rounds(
                tools,
                tools.steps(this),
                (question, query, prompt) -> {
                    int around = tools.counter().count(prompt.rendered(List.of()));
                    return source.select(question, query, allowed.and(PromptRoom.beside(tools, around)));
                },
                new Rounds.Plan(rounds, stop, summary.tokens()));
    }
}
