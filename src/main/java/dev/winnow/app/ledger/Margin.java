package dev.winnow.app.ledger;

import dev.winnow.pipelines.model.ModelSpec;

/**
 * By how much a model may count more than the experiment's tokenizer.
 *
 * @param percent of the tokens that were counted
 * @param check by which tokens it is decided whether a prompt fits the model's window
 */
public record Margin(int percent, Check check) {
    /** For models of which nothing else is known. */
    public static final Margin USUAL = new Margin(10, Check.EXPERIMENT);

    /** Whose tokens decide whether a prompt fits. */
    public enum Check {
        /** The experiment's, so that the margin must hold what the model counts more. */
        EXPERIMENT,
        /** The model's own, which need no such margin. */
        OWN
    }

    /** The margin of a model with a tokenizer of its own may be that of counting by it, which prompts here are not. */
    public static Margin of(ModelSpec model) {
        return model.tokenizer().isPresent()
                ? new Margin(Math.max(model.margin(), USUAL.percent), Check.OWN)
                : new Margin(model.margin(), Check.EXPERIMENT);
    }
}
