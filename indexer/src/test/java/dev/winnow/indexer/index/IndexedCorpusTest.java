package dev.winnow.indexer.index;

import static dev.winnow.indexer.index.SmallIndexes.corpus;
import static dev.winnow.indexer.index.SmallIndexes.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexedCorpusTest {
    @TempDir
    Path folder;

    @Test
    void an_indexed_corpus_equals_the_corpus_it_was_built_from() {
        Corpus corpus = corpus(500);
        try (PassageIndex index = SmallIndexes.index(folder.resolve("index"), "whole", corpus)) {
            IndexedCorpus indexed = index.corpus();
            assertThat(indexed).containsExactlyElementsOf(corpus);
            assertThat(indexed.size()).isEqualTo(500);
            assertThat(indexed.fingerprint())
                    .isEqualTo(corpus.fingerprint())
                    .isEqualTo(Fingerprint.of((Iterable<Document>) indexed));
            int place = 0;
            for (Document document : corpus) {
                assertThat(indexed.get(document.id())).isEqualTo(document);
                assertThat(indexed.contains(document.id())).isTrue();
                assertThat(indexed.place(document.id())).isEqualTo(place++);
            }
        }
    }

    @Test
    void texts_are_kept_to_the_last_character() {
        String odd = " \ud83d\ude80\u0000\t\r\n e\u0301 \u2028\ufeff <b>&amp; ";
        Document document = new Document(new DocumentId(" id with spaces "), odd, odd);
        try (PassageIndex index = SmallIndexes.index(folder.resolve("index"), "whole", corpus(document))) {
            assertThat(index.corpus().get(document.id())).isEqualTo(document);
        }
    }

    @Test
    void the_documents_of_a_scope_come_in_corpus_order_whatever_the_order_of_the_scope() {
        Document z = document("z", "first");
        Document a = document("a", "second");
        Document m = document("m", "third");
        try (PassageIndex index = SmallIndexes.index(folder.resolve("index"), "whole", corpus(z, a, m))) {
            assertThat(index.corpus().documents(Scope.of(List.of(m.id(), z.id()))))
                    .containsExactly(z, m);
            assertThat(index.corpus().documents(Scope.CORPUS)).containsExactly(z, a, m);
        }
    }

    @Test
    void a_document_that_is_not_there_is_named() {
        try (PassageIndex index = SmallIndexes.index(folder.resolve("index"), "whole", corpus(3))) {
            DocumentId nobody = new DocumentId("nobody");
            assertThat(index.corpus().contains(nobody)).isFalse();
            assertThatThrownBy(() -> index.corpus().get(nobody))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("no document 'nobody' in this corpus");
            assertThatThrownBy(() -> index.corpus().documents(Scope.of(List.of(nobody))))
                    .isInstanceOf(NoSuchElementException.class);
        }
    }

    /** Together they are longer than what is kept in memory. */
    @Test
    void documents_that_were_let_go_are_read_again() {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            documents.add(document("d" + i, ("word" + i + " ").repeat(700_000)));
        }
        try (PassageIndex index = SmallIndexes.index(folder.resolve("index"), "whole", corpus(documents.toArray(new Document[0])))) {
            for (int round = 0; round < 2; round++) {
                for (Document document : documents) {
                    assertThat(index.corpus().get(document.id()).equals(document))
                            .isTrue();
                }
            }
        }
    }
}
