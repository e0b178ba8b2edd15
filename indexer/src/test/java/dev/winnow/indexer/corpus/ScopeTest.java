package dev.winnow.indexer.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final DocumentId A = new DocumentId("a");
    private static final DocumentId B = new DocumentId("b");

    @Test
    void a_scope_keeps_its_documents_though_the_list_it_came_from_changes() {
        List<DocumentId> ids = new ArrayList<>(List.of(A, B));
        Scope scope = Scope.of(ids);
        ids.clear();
        assertThat(scope).isEqualTo(new Scope.Documents(List.of(A, B)));
    }

    @Test
    void a_scope_without_documents_is_refused() {
        assertThatThrownBy(() -> Scope.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a scope must name at least one document");
    }

    @Test
    void a_scope_that_names_a_document_twice_is_refused() {
        assertThatThrownBy(() -> Scope.of(List.of(A, B, A)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a scope names a document twice");
    }

    @Test
    void two_scopes_of_the_whole_corpus_are_one() {
        assertThat(Scope.CORPUS).isEqualTo(new Scope.WholeCorpus());
    }
}
