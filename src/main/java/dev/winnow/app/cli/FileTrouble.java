package dev.winnow.app.cli;

import dev.winnow.indexer.spec.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;

/** Refusals of the file system that the user can do something about, found among the causes of a failure. */
final class FileTrouble {
    private FileTrouble() {}

    static Optional<Problem> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException refusal) {
                Optional<Problem> problem = problem(refusal);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> problem(IOException e) {
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("no space left") || said.contains("disk quota exceeded")) {
            return Optional.of(new Problem(place(e), "the disk is full; make room, and start the same command again"));
        }
        if (e instanceof AccessDeniedException
                || said.contains("permission denied")
                || said.contains("operation not permitted")) {
            return Optional.of(
                    new Problem(place(e), "may not be written or read; change its permissions or name another place"));
        }
        if (said.contains("read-only file system")) {
            return Optional.of(new Problem(place(e), "is on a read-only file system; name another place"));
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return Optional.of(new Problem(place(e), "is a file, and a folder is needed here; name another place"));
        }
        if (said.contains("not a directory")) {
            return Optional.of(
                    new Problem(place(e), "leads through a file as if it were a folder; name another place"));
        }
        if (e instanceof NoSuchFileException) {
            return Optional.of(new Problem(place(e), "there is no such file or folder; check the path"));
        }
        return Optional.empty();
    }

    /** The file, which some exceptions have in their message only. */
    private static String place(IOException e) {
        if (e instanceof FileSystemException refusal && refusal.getFile() != null) {
            return refusal.getFile();
        }
        String message = String.valueOf(e.getMessage());
        return e instanceof FileNotFoundException ? message.replaceFirst(" \\([^()]*\\)$", "") : "";
    }
}
