package dev.winnow.pipelines.prompt;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The line {@code {{instructions}}} of a message: it takes what is asked for besides, such as citations, and is left out
 * where nothing is.
 */
final class Instructions {
    static final String SLOT = "instructions";

    private Instructions() {}

    /** Whether a message has the line. */
    static boolean areTakenBy(String template) {
        return Wording.of(template).names(SLOT);
    }

    /** The line must have nothing else in it. */
    static List<String> problems(String key, String template) {
        boolean mixed = template.lines()
                .filter(Instructions::areTakenBy)
                .anyMatch(line -> Wording.of(line.strip()).parts().stream().anyMatch(part -> switch (part) {
                    case Wording.Part.Literal literal -> !literal.text().isEmpty();
                    case Wording.Part.Slot slot -> !slot.name().equals(SLOT);
                }));
        return mixed
                ? List.of(key + " names {{instructions}} beside other text; give it a line of its own")
                : List.of();
    }

    /** The message with these before its line, which stays for others; as it is where it has no such line. */
    static String into(String template, String instructions) {
        return areTakenBy(template)
                ? template.lines()
                        .map(line -> areTakenBy(line) ? instructions.strip() + "\n" + line : line)
                        .collect(Collectors.joining("\n"))
                : template;
    }

    /** The message without the line. */
    static String without(String template) {
        return areTakenBy(template)
                ? template.lines().filter(line -> !areTakenBy(line)).collect(Collectors.joining("\n"))
                : template;
    }
}
