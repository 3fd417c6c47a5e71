package dev.parley.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartParserTest {

    /** As Dart's http library makes them: 70 characters. */
    private static final String BOUNDARY = "dart-http-boundary-aZ9+_,-./:=?aZ9+_,-./:=?aZ9+_,-./:=?aZ9+_,-./:=?abc";

    private static final String FIRST = "--" + BOUNDARY + "\r\n";
    private static final String NEXT = "\r\n--" + BOUNDARY + "\r\n";
    private static final String LAST = "\r\n--" + BOUNDARY + "--\r\n";
    private static final String TEXT = "content-disposition: form-data; name=\"a\"\r\n\r\n";

    private static List<String> parse(byte[] body, int piece) {
        List<String> parts = new ArrayList<>();
        MultipartParser parser = new MultipartParser(BOUNDARY, new MultipartParser.Parts() {
            private PartHead head = new PartHead("", null);
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

            @Override
            public void begin(PartHead next) {
                head = next;
                bytes.reset();
            }

            @Override
            public void data(byte[] from, int start, int end) {
                bytes.write(from, start, end - start);
            }

            @Override
            public void end() {
                parts.add(head.name() + "|" + head.fileName() + "|" + bytes.toString(StandardCharsets.ISO_8859_1));
            }
        });
        for (int at = 0; at < body.length; at += piece) {
            parser.offer(body, at, Math.min(body.length, at + piece));
        }
        parser.end();
        return parts;
    }

    private static List<String> parse(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        List<String> whole = parse(bytes, bytes.length);
        for (int piece = 1; piece < bytes.length; piece++) {
            assertThat(parse(bytes, piece)).as("in pieces of %d", piece).isEqualTo(whole);
        }
        return whole;
    }

    private static String latin(String utf8) {
        return new String(utf8.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void partsAreTheSameHoweverTheyAreCut() {
        String nasty = "\r\n--" + BOUNDARY.substring(0, 69) + "\r\r\n\r\n-\r\n--\r\n\r\n--" + BOUNDARY.substring(0, 30);
        List<String> parts = parse("a preamble\r\n" + FIRST
                + "content-type: text/plain; charset=utf-8\r\ncontent-transfer-encoding: binary\r\n"
                + "content-disposition: form-data; name=\"content\"\r\n\r\nHi 📁\r\nthere" + NEXT
                + "content-type: application/octet-stream\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a,b;c:d=ü %22q%22.jpg\"\r\n\r\n" + nasty
                + NEXT + TEXT + LAST + "an epilogue" + FIRST);

        assertThat(parts)
                .containsExactly(
                        "content|null|" + latin("Hi 📁\r\nthere"), "file|a,b;c:d=ü \"q\".jpg|" + nasty, "a|null|");
    }

    @Test
    void randomBytesComeThrough() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            byte[] data = new byte[random.nextInt(3000)];
            byte[] alphabet = ("\r\n-" + BOUNDARY).getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < data.length; i++) {
                data[i] = random.nextInt(3) == 0 ? (byte) random.nextInt() : alphabet[random.nextInt(5)];
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes((FIRST + TEXT).getBytes(StandardCharsets.ISO_8859_1));
            body.writeBytes(data);
            body.writeBytes(LAST.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(parse(body.toByteArray(), 1 + random.nextInt(100)))
                    .as("seed %d", seed)
                    .containsExactly("a|null|" + new String(data, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aTextWithATypeAndAnEncodingIsNoFile() {
        String head = "content-type: video/mp4\r\ncontent-transfer-encoding: BINARY\r\n";

        assertThat(parse(FIRST + head + TEXT + "x" + LAST)).containsExactly("a|null|x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form-data; name=a; filename=b.jpg",
                "FORM-DATA; NAME=\"a\"; FileName=\"b.jpg\"",
                "form-data;filename = \"b.jpg\" ;name=\"a\"",
                "form-data; name=\"a\"; x; filename=\"b.jpg\";",
                "form-data; name=\"a\";\r\n filename=\"b.jpg\""
            })
    void headersAreReadAsTheyAreWritten(String disposition) {
        assertThat(parse(FIRST + "CONTENT-DISPOSITION:" + disposition + "\r\n\r\nx" + LAST))
                .containsExactly("a|b.jpg|x");
    }

    @Test
    void quotesAndBackslashesOfNamesStay() {
        assertThat(parse(
                        FIRST + "content-disposition: form-data; name=\"a\"; filename=\"C:\\dir\\\"q\\\".jpg\"\r\n\r\nx"
                                + LAST))
                .containsExactly("a|C:\\dir\"q\".jpg|x");
    }

    @Test
    void aPartOfNoBytesAndAFormOfNoPartsArePossible() {
        assertThat(parse(FIRST + TEXT + LAST)).containsExactly("a|null|");
        assertThat(parse("--" + BOUNDARY + "--")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-disposition: form-data",
                "content-disposition: attachment; name=a",
                "content-type: text/plain",
                "content-disposition form-data; name=a",
                "content-disposition: form-data; name=a\r\ncontent-transfer-encoding: base64",
                "content-transfer-encoding: quoted-printable\r\ncontent-disposition: form-data; name=a",
                ""
            })
    void headersOfNoFormAreRefused(String head) {
        isRefused(FIRST + head + (head.isEmpty() ? "\r\n" : "\r\n\r\n") + "x" + LAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no form at all", FIRST, FIRST + TEXT, FIRST + TEXT + "cut", FIRST + TEXT + NEXT})
    void whatIsCutShortIsRefused(String body) {
        isRefused(body);
    }

    private static void isRefused(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> parse(bytes, 16))
                .isInstanceOfSatisfying(
                        FormException.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void aLineThatBeginsLikeADelimiterIsRefused() {
        isRefused(FIRST + TEXT + "x\r\n--" + BOUNDARY + "more\r\ny" + LAST);
    }

    @Test
    void headersWithoutEndAreRefused() {
        assertThatThrownBy(() -> parse((FIRST + "x: " + "y".repeat(9000)).getBytes(StandardCharsets.UTF_8), 100))
                .isInstanceOf(FormException.class)
                .hasMessageContaining("8192");
    }
}
