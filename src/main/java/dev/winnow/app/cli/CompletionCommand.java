package dev.winnow.app.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code winnow completion}. */
@Command(
        name = "completion",
        description = {
            "Print the completion script for bash and zsh.",
            "",
            "Put this into your shell's start-up file:  source <(winnow completion)"
        })
final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine()
                .getOut()
                .print(AutoComplete.bash("winnow", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
