package dev.winnow.app.experiment;

import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.prompt.StrategyTemplate;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The templates by which an experiment's strategies word their calls.
 *
 * @param templates by name
 */
record StrategyPrompts(Map<String, StrategyTemplate> templates) {
    /** Below the folder of the other templates. */
    private static final String FOLDER = "strategies/";

    /**
     * Those that pipelines name.
     *
     * @throws dev.winnow.indexer.spec.InputException if one is missing or does not word what its strategy asks
     */
    static StrategyPrompts of(Collection<PipelineSpec> pipelines, Prompts prompts) {
        Map<String, StrategyTemplate> templates = new TreeMap<>();
        pipelines.stream().flatMap(PipelineSpec::all).forEach(pipeline -> {
            if (pipeline instanceof PipelineSpec.Worded worded) {
                templates.computeIfAbsent(worded.wording(), prompts::strategy).check(worded.wording(), worded.script());
            }
        });
        return new StrategyPrompts(templates);
    }

    /** The same, each changed so. */
    StrategyPrompts with(UnaryOperator<StrategyTemplate> change) {
        Map<String, StrategyTemplate> changed = new TreeMap<>();
        templates.forEach((name, template) -> changed.put(name, change.apply(template)));
        return new StrategyPrompts(changed);
    }

    /** All by the names of their files, from the folder of the templates. */
    Map<String, Record> files() {
        Map<String, Record> files = new TreeMap<>();
        templates.forEach((name, template) -> files.put(FOLDER + name + ".yaml", template));
        return files;
    }
}
