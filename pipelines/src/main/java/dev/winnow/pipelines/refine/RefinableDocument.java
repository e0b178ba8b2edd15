package dev.winnow.pipelines.refine;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.pipelines.context.PassageTokens;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.refine.DocumentTree.Node;
import dev.winnow.retrievers.rerank.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A document with what does not depend on any question: its tree, its paragraphs as they are scored, and what each part
 * takes.
 *
 * @param paragraphs those of the tree, in its order
 * @param tokens of each part of the tree, as it is rendered with a label of two digits
 * @param outlined what came of asking a model for its outline; empty where none was asked
 */
// Compared by nobody.
@SuppressWarnings("ArrayRecordComponent")
record RefinableDocument(
        Document document, DocumentTree tree, List<Candidate> paragraphs, int[] tokens, Optional<Outlined> outlined) {
    private static final int LABEL = 10;
    private static final Pattern ABSTRACT = Pattern.compile("(?i)\\W*(?:abstract|summary)\\W*");

    /** What came of asking: the structure, or why there is none. */
    sealed interface Outlined {
        record Made(ModelStructure structure) implements Outlined {}

        record Failed(ModelException.Reason reason) implements Outlined {}
    }

    static RefinableDocument of(
            Document document, DocumentTree tree, PassageTokens counter, Optional<Outlined> outlined) {
        List<Candidate> paragraphs = tree.nodes().stream()
                .filter(Node::isParagraph)
                .map(node -> new Candidate(passage(document, node), document.title()))
                .toList();
        int[] tokens = tree.nodes().stream()
                .mapToInt(node ->
                        counter.count(LABEL, document.title(), document.text().substring(node.start(), node.end())))
                .toArray();
        return new RefinableDocument(document, tree, paragraphs, tokens, outlined);
    }

    /** The first words of its abstract, or of its text where no section is called so, on one line. */
    String summary(int words) {
        List<Node> nodes = tree.nodes();
        int at = 0;
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).title().filter(ABSTRACT.asMatchPredicate()).isPresent()) {
                at = nodes.get(i).text();
                break;
            }
        }
        int end = at;
        int left = words;
        while (end < document.text().length() && left > 0) {
            left -= ParagraphCut.isBlank(document.text().charAt(end))
                            && end > at
                            && !ParagraphCut.isBlank(document.text().charAt(end - 1))
                    ? 1
                    : 0;
            end++;
        }
        return document.text().substring(at, end).strip().replaceAll("\\s+", " ");
    }

    static Passage passage(Document document, Node node) {
        return Passage.span(document, node.start(), node.end());
    }
}
