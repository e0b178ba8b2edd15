package dev.winnow.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of docs/architecture.md that a compiler does not check. */
class ArchitectureTest {
    // Plain test methods: fields with @ArchTest were silently not run by some versions of Surefire.
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.winnow");

    @ParameterizedTest
    @ValueSource(strings = {"indexer", "retrievers", "pipelines", "app"})
    void every_module_is_looked_at(String module) {
        assertThat(CLASSES.stream()
                        .filter(resideInAPackage("dev.winnow." + module + "..")::test)
                        .filter(JavaClass::isTopLevelClass))
                .hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({
        "indexer, retrievers",
        "indexer, pipelines",
        "indexer, app",
        "retrievers, pipelines",
        "retrievers, app",
        "pipelines, app"
    })
    void arrows_between_modules_go_one_way(String below, String above) {
        noClasses()
                .that()
                .resideInAPackage("dev.winnow." + below + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.winnow." + above + "..")
                .check(CLASSES);
    }

    @Test
    void packages_of_the_application_have_no_cycles() {
        slices().matching("dev.winnow.app.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothing_that_answers_can_name_the_answer_key() {
        noClasses()
                .that(resideOutsideOfPackage("dev.winnow.app.."))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.winnow.app.dataset..")
                        .and(simpleName("Gold").or(simpleName("Evidence"))))
                .check(CLASSES);
        assertThat(CLASSES.stream().map(JavaClass::getName))
                .as("the names that the rule knows")
                .contains("dev.winnow.app.dataset.Gold", "dev.winnow.app.dataset.Evidence");
    }

    @Test
    void public_methods_and_constructors_take_no_booleans() {
        codeUnits()
                .that()
                .arePublic()
                .and(new DescribedPredicate<JavaCodeUnit>("are written by hand in a public class") {
                    @Override
                    public boolean test(JavaCodeUnit unit) {
                        return isPublic(unit.getOwner())
                                && !unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                                && !unit.getModifiers().contains(JavaModifier.BRIDGE);
                    }
                })
                .should(takeNoBoolean())
                .check(CLASSES);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
    }

    private static ArchCondition<JavaCodeUnit> takeNoBoolean() {
        return new ArchCondition<>("take no boolean; an enum says at the call what is meant") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                boolean taken = unit.getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(boolean.class) || type.isEquivalentTo(Boolean.class));
                events.add(new SimpleConditionEvent(unit, !taken, unit.getFullName() + " takes a boolean"));
            }
        };
    }

    @Test
    void classes_are_named_for_what_they_are() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager)")
                .check(CLASSES);
    }

    @Test
    void every_random_choice_comes_from_a_seed() {
        noClasses()
                .should()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SplittableRandom.class)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(ThreadLocalRandom.class, SecureRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(StrictMath.class, "random")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Collections.class, "shuffle", List.class)
                .orShould()
                .callMethod(RandomGenerator.class, "getDefault")
                .orShould()
                .callMethod(RandomGenerator.class, "of", String.class)
                .because("a run must be repeatable: derive a child of dev.winnow.indexer.corpus.Seed")
                .check(CLASSES);
    }

    @Test
    void lucene_stays_in_the_index_the_retrievers_and_the_extractive_reader() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.winnow.indexer.index..",
                        "dev.winnow.retrievers..",
                        "dev.winnow.pipelines.model.extractive..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.lucene..")
                .check(CLASSES);
    }

    @Test
    void langchain4j_stays_with_the_models_and_the_adapters() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.winnow.pipelines.model..", "dev.winnow.pipelines.langchain4j..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.langchain4j..")
                .check(CLASSES);
    }

    @Test
    void engines_of_networks_stay_with_embedders_tokenizers_and_language_models() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.winnow.indexer.embed..",
                        "dev.winnow.indexer.tokens..",
                        "dev.winnow.pipelines.model.causal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "ai.djl..")
                .check(CLASSES);
    }

    @Test
    void jinja_stays_with_the_templates_of_chats() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.winnow.pipelines.model.causal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.hubspot.jinjava..")
                .check(CLASSES);
    }

    @Test
    void the_configuration_binder_knows_nothing_of_experiments() {
        noClasses()
                .that()
                .resideInAPackage("dev.winnow.app.config..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.winnow.app..").and(resideOutsideOfPackage("dev.winnow.app.config..")))
                .check(CLASSES);
    }
}
