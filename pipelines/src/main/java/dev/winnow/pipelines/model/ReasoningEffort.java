package dev.winnow.pipelines.model;

import java.util.Locale;

/** How much a thinking model is to think; which values there are is up to the model. */
public enum ReasoningEffort {
    NONE,
    MINIMAL,
    LOW,
    MEDIUM,
    HIGH,
    XHIGH,
    MAX;

    /** As it is sent. */
    public String sent() {
        return name().toLowerCase(Locale.ROOT);
    }
}
