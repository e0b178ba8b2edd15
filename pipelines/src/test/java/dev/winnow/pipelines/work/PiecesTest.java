package dev.winnow.pipelines.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.chunk.Sentences;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Shown;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private static final List<Document> DOCUMENTS = SmallIndexes.mixed(40, 400);
    private static final PassageIndex INDEX = SmallIndexes.index("tokens:64", DOCUMENTS);
    private static final PipelineTools TOOLS = SmallStrategies.tools(INDEX, new SmallStrategies.Scripted(prompt -> ""));

    private static List<Shown> all(List<Context> pieces) {
        return pieces.stream().flatMap(piece -> piece.passages().stream()).toList();
    }

    @Property(tries = 60)
    void every_sentence_stands_once_and_in_order_and_no_piece_is_larger_than_its_size(
            @ForAll @IntRange(min = 40, max = 3000) int size,
            @ForAll @IntRange(max = 39) int from,
            @ForAll @IntRange(min = 1, max = 40) int count) {
        List<Document> documents = DOCUMENTS.subList(from, Math.min(40, from + count));
        Scope scope = Scope.of(documents.stream().map(Document::id).toList());

        List<Context> pieces = new Pieces(TOOLS, size).of(scope);

        assertThat(pieces).allSatisfy(piece -> assertThat(piece.tokens()).isLessThanOrEqualTo(size));
        List<Shown> shown = all(pieces);
        for (int i = 0; i < shown.size(); i++) {
            assertThat(shown.get(i).rank()).isEqualTo(i + 1);
        }
        for (Document document : INDEX.corpus().documents(scope).toList()) {
            String read = shown.stream()
                    .filter(each -> each.passage().document().equals(document.id()))
                    .map(each -> each.passage().text())
                    .collect(Collectors.joining());
            String whole = Sentences.of(document.text()).stream()
                    .map(sentence -> sentence.of(document.text()))
                    .collect(Collectors.joining());
            assertThat(read.replaceAll("\\s+", "")).isEqualTo(whole.replaceAll("\\s+", ""));
        }
        assertThat(shown.stream()
                        .map(each -> INDEX.corpus().place(each.passage().document())))
                .isSorted();
    }

    @Test
    void a_piece_is_filled_before_the_next_begins() {
        List<Context> pieces = new Pieces(TOOLS, 500).of(Scope.CORPUS);

        for (int i = 0; i + 1 < pieces.size(); i++) {
            Shown next = pieces.get(i + 1).passages().getFirst();
            int sentence = Sentences.of(next.passage().text()).getFirst().end();
            int needed = TOOLS.passageTokens()
                    .count(next.rank(), next.title(), next.passage().text().substring(0, sentence));
            assertThat(pieces.get(i).tokens() + needed).isGreaterThan(500);
        }
    }

    @Test
    void a_sentence_that_is_longer_than_a_piece_is_cut_at_a_token() {
        Document endless = SmallIndexes.document(
                "endless", "", "one two three four five ".repeat(200).strip());
        PipelineTools tools = SmallStrategies.tools(
                SmallStrategies.index(List.of(endless)), new SmallStrategies.Scripted(prompt -> ""));

        List<Context> pieces = new Pieces(tools, 100).of(Scope.CORPUS);

        assertThat(pieces).hasSizeGreaterThan(10).allSatisfy(piece -> assertThat(piece.tokens())
                .isLessThanOrEqualTo(100));
        assertThat(all(pieces).stream().map(each -> each.passage().text()).collect(Collectors.joining()))
                .isEqualTo(endless.text());
    }

    @Test
    void documents_without_text_have_no_pieces() {
        PipelineTools tools = SmallStrategies.tools(
                SmallStrategies.index(List.of(SmallIndexes.document("blank", "Blank", " \n "))),
                new SmallStrategies.Scripted(prompt -> ""));

        assertThat(new Pieces(tools, 100).of(Scope.CORPUS)).isEmpty();
    }

    @Test
    void what_was_cut_for_a_scope_is_kept() {
        Pieces pieces = new Pieces(TOOLS, 100);

        assertThat(pieces.of(Scope.CORPUS)).isSameAs(pieces.of(Scope.CORPUS));
    }
}
