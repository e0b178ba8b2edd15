package dev.winnow.pipelines.model.causal;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.winnow.indexer.spec.InputException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A chat template in Jinja, with what HuggingFace adds to the language. */
final class Jinja {
    /** Jinja's newest language where Jinjava's own is older, and white space as HuggingFace sets it. */
    private static final Jinjava ENGINE = new Jinjava(JinjavaConfig.newBuilder()
            .withTrimBlocks(true)
            .withLstripBlocks(true)
            .withNestedInterpretationEnabled(false)
            .withLegacyOverrides(LegacyOverrides.newBuilder()
                    .withIterateOverMapKeys(true)
                    .withKeepNullableLoopValues(true)
                    .withEvaluateMapKeys(true)
                    .withParseWhitespaceControlStrictly(true)
                    .withUseTrimmingForNotesAndExpressions(true)
                    .withUseNaturalOperatorPrecedence(true)
                    .build())
            .build());

    /** What templates are told that the day is: replies must not depend on when a run is made. */
    private static final LocalDate TODAY = LocalDate.of(2024, 7, 26);

    private static final Pattern REVERSED = Pattern.compile("(\\w+)\\[::-1\\]");
    private static final Pattern NAMESPACE = Pattern.compile("namespace\\(([^()]*)\\)");
    private static final Pattern DIRECTIVE = Pattern.compile("%(.)");
    private static final Pattern NAMED = Pattern.compile("(\\w+)\\s*=(?!=)\\s*");

    static {
        ENGINE.getGlobalContext()
                .registerFunction(new ELFunctionDefinition("", "raise_exception", Jinja.class, "raised", String.class));
        ENGINE.getGlobalContext()
                .registerFunction(new ELFunctionDefinition("", "strftime_now", Jinja.class, "today", String.class));
    }

    private final String name;
    private final String template;

    /**
     * A template.
     *
     * @param name for messages
     */
    Jinja(String name, String template) {
        this.name = name;
        this.template = understood(template);
    }

    /** Some of Python's ways of saying things in words that Jinjava knows. */
    private static String understood(String template) {
        String plain = REVERSED.matcher(template)
                .replaceAll("$1|reverse")
                .replace(".startswith(", ".startsWith(")
                .replace(".endswith(", ".endsWith(");
        return NAMESPACE
                .matcher(plain)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1).contains("=")
                                ? "namespace({" + NAMED.matcher(found.group(1)).replaceAll("'$1': ") + "})"
                                : found.group()));
    }

    /**
     * What the template makes of messages.
     *
     * @throws Refused if the template itself refuses them
     * @throws InputException if it fails
     */
    String render(List<Map<String, String>> messages, Map<String, String> variables) throws Refused {
        Map<String, Object> known = new HashMap<>(variables);
        List<Map<String, String>> copies = new ArrayList<>();
        messages.forEach(message -> copies.add(new HashMap<>(message)));
        known.put("messages", copies);
        known.put("add_generation_prompt", true);
        RenderResult result = ENGINE.renderForResult(template, known);
        for (TemplateError error : result.getErrors()) {
            Throwable cause = error.getException();
            while (cause != null && cause.getCause() != null && !(cause instanceof Refusal)) {
                cause = cause.getCause();
            }
            String why = cause instanceof Refusal ? cause.getMessage() : error.getMessage();
            InputException failure = new InputException(
                    name,
                    "the chat template fails in line " + error.getLineno() + ": " + why
                            + "; set template to chatml, llama-3 or plain");
            if (cause instanceof Refusal) {
                throw new Refused(failure);
            }
            throw failure;
        }
        return result.getOutput();
    }

    /** Messages that a template does not take. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final InputException why;

        Refused(InputException why) {
            super(why);
            this.why = why;
        }

        InputException why() {
            return why;
        }
    }

    /** What a template says where it refuses messages. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    /** Called by templates. */
    @SuppressWarnings("DoNotCallSuggester")
    public static String raised(String message) {
        throw new Refusal(message);
    }

    /** Called by templates: the day in the form of C's strftime, of which the usual letters are known. */
    public static String today(String form) {
        return DIRECTIVE
                .matcher(form)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group(1)) {
                            case "d" -> day("dd");
                            case "m" -> day("MM");
                            case "Y" -> day("yyyy");
                            case "y" -> day("yy");
                            case "b" -> day("MMM");
                            case "B" -> day("MMMM");
                            case "a" -> day("EEE");
                            case "A" -> day("EEEE");
                            case "H", "M", "S" -> "00";
                            default -> found.group();
                        }));
    }

    private static String day(String pattern) {
        return TODAY.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }
}
