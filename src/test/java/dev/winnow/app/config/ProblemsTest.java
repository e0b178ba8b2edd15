package dev.winnow.app.config;

import static dev.winnow.app.config.BindingTest.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken configurations and, to the letter, what their writers are told. */
class ProblemsTest {
    @TempDir
    private Path folder;

    @Test
    void everything_wrong_is_said_at_once_in_the_order_of_the_file() {
        assertThat(
                        problems(
                                """
                                name: north
                                sed: 7
                                watering: soon
                                soil: {acidity: much, kind: laom}
                                plants:
                                  a: {use: baen}
                                  b: {use: bean, beta: 1, b: 1.4}
                                  c: {use: guild, depth: many}
                                visitors: bee
                                """))
                .containsExactly(
                        "garden.yaml:2:1: unknown key 'sed'; did you mean 'seed'?",
                        "garden.yaml:3:11: watering must be a time such as 500ms, 30s, 2m or 1h, got 'soon'",
                        "garden.yaml:4:17: acidity must be a number, got 'much'",
                        "garden.yaml:4:29: unknown kind 'laom'; did you mean 'loam'?",
                        "garden.yaml:6:12: unknown plant 'baen'; did you mean 'bean'?",
                        "garden.yaml:7:18: unknown key 'beta' in bean; did you mean 'b'?",
                        "garden.yaml:7:30: b must be between 0 and 1, got 1.4",
                        "garden.yaml:8:6: missing key 'of' in guild; it must be a list",
                        "garden.yaml:8:26: depth must be a whole number, got 'many'",
                        "garden.yaml:9:11: visitors must be a list, got 'bee'; write [bee]");
    }

    @Test
    void a_missing_key() {
        assertThat(problems("seed: 2")).containsExactly("garden.yaml:1:1: missing key 'name'; it must be text");
    }

    @Test
    void a_misspelt_key_is_not_also_missing() {
        assertThat(problems("nmae: x")).containsExactly("garden.yaml:1:1: unknown key 'nmae'; did you mean 'name'?");
    }

    @Test
    void a_key_given_twice() {
        assertThat(problems("name: x\nseed: 1\nname: y"))
                .containsExactly("garden.yaml:3:1: key 'name' is already given at line 1; keep one of them");
    }

    @Test
    void a_key_without_a_value() {
        assertThat(problems("name:\nseed: ~\nvisitors: [bee, null]"))
                .containsExactly(
                        "garden.yaml:1:6: name has no value; give it one or remove it",
                        "garden.yaml:2:7: seed has no value; give it one or remove it",
                        "garden.yaml:3:17: visitor has no value; give it one or remove it");
    }

    @Test
    void an_empty_file() {
        assertThat(problems("")).containsExactly("garden.yaml:1:1: the file is empty; it needs the key 'name'");
        assertThat(problems("# nothing\n"))
                .containsExactly("garden.yaml:1:1: the file is empty; it needs the key 'name'");
    }

    @Test
    void a_file_that_is_no_map() {
        assertThat(problems("- name: x"))
                .containsExactly("garden.yaml:1:1: a configuration is a map, one 'key: value' to a line, got a list");
    }

    @Test
    void a_variable_that_is_not_set() {
        assertThat(problems("name: ${WHO}\nplans: ${WINNOW_DATA}/plans"))
                .containsExactly(
                        "garden.yaml:1:7: WHO is not set; export it, or write ${NAME:-value} to say what it is otherwise",
                        "garden.yaml:2:8: WINNOW_DATA is not set; export it to the folder that holds the data");
    }

    @Test
    void a_secret_does_not_get_into_a_configuration() {
        assertThat(problems("name: ${OPENAI_API_KEY}"))
                .containsExactly("garden.yaml:1:7: OPENAI_API_KEY looks like a secret, and values are written into the"
                        + " run's folder; give the variable's name, without ${}, to a key that asks for one");
    }

