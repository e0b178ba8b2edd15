package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.tokens.TokenCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What stands between blank lines; where it has more tokens than allowed, its sentences in as many passages as needed. */
public final class Paragraphs implements Chunker {
    private final TokenCounter counter;
    private final Language language;
    private final OptionalInt longest;

    Paragraphs(TokenCounter counter, Language language, OptionalInt longest) {
        this.counter = counter;
        this.language = language;
        this.longest = longest;
    }

    /**
     * What stands between blank lines, without white space around it, in the order of the text: no span is blank, and
     * together they hold everything else.
     */
    public static List<Span> of(String text) {
        return Lines.paragraphs(text);
    }

    @Override
    public List<Passage> chunk(Document document) {
        List<Span> paragraphs = Lines.paragraphs(document.text());
        if (longest.isEmpty()) {
            return Passages.of(document, paragraphs);
        }
        int size = longest.getAsInt();
        TokenisedText text = new TokenisedText(document.text(), counter);
        List<Span> spans = new ArrayList<>();
        for (Span paragraph : paragraphs) {
            if (text.between(paragraph.start(), paragraph.end()) <= size) {
                spans.add(paragraph);
            } else {
                spans.addAll(
                        SentenceWindows.windows(text, Sentences.of(document.text(), paragraph, language), size, 0));
            }
        }
        return Passages.of(document, spans);
    }
}
