package dev.winnow.app.cli;

import dev.winnow.app.config.Version;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.retrievers.Query;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. It parses, calls, and prints; it decides nothing. */
@Command(
        name = "winnow",
        versionProvider = Winnow.VersionLines.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Retrieve, or put everything in the prompt? Measured on your corpus, your questions and your model.",
            "",
            "Start with:  winnow run configs/quickstart.yaml"
        },
        footer = {"", "Exit codes: 0 done, 1 failed, 2 your input needs a change."},
        subcommands = {
            RunCommand.class,
            ReportCommand.class,
            ScoreCommand.class,
            JudgeCommand.class,
            RouteCommand.class,
            QueryCommand.class,
            DatasetsCommand.class,
            IndexCommand.class,
            PassagesCommand.class,
            SearchCommand.class,
            HaystackCommand.class,
            EvalCommand.class,
            AskCommand.class,
            DoctorCommand.class,
            CompletionCommand.class
        })
public final class Winnow implements Runnable {
    /** Held, because the log manager forgets levels of loggers that nobody holds. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show version and Java, and exit.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean version;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces and what libraries log.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs one command; the process ends with its exit code. */
    public static void main(String[] arguments) {
        boolean debug = Arrays.asList(arguments).contains("--debug");
        // Read once, when the first library logs.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", debug ? "info" : "error");
        if (!debug) {
            // Lucene says at each start that vector instructions are off; doctor says it once, and what to do.
            LUCENE.setLevel(Level.SEVERE);
        }
        System.exit(execute(arguments));
    }

    /** Runs one command on the process's own output and returns its exit code. */
    static int execute(String... arguments) {
        return execute(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    /** Runs one command and returns its exit code. */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return line(out, err).execute(arguments);
    }

    /** The commands, which print there. */
    static CommandLine line(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Winnow())
                .setOut(out)
                .setErr(err)
                .registerConverter(Query.Level.class, Winnow::level)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Winnow::misused)
                .setExecutionExceptionHandler(Winnow::failed);
    }

    private static int misused(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        line.getErr().println("winnow: " + message(e));
        line.getErr().println("See 'winnow " + below(line.getCommandSpec()) + "--help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static String message(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().get(0);
            if (first.startsWith("-")) {
                String name = first.replaceFirst("=.*", "");
                return "unknown option '" + name + "'"
                        + Suggestion.of(name, command.optionsMap().keySet());
            }
            if (command.args().isEmpty() || !command.subcommands().isEmpty()) {
                return "unknown command '" + first + "'"
                        + Suggestion.of(first, command.subcommands().keySet());
            }
            return "one argument too many: '" + first + "'";
        }
        String message = String.valueOf(e.getMessage());
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static Query.Level level(String written) {
        for (Query.Level level : Query.Level.values()) {
            if (level.name().equalsIgnoreCase(written)) {
                return level;
            }
        }
        throw new TypeConversionException("must be document or passage, got '" + written + "'");
    }

    private static String below(CommandSpec command) {
        return command.parent() == null ? "" : below(command.parent()) + command.name() + " ";
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) throws Exception {
        Winnow root = line.getCommandSpec().root().userObject() instanceof Winnow winnow ? winnow : new Winnow();
        if (e instanceof InputException input) {
            for (Problem problem : input.problems()) {
                line.getErr().println("winnow: " + problem.toString().replaceAll("\\R", " "));
            }
            if (root.debug) {
                e.printStackTrace(line.getErr());
            }
            return CommandLine.ExitCode.USAGE;
        }
        Optional<Problem> refused = FileTrouble.of(e);
        line.getErr()
                .println("winnow: "
                        + refused.map(Problem::toString)
                                .orElseGet(() -> "failed: " + brief(e) + " (--debug shows where)"));
        if (root.debug) {
            e.printStackTrace(line.getErr());
        }
        return refused.isPresent() ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    /** The first line of what the innermost cause says, behind its kind. */
    private static String brief(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? "" : cause.getMessage();
        return cause.getClass().getSimpleName()
                + message.lines().findFirst().map(line -> ": " + line).orElse("");
    }

    /** The version of this build and of Java. */
    static final class VersionLines implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "winnow " + Version.ofBuild(),
                "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
            };
        }
    }
}
