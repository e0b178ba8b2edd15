package dev.winnow.indexer.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Books, annual reports with tables, and papers in Markdown, as LaRA ships them. */
class RealTextsTest {
    private static final TokenCounter COUNTER = Tokenizers.open("cl100k_base");

    private static List<Document> documents() throws IOException {
        Path folder = Path.of(Optional.ofNullable(System.getenv("WINNOW_DATA")).orElse("../../shared/data"))
                .resolve("lara/datasets");
        Assumptions.assumeTrue(Files.isDirectory(folder), "LaRA's texts are not at " + folder);
        List<Document> documents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> file.toString().matches(".*\\.(txt|md)"))
                    .sorted()
                    .toList()) {
                documents.add(new Document(new DocumentId(file.toString()), "", Files.readString(file)));
            }
        }
        return documents;
    }

    @Test
    void all_of_every_text_is_in_passages_of_the_size_asked_for() throws IOException {
        List<Document> documents = documents();
        for (String written : List.of("whole", "tokens:128", "tokens:128/32", "sentences:600/100", "paragraphs:400")) {
            ChunkerSpec spec = ChunkerSpec.parse(written);
            int longest = documents.stream()
                    .flatMap(document -> PassageChecks.check(document, spec, COUNTER).stream())
                    .mapToInt(passage -> COUNTER.count(passage.text()))
                    .max()
                    .orElseThrow();
            int size =
                    switch (spec) {
                        case ChunkerSpec.Whole whole -> Integer.MAX_VALUE;
                        case ChunkerSpec.Tokens tokens -> tokens.size();
                        case ChunkerSpec.SentenceWise sentences -> sentences.size();
                        case ChunkerSpec.ParagraphWise paragraphs ->
                            paragraphs.longest().getAsInt();
                    };
            // Cut out of its text, a passage may tokenise to a few more.
            assertThat(longest - 4).isLessThanOrEqualTo(size);
        }
    }
}
