package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.app;
import static dev.parley.server.accounts.AccountWorld.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import dev.parley.server.MovableClock;
import dev.parley.server.config.AppConfig;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.server.identity.Session;
import dev.parley.storage.Dialect;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that an app's own issuer made. */
class ForeignTokensTest {

    private static final String SECRET = "an-issuer-secret-that-is-long-enough";
    private static final KeyPair RSA = pair("RSA", 2048);

    @TempDir
    private Path folder;

    private long now;

    @BeforeEach
    void time() {
        now = new MovableClock().millis() / 1000;
    }

    private static KeyPair pair(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (size > 0) {
                generator.initialize(size);
            }
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String claims(String more) {
        return "{\"sub\":\"u-1\",\"exp\":" + (now + 3600) + ",\"iat\":" + now + more + "}";
    }

    private static String signed(JWSHeader header, String claims, JWSSigner signer) throws Exception {
        JWSObject jws = new JWSObject(header, new Payload(claims));
        jws.sign(signer);
        return jws.serialize();
    }

    private static String hs256(String claims, String secret) throws Exception {
        return signed(new JWSHeader(JWSAlgorithm.HS256), claims, new MACSigner(secret));
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static App trusting(String issuer) {
        return app("jwt: [ { " + issuer + " } ]");
    }

    private static App trustingSecret() {
        return trusting("secret: " + SECRET + ", issuer: me, audience: you");
    }

    private Path pem(PublicKey key) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "key", ".pem"),
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    @ParameterizedTest
    @EnumSource
    void aTokenOfATrustedIssuerIsASessionUntilItIsSignedOut(Dialect dialect) throws Exception {
        App app = trustingSecret();
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            Accounts other = world.another("");
            String good = claims(",\"iss\":\"me\",\"aud\":[\"x\",\"you\"],\"channels\":[\"a\",\"b.*\"]");
            String token = hs256(good, SECRET);
            Session session = world.found(app, token);
            assertThat(session.user()).isEqualTo("u-1");
            assertThat(session.channels()).containsExactly("a", "b.*");
            assertThat(world.found(app, token)).isSameAs(session);
            Session there = get(other.finder().find(app, token));
            get(world.accounts.signOut(app, session, null));
            assertThat(session.isValid(world.clock.millis())).isFalse();
            assertThat(world.find(app, token)).isNull();
            get(other.changed("one", Changes.SESSION, session.id()));
            assertThat(there != null && there.isValid(world.clock.millis())).isFalse();
            assertThat(world.events.getLast())
                    .isEqualTo(new AccountWorld.Event("u-1", UserEvents.Kind.SIGNOUT, null, null));
        }
    }

