package dev.parley.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Vectors worked out by amazon-cognito-identity-js and skapi-js 1.5.8 as they are. */
class SrpTest {

    private static final String USER = "0b0e7c1a-5a7e-4c5b-9d0f-1f2e3d4c5b6a";
    private static final String PASSWORD = "p\u00e4ssw\u00f6rd \u6f22 \ud83d\ude00";
    private static final BigInteger SALT = new BigInteger("002bc990059473448e6ebd442aa16bfa", 16);
    private static final BigInteger SECRET =
            new BigInteger("c02c0b965e023abee808f2b548d8d5193a8b5229be6f3121a6f16e2d41a449b3", 16);
    private static final BigInteger VERIFIER = new BigInteger(
            "171f37f00bbfb39a3f74c268736ee526107616128c52976dd85e52d7e1b3af66db9b2c55912345d13a144823963da8f4"
                    + "b8eb46ae8db79c5aee450a625952e38e845d6f24c5ad6fdc447734732f05f56376faea2b48f0a7101c3bfaa4939ca082"
                    + "5471288109051121dec0464ecb65d6f017e0927e81d10f5e43fd7825b73a8899fa254f1d44fb89e19e41771960dddc3f"
                    + "bba60fe39f159fa3ad7aab7c60148f0e09cbe34f432375fcf7c6d517115b581ee91493137d01827ba88c1a0537be1131"
                    + "842be7b5f438ad833c6d6477932d53dfde3537bef5490068d6661c4cc00a05cb12b5b48ca0289f05db5f0ccf07f1470d"
                    + "5c38938add4853809fef9542403c24520576216b9b5a6024314598f2891bce4fb1c944f0528596c7f93822ce05d3fcb7"
                    + "b4c4bac21ba187b55e792bf35a86639c0d4c045d83007a98f5fbc5127f3b603a6355bd1914cf36a4413c5be3f665acc5"
                    + "243b598f19e67f7ed435a049e2fe306db1f6db070940b1c9b8694b934f4fd7f1eb8a08a17b9c5f844d06f95115c1489c",
            16);
    private static final BigInteger CLIENT = new BigInteger(
            "7a634810ce1857d5ba7a1581d18ac86bc60958e492e0ee7f4bcdcb198835ba603a0f13db05609dee72b015ee6e80078a"
                    + "307b84b1820fa3a3fc63dbd8afe14b6d1f1d60e2edfd48af6aadbacc467636199166253abbab85f588cb9138ea3f43fc"
                    + "d10f7344f5bceb2f5bc7f200b79c824c2c12fd332cc33bfb99721ac82f542f062a3b7665f7a00c7efbd18ec98d197aee"
                    + "99b71e5cc2f7bf2176bfbb4fc9b2e8df21dc503e903be8d8d9a92df5db06d2526bc60ed28ee5efea795f3895f681e709"
                    + "9d8c4c45db518ea203050fc3e2bb411a24dfd647baebb611797e911acc61a70e5037509c7d99ca0b5b95a1af2a626f2e"
                    + "faee27c556b7fbeba7c92f0b7d3a6a157ba16b171ad6935f41bdbaa012ef87914921b727997d8edffc0aa4d3e52e1dc4"
                    + "ef908e8f192442efe7c0385431a2e6bc4b9ac50b66a23aae835e2a9b0b0dd0c37c51ac3bff8143e47422420271cae95b"
                    + "cad8ecc89f24ae76bc2058543d7bd7e0c264c17b8a0d18ad7bc24b01fd8aa0c5150807c9872af6cb28bfb69dc7c473a5",
            16);
    private static final BigInteger SERVER = new BigInteger(
            "37245621c0129ae4535d34ca4e2529e1f11f8a1a5bb128aa4963a511a7b25e6c503a51c0d52fc3148cefeca64f394d10"
                    + "2fc30240b8d7515d668f88e33abfbdac2a53634ea66102a64249eb3007a426bd77d17f96d6978594a78cebc5a436767f"
                    + "f6d3336b027582cf51a49d6bee95ba9c01b349ca3d4d9622a5e38cdb51294fb91d6836c9db675482b86b3e3de36bd1e4"
                    + "6b4b6f5defd9ec33018a11ce3d3bcadd75f70c4652c55a729b032b46c264e706d555384414011771734f85292250d58d"
                    + "f413184a6f30d8fc77aa25a691745b6fc8a69548c942d54dcef03840ac193d1402bfc549a4c3de9cfdb782ff7ddf50f1"
                    + "e4df99557bd7679705dfe0a6b3c59230f5c98aa9084dab32d19cdea11d4abe762401307e759d00d0ede30e4a84dd87e7"
                    + "733977c178004253ac8c025ca2b9b257e8da598eba1541a74a111cf3e26495b4571a581b9b4168a39b23bfbdf09ac0e6"
                    + "0a09ec28aed74d9382f8e5b634a7c3fca49bb7c006a3ceb44f5ee6d0c253a748413a84cf87ba8eb64ceb41d7b3bb007f",
            16);
    private static final String BLOCK =
            "PaKJLTeCPZKY4dUBHX3PqvLZ2abUZemb4zr1vh2HwSuaWcX4IpqrVen4VRc++USFqrhJfuoFiPNlyHHW0FYXIm0LB+53NZHy"
                    + "obSS08plr978kOHK38xUKnQEi7Cufaonflbdrw==";

