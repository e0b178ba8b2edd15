package dev.winnow.pipelines.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.pipelines.context.Shown;
import java.util.Map;

/** Keys of the metadata that text segments made by Winnow carry. */
public final class ContentKeys {
    /** The document's id: text. */
    public static final String DOCUMENT = "document_id";
    /** The passage's id: text. LangChain4j finds it as the content's {@link ContentMetadata#EMBEDDING_ID}, too. */
    public static final String PASSAGE = "passage_id";
    /** The document's title: text, may be empty. */
    public static final String TITLE = "title";
    /** The first UTF-16 unit of the passage in its document's text: a whole number, from 0. */
    public static final String START = "start";
    /** One behind the last UTF-16 unit: a whole number. */
    public static final String END = "end";
    /** The place in the ranking that the passage comes from: a whole number, from 1. */
    public static final String RANK = "rank";
    /** The retriever's score: a number; LangChain4j finds it as {@link ContentMetadata#SCORE}, too. */
    public static final String SCORE = "score";
    /** Tokens of the passage as the strategy's prompt renders it: a whole number. */
    public static final String TOKENS = "tokens";

    private ContentKeys() {}

    /** What says which passage it is, and nothing of who found it: equal for all who find it. */
    static Metadata identity(Passage passage, String title) {
        return new Metadata()
                .put(DOCUMENT, passage.document().value())
                .put(PASSAGE, passage.id().value())
                .put(TITLE, title)
                .put(START, passage.start())
                .put(END, passage.end());
    }

    static Content content(Passage passage, Metadata metadata, float score) {
        return Content.from(
                TextSegment.from(passage.text(), metadata),
                Map.of(
                        ContentMetadata.SCORE,
                        (double) score,
                        ContentMetadata.EMBEDDING_ID,
                        passage.id().value()));
    }

    /** With its place in the ranking and its tokens. */
    static Content content(Shown shown) {
        Metadata metadata = identity(shown.passage(), shown.title())
                .put(RANK, shown.rank())
                .put(SCORE, shown.score())
                .put(TOKENS, shown.tokens());
        return content(shown.passage(), metadata, shown.score());
    }
}
