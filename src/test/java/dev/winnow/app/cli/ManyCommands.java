package dev.winnow.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs several commands in one process, which has environment variables that this one cannot be given: {@code FILE
 * [--debug]}, a command on each line of the file, its words separated by tabs.
 */
final class ManyCommands {
    private ManyCommands() {}

    public static void main(String[] arguments) throws IOException {
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            String[] words = (arguments.length > 1 ? line + "\t" + arguments[1] : line).split("\t");
            System.out.println("code " + Winnow.execute(words) + ": winnow " + String.join(" ", words));
            System.out.flush();
        }
    }
}
