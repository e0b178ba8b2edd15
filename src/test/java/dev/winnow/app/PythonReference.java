package dev.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Expected values that a Python script made: made again where Python is there, and compared with the file that is checked in. */
public final class PythonReference {
    private static final List<String> INTERPRETERS = List.of("/usr/bin/python3", "python3");

    private PythonReference() {}

    /**
     * Runs {@code src/test/python/SCRIPT} into a folder and compares what it wrote with a test resource, byte for byte. The
     * test is skipped, with a message, where no Python has the modules that the script needs.
     *
     * @param check a Python statement that fails where something is missing, such as {@code import scipy}
     */
    public static void assertSame(String script, String check, Path resource, Path folder)
            throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        for (String python : INTERPRETERS) {
            if (found.isEmpty() && succeeds(List.of(python, "-c", check))) {
                found.add(python);
            }
        }
        assumeTrue(
                !found.isEmpty(),
                "no python3 here runs '" + check + "': " + resource.getFileName() + " is not made again");
        Path made = folder.resolve("made");
        assertThat(succeeds(List.of(
                        found.getFirst(), Path.of("test", "python", script).toString(), made.toString())))
                .isTrue();
        assertThat(Files.readString(made, StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(Path.of("test", "resources").resolve(resource), StandardCharsets.UTF_8));
    }

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().transferTo(System.err);
            return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