    @ParameterizedTest
    @EnumSource
    void signingOutEverywhereHoldsForTokensOfIssuersToo(Dialect dialect) throws Exception {
        App app = trustingSecret();
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            String more = ",\"iss\":\"me\",\"aud\":\"you\",\"n\":";
            Session one = world.found(app, hs256(claims(more + 1), SECRET));
            Session two = world.found(app, hs256(claims(more + 2), SECRET));
            world.clock.advance(Duration.ofSeconds(2));
            get(world.accounts.signOutAllExcept(app, one));
            assertThat(one.isValid(world.clock.millis())).isTrue();
            assertThat(two.isValid(world.clock.millis())).isFalse();
            assertThat(world.find(app, hs256(claims(more + 3), SECRET))).isNull();
            now += 3;
            assertThat(world.find(app, hs256(claims(more + 4), SECRET))).isNotNull();
        }
    }

    @Test
    void whatIsNotQuiteRightIsRefused() throws Exception {
        App app = trustingSecret();
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            String from = ",\"iss\":\"me\",\"aud\":\"you\"";
            assertThat(world.find(app, hs256(claims(from), SECRET))).isNotNull();
            String good = hs256(claims(from), SECRET);
            String body = part(claims(from));
            String deep = "[".repeat(2500) + "]".repeat(2500);
            for (String bad : List.of(
                    part("{\"alg\":\"none\"}") + "." + body + ".",
                    part("{\"alg\":\"none\"}") + "." + body + ".x",
                    part("{\"alg\":\"HS256\"}") + "." + body + "." + good.substring(good.lastIndexOf('.') + 1) + "x",
                    good + ".a.b",
                    signed(new JWSHeader(JWSAlgorithm.HS512), claims(from), new MACSigner(SECRET + SECRET)),
                    hs256(claims(from), SECRET + "2"),
                    hs256(claims(",\"iss\":\"them\",\"aud\":\"you\""), SECRET),
                    hs256(claims(",\"iss\":\"me\",\"aud\":\"them\""), SECRET),
                    hs256(claims(",\"iss\":[\"me\"],\"aud\":\"you\""), SECRET),
                    hs256(claims(from + ",\"nbf\":" + (now + 61)), SECRET),
                    hs256(claims(from).replace("u-1", ""), SECRET),
                    hs256(claims(from).replace("u-1", "a\\nb"), SECRET),
                    hs256(claims(from).replace("u-1", "x".repeat(200)), SECRET),
                    hs256("{\"sub\":\"u-1\"" + from + "}", SECRET),
                    hs256("{\"sub\":\"u-1\",\"exp\":" + (now - 60) + from + "}", SECRET),
                    hs256("{\"sub\":\"u-1\",\"exp\":\"9999999999\"" + from + "}", SECRET),
                    hs256("{\"sub\":\"u-1\",\"exp\":1e300" + from + "}", SECRET),
                    hs256(claims(from + ",\"sub\":\"u-2\""), SECRET),
                    hs256(claims(from + ",\"channels\":{}"), SECRET),
                    hs256(claims(from + ",\"x\":" + deep), SECRET),
                    hs256(claims(from + ",\"x\":" + "[".repeat(30) + "]".repeat(30)), SECRET),
                    hs256(claims(from + ",\"x\":\"" + "y".repeat(9000) + "\""), SECRET),
                    part("{\"alg\":\"HS256\",\"x\":" + deep + "}") + "." + body + ".x",
                    signed(
                            new JWSHeader.Builder(JWSAlgorithm.HS256)
                                    .criticalParams(Set.of("x"))
                                    .customParam("x", 1)
                                    .build(),
                            claims(from),
                            new MACSigner(SECRET)))) {
                assertThat(world.find(app, bad)).as(bad).isNull();
            }
            // Within the leeway for clocks that differ.
            assertThat(world.find(app, hs256("{\"sub\":7,\"exp\":" + (now - 59) + from + "}", SECRET)))
                    .extracting(session -> session == null ? "" : session.user())
                    .isEqualTo("7");
        }
    }

    @Test
    void thePublicKeyIsNoSecret() throws Exception {
        Path file = pem(RSA.getPublic());
        App app = trusting("publicKey: '" + file + "'");
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            RSASSASigner signer = new RSASSASigner(RSA.getPrivate());
            assertThat(world.find(app, signed(new JWSHeader(JWSAlgorithm.RS256), claims(""), signer)))
                    .isNotNull();
            assertThat(world.find(app, signed(new JWSHeader(JWSAlgorithm.RS512), claims(""), signer)))
                    .isNull();
            assertThat(world.find(app, hs256(claims(""), Files.readString(file))))
                    .isNull();
            // A key the token brings itself.
            KeyPair own = pair("RSA", 2048);
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .jwk(new com.nimbusds.jose.jwk.RSAKey.Builder(
                                    (java.security.interfaces.RSAPublicKey) own.getPublic())
                            .build())
                    .build();
            assertThat(world.find(app, signed(header, claims(""), new RSASSASigner(own.getPrivate()))))
                    .isNull();
        }
    }

    @Test
    void ecAndEd25519KeysWork() throws Exception {
        KeyPair ed = pair("Ed25519", 0);
        ECKey ec = new ECKeyGenerator(Curve.P_384).generate();
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            App edwards = app("ed", "jwt: [ { publicKey: '" + pem(ed.getPublic()) + "' } ]");
            App curve = app("ec", "jwt: [ { publicKey: '" + pem(ec.toECPublicKey()) + "' } ]");
            for (String name : List.of("EdDSA", "Ed25519")) {
                assertThat(world.find(edwards, edSigned(name, claims(",\"n\":\"" + name + "\""), ed.getPrivate())))
                        .isNotNull();
            }
            assertThat(world.find(edwards, edSigned("ES256", claims(""), ed.getPrivate())))
                    .isNull();
            String token = signed(new JWSHeader(JWSAlgorithm.ES384), claims(""), new ECDSASigner(ec));
            assertThat(world.find(curve, token)).isNotNull();
            assertThat(world.find(edwards, token)).isNull();
        }
    }

    /** Other texts of the same signature, which whoever has stolen a token can make as well. */
    private static List<String> otherSpellings(String token) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = token.length() - 1;
        char spare = letters.charAt(letters.indexOf(token.charAt(last)) ^ 1);
        int signature = token.lastIndexOf('.') + 1;
        return List.of(
                token.substring(0, last) + spare,
                token + "=",
                token + "!",
                token.substring(0, signature) + "~" + token.substring(signature));
    }

    /** With ECDSA the negative of s signs as well as s. */
    private static String negated(String token, Curve curve) {
        int at = token.lastIndexOf('.') + 1;
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(at));
        int half = signature.length / 2;
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length));
        byte[] other = curve.toECParameterSpec().getOrder().subtract(s).toByteArray();
        int length = Math.min(half, other.length);
        Arrays.fill(signature, half, signature.length, (byte) 0);
        System.arraycopy(other, other.length - length, signature, signature.length - length, length);
        return token.substring(0, at) + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    @Test
    void aTokenThatWasSignedOutIsOutInEverySpelling() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            App app = trusting("secret: " + SECRET);
            String token = hs256(claims(""), SECRET);
            get(world.accounts.signOut(app, world.found(app, token), null));
            assertThat(otherSpellings(token))
                    .allSatisfy(other -> assertThat(world.find(app, other)).isNull());
            for (Curve curve : List.of(Curve.P_256, Curve.P_384, Curve.P_521)) {
                ECKey key = new ECKeyGenerator(curve).generate();
                App ec = app("ec" + curve.getName(), "jwt: [ { publicKey: '" + pem(key.toECPublicKey()) + "' } ]");
                ECDSASigner signer = new ECDSASigner(key);
                String one = signed(
                        new JWSHeader(signer.supportedJWSAlgorithms().iterator().next()), claims(""), signer);
                Session session = world.found(ec, one);
                // Whichever of the two it came with first.
                assertThat(world.found(ec, negated(one, curve))).isSameAs(session);
                get(world.accounts.signOut(ec, session, null));
                assertThat(world.find(ec, one)).isNull();
                assertThat(world.find(ec, negated(one, curve))).isNull();
            }
        }
    }

    private static String edSigned(String algorithm, String claims, PrivateKey key) throws Exception {
        String text = part("{\"alg\":\"" + algorithm + "\"}") + "." + part(claims);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    @Test
    void anIssuerWhoIsTakenOffTheListTakesItsSessionsAlong() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            AppConfig before = app("jwt: [ { secret: " + SECRET + "1 }, { secret: " + SECRET + "2 } ]")
                    .config();
            Apps apps = new Apps(List.of(before));
            App app = apps.all().getFirst();
            Session one = world.found(app, hs256(claims(",\"n\":1"), SECRET + "1"));
            Session two = world.found(app, hs256(claims(",\"n\":2"), SECRET + "2"));
            apps.put(app("jwt: [ { secret: " + SECRET + "2 } ]").config(), Set.of());
            assertThat(world.find(app, hs256(claims(",\"n\":3"), SECRET + "1"))).isNull();
            assertThat(one.isValid(world.clock.millis())).isFalse();
            assertThat(two.isValid(world.clock.millis())).isTrue();
        }
    }

    /** Publishes keys, as long as it is up. */
    private static final class Issuer implements AutoCloseable {
        final AtomicInteger asked = new AtomicInteger();
        private final HttpServer server;
        volatile String answer = "";
        volatile int status = 200;

        Issuer(JWK... keys) throws IOException {
            publish(keys);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                asked.incrementAndGet();
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        void publish(JWK... keys) {
            answer = new JWKSet(List.of(keys)).toString();
        }

        App app() {
            return trusting("jwksUrl: 'http://127.0.0.1:" + server.getAddress().getPort() + "/keys'");
        }

        void goDown() {
            server.stop(0);
        }

        @Override
        public void close() {
            goDown();
        }
    }

    private static ECKey ecKey(String id) throws Exception {
        return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    }

    private String es256(ECKey key, int n) throws Exception {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
        return signed(header, claims(",\"n\":" + n), new ECDSASigner(key));
    }

    @Test
    void anOutageOfTheIssuerSignsNobodyOut() throws Exception {
        ECKey key = ecKey("1");
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder);
                Issuer issuer = new Issuer(key)) {
            App app = issuer.app();
            String token = es256(key, 1);
            Session session = world.found(app, token);
            assertThat(issuer.asked).hasValue(1);
            issuer.goDown();
            world.clock.advance(Duration.ofMinutes(30));
            assertThat(world.found(app, token)).isSameAs(session);
            assertThat(world.find(app, es256(key, 2))).isNotNull();
            // Nobody can tell about a key that was never seen.
            assertThatThrownBy(() -> world.find(app, es256(ecKey("2"), 3))).isNotNull();
            assertThat(world.meters
                            .counter("parley.jwks.fetches", "result", "failed")
                            .count())
                    .isPositive();
        }
    }

    @Test
    void aNewKeyIsFetchedWhenItIsFirstSeenAndNotOftener() throws Exception {
        ECKey old = ecKey("1");
        ECKey fresh = ecKey("2");
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder);
                Issuer issuer = new Issuer(old)) {
            App app = issuer.app();
            assertThat(world.find(app, es256(old, 1))).isNotNull();
            issuer.publish(old, fresh);
            for (int i = 0; i < 5; i++) {
                assertThat(world.find(app, es256(fresh, i))).isNull();
            }
            assertThat(issuer.asked).hasValue(1);
            world.clock.advance(Duration.ofSeconds(31));
            assertThat(world.find(app, es256(fresh, 10))).isNotNull();
            assertThat(issuer.asked).hasValue(2);
            // One that only says it is that key.
            ECKey false2 = ecKey("2");
            assertThat(world.find(app, es256(false2, 11))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redirect", "huge", "nonsense", "secret"})
    void aBadAnswerOfTheIssuerIsNoKeySet(String kind) throws Exception {
        ECKey key = ecKey("1");
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder);
                Issuer issuer = new Issuer(key)) {
            switch (kind) {
                case "redirect" -> issuer.status = 302;
                case "huge" -> issuer.answer = new JWKSet(key) + " ".repeat(300_000);
                case "nonsense" -> issuer.answer = "<html>";
                default ->
                    issuer.answer = "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"1\",\"k\":\"" + part(SECRET) + "\"}]}";
            }
            assertThatThrownBy(() -> world.find(issuer.app(), es256(key, 1))).isNotNull();
        }
    }

    @Test
    void aUserWhoIsDisabledHereIsOutWithAnyToken() throws Exception {
        App app = trusting("secret: " + SECRET);
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            get(world.accounts.create(app, draft(false)));
            Session session = world.found(app, hs256(claims(""), SECRET));
            get(world.accounts.update(app, "u-1", draft(true)));
            assertThat(session.isValid(world.clock.millis())).isFalse();
            assertThat(world.find(app, hs256(claims(",\"n\":1"), SECRET))).isNull();
        }
    }

    private static UserDraft draft(@Nullable Boolean disabled) {
        return new UserDraft("u-1", null, null, null, null, null, null, null, null, disabled);
    }
}
