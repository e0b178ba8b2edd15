package dev.winnow.app.use;

import dev.winnow.app.experiment.Experiment;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.retrievers.Retriever;
import java.util.List;

/**
 * A strategy of a {@link Comparison} with one model. Asked a question of the data set within its scope, it shows and
 * answers what the comparison recorded, as far as its model repeats itself. Safe for use by several threads; of use until
 * its comparison is closed.
 */
public final class ComparedStrategy {
    private final String id;
    private final Experiment experiment;
    private final PipelineSpec spec;
    private final ModelSpec model;
    private final Pipeline pipeline;
    private final Gate gate;

    ComparedStrategy(
            String id, Experiment experiment, PipelineSpec spec, ModelSpec model, Pipeline pipeline, Gate gate) {
        this.id = id;
        this.experiment = experiment;
        this.spec = spec;
        this.model = model;
        this.pipeline = pipeline;
        this.gate = gate;
    }

    /** As in reports, such as {@code rag-hybrid-document-4K}. */
    public String id() {
        return id;
    }

    /** The model's id. */
    public String model() {
        return model.id();
    }

    /** Answers from the whole corpus; see {@link #answer(Question)}. */
    public Reply answer(String question) {
        return answer(question, Scope.CORPUS);
    }

    /** Answers from some documents; see {@link #answer(Question)}. */
    public Reply answer(String question, Scope scope) {
        return answer(Question.asked(question, scope));
    }

    /**
     * Answers a question that has an id, which decides a random order, or attributes, which prompts may name.
     *
     * @throws InputException if the scope names a document that the corpus lacks, the prompt an attribute that the
     *     question lacks, or something that the model needs is missing, such as its key
     * @throws dev.winnow.pipelines.model.ModelException if a model call failed for good
     * @throws IllegalStateException if the comparison is closed
     */
    public Reply answer(Question question) {
        return Reply.of(pipeline().answer(question), experiment.prices().of(model.id()));
    }

    /** What a model would be shown, from the whole corpus. No model is called. */
    public Context context(String question) {
        return contextSource().select(Question.asked(question, Scope.CORPUS), TokenBudget.UNLIMITED);
    }

    /** The strategy as Winnow runs it: the answer with everything that was done for it. */
    public Pipeline pipeline() {
        return question -> gate.through(() -> {
            requireKnown(question.scope());
            return pipeline.answer(question);
        });
    }

    /**
     * How the strategy chooses what it shows: within its budget, its model's window and the budget it is given. No model
     * is called, and none needs a key.
     *
     * @throws InputException if the strategy shows nothing, or chooses as it goes along
     */
    public ContextSource contextSource() {
        if (!(pipeline instanceof ContextSource source)) {
            throw new InputException("strategy '" + id
                    + "' chooses no context before its model is asked; use answer, or another strategy");
        }
        return (question, budget) -> gate.through(() -> {
            requireKnown(question.scope());
            return source.select(question, budget);
        });
    }

    /**
     * The retriever that the strategy names.
     *
     * @throws InputException if it names none, or several
     */
    public Retriever retriever() {
        List<String> named = experiment.named(spec);
        if (named.size() != 1) {
            throw new InputException("strategy '" + id + "' names "
                    + (named.isEmpty() ? "no retriever" : "several retrievers: " + String.join(", ", named)));
        }
        return gate.through(() -> {
            Retriever retriever = experiment.retriever(named.get(0));
            return query -> gate.through(() -> retriever.retrieve(query));
        });
    }

    /** How question and passages are worded for the model, and how its reply is read. */
    public PromptTemplate prompt() {
        return experiment.template();
    }

    private void requireKnown(Scope scope) {
        if (scope instanceof Scope.Documents some) {
            for (DocumentId document : some.ids()) {
                if (!experiment.index().corpus().contains(document)) {
                    throw new InputException("the scope names a document '" + document
                            + "' that the corpus does not have; ids are those of the data set");
                }
            }
        }
    }
}
