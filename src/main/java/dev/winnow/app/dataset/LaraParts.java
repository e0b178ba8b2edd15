package dev.winnow.app.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.indexer.corpus.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a LaRA text that its labels number. Papers are set apart by marks in the text. Other texts were cut into
 * equal parts by LaRA's generator (query_gen_fin.py): part i starts at i times the length divided by their number,
 * rounded down; here the last part takes the remainder. Novels of 128k have 5 parts for comparisons where financial
 * reports have 6, judging by the labels.
 */
final class LaraParts {
    private static final Pattern PAPER =
            Pattern.compile("^<paper (\\d+)>\\R?(.*?)^</end of paper \\1>", Pattern.DOTALL | Pattern.MULTILINE);
    // A capital within a sentence is taken for a name.
    private static final Pattern NAME = Pattern.compile("(?<=[a-z,] )\\p{Lu}[\\p{L}]+");

    private final Document document;
    private final LaraType type;
    private final List<Evidence> parts = new ArrayList<>();

    LaraParts(Document document, String length, LaraType type, LaraTask task) {
        this.document = document;
        this.type = type;
        if (type == LaraType.PAPER) {
            Matcher paper = PAPER.matcher(document.text());
            while (paper.find() && paper.group(1).equals(Integer.toString(parts.size()))) {
                add(paper.start(2), paper.end(2));
            }
            return;
        }
        int count = count(length, type, task);
        int size = document.text().length() / count;
        for (int i = 0; i < count; i++) {
            add(i * size, i == count - 1 ? document.text().length() : (i + 1) * size);
        }
    }

    private static int count(String length, LaraType type, LaraTask task) {
        boolean brief = length.equals("32k");
        return switch (task) {
            case LOCATION -> brief ? 5 : 10;
            case REASONING, HALLU -> brief ? 3 : 6;
            case COMP -> brief ? 3 : type == LaraType.BOOK ? 5 : 6;
        };
    }

    private void add(int start, int end) {
        if (end > start) {
            parts.add(new Evidence(document.id(), start, end, Evidence.Grain.REGION));
        }
    }

    int count() {
        return parts.size();
    }

    Evidence whole() {
        return new Evidence(document.id(), 0, document.text().length(), Evidence.Grain.REGION);
    }

    /** The part that a label numbers; empty if there is none of that number. */
    Optional<Evidence> region(JsonNode label) {
        boolean known = label.isIntegralNumber() && label.intValue() >= 0 && label.intValue() < parts.size();
        return known ? Optional.of(parts.get(label.intValue())) : Optional.empty();
    }

    /** Where the part that a label numbers stands: {@code 20-40 %} of the text, or {@code paper 1}. */
    String place(JsonNode label) {
        int part = label.intValue();
        return switch (type) {
            case PAPER -> "paper " + part;
            case BOOK, FINANCIAL -> percent(part) + "-" + percent(part + 1) + " %";
        };
    }

    private long percent(int part) {
        return Math.round(100.0 * part / count());
    }

    /** Whether a question names somebody of whom the text never speaks under that name. */
    boolean namesOthers(String question) {
        Set<String> names = new HashSet<>();
        Matcher name = NAME.matcher(question);
        while (name.find()) {
            names.add(name.group());
        }
        return names.stream().anyMatch(one -> !document.text().contains(one));
    }
}
