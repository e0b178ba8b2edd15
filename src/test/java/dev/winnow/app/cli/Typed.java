package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/** What a command said when it was typed. */
record Typed(int code, String out, String err) {
    /** The folder of the program, seen from the module's. */
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    /** Runs a command in this process. */
    static Typed command(Object... words) {
        String[] arguments = List.of(words).stream().map(Object::toString).toArray(String[]::new);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String before = System.getProperty("winnow.home");
        System.setProperty("winnow.home", HOME.toString());
        try {
            int code = Winnow.execute(new PrintWriter(out), new PrintWriter(err), arguments);
            return new Typed(code, out.toString(), err.toString());
        } finally {
            if (before == null) {
                System.clearProperty("winnow.home");
            } else {
                System.setProperty("winnow.home", before);
            }
        }
    }

    /** The lines of standard error, each of which must be the program's own. */
    List<String> complaints() {
        assertThat(err).doesNotContain("\tat ");
        return err.lines().map(line -> line.replaceFirst("^winnow: ", "")).toList();
    }

    /** Standard output of a command that must have worked. */
    String worked() {
        assertThat(code).as("%s%s", out, err).isZero();
        return out;
    }
}
