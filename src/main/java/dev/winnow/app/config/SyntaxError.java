package dev.winnow.app.config;

import dev.winnow.indexer.spec.Problem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** The parser's complaints in plain words. */
final class SyntaxError {
    private static final Pattern UNKNOWN_ALIAS = Pattern.compile("found undefined alias (\\S+)");
    private static final Pattern BAD_START = Pattern.compile("found character '?(.*?)'? that cannot start any token.*");

    private SyntaxError() {}

    static Problem of(String name, MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        return new Problem(new Findings(name).place(YamlText.spot(mark)), message(e));
    }

    private static String message(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        String context = String.valueOf(e.getContext());
        String opened = e.getContextMark()
                .map(mark -> " that opens at line " + (mark.getLine() + 1))
                .orElse("");
        Matcher alias = UNKNOWN_ALIAS.matcher(problem);
        if (alias.matches()) {
            return "*" + alias.group(1) + " stands for nothing: no &" + alias.group(1) + " comes before it";
        }
        Matcher start = BAD_START.matcher(problem);
        if (problem.contains("TAB")) {
            return "a tab cannot indent YAML; use spaces";
        }
        if (start.matches()) {
            return "a value cannot begin with " + start.group(1) + "; put it in quotes";
        }
        if (context.contains("flow sequence")) {
            return "the list '['" + opened + " needs ',' or ']' here";
        }
        if (context.contains("flow mapping")) {
            return "the map '{'" + opened + " needs ',' or '}' here";
        }
        if (context.contains("quoted scalar")) {
            return "the quoted text" + opened + " is not closed";
        }
        if (problem.startsWith("mapping values are not allowed here")) {
            return "a ':' cannot stand here; check the indentation, and put text that has ': ' in it in quotes";
        }
        if (problem.startsWith("could not find expected ':'")) {
            return "the key above this place has no ':' behind it; write 'key: value', lists with '- '";
        }
        if (context.contains("block")) {
            return "this line does not fit the indentation of the block" + opened;
        }
        if (context.contains("expected a single document")) {
            return "a second document begins here; a file holds one, without '---' inside";
        }
        return "this is not YAML: " + problem;
    }
}
