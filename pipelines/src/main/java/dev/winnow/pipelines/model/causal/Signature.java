package dev.winnow.pipelines.model.causal;

import dev.winnow.indexer.spec.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's {@code forward} takes, in order. TorchScript tells it where a call lacks arguments: {@code forward() is
 * missing value for argument 'input_ids'. Declaration: forward(__torch__.M self, Tensor input_ids, (Tensor, Tensor)[]
 * past) -> ...}.
 *
 * @param parameters at least the tokens
 * @param declared as TorchScript writes it, for messages
 */
record Signature(List<Parameter> parameters, String declared) {
    private static final Pattern DECLARATION = Pattern.compile("forward\\((.*?)\\) -> ");

    /** What an argument holds. */
    enum Role {
        /** Tokens, one row. */
        IDS,
        /** Ones for all tokens, those in the cache too. */
        MASK,
        /** Places of the tokens, from 0 at the beginning of the text. */
        POSITIONS,
        /** The cache of keys and values. */
        PAST
    }

    /** An argument. */
    record Parameter(Role role, Structure structure) {}

    /** How tensors are nested in an argument. */
    sealed interface Structure {
        /** One tensor. */
        record Tensor() implements Structure {}

        /** As many parts as the declaration has. */
        record Tuple(List<Structure> parts) implements Structure {}

        /** Any number of equal parts. */
        record Sequence(Structure part) implements Structure {}
    }

    /** Whether the model keeps keys and values between calls. */
    boolean caches() {
        return parameters.stream().anyMatch(parameter -> parameter.role() == Role.PAST);
    }

    /**
     * Reads the declaration in a message.
     *
     * @param name of the model, for messages
     * @throws InputException if there is none, or forward takes what is not known here
     */
    static Signature read(String name, String message) {
        Matcher found = DECLARATION.matcher(message.replace('\n', ' '));
        if (!found.find()) {
            throw new InputException(name, "forward does not tell what it takes: " + message);
        }
        String declared = "forward(" + found.group(1).replaceFirst("^\\S+ self,? ?", "") + ")";
        List<Parameter> parameters = new ArrayList<>();
        for (String argument : split(found.group(1))) {
            int blank = argument.lastIndexOf(' ');
            String called = argument.substring(blank + 1).replaceFirst("=.*", "");
            if (!called.equals("self")) {
                parameters.add(parameter(name, declared, argument.substring(0, blank), called, parameters.size()));
            }
        }
        if (parameters.isEmpty() || parameters.get(0).role() != Role.IDS) {
            throw refused(name, declared);
        }
        return new Signature(List.copyOf(parameters), declared);
    }

    /** Names decide where they are known; traced wrappers that take *args have none, and HuggingFace's order is assumed. */
    private static Parameter parameter(String name, String declared, String type, String called, int place) {
        Structure structure = structure(name, declared, type.strip());
        String lower = called.toLowerCase(Locale.ROOT);
        Role role;
        if (!(structure instanceof Structure.Tensor) || lower.matches(".*(past|cache|key|value).*")) {
            role = Role.PAST;
        } else if (place == 0) {
            role = Role.IDS;
        } else if (lower.contains("mask")) {
            role = Role.MASK;
        } else if (lower.contains("position")) {
            role = Role.POSITIONS;
        } else if (lower.matches("(argument|args|input|x)?[_.]?\\d*") && place <= 2) {
            role = place == 1 ? Role.MASK : Role.POSITIONS;
        } else {
            throw refused(name, declared);
        }
        return new Parameter(role, structure);
    }

    private static Structure structure(String name, String declared, String type) {
        String plain = type.endsWith("?") ? type.substring(0, type.length() - 1) : type;
        if (plain.equals("Tensor")) {
            return new Structure.Tensor();
        }
        if (plain.endsWith("[]")) {
            return new Structure.Sequence(structure(name, declared, plain.substring(0, plain.length() - 2)));
        }
        if (plain.startsWith("(") && plain.endsWith(")")) {
            return new Structure.Tuple(split(plain.substring(1, plain.length() - 1)).stream()
                    .map(part -> structure(name, declared, part))
                    .toList());
        }
        throw refused(name, declared);
    }

    /** At the commas that no bracket surrounds. */
    private static List<String> split(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at < list.length(); at++) {
            switch (list.charAt(at)) {
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(list.substring(from, at).strip());
                        from = at + 1;
                    }
                }
                default -> {
                    // Part of a type or a name.
                }
            }
        }
        parts.add(list.substring(from).strip());
        return parts;
    }

    private static InputException refused(String name, String declared) {
        return new InputException(
                name,
                "forward must take input_ids and perhaps attention_mask, position_ids and past_key_values (tuples or"
                        + " lists of tensors), and is " + declared);
    }
}
