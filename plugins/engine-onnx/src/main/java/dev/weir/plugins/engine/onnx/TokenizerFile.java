package dev.weir.plugins.engine.onnx;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a WordPiece tokenizer: a {@code tokenizer.json}, or a vocabulary with one token a line, ids from 0. */
final class TokenizerFile {
    private static final int LONGEST_WORD = 100;
    private static final String CONTINUING = "##";

    private TokenizerFile() {}

    /**
     * Reads a tokenizer.
     *
     * @throws IllegalArgumentException when the file is not there or holds something else; the message begins with
     *     {@code "tokenizer: "} and names it
     */
    static WordPiece read(TextInput settings) throws IOException {
        Path file = settings.tokenizer();
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("tokenizer: " + file + ": there is no such file");
        }
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.stripLeading().startsWith("{") ? ofJson(text) : ofLines(text, settings.lowercase());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("tokenizer: " + file + " is not UTF-8", e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("tokenizer: " + file + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tokenizer: " + file + " " + e.getMessage(), e);
        }
    }

    private static WordPiece ofLines(String text, boolean lowercase) {
        Map<String, Integer> vocabulary = new HashMap<>();
        List<String> lines = text.lines().toList();
        for (int id = 0; id < lines.size(); id++) {
            vocabulary.put(lines.get(id).strip(), id);
        }
        return new WordPiece(vocabulary, lowercase, lowercase, CONTINUING, LONGEST_WORD);
    }

    private static WordPiece ofJson(String text) {
        JsonNode root = JsonMapper.shared().readTree(text);
        JsonNode model = root.path("model");
        require("model", "WordPiece", model);
        JsonNode normalizer = root.path("normalizer");
        require("normalizer", "BertNormalizer", normalizer);
        require("pre_tokenizer", "BertPreTokenizer", root.path("pre_tokenizer"));
        Map<String, Integer> vocabulary = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
            int id = entry.getValue().asInt(-1);
            if (id < 0) {
                throw new IllegalArgumentException("gives the token '" + entry.getKey() + "' no id");
            }
            vocabulary.put(entry.getKey(), id);
        }
        boolean lowercase = normalizer.path("lowercase").asBoolean(true);
        return new WordPiece(
                vocabulary,
                lowercase,
                normalizer.path("strip_accents").asBoolean(lowercase), // not given means as lowercase
                model.path("continuing_subword_prefix").asString(CONTINUING),
                model.path("max_input_chars_per_word").asInt(LONGEST_WORD));
    }

    private static void require(String part, String expected, JsonNode node) {
        String type = node.path("type").asString("");
        if (!type.equals(expected)) {
            throw new IllegalArgumentException("has the " + part + " '" + type + "', not " + expected
                    + "\nOnly tokenizers of BERT-like models are read: WordPiece with BertNormalizer.");
        }
    }
}