    @Test
    void theVerifierIsTheClients() {
        assertThat(Srp.verifier(SALT, SrpSignIns.POOL_NAME, USER, PASSWORD)).isEqualTo(VERIFIER);
    }

    @Test
    void theServersNumberIsWhatTheClientReckonsWith() {
        assertThat(Srp.serverNumber(VERIFIER, SECRET)).isEqualTo(SERVER);
    }

    @Test
    void bothSidesComeToOneKeyAndSignature() {
        byte[] key = Srp.key(VERIFIER, SECRET, CLIENT, SERVER);
        assertThat(HexFormat.of().formatHex(key)).isEqualTo("0b88d8ce15dfbde135b8a0d467ae644f");
        byte[] signature = Srp.signature(
                key, SrpSignIns.POOL_NAME, USER, Base64.getDecoder().decode(BLOCK), "Fri Nov 20 17:41:15 UTC 2026");
        assertThat(Base64.getEncoder().encodeToString(signature))
                .isEqualTo("E88IT4/pRfGPEpw9R0NMfabAqMOYai/r4LNAMseFTok=");
    }

    @Test
    void numbersKeepTheirLength() {
        assertThat(Srp.bytes(BigInteger.ONE, 4)).containsExactly(0, 0, 0, 1);
        assertThat(Srp.bytes(BigInteger.valueOf(0xff00ff00L), 4)).containsExactly(0xff, 0, 0xff, 0);
    }

    @Test
    void namesAreDigestedLikeTheClientDoesItWhateverTheirLetters() {
        assertThat(NameDigest.of("")).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
        assertThat(NameDigest.of("a")).isEqualTo("0cc175b9c0f1b6a831c399e269772661");
        assertThat(NameDigest.of("luke@example.com")).isEqualTo("2f7a6b8490bf3b2e134c89a8e7a31631");
        assertThat(NameDigest.of("+14155550100")).isEqualTo("206a9261d821e93b22b142dd37e59d9d");
        assertThat(NameDigest.of("\u00e9")).isEqualTo("3406877694691ddd1dfb0aca54681407");
        assertThat(NameDigest.of("\u6f22\u5b57")).isEqualTo("17f7fef0defb15436c93f0f1d8f1f21b");
        assertThat(NameDigest.of("abc\u6f22")).isEqualTo("0cd008f87ae5e850c5d51640762877cc");
        assertThat(NameDigest.of("ab\u6f22")).isEqualTo("d792ed7688e86ecff01246d9b9077b8f");
        assertThat(NameDigest.of("\ud83d\ude00")).isEqualTo("2843eed96aa1750ead0763263455f324");
        assertThat(NameDigest.of("x".repeat(55))).isEqualTo("04364420e25c512fd958a70738aa8f72");
        assertThat(NameDigest.of("x".repeat(56))).isEqualTo("668a72d5ba17f08e62dabcafad6db14b");
        assertThat(NameDigest.of("\u6f22".repeat(64))).isEqualTo("234e075c28cd213f1259dcfd59c7d794");
        assertThat(NameDigest.of("\u0141ukasz")).isEqualTo("5007abbab42d9091c0c1cefb56ebf725");
        assertThat(NameDigest.of("ab\u0141")).isEqualTo("2897c3e9b83a17608043b29e8a1d3efd");
        assertThat(NameDigest.of("abcd\u0141".repeat(13))).isEqualTo("1972b778db5743a462a5989ba7f75aa3");
    }
}
