package dev.winnow.pipelines.model;

import dev.winnow.pipelines.context.Shown;
import dev.winnow.retrievers.LanguageModels;
import java.util.List;

/**
 * What a pipeline wants of a model, with typed inputs. A prompt template says how it is worded for chat models; the
 * extractive reader reads the inputs themselves.
 */
public sealed interface Task {
    /** The name in ledgers and templates. */
    String name();

    /** Answer a question from passages, given in the order in which they are shown; none for a closed book. */
    record Answer(String question, List<Shown> passages) implements Task {
        public Answer {
            passages = List.copyOf(passages);
        }

        @Override
        public String name() {
            return "answer";
        }
    }

    /** Order passages, numbered from 1, by how well they answer a question; {@code [2] > [1] > ...} is the reply. */
    record Rank(String question, List<LanguageModels.Titled> passages) implements Task {
        public Rank {
            passages = List.copyOf(passages);
        }

        @Override
        public String name() {
            return "rank";
        }
    }

    /** Word a question in so many other ways; the reply has one a line. */
    record Rewrite(String question, int count) implements Task {
        @Override
        public String name() {
            return "rewrite";
        }
    }
}
