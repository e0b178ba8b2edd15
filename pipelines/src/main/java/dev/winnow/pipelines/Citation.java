package dev.winnow.pipelines;

import dev.winnow.pipelines.context.Pinned;
import java.util.Optional;

/**
 * Where an answer says that it is from.
 *
 * @param cited as the reply has it, such as {@code [3]} or the words that it quotes
 * @param span the text that was meant; empty where nothing that was shown is
 */
public record Citation(String cited, Optional<Pinned.Span> span) {}
