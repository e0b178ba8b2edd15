package dev.winnow.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Winnow this is. */
public final class Version {
    private Version() {}

    /** The version of this build, such as {@code 0.1.0-SNAPSHOT}. */
    public static String ofBuild() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