    @Test
    void a_variable_that_is_not_closed() {
        assertThat(problems("name: ${HOUSE"))
                .containsExactly("garden.yaml:1:7: '${' must be followed by a name and '}', as in ${NAME} or"
                        + " ${NAME:-default}; write $${ where no variable is meant");
    }

    @Test
    void numbers_that_are_none_or_too_large() {
        assertThat(
                        problems(
                                """
                                name: x
                                seed: 99999999999999999999
                                soil: {acidity: 15}
                                plants: {a: {use: guild, of: [], depth: 2.5}, b: {use: bean, k1: .}, c: {use: bean, k1: 1e999}}
                                """))
                .containsExactly(
                        "garden.yaml:2:7: seed must be between -9,223,372,036,854,775,808 and"
                                + " 9,223,372,036,854,775,807, got '99999999999999999999'",
                        "garden.yaml:3:17: acidity must be between 0 and 14, got 15.0",
                        "garden.yaml:4:41: depth must be a whole number, got '2.5'",
                        "garden.yaml:4:66: k1 must be a number, got '.'",
                        "garden.yaml:4:89: k1 must be a number, got '1e999'");
    }

    @Test
    void a_rule_about_the_whole_stands_at_the_map() {
        assertThat(problems("name: x\nplants:\n  a: {use: bean, k1: 0.4}"))
                .containsExactly("garden.yaml:3:6: bean: a bean needs different numbers, got 0.4 twice");
    }

    @Test
    void values_that_their_type_refuses() {
        assertThat(problems("name: x\nsoil: {label: ' '}\nvisitors: [{use: token-moth, wingspan: big}]"))
                .containsExactly(
                        "garden.yaml:2:15: label: must not be blank",
                        "garden.yaml:3:40: wingspan: a size is a whole number with K (1,000), Ki (1,024), M or Mi"
                                + " behind it, got 'big'");
    }

    @Test
    void kinds_that_are_named_wrongly() {
        assertThat(
                        problems(
                                """
                                name: x
                                plants:
                                  a: guild
                                  b: {k1: 1}
                                  c: [bean]
                                  d: {use: [bean]}
                                  e: tulip
                                """))
                .containsExactly(
                        "garden.yaml:3:6: guild needs the key 'of'; write {use: guild, ...}",
                        "garden.yaml:4:6: missing key 'use', which names the plant; known are bean, guild, squash",
                        "garden.yaml:5:6: c must be a plant, a name or a map with 'use', got a list",
                        "garden.yaml:6:12: use must name a plant; known are bean, guild, squash",
                        "garden.yaml:7:6: unknown plant 'tulip'; known are bean, guild, squash");
    }

    @Test
    void a_name_that_nothing_has() {
        assertThat(
                        problems(
                                """
                                name: x
                                plants: {bean: bean, both: {use: guild, of: [bean, baen]}}
                                beds: [{use: row, plant: [bean, kale], tended-by: ada}]
                                """))
                .containsExactly(
                        "garden.yaml:2:52: no plant is named 'baen'; did you mean 'bean'?",
                        "garden.yaml:3:33: no plant is named 'kale'; known are bean, both",
                        "garden.yaml:3:51: no gardener is named 'ada'; gardeners has no entries");
    }

    @Test
    void names_that_refer_to_each_other() {
        assertThat(
                        problems(
                                """
                                name: x
                                plants:
                                  a: {use: guild, of: [c, b]}
                                  b: {use: guild, of: [a]}
                                  c: bean
                                  d: {use: guild, of: [d, e]}
                                  e: {use: guild, of: [f]}
                                  f: {use: guild, of: [c], ground: {use: guild, of: [e, d]}}
                                """))
                .containsExactly(
                        "garden.yaml:3:27: plants 'a' and 'b' refer to each other: a -> b -> a",
                        "garden.yaml:6:24: plant 'd' refers to itself",
                        "garden.yaml:6:27: plants 'd', 'e' and 'f' refer to each other: d -> e -> f -> d",
                        "garden.yaml:7:24: plants 'e' and 'f' refer to each other: e -> f -> e");
    }

