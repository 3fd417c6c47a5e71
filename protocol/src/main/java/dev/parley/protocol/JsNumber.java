package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.NumberOutput;

/**
 * Numbers as JavaScript sees and prints them (ECMAScript, Number::toString). A peer's channel or event name may be a
 * number, and {@code 1}, {@code 1.0} and {@code 1e0} are then the same name.
 */
final class JsNumber {
    private static final int SAFE_DIGITS = 15;

    private JsNumber() {}

    /** The canonical text of a checked JSON number; null if JavaScript would read it as infinite. */
    static @Nullable String text(byte[] a, int from, int to) {
        if (isSafeInteger(a, from, to)) {
            return new String(a, from, to - from, StandardCharsets.ISO_8859_1);
        }
        double value = value(a, from, to);
        return Double.isInfinite(value) ? null : text(value);
    }

    static double value(byte[] a, int from, int to) {
        return Double.parseDouble(new String(a, from, to - from, StandardCharsets.ISO_8859_1));
    }

    private static boolean isSafeInteger(byte[] a, int from, int to) {
        int start = a[from] == '-' ? from + 1 : from;
        boolean minusZero = start > from && a[start] == '0';
        return !minusZero && to - start <= SAFE_DIGITS && Json.skipDigits(a, start, to) == to;
    }

    static String text(double value) {
        if (value == 0) {
            return "0";
        }
        // Jackson's writer finds the shortest digits on every JDK; before 19 the JDK's own does not.
        String java = NumberOutput.toString(Math.abs(value), true);
        int e = java.indexOf('E');
        int exponent = e < 0 ? 0 : Integer.parseInt(java.substring(e + 1));
        String mantissa = e < 0 ? java : java.substring(0, e);
        int point = mantissa.indexOf('.');
        String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int zeros = 0;
        while (digits.charAt(zeros) == '0') {
            zeros++;
        }
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        digits = digits.substring(zeros, end);
        int scale = point + exponent - zeros;
        if (digits.length() == 2) {
            int two = Integer.parseInt(digits);
            int nearest = (two + 5) / 10;
            int other = nearest == two / 10 ? nearest + 1 : nearest - 1;
            // Java prints two digits where JavaScript is content with one: 4.9E-324 is 5e-324 there.
            for (int digit : new int[] {nearest, other}) {
                if (Double.parseDouble(digit + "E" + (scale - 1)) == Math.abs(value)) {
                    digits = digit == 10 ? "1" : Integer.toString(digit);
                    scale += digit == 10 ? 1 : 0;
                    break;
                }
            }
        }
        String text = layOut(digits, scale);
        return value < 0 ? "-" + text : text;
    }

    /** Prints 0.digits × 10^scale. */
    private static String layOut(String digits, int scale) {
        int count = digits.length();
        if (count <= scale && scale <= 21) {
            return digits + "0".repeat(scale - count);
        }
        if (0 < scale && scale <= 21) {
            return digits.substring(0, scale) + "." + digits.substring(scale);
        }
        if (-6 < scale && scale <= 0) {
            return "0." + "0".repeat(-scale) + digits;
        }
        int exponent = scale - 1;
        String power = (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
        return count == 1 ? digits + power : digits.charAt(0) + "." + digits.substring(1) + power;
    }
}
