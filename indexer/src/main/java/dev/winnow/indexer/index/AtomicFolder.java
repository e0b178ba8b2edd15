package dev.winnow.indexer.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fills a folder beside its place and moves it there when it is whole. What an interrupted filling left is removed by the
 * next one.
 */
public final class AtomicFolder {
    /** A file lock holds off other processes and fails within one; threads of this one wait here. */
    private static final Map<Path, Object> PLACES = new ConcurrentHashMap<>();

    private AtomicFolder() {}

    /** Whether what is wanted is there. */
    public interface Test {
        /** Whether the folder, which need not be there, holds what is wanted. */
        boolean holds(Path folder) throws IOException;
    }

    /** Fills a folder. */
    public interface Filling {
        /** Writes into a folder that is there and empty. */
        void into(Path partial) throws IOException;
    }

    /**
     * Has the folder filled unless it holds already what is wanted. Of several threads and processes one fills, the others
     * wait.
     *
     * @return whether it was filled
     */
    public static boolean fill(Path folder, Test wanted, Filling filling) throws IOException {
        Path place = folder.toAbsolutePath().normalize();
        Files.createDirectories(place.getParent());
        Path target = place.getParent().toRealPath().resolve(place.getFileName());
        synchronized (PLACES.computeIfAbsent(target, key -> new Object())) {
            return fillLocked(target, wanted, filling);
        }
    }

    private static boolean fillLocked(Path target, Test wanted, Filling filling) throws IOException {
        Path lock = target.resolveSibling(target.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock heldUntilTheChannelCloses = channel.lock();
            assert heldUntilTheChannelCloses.isValid();
            if (wanted.holds(target)) {
                return false;
            }
            Path partial = target.resolveSibling(target.getFileName() + ".partial");
            delete(partial);
            Files.createDirectories(partial);
            filling.into(partial);
            replace(target, partial);
            return true;
        }
    }

    private static void replace(Path target, Path partial) throws IOException {
        Path old = target.resolveSibling(target.getFileName() + ".old");
        delete(old);
        if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    /** Removes a folder and all in it, if it is there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
