// Unpacks a zip, for the check that packed sources build to the same packages. No dependencies.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** Signatures of APPNOTE.TXT 4.3: an entry of the central directory, and its end. */
const [ENTRY, END] = [0x02014b50, 0x06054b50];

/** @throws when it is no zip, or an entry would land outside of the folder */
export function unzip(file, folder) {
  const bytes = readFileSync(file);
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error(`${file} is no zip`);
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new Error(`${file} is damaged`);
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((n) => bytes.readUInt16LE(at + n));
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    at += 46 + nameLength + extra + comment;
    const path = resolve(join(folder, name));
    if (!path.startsWith(resolve(folder) + sep)) throw new Error(`${name} leads out of the folder`);
    if (name.endsWith('/')) continue;
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + packed);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, method === 0 ? content : inflateRawSync(content));
  }
}
