package dev.winnow.app.dataset.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.metrics.Normalisation;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the extractive reader makes of exactly the gold articles. The floors are well below what it reaches. */
class ReaderOnAtlasTest {
    private static final String REFUSAL = "not given";

    private final TokenCounter counter = Tokenizers.open("cl100k_base");
    private final Llm reader = new Extractive("extractive", Optional.empty(), 12, 0.2, 0)
            .open(new ModelTools(counter, name -> Optional.empty()));

    @ParameterizedTest
    @CsvSource({"ONE_HOP, 0.8", "TWO_HOP, 0.5", "THREE_HOP, 0.4", "COMPARISON, 0.7", "COUNTING, 0.5"})
    void the_gold_articles_are_enough(AtlasTask task, double floor) {
        Dataset atlas = new AtlasSpec(600, 100, Optional.empty(), List.of(task))
                .load(new DatasetTools(new Seed(3), document -> counter.count(document.text())));

        double f1 = atlas.questions().stream()
                .mapToDouble(question -> f1(atlas, question))
                .average()
                .orElseThrow();

        assertThat(f1).isGreaterThan(floor);
    }

    private double f1(Dataset atlas, Question question) {
        Gold gold = atlas.gold().get(question.id());
        List<DocumentId> articles =
                gold.evidence().stream().map(Evidence::document).distinct().toList();
        List<Shown> shown = new ArrayList<>();
        for (DocumentId id : articles) {
            Document article = atlas.corpus().get(id);
            Passage whole = Passage.span(article, 0, article.text().length());
            shown.add(new Shown(whole, article.title(), shown.size() + 1, 0, 1));
        }
        String reply = reader.complete(new Prompt(
                        new Task.Answer(question.text(), shown),
                        List.of(new Message(Message.Role.USER, question.text())),
                        REFUSAL,
                        0))
                .text();
        return gold.answers().stream()
                .mapToDouble(answer -> Normalisation.SQUAD.in(Language.ENGLISH).f1(reply, answer))
                .max()
                .orElse(0);
    }
}
