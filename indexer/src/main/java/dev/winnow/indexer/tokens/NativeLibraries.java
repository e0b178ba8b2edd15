package dev.winnow.indexer.tokens;

import java.util.Optional;

/** How DJL's native libraries are unpacked here: for the processor, in Winnow's cache, and without reporting their use. */
public final class NativeLibraries {
    private NativeLibraries() {}

    /** Tells DJL so, unless the environment or a system property says something else; to be called before DJL is used. */
    public static void prepare() {
        // On a machine with a GPU, DJL would otherwise fetch other builds of its libraries from the network.
        setUnlessSet("RUST_FLAVOR", "cpu");
        setUnlessSet("PYTORCH_FLAVOR", "cpu");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        Optional.ofNullable(System.getenv("WINNOW_CACHE"))
                .ifPresent(cache -> setUnlessSet("DJL_CACHE_DIR", cache + "/djl"));
    }

    /** Sets what DJL reads from the environment or, without it, from a system property. */
    private static void setUnlessSet(String setting, String value) {
        if (System.getenv(setting) == null && System.getProperty(setting) == null) {
            System.setProperty(setting, value);
        }
    }
}
