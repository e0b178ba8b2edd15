package dev.winnow.app.routing;

import dev.winnow.app.routing.Outcomes.Family;
import dev.winnow.app.routing.Policy.Decided;
import dev.winnow.app.routing.Policy.Kind;
import dev.winnow.pipelines.route.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Ways of choosing that learn nothing from outcomes. */
final class Baselines {
    static final String ORACLE = "oracle";
    static final String RANDOM = "random";
    static final String TASK_RULE = "task-rule";
    static final String SELF_ROUTE = "self-route";

    /** A task for which the text is wanted as a whole: comparison, reasoning, several hops. */
    private static final Pattern WHOLE = Pattern.compile("comp|reason|hop|multi|summ|count|aggregat|global");

    /** A task whose questions have no answer, which more text tempts to invent. */
    private static final Pattern NO_ANSWER = Pattern.compile("hallu|unanswer|no.answer");

    private final Outcomes outcomes;
    private final List<RoutingCase> cases;

    /** Of the cases that learners were tested on, in their order. */
    Baselines(Outcomes outcomes, List<RoutingCase> cases) {
        this.outcomes = outcomes;
        this.cases = List.copyOf(cases);
    }

    List<Policy> all() {
        List<Policy> all = new ArrayList<>(fixed());
        all.add(random());
        taskRule().ifPresent(all::add);
        all.addAll(choosers());
        selfRoute().ifPresent(all::add);
        all.add(oracle());
        return all;
    }

    /** Every route for all questions. */
    List<Policy> fixed() {
        return IntStream.range(0, outcomes.routes().size())
                .mapToObj(route -> policy("always " + outcomes.names().get(route), Kind.FIXED, one -> route))
                .toList();
    }

    /** The expected value of a fair draw among the routes. */
    private Policy random() {
        double share = 1.0 / outcomes.routes().size();
        return new Policy(
                RANDOM,
                Kind.RULE,
                cases.stream()
                        .map(one -> new Decided(
                                one.results().stream().mapToDouble(RouteResult::quality).sum() * share,
                                one.results().stream()
                                        .map(RouteResult::cost)
                                        .reduce(Cost.NONE, Cost::plus)
                                        .times(share),
                                -1))
                        .toList());
    }

    /** The cheapest of the routes that do best. */
    Policy oracle() {
        return policy(ORACLE, Kind.ORACLE, one -> one.best(outcomes.unit()));
    }

    /**
     * Comparison, reasoning and several hops to long context, questions without an answer and all others to retrieval. By the
     * attribute {@code task}, and where questions have none, by whether their words compare. Only where one route is
     * retrieval and another long context.
     */
    Optional<Policy> taskRule() {
        int retrieval = family(Family.RETRIEVAL);
        int whole = family(Family.LONG_CONTEXT);
        return retrieval < 0 || whole < 0
                ? Optional.empty()
                : Optional.of(policy(TASK_RULE, Kind.RULE, one -> wantsWhole(one) ? whole : retrieval));
    }

    private static boolean wantsWhole(RoutingCase one) {
        String task = one.value("task").toLowerCase(Locale.ROOT);
        return task.isEmpty()
                ? Form.of(one.question().text()) == Form.COMPARISON
                : WHOLE.matcher(task).find() && !NO_ANSWER.matcher(task).find();
    }

    /** Strategies of the runs that choose by themselves, where they answered every case. */
    private List<Policy> choosers() {
        List<Policy> found = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        cases.forEach(one -> names.addAll(one.others().keySet()));
        for (String name : names) {
            if (cases.stream().allMatch(one -> one.others().containsKey(name))) {
                found.add(new Policy(
                        name,
                        Kind.ASKS,
                        cases.stream()
                                .map(one -> Decided.of(one.others().get(name)))
                                .toList()));
            }
        }
        return found;
    }

    /**
     * Self-Route (arXiv 2407.16833) as the recorded answers have it: retrieval's answer, and where that is a refusal the answer of long
     * context, at the cost of both. Only where retrieval ever refused.
     */
    private Optional<Policy> selfRoute() {
        int retrieval = family(Family.RETRIEVAL);
        int whole = family(Family.LONG_CONTEXT);
        if (retrieval < 0
                || whole < 0
                || cases.stream().noneMatch(one -> one.results().get(retrieval).refused() > 0)) {
            return Optional.empty();
        }
        return Optional.of(new Policy(
                SELF_ROUTE,
                Kind.ASKS,
                cases.stream()
                        .map(one -> {
                            double refused = one.results().get(retrieval).refused();
                            return new Decided(
                                    refused > 0
                                            ? (1 - refused) * one.quality(retrieval) + refused * one.quality(whole)
                                            : one.quality(retrieval),
                                    one.cost(retrieval).plus(one.cost(whole).times(refused)),
                                    refused == 1 ? whole : refused == 0 ? retrieval : -1);
                        })
                        .toList()));
    }

    private int family(Family family) {
        for (int route = 0; route < outcomes.routes().size(); route++) {
            if (outcomes.routes().get(route).family() == family) {
                return route;
            }
        }
        return -1;
    }

    private Policy policy(String name, Kind kind, ToIntFunction<RoutingCase> choice) {
        return new Policy(
                name,
                kind,
                cases.stream()
                        .map(one -> Decided.of(one, choice.applyAsInt(one)))
                        .toList());
    }
}
