package dev.winnow.app.experiment;

import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Prompt;

/** A model that is opened at its first call: whoever only retrieves needs no key. */
final class LazyModel implements Llm {
    private final ModelSpec spec;
    private final ModelTools tools;
    private Llm open;

    LazyModel(ModelSpec spec, ModelTools tools) {
        this.spec = spec;
        this.tools = tools;
    }

    @Override
    public Completion complete(Prompt prompt) {
        return open().complete(prompt);
    }

    private synchronized Llm open() {
        if (open == null) {
            open = spec.open(tools);
        }
        return open;
    }
}
