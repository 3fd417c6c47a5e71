// Bodies as v_chat's clients write them, and files of every kind it sends.
import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const LINE = '\r\n';
const BOUNDARY_LENGTH = 70;
const PLAIN = /^[\x00-\x7f]+$/;

const quoted = name => name.replace(/\r\n|\r|\n/g, '%0D%0A').replaceAll('"', '%22');

/**
 * What Dart's package:http sends: lower-case headers, the type before the name, and a type and an encoding for texts that are not ASCII.
 *
 * @param files [name of the file, bytes], all of them called "file"
 */
export function dartForm(texts, files = []) {
  const boundary = 'dart-http-boundary-'.padEnd(BOUNDARY_LENGTH, randomBytes(40).toString('base64').replace(/[/=]/g, '_'));
  const parts = Object.entries(texts).map(([name, value]) => {
    const type = PLAIN.test(value) ? '' : `${LINE}content-type: text/plain; charset=utf-8${LINE}content-transfer-encoding: binary`;
    return [`content-disposition: form-data; name="${quoted(name)}"${type}`, Buffer.from(value)];
  });
  for (const [name, bytes] of files) {
    const head = `content-type: application/octet-stream${LINE}content-disposition: form-data; name="file"; filename="${quoted(name)}"`;
    parts.push([head, bytes]);
  }
  return form(boundary, parts);
}

/** What dio sends. */
export function dioForm(texts, files = []) {
  const parts = Object.entries(texts).map(([name, value]) => [`content-disposition: form-data; name="${name}"`, Buffer.from(value)]);
  for (const [name, bytes] of files) {
    const head = `content-disposition: form-data; name="file"; filename="${quoted(name)}"${LINE}content-type: application/octet-stream`;
    parts.push([head, bytes]);
  }
  return form(`--dio-boundary-${String(Math.floor(Math.random() * 1e10)).padStart(10, '0')}`, parts);
}

function form(boundary, parts) {
  const chunks = parts.flatMap(([head, value]) => [Buffer.from(`--${boundary}${LINE}${head}${LINE}${LINE}`), value, Buffer.from(LINE)]);
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([...chunks, Buffer.from(`--${boundary}--${LINE}`)]),
  };
}

/** A part of a PNG. */
export function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

const TABLE = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
/** Not in zlib before Node.js 20.15. */
const crc = bytes => (crc32 ? crc32(bytes) : ~bytes.reduce((sum, byte) => TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8), ~0) >>> 0);

/** A picture of one grey; {@code more} are parts between its head and its pixels. */
export function png(width, height, more = []) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head[8] = 1; // one bit a pixel
  const pixels = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), ...more, chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

/** As much as a decoder reads to know a film ('isom') or a sound ('M4A ') by. */
export function iso(brand, length = 5000) {
  const head = Buffer.from('\0\0\0\x18ftyp____\0\0\x02\0isommp42\0\0\0\0mdat', 'latin1');
  head.write(brand, 8);
  head.writeUInt32BE(length - 24, 24);
  return Buffer.concat([head, randomBytes(length - head.length)]);
}
