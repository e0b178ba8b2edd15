package dev.winnow.pipelines.prompt;

import dev.winnow.indexer.spec.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with slots, {@code {{name}}} or {@code {{name|default}}}. Slots are found in the template alone and filled in one
 * pass, so that a document which holds the text of a slot is shown as it is.
 */
record Wording(List<Part> parts) {
    private static final Pattern SLOT = Pattern.compile("\\{\\{([^{}]*)}}");
    /** A process knows a few templates, and words all its prompts by them. */
    private static final Map<String, Wording> KNOWN = new ConcurrentHashMap<>();

    private static final int MOST_KNOWN = 1_000;
    private static final String ATTRIBUTE = "attribute.";

    Wording {
        parts = List.copyOf(parts);
    }

    /** A piece of a template. */
    sealed interface Part {
        /** Text that stands as it is. */
        record Literal(String text) implements Part {}

        /** A place to be filled. */
        record Slot(String name, Optional<String> otherwise) implements Part {
            /** The name of the question's attribute that is asked for, where one is. */
            Optional<String> attribute() {
                return name.startsWith(ATTRIBUTE) ? Optional.of(name.substring(ATTRIBUTE.length())) : Optional.empty();
            }
        }
    }

    /** The wording that a template is. */
    static Wording of(String template) {
        Wording known = KNOWN.get(template);
        if (known == null) {
            known = parse(template);
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(template, known);
            }
        }
        return known;
    }

    private static Wording parse(String template) {
        List<Part> parts = new ArrayList<>();
        Matcher slot = SLOT.matcher(template);
        int done = 0;
        while (slot.find()) {
            parts.add(new Part.Literal(template.substring(done, slot.start())));
            String inside = slot.group(1);
            int bar = inside.indexOf('|');
            parts.add(
                    bar < 0
                            ? new Part.Slot(inside.strip(), Optional.empty())
                            : new Part.Slot(inside.substring(0, bar).strip(), Optional.of(inside.substring(bar + 1))));
            done = slot.end();
        }
        parts.add(new Part.Literal(template.substring(done)));
        return new Wording(parts);
    }

    List<Part.Slot> slots() {
        return parts.stream()
                .filter(Part.Slot.class::isInstance)
                .map(Part.Slot.class::cast)
                .toList();
    }

    boolean names(String slot) {
        return slots().stream().anyMatch(each -> each.name().equals(slot));
    }

    /** What is wrong with it where only these slots, and attributes of the question, may stand. */
    List<String> problems(String key, Set<String> known, Attributes attributes) {
        List<String> problems = new ArrayList<>();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> {
                    if (literal.text().contains("{{")) {
                        problems.add(key + " opens a placeholder with '{{' and does not close it with '}}'");
                    }
                }
                case Part.Slot slot -> problem(slot, known, attributes).ifPresent(each -> problems.add(key + each));
            }
        }
        return problems;
    }

    /** Whether a template may name attributes of the question. */
    enum Attributes {
        ALLOWED,
        NONE
    }

    private static Optional<String> problem(Part.Slot slot, Set<String> known, Attributes attributes) {
        if (attributes == Attributes.ALLOWED && slot.attribute().isPresent()) {
            return slot.attribute().get().isBlank()
                    ? Optional.of(" names no attribute in {{attribute.}}; write {{attribute.NAME}}")
                    : Optional.empty();
        }
        if (!known.contains(slot.name())) {
            Set<String> choices = new TreeSet<>(known);
            if (attributes == Attributes.ALLOWED) {
                choices.add(ATTRIBUTE + "NAME");
            }
            return Optional.of(
                    " has an unknown placeholder {{" + slot.name() + "}}" + Suggestion.of(slot.name(), choices));
        }
        return slot.otherwise().map(text -> " gives {{" + slot.name() + "}} a default; only attributes take one");
    }

    /** The text with every slot filled. */
    String fill(Function<Part.Slot, String> values) {
        return fill(values, parts.size()).text();
    }

    /**
     * The text with every slot filled.
     *
     * @param own how many parts stand before the first that is this text's own
     */
    Filled fill(Function<Part.Slot, String> values, int own) {
        // Joined at once: a context may be long, and a buffer that grows would copy it again and again.
        List<String> filled = parts.stream()
                .map(part -> switch (part) {
                    case Part.Literal literal -> literal.text();
                    case Part.Slot slot -> values.apply(slot);
                })
                .toList();
        int shared = filled.stream().limit(own).mapToInt(String::length).sum();
        return new Filled(String.join("", filled), shared);
    }

    /**
     * A text with every slot filled.
     *
     * @param shared how many UTF-16 units stand before the first part that is this text's own
     */
    record Filled(String text, int shared) {}
}
