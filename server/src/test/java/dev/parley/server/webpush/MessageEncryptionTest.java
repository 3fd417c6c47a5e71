package dev.parley.server.webpush;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** RFC 8291 by its own example, and the curve. */
class MessageEncryptionTest {

    /** RFC 8291, 5 and appendix A. */
    private static final String TEXT = "V2hlbiBJIGdyb3cgdXAsIEkgd2FudCB0byBiZSBhIHdhdGVybWVsb24";

    private static final String SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private static final String SENDER_PUBLIC =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private static final String BROWSER_PUBLIC =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String BROWSER_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final String BODY = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
            + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
            + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static PublicKey publicKey(String point) {
        return requireNonNull(P256.publicKey(bytes(point)));
    }

    private static PrivateKey privateKey(String number) throws Exception {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(
                        new BigInteger(1, bytes(number)), curve.getParameterSpec(ECParameterSpec.class)));
    }

    @Test
    void theExampleOfTheRfcComesOutByteByByte() throws Exception {
        KeyPair sender = new KeyPair(publicKey(SENDER_PUBLIC), privateKey(SENDER_PRIVATE));

        byte[] body =
                MessageEncryption.encrypt(bytes(TEXT), publicKey(BROWSER_PUBLIC), bytes(AUTH), sender, bytes(SALT));

        assertThat(Browser.encode(body)).isEqualTo(BODY);
    }

    @Test
    void theStandInForABrowserReadsTheExampleOfTheRfc() throws Exception {
        KeyPair browser = new KeyPair(publicKey(BROWSER_PUBLIC), privateKey(BROWSER_PRIVATE));

        assertThat(TestBrowser.decrypt(bytes(BODY), browser, bytes(AUTH)))
                .isEqualTo("When I grow up, I want to be a watermelon");
    }

    @Test
    void noTwoMessagesHaveTheSameKeyOrSalt() {
        byte[] text = "x".getBytes(StandardCharsets.US_ASCII);
        byte[] one = MessageEncryption.encrypt(text, publicKey(BROWSER_PUBLIC), bytes(AUTH));
        byte[] other = MessageEncryption.encrypt(text, publicKey(BROWSER_PUBLIC), bytes(AUTH));

        assertThat(Arrays.copyOf(one, 16)).isNotEqualTo(Arrays.copyOf(other, 16));
        assertThat(Arrays.copyOfRange(one, 21, 86)).isNotEqualTo(Arrays.copyOfRange(other, 21, 86));
    }

    @Test
    void theLargestMessageIsWithinWhatPushServicesTake() {
        byte[] body = MessageEncryption.encrypt(new byte[Payload.MOST], publicKey(BROWSER_PUBLIC), bytes(AUTH));

        assertThat(body).hasSizeLessThanOrEqualTo(MessageEncryption.MOST).hasSize(86 + Payload.MOST + 17);
    }

    @Test
    void aPointIsWrittenAsItWasReadAlsoWithZerosInFront() {
        for (int i = 0; i < 600; i++) { // one in 256 coordinates begins with a zero
            byte[] point = P256.bytes(P256.newPair().getPublic());
            assertThat(P256.bytes(requireNonNull(P256.publicKey(point)))).isEqualTo(point);
        }
    }

    @Test
    void whatIsNoPointOfTheCurveIsNoKey() {
        byte[] point = bytes(BROWSER_PUBLIC);
        byte[] beside = point.clone();
        beside[64] ^= 1;
        byte[] compressed = Arrays.copyOf(point, 33);
        compressed[0] = 2;
        byte[] wrongForm = point.clone();
        wrongForm[0] = 6;
        byte[] zero = new byte[65];
        zero[0] = 4;
        byte[] tooLarge = new byte[65];
        Arrays.fill(tooLarge, (byte) 0xff);
        tooLarge[0] = 4;

        assertThat(P256.publicKey(beside)).isNull();
        assertThat(P256.publicKey(compressed)).isNull();
        assertThat(P256.publicKey(wrongForm)).isNull();
        assertThat(P256.publicKey(zero)).isNull();
        assertThat(P256.publicKey(tooLarge)).isNull();
        assertThat(P256.publicKey(new byte[] {0})).as("infinity").isNull();
        assertThat(P256.publicKey(new byte[0])).isNull();
        assertThat(P256.publicKey(Arrays.copyOf(point, 64))).isNull();
        assertThat(P256.publicKey(Arrays.copyOf(point, 66))).isNull();
    }

    @Test
    void aCoordinateThatTheFieldDoesNotHaveIsNoKeyThoughItsRemainderWouldBe() {
        BigInteger p = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
        // x = 5 is on the curve; 5 + p is the same number, and fits into 32 bytes.
        byte[] small = requireNonNull(pointWithX(BigInteger.valueOf(5), p));
        byte[] large = small.clone();
        byte[] x = BigInteger.valueOf(5).add(p).toByteArray();
        System.arraycopy(x, x.length - 32, large, 1, 32);

        assertThat(P256.publicKey(small)).isNotNull();
        assertThat(P256.publicKey(large)).isNull();
    }

    private static byte[] pointWithX(BigInteger x, BigInteger p) {
        BigInteger b = new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
        BigInteger square =
                x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(b).mod(p);
        BigInteger y = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
        byte[] point = new byte[65];
        point[0] = 4;
        point[32] = x.byteValueExact();
        byte[] number = y.toByteArray();
        int skipped = Math.max(0, number.length - 32);
        System.arraycopy(number, skipped, point, 65 - (number.length - skipped), number.length - skipped);
        return point;
    }
}
