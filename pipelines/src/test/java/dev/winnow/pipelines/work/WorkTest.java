package dev.winnow.pipelines.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.AttemptFailedException;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.model.ModelException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkTest {
    private static final PassageIndex INDEX =
            SmallStrategies.index(List.of(SmallIndexes.document("a", "A", "The ferry Marigold crosses the bay.")));

    @Test
    void a_retriever_whose_model_fails_leaves_what_was_done_before_in_the_trace() {
        Work work = new Work(
                SmallStrategies.tools(INDEX, SmallStrategies.failing(ModelException.Reason.FILTERED)),
                SmallIndexes.question("q", Scope.CORPUS));
        work.note(new Note("round", "1"));

        AttemptFailedException failed = catchThrowableOfType(
                AttemptFailedException.class,
                () -> work.select(() -> {
                    throw new ModelException(ModelException.Reason.FILTERED, "withheld");
                }));

        assertThat(failed.failure().reason()).isEqualTo(ModelException.Reason.FILTERED);
        assertThat(failed.trace().notes()).containsExactly(new Note("round", "1"));
    }
}
