package dev.winnow.pipelines.refine;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.pipelines.context.PassageTokens;
import dev.winnow.pipelines.refine.DocumentTree.Node;
import dev.winnow.retrievers.rerank.Candidate;
import java.util.List;

/**
 * A document with what does not depend on any question: its tree, its paragraphs as they are scored, and what each part
 * takes.
 *
 * @param paragraphs those of the tree, in its order
 * @param tokens of each part of the tree, as it is rendered with a label of two digits
 */
// Compared by nobody.
@SuppressWarnings("ArrayRecordComponent")
record RefinableDocument(Document document, DocumentTree tree, List<Candidate> paragraphs, int[] tokens) {
    private static final int LABEL = 10;

    static RefinableDocument of(Document document, DocumentTree tree, PassageTokens counter) {
        List<Candidate> paragraphs = tree.nodes().stream()
                .filter(Node::isParagraph)
                .map(node -> new Candidate(passage(document, node), document.title()))
                .toList();
        int[] tokens = tree.nodes().stream()
                .mapToInt(node ->
                        counter.count(LABEL, document.title(), document.text().substring(node.start(), node.end())))
                .toArray();
        return new RefinableDocument(document, tree, paragraphs, tokens);
    }

    static Passage passage(Document document, Node node) {
        return Passage.span(document, node.start(), node.end());
    }
}
