import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/** A PostgreSQL server of this test run, on this machine only: says where it is, and lives until its input ends. */
void main() throws IOException {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("listen_addresses", "127.0.0.1").start()) {
        IO.println("postgresql://postgres@127.0.0.1:" + postgres.getPort() + "/postgres");
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
}
