package dev.winnow.indexer.embed;

import dev.winnow.indexer.spec.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives texts the vectors that files have for them. It reads no tokens and takes no time. */
final class LookedUp implements Embedder {
    private static final int QUOTED = 60;

    private final List<TextVectors> passages;
    private final List<TextVectors> queries;
    private final Normalisation normalise;

    LookedUp(List<TextVectors> passages, List<TextVectors> queries, Normalisation normalise) {
        this.passages = passages;
        this.queries = queries;
        this.normalise = normalise;
    }

    @Override
    public List<Embedding> embed(List<String> texts, Role role) {
        List<TextVectors> files =
                switch (role) {
                    case PASSAGE -> passages;
                    case QUERY -> queries;
                };
        List<Embedding> embeddings = new ArrayList<>(texts.size());
        List<String> missing = new ArrayList<>();
        for (String text : texts) {
            Optional<float[]> vector =
                    files.stream().flatMap(file -> file.find(text).stream()).findFirst();
            vector.ifPresent(normalise::apply);
            vector.map(found -> new Embedding(found, 0, 0)).ifPresentOrElse(embeddings::add, () -> missing.add(text));
        }
        if (!missing.isEmpty()) {
            throw missing(missing, files, role);
        }
        return embeddings;
    }

    private static InputException missing(List<String> texts, List<TextVectors> files, Role role) {
        String more = texts.size() == 1 ? "" : ", nor for %,d others".formatted(texts.size() - 1);
        String text = beginning(texts.get(0)) + more;
        return switch (role) {
            case PASSAGE ->
                new InputException(
                        names(files),
                        "no vector for the passage " + text
                                + "; 'winnow passages INDEX' writes all passages of an index as they must be embedded");
            case QUERY ->
                files.isEmpty()
                        ? new InputException("no vector for the question " + text
                                + "; name a file with questions and their vectors in queries")
                        : new InputException(
                                names(files), "no vector for the question " + text + "; add it with its exact text");
        };
    }

    private static String names(List<TextVectors> files) {
        return String.join(
                ", ", files.stream().map(TextVectors::file).map(Path::toString).toList());
    }

    private static String beginning(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= QUOTED
                ? "'" + line + "'"
                : "that begins '" + line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, QUOTED))) + "'";
    }

    @Override
    public void close() {
        // Maps end with the last reference to them.
    }
}
