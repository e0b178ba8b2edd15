package dev.winnow.app.dataset.atlas;

import java.util.Optional;

/** What people of an occupation are known for, and where it appears. */
final class Made {
    private Made() {}

    /** The type of work that people of this occupation make; empty where they make none. */
    static String work(String occupation) {
        return switch (occupation) {
            case "novelist" -> "novel";
            case "director" -> "film";
            case "composer" -> "opera";
            case "singer" -> "album";
            case "painter" -> "painting";
            default -> "";
        };
    }

    /** The type of organisation that brings out or keeps such a work. */
    static String house(String work) {
        return switch (work) {
            case "novel" -> "publisher";
            case "film" -> "studio";
            case "opera" -> "company-opera";
            case "album" -> "label";
            default -> "museum";
        };
    }

    /** The type of organisation that employs people of this occupation; empty where none does. */
    static String employer(String occupation) {
        return switch (occupation) {
            case "chemist", "engineer" -> "company";
            case "historian", "botanist", "zoologist" -> "museum";
            case "journalist" -> "newspaper";
            case "astronomer", "physician" -> "university";
            default -> "";
        };
    }

    /** The relation through which things name a person of this occupation as their maker. */
    static Optional<Relation> of(String occupation) {
        return switch (occupation) {
            case "novelist", "director", "composer", "singer", "painter" -> Optional.of(Relation.CREATOR);
            case "architect", "engineer" -> Optional.of(Relation.ARCHITECT);
            case "botanist", "zoologist" -> Optional.of(Relation.DESCRIBER);
            case "mountaineer" -> Optional.of(Relation.CLIMBER);
            case "explorer", "general" -> Optional.of(Relation.LEADER);
            default -> Optional.empty();
        };
    }
}
