package dev.winnow.app.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Environment variables in values: {@code ${NAME}} and {@code ${NAME:-default}}; a doubled {@code $} keeps the braces. */
final class Variables {
    private static final Pattern USE =
            Pattern.compile("\\$\\$\\{|\\$\\{(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)(?<rest>:-(?<preset>[^}]*))?})?");

    /** Words that a variable's name has if its value must not be written into a run's folder. */
    private static final Set<String> SECRET = Set.of("KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIAL", "CREDENTIALS");

    private final Function<String, Optional<String>> environment;

    Variables(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    /**
     * A text with its variables replaced.
     *
     * @param text empty if something is wrong with one of them
     * @param problems what is wrong
     */
    record Expanded(Optional<String> text, List<String> problems) {}

    /**
     * The text with its variables replaced.
     *
     * @param remedy what a message tells to do about a variable that is not set
     */
    Expanded expand(String text, String remedy) {
        if (!text.contains("${")) {
            return new Expanded(Optional.of(text), List.of());
        }
        List<String> problems = new ArrayList<>();
        Matcher use = USE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (use.find()) {
            use.appendReplacement(expanded, Matcher.quoteReplacement(value(use, remedy, problems)));
        }
        use.appendTail(expanded);
        return new Expanded(problems.isEmpty() ? Optional.of(expanded.toString()) : Optional.empty(), problems);
    }

    /** The text that expands to the given one. */
    static String literal(String text) {
        return text.replace("${", "$${");
    }

    private String value(Matcher use, String remedy, List<String> problems) {
        if (use.group().equals("$${")) {
            return "${";
        }
        String name = use.group("name");
        if (name == null) {
            problems.add("'${' must be followed by a name and '}', as in ${NAME} or ${NAME:-default};"
                    + " write $${ where no variable is meant");
            return "";
        }
        if (Arrays.stream(name.toUpperCase(Locale.ROOT).split("_")).anyMatch(SECRET::contains)) {
            problems.add(name + " looks like a secret, and values are written into the run's folder;"
                    + " give the variable's name, without ${}, to a key that asks for one");
            return "";
        }
        Optional<String> value = environment.apply(name);
        if (use.group("rest") != null) {
            return value.filter(set -> !set.isEmpty()).orElse(use.group("preset"));
        }
        if (value.isEmpty()) {
            problems.add(name + " is not set; " + remedy);
        }
        return value.orElse("");
    }
}
