package dev.weir.runtime.report;

/**
 * HTML in the making. Tag and attribute names are ours and written as they are; every text and every
 * attribute value is escaped, so that nothing from a report is ever read as markup.
 */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Opens a tag; attributes are names and values in turn. */
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    Html close(String tag) {
        out.append("</").append(tag).append(">\n");
        return this;
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** A tag that holds one text. */
    Html element(String tag, String text, String... attributes) {
        open(tag, attributes);
        escape(text);
        out.append("</").append(tag).append('>');
        return this;
    }

    static String escaped(String text) {
        return new Html().text(text).toString();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
