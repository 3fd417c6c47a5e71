package dev.parley.protocol;

import static dev.parley.protocol.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsNumberTest {
    // Printed by Node: String(JSON.parse(text)).
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1e-323,1e-323",
        "-1e-323,-1e-323",
        "1.5e-323,1.5e-323",
        "-0,0",
        "-0.0,0",
        "0e5,0",
        "1.0,1",
        "1e0,1",
        "-1.50,-1.5",
        "5e-324,5e-324",
        "1e21,1e+21",
        "1e20,100000000000000000000",
        "123456789012345678901234,1.2345678901234569e+23",
        "0.000001,0.000001",
        "0.0000001,1e-7",
        "9007199254740993,9007199254740992",
        "1152921504606846976,1152921504606847000",
        "2e23,2e+23",
        "1.7976931348623157e308,1.7976931348623157e+308",
        "0.1,0.1",
        "100,100",
        "1E+2,100",
        "-12.5e-3,-0.0125",
        "2.2250738585072014e-308,2.2250738585072014e-308",
        "9.5e-323,9.4e-323",
        "3e-324,5e-324",
        "123456789012345680000,123456789012345680000",
        "1e23,1e+23",
        "9.999999999999999e22,1e+23",
        "8.41e21,8.41e+21",
        "20e-323,2e-322",
        "1e22,1e+22",
        "-7,-7",
        "999999999999999,999999999999999"
    })
    void numbersPrintAsInJavaScript(String json, String text) {
        assertThat(JsNumber.text(utf8(json), 0, json.length())).isEqualTo(text);
    }

    // Doubles of random bits, printed by Node.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "6.934698245112694e+276", "2.1201840400810927e-105", "8.383658838626809e-78", "-7.803913958627244e+173",
                "3.0251373381551392e+240", "-2.693554001703998e+265", "5.732426266654185e+162",
                        "-1.922060169763526e+194",
                "-3.0216886841970293e+190", "-6.801672438380202e+47", "-5.012175857090046e+300",
                        "2.559582258455348e+226",
                "-4.366508223114724e-137", "-3.591744324346332e-155", "-2.1245996709086885e-55",
                        "-7.265769856122253e-206",
                "3.5771699383255836e-303", "-2.6682918192826337e-251", "5.051222246941584e-85",
                        "-3.956506804880179e+277",
                "-1.3430505694987311e-211", "-1.7969314742435888e-9", "-4.041946107752987e+170",
                        "1.530453622854111e+286"
            })
    void printedNumbersAreCanonical(String text) {
        assertThat(JsNumber.text(utf8(text), 0, text.length())).isEqualTo(text);
    }

    @Test
    void printedNumbersReadBackAsTheSameNumber() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value) && value != 0) {
                assertThat(Double.parseDouble(JsNumber.text(value))).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999", "2e308"})
    void infiniteNumbersHaveNoText(String json) {
        assertThat(JsNumber.text(utf8(json), 0, json.length())).isNull();
    }
}
