package dev.parley.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.Payload;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FormTest {

    private static Form json(String text) {
        return Form.of(Objects.requireNonNull(JsonFields.read(Payload.json(text))));
    }

    @Test
    void scalarsOfJsonAreTextsAsTheyAreWritten() {
        Form form = json("{\"s\":\"ä\",\"n\":1.50,\"b\":true,\"z\":null,\"o\":{},\"a\":[]}");

        assertThat(form.text("s")).isEqualTo("ä");
        assertThat(form.text("n")).isEqualTo("1.50");
        assertThat(form.text("b")).isEqualTo("true");
        assertThat(form.text("z")).isNull();
        assertThat(form.text("o")).isNull();
        assertThat(form.text("a")).isNull();
        assertThat(form.text("absent")).isNull();
        assertThat(form.files("s")).isEmpty();
    }

    @Test
    void severalTextsComeInManyForms() {
        Form json = json(
                "{\"a\":[\"x\",1],\"s\":\"[\\\"x\\\",\\\"y\\\"]\",\"t\":\"x\",\"b[]\":[\"x\"],\"o\":[{}],\"n\":7}");
        Form parts = Form.of(Map.of(
                "a", List.of("x", "y"), "s", List.of("[\"x\",\"y\"]"), "t", List.of("[x"), "b[]", List.of("x", "y")));

        assertThat(json.texts("a")).containsExactly("x", "1");
        assertThat(json.texts("s")).containsExactly("x", "y");
        assertThat(json.texts("t")).containsExactly("x");
        assertThat(json.texts("b")).containsExactly("x");
        assertThat(json.texts("o")).isNull();
        assertThat(json.texts("n")).containsExactly("7");
        assertThat(json.texts("absent")).isNull();
        assertThat(parts.texts("a")).containsExactly("x", "y");
        assertThat(parts.texts("s")).containsExactly("x", "y");
        assertThat(parts.texts("t")).containsExactly("[x");
        assertThat(parts.texts("b")).containsExactly("x", "y");
        assertThat(parts.texts("absent")).isNull();
    }

    @Test
    void anObjectMayBeWrittenAsText() {
        Form json = json("{\"o\":{\"a\":1},\"s\":\"{\\\"a\\\":1}\",\"t\":\"{a\",\"l\":[]}");
        Form parts = Form.of(Map.of("o", List.of("{\"a\":1}"), "t", List.of("x")));

        assertThat(json.object("o")).isEqualTo("{\"a\":1}");
        assertThat(json.object("s")).isEqualTo("{\"a\":1}");
        assertThat(json.object("t")).isNull();
        assertThat(json.object("l")).isNull();
        assertThat(parts.object("o")).isEqualTo("{\"a\":1}");
        assertThat(parts.object("t")).isNull();
        assertThat(parts.object("absent")).isNull();
    }

    @Test
    void ofARepeatedFieldTheLastTextCounts() {
        assertThat(Form.of(Map.of("a", List.of("x", "y"))).text("a")).isEqualTo("y");
        assertThat(Form.empty().text("a")).isNull();
    }
}
