package dev.winnow.app.dataset.atlas;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The wording of the encyclopedia: rules with alternatives, read from text files.
 *
 * <pre>
 * {@code @rule}                     opens a rule; every line below is an alternative, {@code # ...} a comment
 * {@code = a, b, c}                 a line of many short alternatives
 * {@code :born ?dead !poet: text}   tells the fact 'born'; only where 'dead' holds and 'poet' does not; with '?many'
 *                                  an article may use it more than once
 * {@code {a|b}  [maybe]}            one of; present every second time
 * {@code <rule> <rule+s> <rule.$type>}  another rule; its plural; a rule named by what a variable says
 * {@code <#3-90>}                   a whole number
 * {@code $name}                     a variable of the speaker
 * {@code a~}                        'a' or 'an', as the next word asks
 * </pre>
 */
final class Grammar {
    private static final String[] FILES = {
        "words.txt",
        "things.txt",
        "phrases.txt",
        "titles.txt",
        "person.txt",
        "careers.txt",
        "place.txt",
        "nature.txt",
        "organisation.txt",
        "work.txt",
        "structure.txt",
        "event.txt",
        "questions.txt"
    };

    /** A rule with so many alternatives is a list of words, which a sentence should not repeat. */
    private static final int MANY = 9;

    /** All rules; they are read once. */
    static final Grammar ENGLISH = new Grammar(FILES);

    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, Map<String, Integer>> symbols = new HashMap<>();

    /** Who speaks: draws the choices and says what variables stand for. */
    interface Speaker {
        Dice dice();

        /** The symbols that hold, as bits of {@link Grammar#bit}. */
        long holds();

        /** Whether this was chosen before in the same sentence, so that another draw is worth while. */
        default boolean heard(Alternative choice) {
            return false;
        }

        /** Writes what the variable stands for. */
        void say(String variable, StringBuilder out);
    }

    /** A piece of an alternative. */
    interface Node {
        void write(Speaker speaker, StringBuilder out);
    }

    /**
     * One way to put something.
     *
     * @param needs symbols that must hold, the facts told among them
     * @param forbids symbols that must not hold
     * @param tells the facts that it tells
     */
    record Alternative(long needs, long forbids, long tells, Node body) {
        boolean fits(long holds) {
            return (needs & ~holds) == 0 && (forbids & holds) == 0;
        }
    }

    /** The ways to put something; {@code conditional} where some of them have conditions. */
    record Rule(String name, List<Alternative> alternatives, int conditional) {
        Alternative pick(Dice dice, long holds) {
            if (conditional == 0) {
                return alternatives.get(dice.below(alternatives.size()));
            }
            int fitting = 0;
            for (Alternative alternative : alternatives) {
                fitting += alternative.fits(holds) ? 1 : 0;
            }
            if (fitting == 0) {
                throw new IllegalStateException("no alternative of rule '" + name + "' fits");
            }
            int left = dice.below(fitting);
            for (Alternative alternative : alternatives) {
                if (alternative.fits(holds) && left-- == 0) {
                    return alternative;
                }
            }
            throw new IllegalStateException("rule '" + name + "' changed while it was read");
        }
    }

    private Grammar(String... files) {
        Map<String, List<Alternative>> open = new HashMap<>();
        for (String file : files) {
            read(file, open);
        }
        open.forEach((name, alternatives) ->
                rules.put(name, new Rule(name, List.copyOf(alternatives), (int) alternatives.stream()
                        .filter(alternative -> alternative.needs() != 0 || alternative.forbids() != 0)
                        .count())));
    }

    private void read(String file, Map<String, List<Alternative>> open) {
        try (InputStream stream = Grammar.class.getResourceAsStream(file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String rule = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (line.startsWith("@")) {
                    rule = line.substring(1).strip();
                    open.computeIfAbsent(rule, name -> new ArrayList<>());
                } else if (line.startsWith("=")) {
                    for (String word : line.substring(1).split(",")) {
                        open.get(rule).add(new Alternative(0, 0, 0, new Parser(word.strip()).whole()));
                    }
                } else {
                    open.get(rule).add(alternative(rule, line.strip()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Alternative alternative(String rule, String line) {
        if (!line.startsWith(":")) {
            return new Alternative(0, 0, 0, new Parser(line).whole());
        }
        int end = line.indexOf(':', 1);
        long needs = 0;
        long forbids = 0;
        long tells = 0;
        String family = family(rule);
        for (String symbol : line.substring(1, end).strip().split("\\s+")) {
            if (symbol.startsWith("?")) {
                needs |= bit(family, symbol.substring(1));
            } else if (symbol.startsWith("!")) {
                forbids |= bit(family, symbol.substring(1));
            } else if (!symbol.isEmpty()) {
                tells |= bit(family, symbol);
            }
        }
        return new Alternative(
                needs | tells,
                forbids,
                tells,
                new Parser(line.substring(end + 1).strip()).whole());
    }

    static String family(String rule) {
        int dot = rule.indexOf('.');
        return dot < 0 ? rule : rule.substring(0, dot);
    }

    /** The bit of a symbol among those that the rules of one family use; a family is what stands before the first dot. */
    long bit(String family, String symbol) {
        synchronized (symbols) {
            Map<String, Integer> known = symbols.computeIfAbsent(family, name -> new HashMap<>());
            Integer place = known.get(symbol);
            if (place == null) {
                place = known.size();
                if (place > 63) {
                    throw new IllegalStateException("more than 64 symbols in the rules of '" + family + "'");
                }
                known.put(symbol, place);
            }
            return 1L << place;
        }
    }

    boolean has(String name) {
        return rules.containsKey(name);
    }

    Rule rule(String name) {
        Rule rule = rules.get(name);
        if (rule == null) {
            throw new IllegalStateException("no rule '" + name + "'");
        }
        return rule;
    }

    /** Writes one alternative of a rule. */
    void write(String rule, Speaker speaker, StringBuilder out) {
        rule(rule).pick(speaker.dice(), speaker.holds()).body().write(speaker, out);
    }

    /** One alternative of a rule, tidied as a sentence. */
    String sentence(String rule, Speaker speaker) {
        StringBuilder out = new StringBuilder();
        write(rule, speaker, out);
        return Tidy.sentence(out);
    }

    /** Reads one alternative; a rule that it names is looked up when it is first written. */
    private final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Node whole() {
            Node node = sequence("");
            if (at < text.length()) {
                throw new IllegalStateException("unexpected '" + text.charAt(at) + "' in: " + text);
            }
            return node;
        }

        private Node sequence(String closing) {
            List<Node> nodes = new ArrayList<>();
            StringBuilder literal = new StringBuilder();
            while (at < text.length() && closing.indexOf(text.charAt(at)) < 0) {
                char next = text.charAt(at);
                if (next != '{' && next != '[' && next != '<' && next != '$') {
                    literal.append(next);
                    at++;
                    continue;
                }
                flush(literal, nodes);
                at++;
                switch (next) {
                    case '{' -> nodes.add(choice("|}"));
                    case '[' -> nodes.add(maybe());
                    case '<' -> nodes.add(reference(until('>')));
                    default -> nodes.add(variable(name()));
                }
            }
            flush(literal, nodes);
            if (nodes.size() == 1) {
                return nodes.get(0);
            }
            Node[] all = nodes.toArray(Node[]::new);
            return (speaker, out) -> {
                for (Node node : all) {
                    node.write(speaker, out);
                }
            };
        }

        private void flush(StringBuilder literal, List<Node> nodes) {
            if (!literal.isEmpty()) {
                String said = literal.toString();
                nodes.add((speaker, out) -> out.append(said));
                literal.setLength(0);
            }
        }

        private Node choice(String closing) {
            List<Node> options = new ArrayList<>();
            do {
                options.add(sequence(closing));
                if (at >= text.length()) {
                    throw new IllegalStateException("no '" + closing.charAt(1) + "' in: " + text);
                }
            } while (text.charAt(at++) == '|');
            Node[] all = options.toArray(Node[]::new);
            return (speaker, out) -> speaker.dice().pick(all).write(speaker, out);
        }

        private Node maybe() {
            Node inner = choice("|]");
            return (speaker, out) -> {
                if (speaker.dice().percent(50)) {
                    inner.write(speaker, out);
                }
            };
        }

        private String until(char end) {
            int close = text.indexOf(end, at);
            if (close < 0) {
                throw new IllegalStateException("no '" + end + "' in: " + text);
            }
            String inside = text.substring(at, close);
            at = close + 1;
            return inside;
        }

        private String name() {
            int from = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private Node variable(String name) {
            return (speaker, out) -> speaker.say(name, out);
        }

        private Node reference(String inside) {
            if (inside.startsWith("#")) {
                String[] bounds = inside.substring(1).split("-");
                int lower = Integer.parseInt(bounds[0]);
                int upper = Integer.parseInt(bounds[1]);
                return (speaker, out) ->
                        out.append(Wording.number(speaker.dice().between(lower, upper)));
            }
            if (inside.endsWith("+s")) {
                Node single = reference(inside.substring(0, inside.length() - 2));
                return (speaker, out) -> {
                    StringBuilder word = new StringBuilder();
                    single.write(speaker, word);
                    out.append(Tidy.plural(word.toString()));
                };
            }
            int variable = inside.indexOf('$');
            if (variable >= 0) {
                String prefix = inside.substring(0, variable);
                String name = inside.substring(variable + 1);
                return (speaker, out) -> {
                    StringBuilder key = new StringBuilder(prefix);
                    speaker.say(name, key);
                    Grammar.this.write(key.toString(), speaker, out);
                };
            }
            return new Node() {
                private volatile Rule rule;

                @Override
                public void write(Speaker speaker, StringBuilder out) {
                    if (rule == null) {
                        rule = Grammar.this.rule(inside);
                    }
                    Alternative choice = rule.pick(speaker.dice(), speaker.holds());
                    if (rule.alternatives().size() >= MANY && speaker.heard(choice)) {
                        choice = rule.pick(speaker.dice(), speaker.holds());
                    }
                    choice.body().write(speaker, out);
                }
            };
        }
    }

    /** Every rule that an alternative names and that does not exist; for the tests. */
    List<String> names() {
        return rules.keySet().stream().sorted().toList();
    }
}
