// A PostgreSQL server for tests, from binaries that Maven brought (target/postgres): nothing has to be installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { within } from './within.mjs';

const LIBRARIES = new URL('../target/postgres', import.meta.url).pathname;
const PROGRAM = new URL('./Postgres.java', import.meta.url).pathname;
const START_MS = 30_000;
const STOP_MS = 15_000;

/** Starts one; its {@code url} is what the setting database.url takes. */
export async function startPostgres() {
  if (!existsSync(LIBRARIES)) {
    throw new Error(`${LIBRARIES} is missing; ./mvnw -pl e2e process-test-resources -DskipTests brings it`);
  }
  const java = process.env.E2E_JAVA ?? 'java';
  const child = spawn(java, ['-cp', `${LIBRARIES}/*`, PROGRAM], { stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let out = '';
  let err = '';
  child.stderr.setEncoding('utf8').on('data', text => (err += text));
  const found = new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', text => {
      out += text;
      const url = /postgresql:\/\/\S+/.exec(out);
      if (url) resolve(url[0]);
    });
    exited.then(() => reject(new Error(`PostgreSQL did not start:\n${err}`)));
  });
  const url = await within(START_MS, found, () => `PostgreSQL to start\n${err}`);
  return {
    url,
    async stop() {
      child.stdin.end();
      await within(STOP_MS, exited, () => `PostgreSQL to end\n${err}`);
    },
  };
}
