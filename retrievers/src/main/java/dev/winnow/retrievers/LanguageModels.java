package dev.winnow.retrievers;

import java.util.List;
import java.util.Optional;

/**
 * The language models that retrievers may ask. What is wanted of them is typed; how it is worded, sent, paid for and
 * written down is not a retriever's business. Safe for use by several threads.
 */
@FunctionalInterface
public interface LanguageModels {
    /**
     * A model's reply.
     *
     * @param model its id in the experiment
     */
    Reply ask(String model, Request request);

    /** What is wanted. */
    sealed interface Request {
        /** The name of the template that words it. */
        String prompt();

        /**
         * The order of passages by how well they answer a question.
         *
         * @param passages in the order in which they are numbered, from 1
         */
        record Rank(String prompt, String question, List<Titled> passages) implements Request {
            public Rank {
                passages = List.copyOf(passages);
            }
        }

        /**
         * Other wordings of a question, one a line.
         *
         * @param count how many
         */
        record Rewrite(String prompt, String question, int count) implements Request {}
    }

    /**
     * A passage to be ranked.
     *
     * @param title its document's, may be empty
     */
    record Titled(String title, String text) {}

    /**
     * What came back.
     *
     * @param text empty where the model cannot do this
     * @param usage what it took
     */
    record Reply(Optional<String> text, RetrievalUsage usage) {}
}
