package dev.winnow.pipelines;

/** An answer, and everything that was done for it. */
public record Attempt(Answer answer, Trace trace) {}
