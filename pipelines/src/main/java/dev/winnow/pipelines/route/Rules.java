package dev.winnow.pipelines.route;

import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Routes by rules: the first that a question meets decides.
 *
 * @param rules in this order
 * @param otherwise the route of questions that meet none
 */
public record Rules(List<Rule> rules, String otherwise) implements RouterSpec {
    public Rules {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("rules must name at least one; without any, use one strategy alone");
        }
    }

    /**
     * A question meets a rule where it meets all its conditions, of which it has at least one.
     *
     * @param attributes values that attributes of the question may have; a question without the attribute does not meet it
     * @param tokensAtLeast of the texts of the documents that the question may see, by the experiment's tokenizer
     * @param tokensAtMost the same from above
     * @param documentsAtLeast that the question may see
     * @param documentsAtMost the same from above
     * @param form what the question may ask for; known for questions in English
     * @param matches a regular expression that must be found in the question, letter case making no difference
     * @param take the route
     */
    public record Rule(
            Optional<Map<String, List<String>>> attributes,
            Optional<TokenSize> tokensAtLeast,
            Optional<TokenSize> tokensAtMost,
            Optional<Integer> documentsAtLeast,
            Optional<Integer> documentsAtMost,
            Optional<List<Form>> form,
            Optional<String> matches,
            String take) {
        public Rule {
            attributes = attributes.map(named -> {
                Map<String, List<String>> copy = new TreeMap<>();
                named.forEach((name, values) -> copy.put(name, List.copyOf(values)));
                return Collections.unmodifiableMap(copy);
            });
            form = form.map(List::copyOf);
            List<String> problems = new ArrayList<>();
            if (Stream.of(attributes, tokensAtLeast, tokensAtMost, documentsAtLeast, documentsAtMost, form, matches)
                    .allMatch(Optional::isEmpty)) {
                problems.add("a rule needs a condition; what is taken in any case stands in 'otherwise'");
            }
            attributes.ifPresent(named -> {
                if (named.isEmpty()) {
                    problems.add("attributes must name at least one");
                }
                named.forEach((name, values) -> {
                    if (values.isEmpty()) {
                        problems.add("attributes must give '" + name + "' at least one value");
                    }
                });
            });
            if (form.isPresent() && form.get().isEmpty()) {
                problems.add("form must name at least one");
            }
            range("tokens", tokensAtLeast.map(TokenSize::tokens), tokensAtMost.map(TokenSize::tokens), problems);
            range("documents", documentsAtLeast, documentsAtMost, problems);
            matches.ifPresent(pattern -> {
                try {
                    Pattern unused = compiled(pattern);
                } catch (PatternSyntaxException e) {
                    problems.add("matches is no regular expression: " + e.getDescription() + " at " + e.getIndex()
                            + ", got '" + pattern + "'");
                }
            });
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
        }

        private static void range(String what, Optional<Integer> least, Optional<Integer> most, List<String> problems) {
            if (least.isPresent() && most.isPresent() && least.get() > most.get()) {
                problems.add(what + "-at-least must not be above " + what + "-at-most, got " + least.get() + " and "
                        + most.get());
            }
        }

        private static Pattern compiled(String pattern) {
            return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        }

        private boolean meets(Question question, Optional<Pattern> pattern, ScopeTokens sizes, int documents) {
            return attributes.stream()
                            .flatMap(named -> named.entrySet().stream())
                            .allMatch(each -> Optional.ofNullable(
                                            question.attributes().get(each.getKey()))
                                    .filter(each.getValue()::contains)
                                    .isPresent())
                    && documentsAtLeast.stream().allMatch(least -> documents >= least)
                    && documentsAtMost.stream().allMatch(most -> documents <= most)
                    && form.stream().allMatch(forms -> forms.contains(Form.of(question.text())))
                    && pattern.stream()
                            .allMatch(sought -> sought.matcher(question.text()).find())
                    && tokensAtLeast.stream().allMatch(least -> sizes.of(question.scope()) >= least.tokens())
                    && tokensAtMost.stream().allMatch(most -> sizes.of(question.scope()) <= most.tokens());
        }
    }

    @Override
    public Set<String> routes() {
        Set<String> routes = new LinkedHashSet<>();
        rules.forEach(rule -> routes.add(rule.take()));
        routes.add(otherwise);
        return routes;
    }

    @Override
    public Map<String, List<String>> attributes() {
        Map<String, List<String>> read = new TreeMap<>();
        for (Rule rule : rules) {
            rule.attributes()
                    .ifPresent(named -> named.forEach((name, values) ->
                            read.computeIfAbsent(name, key -> new ArrayList<>()).addAll(values)));
        }
        return read;
    }

    @Override
    public Router open(PipelineTools tools) {
        OptionalInt largest = rules.stream()
                .flatMap(rule -> Stream.of(rule.tokensAtLeast(), rule.tokensAtMost()))
                .flatMap(Optional::stream)
                .mapToInt(TokenSize::tokens)
                .max();
        ScopeTokens sizes = new ScopeTokens(tools.index().corpus(), tools.counter(), largest.orElse(0));
        List<Optional<Pattern>> patterns =
                rules.stream().map(rule -> rule.matches().map(Rule::compiled)).toList();
        return question -> {
            int documents =
                    switch (question.scope()) {
                        case Scope.WholeCorpus whole -> tools.index().corpus().size();
                        case Scope.Documents some -> some.ids().size();
                    };
            for (int i = 0; i < rules.size(); i++) {
                Rule rule = rules.get(i);
                if (rule.meets(question, patterns.get(i), sizes, documents)) {
                    return new Router.Decision(rule.take(), Map.of("rule", Integer.toString(i + 1)));
                }
            }
            return new Router.Decision(otherwise, Map.of("rule", "otherwise"));
        };
    }
}
