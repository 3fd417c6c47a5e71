import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** Makes a certificate for this machine that nobody has signed, and writes it as the PEM files that a server takes. */
void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    String store = folder.resolve("keys.p12").toString();
    String password = "password";
    Process keytool = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", "parley", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
                    "san=dns:localhost,ip:127.0.0.1", "-validity", "7", "-storetype", "PKCS12", "-keystore", store, "-storepass", password)
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
        throw new IOException("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(store))) {
        keys.load(in, password.toCharArray());
    }
    pem(folder.resolve("key.pem"), "PRIVATE KEY", keys.getKey("parley", password.toCharArray()).getEncoded());
    pem(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("parley").getEncoded());
}

void pem(Path file, String kind, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
}
