// How a script talks with the test that started it: one JSON value a line. Bytes are {"$bytes": base64}.
import { createInterface } from 'node:readline';

const encode = (key, value) =>
  value?.type === 'Buffer' && Array.isArray(value.data)
    ? { $bytes: Buffer.from(value.data).toString('base64') }
    : value;
const decode = (key, value) => (typeof value?.$bytes === 'string' ? Buffer.from(value.$bytes, 'base64') : value);
const write = line => process.stdout.write(JSON.stringify(line, encode) + '\n');

/** Tells the test something that happened. */
export function tell(kind, value = null) {
  write({ kind, value });
}

/** Runs the calls that the test asks for, {@code {id, call, with}}, and answers with what each returned. Ends with the test. */
export function serve(calls) {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', async line => {
    const { id, call, with: args } = JSON.parse(line, decode);
    try {
      write({ id, answer: (await calls[call](...args)) ?? null });
    } catch (error) {
      write({ id, error: String(error?.stack ?? error) });
    }
  });
  lines.on('close', () => process.exit());
}
