package dev.winnow.indexer.index;

/** The fields of the Lucene indexes in an index folder. */
public final class Fields {
    /** Title and text of a passage, analysed: the one field that is searched. */
    public static final String TEXT = "text";
    /** The id of a passage's or a stored document. */
    public static final String DOCUMENT = "document";
    /** The place of a passage's document in the corpus, from 0. */
    public static final String PLACE = "place";
    /** A passage's place in its document, from 0. */
    public static final String ORDINAL = "ordinal";
    /** A passage's first UTF-16 unit. */
    public static final String START = "start";
    /** One behind a passage's last UTF-16 unit. */
    public static final String END = "end";
    /** How many terms a passage has; norms hold it only to one byte, and statistics of scopes need it exactly. */
    public static final String LENGTH = "length";
    /** A passage's vector. */
    public static final String VECTOR = "vector";

    static final String TITLE = "title";
    static final String LINK = "link";
    static final String METADATA_KEY = "key";
    static final String METADATA_VALUE = "value";

    private Fields() {}
}
