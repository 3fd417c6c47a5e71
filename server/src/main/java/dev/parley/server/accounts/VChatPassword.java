package dev.parley.server.accounts;

import dev.parley.server.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What v_chat's clients send as password (vchat 3, "Password"). */
public final class VChatPassword {

    private VChatPassword() {}

    /**
     * The password of a user.
     *
     * @param key the backend's PASSWORD_HASH_KEY
     * @param email what the clients call email, as they write it
     */
    public static String of(Secret key, String email) {
        byte[] bytes = (key.reveal() + "_" + email).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Hashes.sha512(bytes));
    }
}