    @Test
    void two_entries_with_one_id() {
        assertThat(problems("name: x\ngardeners:\n  - {id: ada}\n  - {id: ada}"))
                .containsExactly("garden.yaml:4:5: two entries of gardeners have the id 'ada', the first at line 3;"
                        + " give one of them another id");
    }

    @Test
    void what_is_not_yaml() {
        assertThat(problems("name: x\nsoil: {acidity: 5\nseed: 1"))
                .containsExactly("garden.yaml:3:5: the map '{' that opens at line 2 needs ',' or '}' here");
        assertThat(problems("name: x\nvisitors: [bee\nseed: 1"))
                .containsExactly("garden.yaml:3:5: the list '[' that opens at line 2 needs ',' or ']' here");
        assertThat(problems("name: \"x\nseed: 1"))
                .containsExactly("garden.yaml:2:8: the quoted text that opens at line 1 is not closed");
        assertThat(problems("soil:\n\tacidity: 5"))
                .containsExactly("garden.yaml:2:1: a tab cannot indent YAML; use spaces");
        assertThat(problems("name: a: b"))
                .containsExactly("garden.yaml:1:8: a ':' cannot stand here; check the indentation, and put text that"
                        + " has ': ' in it in quotes");
        assertThat(problems("name: x\nseed\nplans: y"))
                .containsExactly("garden.yaml:3:1: the key above this place has no ':' behind it; write 'key: value',"
                        + " lists with '- '");
        assertThat(problems("soil:\n    acidity: 5\n  kind: clay"))
                .containsExactly(
                        "garden.yaml:3:3: this line does not fit the indentation of the block that opens at line 1");
        assertThat(problems("name: *who"))
                .containsExactly("garden.yaml:1:7: *who stands for nothing: no &who comes before it");
        assertThat(problems("name: @x"))
                .containsExactly("garden.yaml:1:7: a value cannot begin with @; put it in quotes");
        assertThat(problems("name: x\n---\nname: y"))
                .containsExactly(
                        "garden.yaml:2:1: a second document begins here; a file holds one, without '---' inside");
        assertThat(problems("name: x\u0007"))
                .containsExactly("garden.yaml:1:8: a character that YAML does not allow (U+0007); remove it");
        assertThat(problems("[".repeat(20_000)))
                .containsExactly("garden.yaml:1:1: lists and maps are nested too deeply to be read");
    }

    @Test
    void yaml_that_means_nothing_here() {
        assertThat(problems("name: !who x\n? [a]\n: b\nplants: {}"))
                .containsExactly(
                        "garden.yaml:1:7: tags such as !who mean nothing here; remove it",
                        "garden.yaml:2:3: a key must be one word, got a list or a map");
        assertThat(problems("name: x\nplants: &p {a: *p}"))
                .containsExactly(
                        "garden.yaml:2:9: this value contains itself; remove the alias that points back to it");
    }

    @Test
    void a_file_that_is_not_there_or_no_text() throws IOException {
        Path latin = folder.resolve("quickstart.yaml");
        Files.write(latin, "name: x\nplans: Gärten\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(read(latin))
                .isEqualTo(latin + ":2:9: here is a byte that is not UTF-8; save the file in the encoding UTF-8");
        assertThat(read(folder.resolve("quikstart.yaml")))
                .isEqualTo(folder.resolve("quikstart.yaml") + ": no such file; did you mean 'quickstart.yaml'?");
        assertThat(read(folder.resolve("a/b.yaml")))
                .isEqualTo(folder.resolve("a/b.yaml") + ": no such file, nor its folder");
        assertThat(read(folder)).isEqualTo(folder + ": this is a folder, where a YAML file is needed");
    }

    private static String read(Path file) {
        return catchThrowableOfType(InputException.class, () -> ConfigFile.read(file, name -> Optional.empty()))
                .getMessage();
    }
}
