// A certificate for localhost and 127.0.0.1 that nobody has signed, made by the JDK: nothing has to be installed.
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROGRAM = new URL('./Certificate.java', import.meta.url).pathname;

/** Makes one; {@code tls} is what the setting listen.tls takes, {@code pin} what Chromium takes as the hash of a key to trust. */
export async function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), 'parley-e2e-tls-'));
  await promisify(execFile)(process.env.E2E_JAVA ?? 'java', [PROGRAM, folder]);
  const tls = { certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const { publicKey } = new X509Certificate(readFileSync(tls.certificate));
  const pin = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
  return { tls, pin, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
