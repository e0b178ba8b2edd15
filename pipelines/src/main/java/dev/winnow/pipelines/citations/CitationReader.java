package dev.winnow.pipelines.citations;

import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.CitationForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a reply cites.
 *
 * @param form in which it was asked to
 * @param quote the word before quoted words
 */
public record CitationReader(CitationForm form, String quote) {
    private static final String NUMBER = "(?:\\p{L}{1,12}\\.?\\s*|#\\s*)?\\p{Nd}{1,6}";

    /** Numbers in brackets, perhaps with a word such as "passage" before each. */
    private static final Pattern BRACKETS = Pattern.compile(
            "[ \\t\\u00A0\\u3000]*[\\[［【]\\s*(" + NUMBER + "(?:[\\s,;、，&–-]+" + NUMBER + ")*)\\s*[\\]］】]");

    private static final Pattern NUMBERS = Pattern.compile("(\\p{Nd}{1,6})(?:\\s*[–-]\\s*(?=\\p{Nd}))?");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;、，&]*(?:and\\s)?");
    private static final Pattern EMPTIED = Pattern.compile("[(（]\\s*[)）]");
    private static final Pattern LABEL = Pattern.compile("[\\s*_#>()-]*(?:(?:\\p{L}+\\s*){1,3}[:：][)*_\\s]*)?");

    /** More would be no citation but nonsense. */
    private static final int LONGEST_RANGE = 50;

    /**
     * A reply taken apart.
     *
     * @param text without what it cites
     * @param citations in order, each once
     */
    public record Read(String text, List<Citation> citations) {
        public Read {
            citations = List.copyOf(citations);
        }
    }

    /** Reads a text, and looks for what it cites in what was shown. */
    public Read read(String text, ShownTexts shown) {
        return switch (form) {
            case NONE -> new Read(text, List.of());
            case PASSAGES -> numbers(text, shown);
            case QUOTES -> quotes(text, shown);
        };
    }

    private static Read numbers(String text, ShownTexts shown) {
        Map<Integer, Citation> citations = new LinkedHashMap<>();
        List<String> kept = new ArrayList<>();
        for (String line : text.split("\\R", -1)) {
            StringBuilder rest = new StringBuilder();
            Matcher brackets = BRACKETS.matcher(line);
            int done = 0;
            while (brackets.find()) {
                numbers(brackets.group(1)).forEach(number -> citations.putIfAbsent(number, shown.passage(number)));
                String before = line.substring(done, brackets.start());
                // What stands between two citations belongs to them.
                if (done == 0 || !BETWEEN.matcher(before).matches()) {
                    rest.append(before);
                }
                done = brackets.end();
            }
            rest.append(line, done, line.length());
            // "Sources: [1], [2]" leaves a line that says nothing.
            boolean said =
                    done == 0 || !LABEL.matcher(rest).matches() || kept.stream().allMatch(String::isBlank);
            if (said) {
                kept.add(done == 0 ? line : EMPTIED.matcher(rest).replaceAll("").stripTrailing());
            }
        }
        return new Read(String.join("\n", kept).strip(), List.copyOf(citations.values()));
    }

    /** The numbers in brackets, those inside a range too. */
    private static TreeSet<Integer> numbers(String inside) {
        TreeSet<Integer> numbers = new TreeSet<>();
        Matcher number = NUMBERS.matcher(inside);
        int from = -1;
        while (number.find()) {
            int value = Integer.parseInt(number.group(1));
            for (int i = from < 0 || value - from > LONGEST_RANGE ? value : Math.min(from, value); i <= value; i++) {
                numbers.add(i);
            }
            boolean begins = number.end() > number.end(1);
            from = begins ? value : -1;
            if (begins) {
                numbers.add(value);
            }
        }
        return numbers;
    }

    private Read quotes(String text, ShownTexts shown) {
        Map<String, Citation> citations = new LinkedHashMap<>();
        List<String> kept = new ArrayList<>();
        Pattern word = word();
        boolean open = false;
        for (String line : text.split("\\R", -1)) {
            Matcher found = word.matcher(line);
            if (found.find()) {
                String before = line.substring(0, found.start());
                if (before.chars().anyMatch(Character::isLetterOrDigit)) {
                    kept.add(before.stripTrailing());
                }
                int begin = found.end();
                while (found.find()) {
                    add(line.substring(begin, found.start()), shown, citations);
                    begin = found.end();
                }
                String last = line.substring(begin).strip();
                add(last, shown, citations);
                open = last.isEmpty();
            } else if (open && !line.isBlank()) {
                // The word stood alone, and what it announces comes below.
                add(line, shown, citations);
                open = false;
            } else {
                kept.add(line);
            }
        }
        return new Read(String.join("\n", kept).strip(), List.copyOf(citations.values()));
    }

    private static void add(String words, ShownTexts shown, Map<String, Citation> citations) {
        String said = words.replaceAll("^[\\s*_]+|[\\s*_]+$", "");
        if (said.chars().anyMatch(Character::isLetterOrDigit) && !citations.containsKey(said)) {
            shown.quote(said).forEach(citation -> citations.putIfAbsent(citation.cited(), citation));
        }
    }

    /** The word, at a line's beginning or behind a blank, whatever marks of Markdown or of a list stand around it. */
    private Pattern word() {
        String bare = quote.strip().replaceFirst("\\s*[:：]$", "");
        String words = Pattern.quote(bare).replaceAll("\\s+", "\\\\E\\\\s+\\\\Q");
        String colon = bare.length() < quote.strip().length() ? "[\\s*_]*[:：]" : "\\b";
        return Pattern.compile(
                "(?:^|(?<=\\s))[\\s*_#>-]*(?:\\d{1,2}[.)]\\s*)?" + words + colon,
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
