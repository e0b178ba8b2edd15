package dev.winnow.pipelines.model;

import dev.winnow.pipelines.context.Shown;
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
}
