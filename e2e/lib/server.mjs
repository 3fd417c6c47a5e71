// Runs the packaged server: the distribution that the build made, unpacked, with its own launcher.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { within } from './within.mjs';

const HOME = process.env.E2E_PARLEY_HOME ?? new URL('../target/parley', import.meta.url).pathname;
/** What Java learnt about its classes when {@code warm.mjs} ran; the launcher splits options at spaces. */
const CLASSES = /\s/.test(HOME) ? '' : `${HOME}/classes.jsa`;
/** Quick to start, as most test servers live for a second or two. */
const JAVA = ['-XX:TieredStopAtLevel=1', '-Xlog:disable', '-Xlog:all=error:stderr'];
const START_MS = 20_000;
const STOP_MS = 15_000;

const running = new Set();
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));
// The runner ends a file that takes too long by a signal, and that alone would leave its servers behind.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => process.exit(1));

/** The two apps most tests need: same channel names, different tenants. */
export const APPS = [
  { id: 'env1', subdomain: 'myapp', serverKey: 'sk-1', clientKeys: [{ key: 'ck-1' }] },
  { id: 'env2', serverKey: 'sk-2', clientKeys: [{ key: 'ck-2' }] },
];

/** What a developer's shell sets for a server of his own must not reach these. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_') || name === 'PARLEY_JAVA_HOME'),
);

/** Drains at once, so that stopping a server costs no test two seconds. */
const QUICK = { drain: { spread: '0s', timeout: '10s' } };

/** One process. Its port stays the same when another is started with it. */
class Parley {
  constructor(child, folder) {
    this.child = child;
    this.folder = folder;
    this.log = '';
    this.exited = once(child, 'exit').then(([code, signal]) => {
      running.delete(child);
      rmSync(folder, { recursive: true, force: true });
      return { code, signal };
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => (this.log += text));
    }
  }

  /** Runs a command of the launcher beside it, with its settings; what it prints. */
  async command(group, name, ...args) {
    return this.commandWith('', group, name, ...args);
  }

  /** Likewise, with this as its standard input. */
  async commandWith(input, group, name, ...args) {
    const options = { cwd: this.folder, env: ENVIRONMENT };
    const config = join(this.folder, 'parley.yaml');
    const all = [group, name, '--config', config, ...args];
    const running = promisify(execFile)(join(HOME, 'bin', 'parley'), all, options);
    running.child.stdin.on('error', () => {}).end(input);
    return (await running).stdout;
  }

  async listening() {
    const found = new Promise(resolve => {
      const look = () => {
        const banner = /Parley listens on https?:\/\/\S*?:(\d+)/.exec(this.log);
        if (banner) resolve(Number(banner[1]));
      };
      this.child.stdout.on('data', look);
      look();
    });
    const gone = this.exited.then(({ code }) => {
      throw new Error(`the server ended with ${code} before it listened:\n${this.log}`);
    });
    this.port = await within(START_MS, Promise.race([found, gone]), () => `the server to listen\n${this.log}`);
    return this;
  }

  /** An address without a name; Altogic's client cannot use it for realtime. */
  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Asks it to end, as a supervisor does, and waits. */
  async stop() {
    this.child.kill('SIGTERM');
    return within(STOP_MS, this.exited, () => `the server to end\n${this.log}`);
  }

  /** Ends it without a word to anyone. */
  async kill() {
    this.child.kill('SIGKILL');
    return this.exited;
  }
}

/** Starts a server with a config of its own in a folder of its own; {@code java} replaces the options that make it start quickly. */
export async function startServer(settings) {
  return start(settings, existsSync(CLASSES) ? [`-XX:SharedArchiveFile=${CLASSES}`] : []);
}

/** Starts and stops a server once, so that the many starts of the tests take half the time. */
export async function warmUp() {
  if (!CLASSES) return;
  const server = await start({}, [`-XX:ArchiveClassesAtExit=${CLASSES}`]);
  await (await fetch(`${server.url}/health/ready`)).text();
  await server.stop();
}

async function start({ apps = APPS, port = 0, java = JAVA, ...settings } = {}, options) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  const file = join(folder, 'parley.yaml');
  const listen = { ...settings.listen, port };
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ ...QUICK, ...settings, listen, apps }));
  const env = { ...ENVIRONMENT, PARLEY_JAVA_OPTS: [...java, ...options].join(' ') };
  const child = spawn(join(HOME, 'bin', 'parley'), ['serve', '--config', file], { cwd: folder, env });
  running.add(child);
  return new Parley(child, folder).listening();
}
